// SPDX-License-Identifier: Apache-2.0
#include <cstring>

#include "device/dsp/front_end.h"
#include "exported_model/exported_model.h"
#include "generated/app_config.h"
#include "generated/exported_network.h"

namespace exported_model {
namespace {

namespace network = ::exported_network;
using FrontEnd = tadpole::device::FrontEnd<config::kFeatures>;
constexpr std::size_t kRows = network::kInputBytes / FrontEnd::kRowLength;
static_assert(network::kInputBytes == kRows * FrontEnd::kRowLength &&
                  network::kOutputBytes == config::kLabelCount &&
                  config::kFeatures.window_samples +
                          (kRows - 1) * config::kFeatures.stride_samples <=
                      kClipSamples,
              "model, features and labels were not made for each other");

FrontEnd front_end;

}  // namespace

std::size_t label_count() { return config::kLabelCount; }
const char* label(std::size_t index) { return config::kLabels[index]; }
std::size_t feature_count() { return network::kInputBytes; }

void compute_features(const std::int16_t* samples, std::int8_t* features) {
  front_end.plan({network::kInputScale, network::kInputZeroPoint});
  front_end.reset();
  for (std::size_t row = 0; row < kRows; ++row) {
    front_end.frame(samples + row * FrontEnd::kStrideSamples,
                    features + row * FrontEnd::kRowLength);
  }
}

void run_model(const std::int8_t* features, std::int8_t* output) {
  std::memcpy(network::input(), features, network::kInputBytes);
  network::invoke();
  std::memcpy(output, network::output(), network::kOutputBytes);
}

float dequantize(std::int8_t output) {
  return static_cast<float>(output - network::kOutputZeroPoint) * network::kOutputScale;
}

std::size_t classify(const std::int16_t* samples, float* probabilities) {
  static std::int8_t features[network::kInputBytes];
  std::int8_t output[config::kLabelCount];
  compute_features(samples, features);
  run_model(features, output);
  std::size_t best = 0;
  for (std::size_t i = 0; i < config::kLabelCount; ++i) {
    probabilities[i] = dequantize(output[i]);
    if (output[i] > output[best]) best = i;
  }
  return best;
}

}  // namespace exported_model
