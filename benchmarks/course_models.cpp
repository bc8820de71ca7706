// SPDX-License-Identifier: Apache-2.0
#include "benchmarks/course_models.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>

#include "core/base/rng.h"

namespace tadpole {
namespace {

constexpr std::array<int, 3> kSpectrogram = {49, 40, 1}, kMfcc = {49, 10, 1}, kDigit = {28, 28, 1},
                             kColour = {32, 32, 3}, kPerson = {96, 96, 3}, kNumber = {1, 1, 1};

Model made(const CourseModel& m) {
  Model model = Model::create(reference_model(m.line, m.input, m.outputs).value()).value();
  if (m.work != Work::frozen) return model;
  for (const LayerInfo& layer : model.layers()) {
    if (layer.text.starts_with("global_average_pool"))
      TADPOLE_EXPECT(model.freeze_until(layer.name).ok());
  }
  return model;
}

const char* work_name(Work work) {
  if (work == Work::frozen) return "frozen";
  return work == Work::forward ? "forward" : "train";
}

bool classifies(const Model& model) { return model.layers().back().text == "softmax"; }

}  // namespace

const std::vector<CourseModel>& course_models() {
  static const std::vector<CourseModel> models = {
      {"tiny_conv", "tiny_conv", kSpectrogram, 4},
      {"ds_cnn", "ds_cnn", kMfcc, 12},
      {"mobilenet_v1", "mobilenet_v1 alpha=0.25", kPerson, 2},
      {"mobilenet_v1_frozen", "mobilenet_v1 alpha=0.25", kPerson, 2, Work::frozen},
      {"mobilenet_v1_forward", "mobilenet_v1 alpha=0.25", kPerson, 2, Work::forward},
      {"mobilenet_v2", "mobilenet_v2 alpha=0.35", kPerson, 2},
      {"autoencoder", "autoencoder", {1, 1, 640}, 640},
      {"conv_autoencoder", "conv_autoencoder", kDigit, 784},
      {"resnet8", "resnet8", kColour, 10},
      {"fashion_cnn", "fashion_cnn", kDigit, 10},
      {"cifar_cnn", "cifar_cnn", kColour, 10},
      {"lenet5", "lenet5", kDigit, 10},
      {"mlp", "mlp units=128", kDigit, 10},
      {"single_fc", "single_fc", kSpectrogram, 12},
      {"conv", "conv", kSpectrogram, 12},
      {"low_latency_conv", "low_latency_conv", kSpectrogram, 12},
      {"low_latency_svdf", "low_latency_svdf", kSpectrogram, 12},
      {"tiny_embedding_conv", "tiny_embedding_conv", kSpectrogram, 4},
      {"sine", "sine", kNumber, 1},
      {"first_neuron", "first_neuron", kNumber, 1},
  };
  return models;
}

const CourseModel& course_model(const std::string& name) {
  const auto& all = course_models();
  const auto at =
      std::find_if(all.begin(), all.end(), [&](const CourseModel& m) { return m.name == name; });
  TADPOLE_EXPECT(at != all.end());
  return *at;
}

std::string description(const CourseModel& m) {
  const Model model = made(m);
  nlohmann::json layers = nlohmann::json::array();
  for (const LayerInfo& layer : model.layers()) {
    layers.push_back({{"name", layer.name},
                      {"text", layer.text},
                      {"out", layer.out},
                      {"parameters", layer.parameter_count},
                      {"frozen", layer.frozen}});
  }
  return nlohmann::json{{"name", m.name},       {"work", work_name(m.work)},
                        {"input", m.input},     {"parameters", model.parameters().size()},
                        {"macs", model.macs()}, {"layers", layers}}
      .dump();
}

Job::Job(const CourseModel& m, int batch, int threads)
    : work_(m.work),
      batch_(batch),
      pool_(threads),
      model_(made(m)),
      optimizer_(Optimizer::create({}, model_.decay_mask()).value()) {
  model_.initialize(1);
  if (work_ == Work::forward) {
    model_.reserve_inference(&pool_);
  } else {
    model_.reserve(batch, &pool_);
  }
  Rng rng(2);
  const auto samples = static_cast<std::size_t>(batch);
  x_.resize(samples * static_cast<std::size_t>(m.input[0] * m.input[1] * m.input[2]));
  for (float& v : x_) v = static_cast<float>(rng.normal());
  out_.resize(samples * static_cast<std::size_t>(model_.outputs()));
  for (int i = 0; i < batch && classifies(model_); ++i) labels_.push_back(i % m.outputs);
  // An autoencoder's target is its input, a regression's some numbers.
  if (labels_.empty() && out_.size() != x_.size()) values_.assign(out_.size(), 0.5F);
}

void Job::train_step() {
  Targets targets{.labels = labels_};
  if (labels_.empty()) targets.values = values_.empty() ? x_ : values_;
  model_.step(x_, targets, {.dropout_seed = seed_++});
  optimizer_.step(1e-3, model_.gradients(), model_.parameters());
}

void Job::step() {
  if (work_ != Work::forward) return train_step();
  model_.predict(x_, batch_, out_);
}

}  // namespace tadpole
