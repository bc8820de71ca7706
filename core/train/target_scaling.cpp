// SPDX-License-Identifier: Apache-2.0
#include "core/train/target_scaling.h"

#include <cmath>

namespace tadpole {
namespace {

std::size_t values_of(const std::array<int, 3>& shape) {
  return static_cast<std::size_t>(shape[0]) * static_cast<std::size_t>(shape[1]) *
         static_cast<std::size_t>(shape[2]);
}

// Of the last layer.
std::size_t kernel_values(const Model& model) {
  const auto layers = model.layers();
  const auto in = layers.size() > 1 ? layers[layers.size() - 2].out : model.input_shape();
  return values_of(in) * static_cast<std::size_t>(model.outputs());
}

bool has_bias(const Model& model) {
  return model.layers().back().parameter_count > kernel_values(model);
}

bool gives_numbers(const BatchSource& source, const Model& model) {
  const auto& layers = model.spec().layers;
  return source.targets() > 0 && source.classes() == 0 && source.targets() == model.outputs() &&
         !layers.empty() && layers.back().kind == "dense";
}

}  // namespace

TargetScaling fit_target_scaling(const BatchSource& training, const Model& model) {
  if (!gives_numbers(training, model) || training.size() == 0) return {};
  const auto width = static_cast<std::size_t>(training.targets());
  const double count = training.size();
  std::vector<double> mean(width), square(width);
  std::vector<float> y(width);
  for (int i = 0; i < training.size(); ++i) {
    training.fetch_target(i, kPlainEpoch, y);
    for (std::size_t t = 0; t < width; ++t) mean[t] += static_cast<double>(y[t]) / count;
  }
  if (!has_bias(model)) mean.assign(width, 0.0);
  for (int i = 0; i < training.size(); ++i) {
    training.fetch_target(i, kPlainEpoch, y);
    for (std::size_t t = 0; t < width; ++t) {
      const double d = static_cast<double>(y[t]) - mean[t];
      square[t] += d * d / count;
    }
  }
  TargetScaling scaling;
  for (std::size_t t = 0; t < width; ++t) {
    // The trainer names the sample whose target is no number.
    if (!std::isfinite(square[t])) return {};
    const auto scale = static_cast<float>(std::sqrt(square[t]));
    scaling.mean.push_back(static_cast<float>(mean[t]));
    scaling.scale.push_back(std::isnormal(scale) ? scale : 1.0F);
  }
  return scaling;
}

void ScaledTargets::fetch_target(int index, std::int64_t epoch, std::span<float> y) const {
  source_.fetch_target(index, epoch, y);
  for (std::size_t t = 0; t < y.size(); ++t) y[t] = (y[t] - scaling_.mean[t]) / scaling_.scale[t];
}

void fold_target_scaling(const TargetScaling& scaling, Model& model) {
  if (scaling.scale.empty()) return;
  const std::size_t kernel = kernel_values(model), outputs = scaling.scale.size();
  const bool bias = has_bias(model);
  const auto own = model.parameters().subspan(model.layers().back().parameters);
  for (std::size_t i = 0; i < kernel; ++i) own[i] *= scaling.scale[i / (kernel / outputs)];
  for (std::size_t t = 0; bias && t < outputs; ++t)
    own[kernel + t] = own[kernel + t] * scaling.scale[t] + scaling.mean[t];
}

void report_in_own_units(const TargetScaling& scaling, TrainReport& report) {
  if (scaling.scale.empty()) return;
  const bool one = scaling.scale.size() == 1;
  const auto scale = static_cast<double>(scaling.scale[0]);
  double factor = 1.0;
  if (one && report.loss == "mse") {
    factor = scale * scale;
  } else if (one && report.loss == "mae") {
    factor = scale;
  } else {
    report.loss += " of standardised targets";
  }
  for (EpochReport& epoch : report.epochs) epoch.loss *= factor, epoch.validation_loss *= factor;
}

}  // namespace tadpole
