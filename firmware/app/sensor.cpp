// SPDX-License-Identifier: Apache-2.0
// Collect, infer, report: takes samples of one sensor (a picture, a window of motion, a row of
// numbers), computes features, runs the model, says what it is; "unknown" below the threshold.
//   samples.raw  samples of kRawBytes, one after the other. To "results.bin" go, for each, the
//                features, the output, and the instructions that both took (two 32-bit numbers,
//                little-endian).
#include "device/dsp/quantize.h"
#include "device/port/port.h"
#include "firmware/app/console.h"
#include "firmware/app/score.h"
#include "generated/app_config.h"
#include "generated/model.h"

namespace tadpole::app {
namespace {

using FrontEnd = config::FrontEnd;

FrontEnd front_end;
alignas(8) std::uint8_t raw[FrontEnd::kRawBytes];
// The network may overwrite its input; a detector needs it afterwards.
constexpr bool kIsDetector = config::kScore != Score::none;
std::int8_t seen[kIsDetector ? model::kInputBytes : 1];

[[gnu::noinline]] std::uint32_t count_nothing() { return Stopwatch().stop(); }

std::uint32_t hundredths(float value) { return static_cast<std::uint32_t>(value * 100.0f + 0.5f); }

float output_value(std::size_t i) {
  const int stored = static_cast<std::int8_t>(model::output()[i]);
  return static_cast<float>(stored - model::kOutputZeroPoint) * model::kOutputScale;
}

// A number with two decimals.
void print(Console& console, float value) {
  const std::uint32_t all = hundredths(value < 0.0f ? -value : value);
  console.text(value < 0.0f && all > 0 ? "-" : "").number(all / 100).text(".");
  console.number(all / 10 % 10).number(all % 10);
}

void report_sample(std::uint32_t sample) {
  Console console;
  console.text("sample ").number(sample).text(": ");
  if (kIsDetector) {
    const float score = score_of(
        config::kScore, {seen, model::kInputBytes, model::kInputScale, model::kInputZeroPoint},
        {reinterpret_cast<const std::int8_t*>(model::output()), model::kOutputBytes,
         model::kOutputScale, model::kOutputZeroPoint});
    print(console.text("score "), score);
    console.text(score > config::kThreshold ? " ANOMALY" : " normal").end();
    return;
  }
  if (config::kLabelCount == 0) {
    print(console, output_value(0));
    console.end();
    return;
  }
  std::size_t best = 0;
  for (std::size_t i = 1; i < config::kLabelCount; ++i) {
    if (output_value(i) > output_value(best)) best = i;
  }
  const bool sure = output_value(best) >= config::kThreshold;
  console.text(sure ? config::kLabels[best] : "unknown").text(" ");
  console.probability(hundredths(output_value(best))).end();
}

}  // namespace

int run() {
  const int samples = port::open_file("samples.raw", port::FileMode::read);
  const int results = port::open_file("results.bin", port::FileMode::write);
  if (samples < 0 || results < 0) return 1;
  front_end.plan({model::kInputScale, model::kInputZeroPoint});
  const std::uint32_t overhead = count_nothing();
  for (std::uint32_t i = 0; port::read_file(samples, raw, sizeof raw) == sizeof raw; ++i) {
    std::uint32_t counts[2];
    auto* features = reinterpret_cast<std::int8_t*>(model::input());
    const Stopwatch extracting;
    front_end.extract(raw, features);
    counts[0] = extracting.stop() - overhead;
    if (!port::write_file(results, features, model::kInputBytes)) return 1;
    if (kIsDetector) __builtin_memcpy(seen, features, sizeof seen);
    const Stopwatch inferring;
    model::invoke();
    counts[1] = inferring.stop() - overhead;
    if (!port::write_file(results, model::output(), model::kOutputBytes)) return 1;
    if (!port::write_file(results, counts, sizeof counts)) return 1;
    report_sample(i);
  }
  port::close_file(results);
  Console().text("stack: ").number(port::stack_high_water()).end();
  return 0;
}

}  // namespace tadpole::app
