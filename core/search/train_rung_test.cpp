// SPDX-License-Identifier: Apache-2.0
#include "core/search/train_rung.h"

#include <gtest/gtest.h>

#include "core/train/checkpoint.h"
#include "core/train/test_blobs.h"

namespace tadpole {
namespace {

RungTraining toy_training(const Blobs& source, const Path& checkpoint) {
  const TrainJob job = toy_job(source);
  return {.train = &source,
          .validation = &source,
          .spec = toy_model().spec(),
          .options = job.options,
          .checkpoint = checkpoint,
          .fingerprint = job.fingerprint};
}

std::vector<double> losses(const TrainReport& report) {
  std::vector<double> all;
  for (const EpochReport& epoch : report.epochs) all.push_back(epoch.validation_loss);
  return all;
}

// Ten epochs at once, and as 2, 5 and 10, each in a process of its own as far as it can tell.
TEST(TrainRung, the_rungs_together_are_one_training) {
  const Blobs source;
  const SilentProgress silent;
  const TestFile file("rungs.bin");
  const Trained whole = trained(toy_job(source));
  const RungTraining training = toy_training(source, file.path);
  for (const int epochs : {2, 5, 10}) {
    const TrainReport report = train_to(training, epochs, silent).value();
    std::vector<double> expected = losses(whole.report);
    expected.resize(static_cast<std::size_t>(epochs));
    EXPECT_EQ(losses(report), expected);
  }
  const Checkpoint end = read_checkpoint(read_bytes(file.path).value(), "rungs").value();
  Model model = toy_model();
  std::copy(end.best_parameters.begin(), end.best_parameters.end(), model.parameters().begin());
  std::copy(end.best_state.begin(), end.best_state.end(), model.state().begin());
  EXPECT_EQ(model_bytes(model), whole.model);
}

TEST(TrainRung, a_rung_that_a_checkpoint_knows_is_only_read) {
  const Blobs source;
  const SilentProgress silent;
  const TestFile file("known.bin");
  const RungTraining training = toy_training(source, file.path);
  const TrainReport five = train_to(training, 5, silent).value();
  ListeningProgress stopped;
  stopped.stop_after = 0;  // any training would be cancelled
  EXPECT_EQ(losses(train_to(training, 5, stopped).value()), losses(five));
  EXPECT_EQ(train_to(training, 3, stopped).value().epochs.size(), 3U);
  EXPECT_EQ(train_to(training, 6, stopped).error().kind, ErrorKind::cancelled);
}

// y = 2 x - 1 at 60 places.
class Line final : public BatchSource {
 public:
  int size() const override { return 60; }
  int classes() const override { return 0; }
  int targets() const override { return 1; }
  int fetch(int index, std::int64_t, std::span<float> x) const override {
    x[0] = place(index);
    return -1;
  }
  void fetch_target(int index, std::int64_t, std::span<float> y) const override {
    y[0] = 2.0F * place(index) - 1.0F;
  }

 private:
  static float place(int index) { return static_cast<float>(index) / 30.0F - 1.0F; }
};

TEST(TrainRung, a_number_has_its_loss_when_the_rung_is_only_read_too) {
  const Line source;
  const SilentProgress silent;
  const TestFile file("numbers.bin");
  RungTraining training{
      .train = &source,
      .validation = &source,
      .spec = {.input = {1, 1, 1}, .layers = {parse_layer("dense units=1").value()}},
      .checkpoint = file.path,
      .fingerprint = "line"};
  training.options.epochs = 3;
  const TrainReport trained = train_to(training, 3, silent).value();
  const TrainReport read = train_to(training, 3, silent).value();
  EXPECT_EQ(trained.loss, "mse");
  EXPECT_EQ(read.loss, "mse");
  EXPECT_LT(kept_value(trained, "validation_loss"), 0.0);
  EXPECT_EQ(kept_value(read, "validation_loss"), kept_value(trained, "validation_loss"));
}

// By hand: the lowest loss is the second epoch's, the highest accuracy the third's.
TEST(TrainRung, the_value_is_that_of_the_epoch_that_would_be_kept) {
  TrainReport report;
  report.epochs = {{.epoch = 1, .validation_loss = 0.9, .validation_accuracy = 0.5},
                   {.epoch = 2, .validation_loss = 0.4, .validation_accuracy = 0.7},
                   {.epoch = 3, .validation_loss = 0.6, .validation_accuracy = 0.8},
                   {.epoch = 4, .validation_loss = 0.7, .validation_accuracy = 0.6}};
  EXPECT_EQ(kept_value(report, "validation_loss"), 0.7);
  EXPECT_EQ(kept_value(report, "validation_accuracy"), 0.8);
  EXPECT_EQ(kept_value(report, "last"), 0.6);
  report.has_accuracy = false;
  EXPECT_EQ(kept_value(report, "validation_loss"), -0.4);
}

TEST(TrainRung, a_network_that_cannot_be_built_is_an_error) {
  const Blobs source;
  RungTraining training = toy_training(source, {});
  training.spec.layers = {parse_layer("dense units=0").value()};
  EXPECT_FALSE(train_to(training, 1, SilentProgress()).ok());
}

}  // namespace
}  // namespace tadpole
