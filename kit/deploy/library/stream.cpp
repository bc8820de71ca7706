// SPDX-License-Identifier: Apache-2.0
#include <cstring>

#include "device/dsp/front_end.h"
#include "exported_model/exported_model.h"
#include "generated/app_config.h"
#include "generated/exported_network.h"

namespace exported_model {
namespace {

namespace network = ::exported_network;
using FrontEnd = tadpole::device::FrontEndStream<config::kFeatures>;
static_assert(network::kInputBytes == FrontEnd::Core::kRowLength &&
                  network::kOutputBytes == config::kLabelCount,
              "model, features and labels were not made for each other");

FrontEnd front_end;
std::int8_t answer[config::kLabelCount];

}  // namespace

std::size_t label_count() { return config::kLabelCount; }
const char* label(std::size_t index) { return config::kLabels[index]; }
const std::int8_t* output() { return answer; }

void reset() {
  front_end.plan({network::kInputScale, network::kInputZeroPoint});
  front_end.reset();
  network::reset();
}

std::size_t hear(const std::int16_t* samples, std::size_t count) {
  std::size_t answers = 0;
  std::int8_t row[network::kInputBytes];
  while (count > 0) {
    const int piece = count < 16000 ? static_cast<int>(count) : 16000;
    bool ready = false;
    const int taken = front_end.push(samples, piece, row, ready);
    samples += taken;
    count -= static_cast<std::size_t>(taken);
    if (!ready) continue;
    std::memcpy(network::input(), row, sizeof row);
    network::invoke();
    std::memcpy(answer, network::output(), sizeof answer);
    ++answers;
  }
  return answers;
}

std::size_t probabilities(float* probabilities) {
  std::size_t best = 0;
  for (std::size_t i = 0; i < config::kLabelCount; ++i) {
    probabilities[i] =
        static_cast<float>(answer[i] - network::kOutputZeroPoint) * network::kOutputScale;
    if (answer[i] > answer[best]) best = i;
  }
  return best;
}

std::size_t classify(const std::int16_t* samples, float* all) {
  reset();
  hear(samples, kClipSamples);
  return probabilities(all);
}

}  // namespace exported_model
