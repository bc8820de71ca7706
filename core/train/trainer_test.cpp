// SPDX-License-Identifier: Apache-2.0
#include "core/train/trainer.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/train/test_blobs.h"

namespace tadpole {
namespace {

TEST(Trainer, LearnsAToyProblem) {
  const Blobs source;
  const TrainReport report = trained(toy_job(source)).report;
  ASSERT_EQ(report.epochs.size(), 10U);
  EXPECT_GE(report.epochs.back().validation_accuracy, 0.95);
  EXPECT_LT(report.epochs.back().loss, report.epochs.front().loss);
  EXPECT_EQ(report.stopped_because, "all epochs done");
}

TEST(Trainer, LearnsWithMomentumToo) {
  const Blobs source;
  TrainJob job = toy_job(source);
  job.options.optimizer = {.kind = "sgd", .momentum = 0.9, .clip_norm = 5.0};
  EXPECT_GE(trained(job).report.epochs.back().validation_accuracy, 0.95);
}

TEST(Trainer, GivesTheSameBytesForAnyNumberOfThreads) {
  const Blobs source;
  const Bytes one = trained(toy_job(source), 1).model;
  EXPECT_EQ(trained(toy_job(source), 2).model, one);
  EXPECT_EQ(trained(toy_job(source), 3).model, one);
}

TEST(Trainer, GivesOtherBytesForAnotherSeed) {
  const Blobs source;
  TrainJob job = toy_job(source);
  const Bytes one = trained(job).model;
  job.options.seed = 2;
  EXPECT_NE(trained(job).model, one);
}

// By hand: 60 samples in batches of 25 are 2 steps an epoch; 7 samples are one smaller batch.
TEST(Trainer, LeavesOutTheRestOfAnEpochAndTrainsOnFewerSamplesThanABatch) {
  Blobs source;
  TrainJob job = toy_job(source);
  job.options.batch = 25;
  EXPECT_EQ(trained(job).report.epochs.size(), 10U);
  source.count = 7;
  EXPECT_EQ(trained(job).report.epochs.size(), 10U);
}

// The constant rate 1e-7 learns nothing: after the first epoch nothing gets better by more than
// chance.
TEST(Trainer, StopsEarlyWhenNothingGetsBetter) {
  const Blobs source;
  TrainJob job = toy_job(source);
  job.options.epochs = 500;
  job.options.patience = 3;
  job.options.schedule = {.kind = "exponential", .learning_rate = 0.02, .decay = 0.5};
  const TrainReport report = trained(job).report;
  EXPECT_LT(report.epochs.size(), 500U);
  EXPECT_EQ(report.stopped_because, "nothing better for 3 epochs");
  EXPECT_EQ(report.best_epoch, static_cast<int>(report.epochs.size()) - 3);
}

// A separate validation set on which every epoch of training makes things worse: its labels are
// turned round.
class Turned final : public BatchSource {
 public:
  explicit Turned(const Blobs& blobs) : blobs_(blobs) {}
  int size() const override { return blobs_.size(); }
  int classes() const override { return blobs_.classes(); }
  int fetch(int index, std::int64_t epoch, std::span<float> x) const override {
    return (blobs_.fetch(index, epoch, x) + 1) % blobs_.classes();
  }

 private:
  const Blobs& blobs_;
};

TEST(Trainer, KeepsTheBestEpochOrTheLast) {
  const Blobs source;
  const Turned turned(source);
  TrainJob job = toy_job(source);
  job.validation = &turned;
  const Trained best = trained(job);
  EXPECT_LT(best.report.best_epoch, 5);
  job.options.keep = "last";
  const Trained last = trained(job);
  EXPECT_EQ(last.report.best_epoch, 10);
  EXPECT_NE(best.model, last.model);
}

TEST(Trainer, CanKeepTheEpochOfTheHighestAccuracy) {
  const Blobs source;
  TrainJob job = toy_job(source);
  job.options.keep = "validation_accuracy";
  const TrainReport report = trained(job).report;
  const auto& best = report.epochs[static_cast<std::size_t>(report.best_epoch) - 1];
  for (const EpochReport& e : report.epochs)
    EXPECT_LE(e.validation_accuracy, best.validation_accuracy);
}

double recall_of_class_0(const TrainJob& job) {
  Model model = toy_model();
  ThreadPool pool(1);
  SilentProgress silent;
  EXPECT_TRUE(train(model, job, pool, silent).ok());
  int hits = 0, all = 0;
  for (int i = 0; i < job.train->size(); ++i) {
    std::vector<float> x(24), p(3);
    if (job.train->fetch(i, kPlainEpoch, x) != 0) continue;
    model.predict(x, 1, p);
    ++all;
    hits += p[0] > p[1];
  }
  return static_cast<double>(hits) / all;
}

TEST(Trainer, BalancedClassWeightsFindMoreOfARareClass) {
  Blobs source;
  source.count = 300, source.rare_every = 12, source.noise = 2.5F;
  TrainJob job = toy_job(source);
  job.options.batch = 30, job.options.keep = "last";
  const double plain = recall_of_class_0(job);
  job.options.class_weights = "balanced";
  EXPECT_GT(recall_of_class_0(job), plain + 0.1);
}

TEST(Trainer, GoesOnFromGivenParameters) {
  const Blobs source;
  TrainJob job = toy_job(source);
  Model model = toy_model();
  ThreadPool pool(1);
  SilentProgress silent;
  ASSERT_TRUE(train(model, job, pool, silent).ok());
  job.start = TrainStart::as_given;
  job.options.epochs = 1, job.options.schedule.learning_rate = 1e-5;
  const TrainReport report = train(model, job, pool, silent).value();
  EXPECT_GE(report.epochs.front().validation_accuracy, 0.95);
}

TEST(Trainer, SaysWhichSampleHoldsNoNumber) {
  Blobs source;
  source.broken_sample = 17;
  EXPECT_EQ(
      refusal(toy_job(source)),
      "training sample 17 holds a value that is no number; run collect, which finds such clips");
  TrainJob mixed = toy_job(source);
  mixed.options.mixup = 0.2;
  EXPECT_EQ(refusal(mixed), refusal(toy_job(source)));
}

TEST(Trainer, MixedSamplesTeachTheSameClasses) {
  const Blobs source;
  TrainJob job = toy_job(source);
  job.options.mixup = 0.2;
  Model model = toy_model();
  ThreadPool pool(2);
  SilentProgress silent;
  const TrainReport report = train(model, job, pool, silent).value();
  EXPECT_GE(report.epochs.back().validation_accuracy, 0.95);
}

TEST(Trainer, StopsWhenTheLossIsNoNumberAnyMore) {
  const Blobs source;
  TrainJob job = toy_job(source);
  job.options.optimizer = {.kind = "sgd", .momentum = 0.99, .weight_decay = 100};
  job.options.schedule = {.kind = "constant", .learning_rate = 10};
  job.options.epochs = 1000;
  const std::string message = refusal(job);
  EXPECT_NE(message.find("the loss is no number any more in epoch "), std::string::npos) << message;
  EXPECT_NE(message.find("the learning rate 10 is too high: try a third of it"), std::string::npos)
      << message;
}

TEST(Trainer, RefusesDataThatCannotBeTrainedOn) {
  const Blobs source;
  Blobs none, two;
  none.count = 0, two.labels = 2;
  TrainJob job = toy_job(source);
  job.train = &none;
  EXPECT_EQ(refusal(job), "there is no training clip; collect some for the split train");
  job = toy_job(source), job.validation = &none;
  EXPECT_EQ(
      refusal(job),
      "there is no validation clip; collect clips of more speakers, or raise validation_percent");
  EXPECT_EQ(refusal(toy_job(two)),
            "the network's last layer gives 3 values, the data has 2 classes; set the last dense "
            "layer to units=2");
}

TEST(Trainer, RefusesOptionsOutOfRange) {
  const Blobs source;
  TrainJob job = toy_job(source);
  job.options.keep = "best";
  EXPECT_EQ(refusal(job),
            "keep = 'best': expected one of: validation_loss, validation_accuracy, last");
  job = toy_job(source), job.options.batch = 0;
  EXPECT_EQ(refusal(job), "epochs and batch are 10 and 0; expected at least 1 of each");
  job = toy_job(source), job.options.schedule.kind = "sawtooth";
  EXPECT_NE(refusal(job).find("there is no schedule 'sawtooth'"), std::string::npos);
  job = toy_job(source), job.options.optimizer.kind = "magic";
  EXPECT_NE(refusal(job).find("there is no optimizer 'magic'"), std::string::npos);
}

TEST(Trainer, DescribesEveryOptionOnce) {
  TrainOptions options;
  OptionSet set = describe(options);
  const Outcome outcome = set.set("learning_rat", "0.1", "tadpole.toml: [train]");
  ASSERT_FALSE(outcome.ok());
  EXPECT_NE(outcome.error().message.find("learning_rate"), std::string::npos)
      << outcome.error().message;
  ASSERT_TRUE(set.set("step_counts", "12000,3000", "").ok());
  EXPECT_EQ(options.schedule.step_counts, (std::vector<std::string>{"12000", "3000"}));
}

TEST(Trainer, ReportsAsJson) {
  const Blobs source;
  TrainJob job = toy_job(source);
  job.options.epochs = 2;
  const nlohmann::json json = train_report_json(trained(job).report);
  EXPECT_EQ(json["epochs"].size(), 2U);
  EXPECT_EQ(json["epochs"][1]["epoch"], 2);
  EXPECT_EQ(json["stopped_because"], "all epochs done");
}

}  // namespace
}  // namespace tadpole
