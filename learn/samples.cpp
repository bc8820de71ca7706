// SPDX-License-Identifier: Apache-2.0
#include "learn/samples.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/train/trainer.h"
#include "learn/answer.h"

namespace tadpole::learn {
namespace {

std::size_t sample_values(const Model& model) {
  const auto in = model.input_shape();
  return at(in[0]) * at(in[1]) * at(in[2]);
}

}  // namespace

Result<int> count_samples(std::span<const float> x, const Model& model) {
  const auto in = model.input_shape();
  const std::size_t width = sample_values(model);
  if (x.empty()) return wrong_use("there is no sample; give at least one");
  if (x.size() % width != 0)
    return wrong_use(
        fmt::format("there are {} values, which is no whole number of samples; the model takes {} "
                    "of them ({}x{}x{}) a sample",
                    x.size(), width, in[0], in[1], in[2]));
  if (x.size() / width > 10'000'000)
    return wrong_use("there are more than 10 million samples; take fewer");
  TADPOLE_TRY(check_numbers(x, "the samples"));
  TADPOLE_TRY(model.check_input(x));
  return static_cast<int>(x.size() / width);
}

Result<Samples> Samples::create(const learn_data& data, const Model& model) {
  Samples samples;
  samples.x_ = {data.x, data.x_values};
  samples.width_ = sample_values(model);
  samples.size_ = TADPOLE_TRY(count_samples(samples.x_, model));
  TADPOLE_TRY(samples.take_targets(data, model));
  return samples;
}

Outcome Samples::take_targets(const learn_data& data, const Model& model) {
  if (data.labels != nullptr) TADPOLE_TRY(take_labels(data, model));
  if (data.targets != nullptr) return take_values(data, model);
  reconstructs_ = data.labels == nullptr;
  return Done{};
}

Outcome Samples::take_values(const learn_data& data, const Model& model) {
  values_ = {data.targets, data.target_values};
  TADPOLE_TRY(check_numbers(values_, "the targets"));
  targets_ = model.outputs();
  if (values_.size() == at(size_) * at(targets_)) return Done{};
  return wrong_use(
      fmt::format("there are {} samples and {} target values; expected {}, for the model answers "
                  "each sample with {}",
                  size_, values_.size(), at(size_) * at(targets_), targets_));
}

Outcome Samples::take_labels(const learn_data& data, const Model& model) {
  labels_ = {data.labels, data.label_count};
  if (labels_.size() != at(size_))
    return wrong_use(fmt::format("there are {} samples and {} labels; expected one label a sample",
                                 size_, labels_.size()));
  classes_ = std::max(2, model.outputs());
  for (std::size_t i = 0; i < labels_.size(); ++i) {
    if (labels_[i] >= 0 && labels_[i] < classes_) continue;
    return wrong_use(fmt::format(
        "label {} of sample {} is none of the model's classes; expected 0 to {}, or a last dense "
        "layer with more units",
        labels_[i], i, classes_ - 1));
  }
  return Done{};
}

int Samples::fetch(int index, std::int64_t, std::span<float> x) const {
  std::copy_n(x_.begin() + static_cast<std::ptrdiff_t>(at(index) * width_), width_, x.begin());
  return labels_.empty() ? 0 : labels_[at(index)];
}

void Samples::fetch_target(int index, std::int64_t, std::span<float> y) const {
  const std::size_t n = at(targets_);
  std::copy_n(values_.begin() + static_cast<std::ptrdiff_t>(at(index) * n), n, y.begin());
}

Targets Samples::all_targets() const {
  if (reconstructs_) return {.values = x_};
  return {.labels = labels_, .values = values_};
}

LossFit Samples::fit(const Model& model) const {
  const int values = reconstructs_ ? static_cast<int>(width_) : targets_;
  return {.outputs = model.outputs(), .classes = classes_, .values = values};
}

std::string Samples::usual_loss(const Model& model) const {
  return classes_ > 0 && targets_ > 0 ? "distillation" : tadpole::usual_loss(fit(model));
}

Samples Samples::first() const {
  Samples one = *this;
  one.size_ = 1;
  one.x_ = x_.first(width_);
  if (!labels_.empty()) one.labels_ = labels_.first(1);
  if (!values_.empty()) one.values_ = values_.first(at(targets_));
  return one;
}

}  // namespace tadpole::learn
