// SPDX-License-Identifier: Apache-2.0
// A trained base serves a new head: frozen in place, or its features computed once.
#include "core/nn/transfer.h"

#include <gtest/gtest.h>

#include "core/train/feature_source.h"
#include "core/train/test_blobs.h"
#include "core/train/trainer.h"

namespace tadpole {
namespace {

Model trained_toy(const Blobs& source, ThreadPool& pool) {
  Model model = toy_model();
  SilentProgress silent;
  EXPECT_TRUE(train(model, toy_job(source), pool, silent).ok());
  return model;
}

// Another question about the same pictures: is it the first third or not?
class IsFirst final : public BatchSource {
 public:
  Blobs blobs;
  int size() const override { return blobs.size(); }
  int classes() const override { return 2; }
  int fetch(int index, std::int64_t epoch, std::span<float> x) const override {
    return blobs.fetch(index, epoch, x) == 0 ? 1 : 0;
  }
};

TrainJob job_of(const BatchSource& source) {
  TrainJob job{.train = &source, .validation = &source, .options = {}, .checkpoint = {}};
  job.options.epochs = 15, job.options.batch = 10, job.options.ema = 0.9;
  job.options.optimizer.weight_decay = 0.01;
  job.options.schedule.learning_rate = 0.02;
  return job;
}

TEST(Transfer, AHeadLearnsOnFeaturesThatWereComputedOnce) {
  ThreadPool pool(2);
  SilentProgress silent;
  const IsFirst task;
  SplitModel parts = split_model(trained_toy(task.blobs, pool), "relu_3").value();
  const FeatureSource features(task, parts.base, pool);
  EXPECT_EQ(features.size(), 60);
  EXPECT_EQ(features.classes(), 2);
  ModelSpec spec{.input = parts.head.input_shape(), .layers = {}};
  for (const char* line : {"flatten name=flat", "dense units=2 name=answer", "softmax name=last"})
    spec.layers.push_back(parse_layer(line).value());
  Model head = Model::create(spec).value();
  const TrainReport report = train(head, job_of(features), pool, silent).value();
  EXPECT_GE(report.epochs.back().validation_accuracy, 0.95);
  Model whole = join_models(parts.base, head).value();
  int right = 0;
  std::vector<float> x(24), p(2);
  for (int i = 0; i < task.size(); ++i) {
    const int label = task.fetch(i, kPlainEpoch, x);
    whole.predict(x, 1, p);
    right += (p[1] > p[0]) == (label == 1);
  }
  EXPECT_GE(right, 57);
}

// Weight decay, averaged weights and a fresh start: none of them may touch what is frozen.
TEST(Transfer, TrainingLeavesFrozenLayersAsTheyAre) {
  ThreadPool pool(2);
  SilentProgress silent;
  const Blobs source;
  Model model = trained_toy(source, pool);
  ASSERT_TRUE(model.freeze_until("relu_3").ok());
  const std::vector<float> before(model.parameters().begin(), model.parameters().end());
  const std::vector<float> state(model.state().begin(), model.state().end());
  const TrainReport report = train(model, job_of(source), pool, silent).value();
  const auto head = static_cast<std::ptrdiff_t>(model.layers()[5].parameters);
  EXPECT_TRUE(std::equal(before.begin(), before.begin() + head, model.parameters().begin()));
  EXPECT_FALSE(std::equal(before.begin() + head, before.end(), model.parameters().begin() + head));
  EXPECT_TRUE(std::equal(state.begin(), state.end(), model.state().begin()));
  EXPECT_GE(report.epochs.back().validation_accuracy, 0.95);
}

TEST(Transfer, AModelWithNothingToLearnIsRefused) {
  ThreadPool pool(1);
  SilentProgress silent;
  const Blobs source;
  Model model = toy_model();
  ASSERT_TRUE(model.freeze_until("softmax_7").ok());
  EXPECT_EQ(train(model, job_of(source), pool, silent).error().message,
            "every layer with parameters is frozen; take trainable=false away from at least one");
}

// Words of which number 9 is not in the vocabulary.
class Words final : public BatchSource {
 public:
  int size() const override { return 4; }
  int classes() const override { return 2; }
  int fetch(int index, std::int64_t, std::span<float> x) const override {
    x[0] = static_cast<float>(index % 2), x[1] = index == 2 ? 9.0F : 0.0F;
    return index % 2;
  }
};

TEST(Transfer, AWordThatTheEmbeddingDoesNotHoldIsNamedWithItsSample) {
  ThreadPool pool(1);
  SilentProgress silent;
  ModelSpec spec{.input = {2, 1, 1}, .layers = {}};
  for (const char* line : {"embedding entries=3 units=2", "flatten", "dense units=2", "softmax"})
    spec.layers.push_back(parse_layer(line).value());
  Model model = Model::create(spec).value();
  const Words words;
  EXPECT_EQ(train(model, job_of(words), pool, silent).error().message,
            "training sample 2: layer 1 (embedding entries=3 units=2): found the word number 9, "
            "the embedding holds 0 to 2; raise entries or mend the data");
}

}  // namespace
}  // namespace tadpole
