// SPDX-License-Identifier: Apache-2.0
// Training without labels, with other losses, with a teacher; what a lesson sees after each epoch.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "core/train/test_blobs.h"
#include "core/train/trainer.h"

namespace tadpole {
namespace {

Model model_of_lines(std::array<int, 3> input, const std::vector<std::string>& lines) {
  ModelSpec spec{.input = input, .layers = {}};
  for (const std::string& line : lines) spec.layers.push_back(parse_layer(line).value());
  return Model::create(spec).value();
}

// y = 2x - 1 at x = -1 .. 4: the first lesson.
class Line final : public BatchSource {
 public:
  float broken = 0.0F;
  int size() const override { return 6; }
  int classes() const override { return 0; }
  int targets() const override { return 1; }
  int fetch(int index, std::int64_t, std::span<float> x) const override {
    x[0] = static_cast<float>(index - 1);
    return 0;
  }
  void fetch_target(int index, std::int64_t, std::span<float> y) const override {
    y[0] = 2.0F * static_cast<float>(index - 1) - 1.0F + (index == 3 ? broken : 0.0F);
  }
};

// The pictures of Blobs as their own targets; clean: the target is the picture without its noise.
class Pictures final : public BatchSource {
 public:
  bool clean = false;
  Blobs blobs;
  int size() const override { return blobs.size(); }
  int classes() const override { return 0; }
  bool reconstructs() const override { return !clean; }
  int targets() const override { return clean ? 24 : 0; }
  int fetch(int index, std::int64_t epoch, std::span<float> x) const override {
    blobs.fetch(index, epoch, x);
    return 0;
  }
  void fetch_target(int index, std::int64_t, std::span<float> y) const override {
    Blobs quiet;
    quiet.noise = 0;
    quiet.fetch(index, 0, y);
  }
};

TrainJob job_for(const BatchSource& source, int epochs, double rate) {
  TrainJob job{.train = &source, .validation = &source, .options = {}, .checkpoint = {}};
  job.options.epochs = epochs, job.options.batch = 6;
  job.options.schedule = {.kind = "constant", .learning_rate = rate};
  return job;
}

Result<TrainReport> run(Model& model, const TrainJob& job) {
  ThreadPool pool(2);
  SilentProgress silent;
  return train(model, job, pool, silent);
}

// By formula: f(10) of y = 2x - 1 is 19.
TEST(Targets, ASingleNeuronFindsTheLineAndALessonSeesItComeNearer) {
  const Line source;
  Model model = model_of_lines({1, 1, 1}, {"dense units=1"});
  TrainJob job = job_for(source, 300, 0.05);
  job.options.optimizer = {.kind = "sgd", .momentum = 0.0};
  std::vector<float> f10;
  job.on_epoch = [&](Model& m, const TrainReport& report) {
    EXPECT_EQ(report.epochs.size(), f10.size() + 1);
    float y = 0;
    m.predict(std::vector<float>{10}, 1, {&y, 1});
    f10.push_back(y);
  };
  const TrainReport report = run(model, job).value();
  ASSERT_EQ(f10.size(), 300U);
  EXPECT_NEAR(f10.back(), 19.0F, 0.05F);
  EXPECT_GT(std::fabs(f10.front() - 19.0F), 0.5F);
  EXPECT_EQ(report.loss, "mse");
  EXPECT_FALSE(report.has_accuracy);
  EXPECT_LT(report.epochs.back().validation_loss, 1e-3);
}

TEST(Targets, ARegressionReportsLossesOnly) {
  const Line source;
  Model model = model_of_lines({1, 1, 1}, {"dense units=1"});
  const nlohmann::json json = train_report_json(run(model, job_for(source, 2, 0.01)).value());
  EXPECT_EQ(json["loss"], "mse");
  EXPECT_TRUE(json["epochs"][0].contains("validation_loss"));
  EXPECT_FALSE(json["epochs"][0].contains("accuracy"));
  EXPECT_FALSE(json["epochs"][0].contains("validation_accuracy"));
}

TEST(Targets, ARegressionStopsEarlyByItsValidationLoss) {
  const Line source;
  Model model = model_of_lines({1, 1, 1}, {"dense units=1"});
  TrainJob job = job_for(source, 5000, 0.1);
  job.options.patience = 3;
  job.options.loss = "huber delta=0.5";
  const TrainReport report = run(model, job).value();
  EXPECT_LT(report.epochs.size(), 5000U);
  EXPECT_EQ(report.stopped_because, "nothing better for 3 epochs");
  EXPECT_EQ(report.loss, "huber delta=0.5");
}

const std::vector<std::string> kAutoencoder = {"flatten", "dense units=3", "dense units=24"};

TEST(Targets, AnAutoencoderLearnsToGiveBackWhatItSaw) {
  Pictures source;
  source.blobs.noise = 0.1F;
  Model model = model_of_lines({4, 6, 1}, kAutoencoder);
  const TrainReport report = run(model, job_for(source, 100, 0.01)).value();
  EXPECT_EQ(report.loss, "mse");
  // Noise of variance 0.01 is all that three numbers cannot hold.
  EXPECT_LT(report.epochs.back().validation_loss, 0.02);
  EXPECT_GT(report.epochs.front().validation_loss, 0.1);
}

TEST(Targets, ADenoisingAutoencoderLearnsTheCleanPicture) {
  Pictures source;
  source.clean = true, source.blobs.noise = 0.3F;
  Model model = model_of_lines({4, 6, 1}, kAutoencoder);
  const TrainReport report = run(model, job_for(source, 60, 0.01)).value();
  EXPECT_LT(report.epochs.back().validation_loss, 0.09 / 2);  // half of the noise's variance
}

TEST(Targets, ATargetThatIsNoNumberIsNamed) {
  Line source;
  source.broken = std::nanf("");
  Model model = model_of_lines({1, 1, 1}, {"dense units=1"});
  EXPECT_EQ(run(model, job_for(source, 2, 0.01)).error().message,
            "the target of training sample 3 is no number; mend or remove it");
}

// Class 0 or not: one output, a yes or no.
class IsFirst final : public BatchSource {
 public:
  Blobs blobs;
  int size() const override { return blobs.size(); }
  int classes() const override { return 2; }
  int fetch(int index, std::int64_t epoch, std::span<float> x) const override {
    return blobs.fetch(index, epoch, x) == 0 ? 1 : 0;
  }
};

TEST(Targets, OneOutputLearnsAYesOrNo) {
  const IsFirst source;
  Model model = model_of_lines({4, 6, 1}, {"flatten", "dense units=1"});
  TrainJob job = job_for(source, 20, 0.02);
  const TrainReport report = run(model, job).value();
  EXPECT_EQ(report.loss, "binary_cross_entropy");
  EXPECT_GE(report.epochs.back().validation_accuracy, 0.95);
}

double recall_of_class_0(const std::string& loss, const std::string& weights) {
  Blobs source;
  source.count = 300, source.rare_every = 12, source.noise = 2.5F;
  TrainJob job = toy_job(source);
  job.options.batch = 30, job.options.keep = "last", job.options.loss = loss;
  job.options.class_weights = weights;
  Model model = toy_model();
  EXPECT_TRUE(run(model, job).ok());
  int hits = 0, all = 0;
  for (int i = 0; i < source.size(); i += source.rare_every, ++all) {
    std::vector<float> x(24), p(3);
    source.fetch(i, kPlainEpoch, x);
    model.predict(x, 1, p);
    hits += p[0] > p[1];
  }
  return static_cast<double>(hits) / all;
}

TEST(Targets, BalancedClassWeightsWorkWithEveryLossOfLabels) {
  for (const char* loss : {"focal", "mse", "binary_cross_entropy"}) {
    EXPECT_GT(recall_of_class_0(loss, "balanced"), recall_of_class_0(loss, "none")) << loss;
  }
}

TEST(Targets, AStudentLearnsFromItsTeacher) {
  const Blobs source;
  Model teacher = toy_model();
  ASSERT_TRUE(run(teacher, toy_job(source)).ok());
  const std::vector<float> before(teacher.parameters().begin(), teacher.parameters().end());
  Model student = model_of_lines({4, 6, 1}, {"flatten", "dense units=3", "softmax"});
  TrainJob job = toy_job(source);
  job.teacher = &teacher;
  const TrainReport report = run(student, job).value();
  EXPECT_EQ(report.loss, "distillation");
  EXPECT_TRUE(report.has_accuracy);
  EXPECT_GE(report.epochs.back().validation_accuracy, 0.9);
  EXPECT_LT(report.epochs.back().validation_loss, report.epochs.front().validation_loss);
  EXPECT_TRUE(std::equal(before.begin(), before.end(), teacher.parameters().begin()));
}

TEST(Targets, WhatDoesNotFitTogetherIsRefused) {
  const Line line;
  const Blobs blobs;
  Model neuron = model_of_lines({1, 1, 1}, {"dense units=1"});
  Model classes = toy_model();
  TrainJob job = job_for(line, 2, 0.01);
  job.options.keep = "validation_accuracy";
  EXPECT_EQ(run(neuron, job).error().message,
            "keep = 'validation_accuracy', but this network answers with numbers, not classes; set "
            "keep to validation_loss or last");
  job = job_for(line, 2, 0.01), job.options.class_weights = "balanced";
  EXPECT_EQ(run(neuron, job).error().message,
            "class_weights = 'balanced', but the data has no labels; set class_weights to none");
  job = job_for(line, 2, 0.01), job.options.loss = "focal";
  EXPECT_EQ(run(neuron, job).error().message,
            "focal needs labels, the data has none; take loss = \"mse\" or \"huber\"");
  job = toy_job(blobs), job.options.loss = "cross_entropy";
  EXPECT_NE(run(classes, job).error().message.find("there is no loss 'cross_entropy'"),
            std::string::npos);
  job = toy_job(blobs), job.teacher = &neuron;
  EXPECT_EQ(run(classes, job).error().message,
            "the teacher gives 1 values, the network's last layer 3; both must know the same "
            "classes");
}

// Losses with labels of a trained network that has no softmax of its own: logits all the way.
TEST(Targets, ANetworkWithoutAFinalSoftmaxIsValidatedOnItsLogits) {
  const Blobs source;
  Model model = model_of_lines({4, 6, 1}, {"flatten", "dense units=3"});
  const TrainReport report = run(model, toy_job(source)).value();
  EXPECT_GE(report.epochs.back().validation_accuracy, 0.95);
  EXPECT_LT(report.epochs.back().validation_loss, 0.5);
}

}  // namespace
}  // namespace tadpole
