// SPDX-License-Identifier: Apache-2.0
// Training that was killed ends with the same bytes as training that was not.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/train/checkpoint.h"
#include "core/train/test_blobs.h"
#include "core/train/trainer.h"

namespace tadpole {
namespace {

// Trains in a process of its own. Returns true when that process was killed by SIGKILL.
bool killed_while_training(const TrainJob& job, unsigned kill_after_us = 0) {
  const pid_t child = ::fork();
  if (child == 0) {
    SilentProgress silent;
    ::_exit(try_training(job, 2, silent).ok() ? 0 : 1);
  }
  if (kill_after_us > 0) {
    ::usleep(kill_after_us);
    ::kill(child, SIGKILL);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

// One epoch is 60 fetches for training and 60 for validation. Killed in the first batch, in the
// middle of the third epoch, in a validation, between the last step and the last checkpoint.
TEST(Resume, AKilledRunEndsWithTheSameBytes) {
  Blobs source;
  const Bytes unbroken = trained(toy_job(source)).model;
  for (const int fetches : {1, 15, 275, 330, 1199}) {
    const TestFile file("resume.checkpoint");
    TrainJob job = toy_job(source);
    job.checkpoint = file.path, job.checkpoint_seconds = 0;
    source.fetches_until_kill = fetches;
    ASSERT_TRUE(killed_while_training(job)) << fetches;
    source.fetches_until_kill = 0;
    EXPECT_EQ(trained(job, 3).model, unbroken) << "killed after " << fetches << " fetches";
  }
}

TEST(Resume, ARunKilledAgainAndAgainEndsWithTheSameBytes) {
  Blobs source;
  const Bytes unbroken = trained(toy_job(source)).model;
  const TestFile file("again.checkpoint");
  TrainJob job = toy_job(source);
  job.checkpoint = file.path, job.checkpoint_seconds = 0;
  int kills = 0;
  do {
    source.fetches_until_kill = 137;  // about one epoch further each time
  } while (killed_while_training(job) && ++kills < 100);
  source.fetches_until_kill = 0;
  EXPECT_GE(kills, 8);
  EXPECT_LT(kills, 100);
  EXPECT_EQ(trained(job).model, unbroken);
}

// The signal comes from outside at any moment, also while the checkpoint is being written.
TEST(Resume, ARunKilledAtAnyMomentEndsWithTheSameBytes) {
  Blobs source;
  TrainJob job = toy_job(source);
  job.options.epochs = 40;
  const Bytes unbroken = trained(job).model;
  const TestFile file("any.checkpoint");
  job.checkpoint = file.path, job.checkpoint_seconds = 0;
  for (unsigned us = 2000; us < 40000; us += 3000) killed_while_training(job, us);
  EXPECT_EQ(trained(job).model, unbroken);
}

TEST(Resume, KeepsTheCurvesOfTheEpochsBefore) {
  Blobs source;
  const TestFile file("curves.checkpoint");
  TrainJob job = toy_job(source);
  job.checkpoint = file.path, job.checkpoint_seconds = 0;
  source.fetches_until_kill = 500;  // in the fifth epoch
  ASSERT_TRUE(killed_while_training(job));
  source.fetches_until_kill = 0;
  const TrainReport resumed = trained(job).report;
  const TrainReport unbroken = trained(toy_job(source)).report;
  EXPECT_EQ(resumed.resumed_at, 4);
  ASSERT_EQ(resumed.epochs.size(), unbroken.epochs.size());
  EXPECT_EQ(resumed.best_epoch, unbroken.best_epoch);
  for (std::size_t i = 0; i < unbroken.epochs.size(); ++i) {
    EXPECT_EQ(resumed.epochs[i].loss, unbroken.epochs[i].loss) << i;
    EXPECT_EQ(resumed.epochs[i].validation_loss, unbroken.epochs[i].validation_loss) << i;
  }
}

TEST(Resume, AFinishedRunIsNotTrainedAgain) {
  Blobs source;
  const TestFile file("finished.checkpoint");
  TrainJob job = toy_job(source);
  job.checkpoint = file.path;
  const Bytes first = trained(job).model;
  source.fetches_until_kill = 1;  // any fetch would kill this test
  EXPECT_EQ(trained(job).model, first);
}

TEST(Resume, StoppingByTheUserKeepsWhatIsDone) {
  const Blobs source;
  const Bytes unbroken = trained(toy_job(source)).model;
  const TestFile file("stopped.checkpoint");
  TrainJob job = toy_job(source);
  job.checkpoint = file.path;
  ListeningProgress progress;
  progress.stop_after = 15;
  const auto result = try_training(job, 2, progress);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().kind, ErrorKind::cancelled);
  EXPECT_EQ(result.error().message, "stopped in epoch 3 of 10; the same command goes on from here");
  ListeningProgress again;
  EXPECT_EQ(try_training(job, 2, again).value().model, unbroken);
  EXPECT_EQ(again.said, "going on in epoch 3 of 10\n");
}

TEST(Resume, StoppingWithoutACheckpointFileSaysSo) {
  const Blobs source;
  ListeningProgress progress;
  progress.stop_after = 3;
  EXPECT_EQ(try_training(toy_job(source), 1, progress).error().message,
            "stopped in epoch 1 of 10; nothing was kept, because no checkpoint file was given");
}

// Trains with a checkpoint of another job in the way.
std::string said_after(const TrainJob& before, TrainJob job, const Bytes& expected) {
  (void)trained(before);
  ListeningProgress progress;
  job.checkpoint = before.checkpoint;
  EXPECT_EQ(try_training(job, 1, progress).value().model, expected);
  return progress.said;
}

TEST(Resume, IgnoresACheckpointOfOtherOptionsOrData) {
  const Blobs source;
  const TestFile file("other.checkpoint");
  TrainJob before = toy_job(source);
  before.checkpoint = file.path;
  const std::string other =
      "the checkpoint is of other options, data or network; training starts afresh\n";
  TrainJob seed = toy_job(source), rate = toy_job(source), data = toy_job(source);
  seed.options.seed = 5, rate.options.schedule.learning_rate = 0.01,
  data.fingerprint = "blobs of another day";
  EXPECT_EQ(said_after(before, seed, trained(seed).model), other);
  EXPECT_EQ(said_after(before, rate, trained(rate).model), other);
  EXPECT_EQ(said_after(before, data, trained(data).model), other);
}

TEST(Resume, IgnoresADamagedCheckpoint) {
  const Blobs source;
  const TestFile file("damaged.checkpoint");
  TrainJob job = toy_job(source);
  const Bytes unbroken = trained(job).model;
  job.checkpoint = file.path;
  (void)trained(job);
  const Bytes good = read_bytes(file.path).value();
  for (const std::size_t at : {std::size_t{3}, good.size() / 2, good.size() - 1}) {
    Bytes bad = good;
    bad[at] ^= 1;
    ASSERT_TRUE(write_file(file.path, bad).ok());
    ListeningProgress progress;
    EXPECT_EQ(try_training(job, 1, progress).value().model, unbroken);
    EXPECT_EQ(progress.said,
              "the checkpoint is damaged or of another version; training starts afresh\n");
  }
}

TEST(Resume, FailsWhenTheCheckpointCannotBeWritten) {
  const Blobs source;
  TrainJob job = toy_job(source);
  job.checkpoint = "/proc/tadpole/no.checkpoint";
  EXPECT_NE(refusal(job).find("/proc/tadpole"), std::string::npos) << refusal(job);
}

TEST(Checkpoint, RefusesEveryCutOfItsBytes) {
  Checkpoint c;
  c.fingerprint = "f", c.parameters = {1, 2, 3};
  c.report.epochs = {{.epoch = 1, .loss = 0.5}};
  const Bytes whole = checkpoint_bytes(c);
  ASSERT_TRUE(read_checkpoint(whole, "c").ok());
  EXPECT_EQ(read_checkpoint(whole, "c").value().report.epochs[0].loss, 0.5);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto read = read_checkpoint(
        Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)), "c");
    ASSERT_FALSE(read.ok());
    EXPECT_NE(read.error().message.find("c is damaged or of another version"), std::string::npos);
  }
}

}  // namespace
}  // namespace tadpole
