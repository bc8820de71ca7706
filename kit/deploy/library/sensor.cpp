// SPDX-License-Identifier: Apache-2.0
#include <cstring>

#include "exported_model/exported_model.h"
#include "generated/app_config.h"
#include "generated/exported_network.h"

namespace exported_model {
namespace {

namespace network = ::exported_network;
static_assert(config::kLabelCount == 0 || network::kOutputBytes == config::kLabelCount,
              "model and labels were not made for each other");

config::FrontEnd front_end;
std::int8_t features[network::kInputBytes];
std::int8_t output[network::kOutputBytes];

void answer(const void* sample) {
  compute_features(sample, features);
  run_model(features, output);
}

}  // namespace

std::size_t sample_bytes() { return config::FrontEnd::kRawBytes; }
std::size_t label_count() { return config::kLabelCount; }
const char* label(std::size_t index) { return config::kLabels[index]; }
std::size_t output_count() { return network::kOutputBytes; }
std::size_t feature_count() { return network::kInputBytes; }
bool is_detector() { return config::kScore != tadpole::app::Score::none; }
float threshold() { return config::kThreshold; }

void compute_features(const void* sample, std::int8_t* to) {
  front_end.plan({network::kInputScale, network::kInputZeroPoint});
  front_end.extract(sample, to);
}

void run_model(const std::int8_t* from, std::int8_t* to) {
  std::memcpy(network::input(), from, network::kInputBytes);
  network::invoke();
  std::memcpy(to, network::output(), network::kOutputBytes);
}

float dequantize(std::int8_t stored) {
  return static_cast<float>(stored - network::kOutputZeroPoint) * network::kOutputScale;
}

std::size_t run(const void* sample, float* outputs) {
  answer(sample);
  std::size_t best = 0;
  for (std::size_t i = 0; i < network::kOutputBytes; ++i) {
    outputs[i] = dequantize(output[i]);
    if (output[i] > output[best]) best = i;
  }
  return best;
}

float score(const void* sample) {
  answer(sample);
  return tadpole::app::score_of(
      config::kScore,
      {features, network::kInputBytes, network::kInputScale, network::kInputZeroPoint},
      {output, network::kOutputBytes, network::kOutputScale, network::kOutputZeroPoint});
}

}  // namespace exported_model
