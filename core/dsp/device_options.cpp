// SPDX-License-Identifier: Apache-2.0
#include "core/dsp/device_options.h"

#include <fmt/core.h>

#include <cmath>

#include "core/base/text.h"
#include "core/data/dataset.h"

namespace tadpole {
namespace {

using device::Arithmetic;
using device::FrontEndKind;
using device::FrontEndOptions;

const std::vector<std::string>& kinds() {
  static const std::vector<std::string> names = {"micro_frontend", "mfcc", "log_mel"};
  return names;
}

const std::vector<std::string>& arithmetics() {
  static const std::vector<std::string> names = {"float", "fixed"};
  return names;
}

Outcome one_of(const std::string& key, const std::string& value,
               const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    if (name == value) return Done{};
  }
  return wrong_use(fmt::format("preprocess: {} is '{}', expected one of {}{}", key, value,
                               join(names, ", "), did_you_mean(value, names)));
}

Outcome in_range(const std::string& key, double value, double low, double high, const char* unit) {
  if (value >= low && value <= high) return Done{};
  return wrong_use(fmt::format("preprocess: {} is {}{}, expected {} to {}{}; change {}", key, value,
                               unit, low, high, unit, key));
}

Outcome check_numbers(const FeatureOptions& o) {
  const double longest_ms = o.kind == "micro_frontend" ? 32 : 128;
  TADPOLE_TRY(in_range("window_ms", o.window_ms, 1, longest_ms, " ms"));
  TADPOLE_TRY(in_range("stride_ms", o.stride_ms, 1, o.window_ms, " ms"));
  TADPOLE_TRY(in_range("bands", o.bands, 1, device::kMaxBands, ""));
  if (o.kind == "mfcc") TADPOLE_TRY(in_range("coefficients", o.coefficients, 1, o.bands, ""));
  TADPOLE_TRY(in_range("high_hz", o.high_hz, 1, kRateHz / 2.0, " Hz"));
  TADPOLE_TRY(in_range("low_hz", o.low_hz, 0, o.high_hz - 1, " Hz"));
  return Done{};
}

int power_of_two_from(int n) {
  int power = 16;
  while (power < n) power *= 2;
  return power;
}

const char* enumerator(FrontEndKind kind) {
  switch (kind) {
    case FrontEndKind::micro_frontend:
      return "micro_frontend";
    case FrontEndKind::mfcc:
      return "mfcc";
    case FrontEndKind::log_mel:
      return "log_mel";
  }
  return "?";
}

// 9 digits give every float back; the dot makes it a floating literal.
std::string float_text(float value) {
  std::string text = fmt::format("{:.9g}", value);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

// name and value of every field, as C++ writes them.
std::vector<std::pair<std::string, std::string>> fields(const FrontEndOptions& o) {
  const auto number = [](auto value) { return fmt::format("{}", value); };
  const auto cast = [](const char* type, auto value) {
    return fmt::format("tadpole::device::{}{{{}}}", type, static_cast<int>(value));
  };
  const auto real = [](float value) { return float_text(value) + "f"; };
  return {{"kind", fmt::format("tadpole::device::FrontEndKind::{}", enumerator(o.kind))},
          {"arithmetic", fmt::format("tadpole::device::Arithmetic::{}",
                                     o.arithmetic == Arithmetic::floating ? "floating" : "fixed")},
          {"rate_hz", number(o.rate_hz)},
          {"window_samples", number(o.window_samples)},
          {"stride_samples", number(o.stride_samples)},
          {"fft_samples", number(o.fft_samples)},
          {"bands", number(o.bands)},
          {"coefficients", number(o.coefficients)},
          {"low_hz", real(o.low_hz)},
          {"high_hz", real(o.high_hz)},
          {"window", cast("WindowKind", o.window)},
          {"window_form", cast("WindowForm", o.window_form)},
          {"spectrum", cast("Spectrum", o.spectrum)},
          {"mel_slope", cast("MelSlope", o.mel_slope)},
          {"bin_range", cast("BinRange", o.bin_range)},
          {"dct_scale", cast("DctScale", o.dct_scale)},
          {"mean_removal", cast("MeanRemoval", o.mean_removal)},
          {"first_coefficient", cast("FirstCoefficient", o.first_coefficient)},
          {"input_gain", real(o.input_gain)},
          {"pre_emphasis", real(o.pre_emphasis)},
          {"log_offset", real(o.log_offset)},
          {"log_floor", real(o.log_floor)},
          {"lifter", number(o.lifter)},
          {"warp", real(o.warp)},
          {"warp_low_hz", real(o.warp_low_hz)},
          {"warp_high_hz", real(o.warp_high_hz)},
          {"mel_scale", cast("MelScale", o.mel_scale)},
          {"band_norm", cast("BandNorm", o.band_norm)},
          {"log_scale", real(o.log_scale)}};
}

}  // namespace

OptionSet describe(FeatureOptions& o) {
  OptionSet set;
  set.add("kind", o.kind, {.help = "what is computed from the sound", .choices = kinds()})
      .add("arithmetic", o.arithmetic,
           {.help = "numbers of mfcc and log_mel; micro_frontend is always fixed",
            .choices = arithmetics()})
      .add("window_ms", o.window_ms,
           {.help = "length of one window; micro_frontend: up to 32",
            .unit = "ms",
            .min = 1,
            .max = 128})
      .add("stride_ms", o.stride_ms,
           {.help = "from one window to the next", .unit = "ms", .min = 1, .max = 128})
      .add("bands", o.bands, {.help = "mel bands", .min = 1, .max = device::kMaxBands})
      .add("coefficients", o.coefficients,
           {.help = "cepstral coefficients, mfcc only; not more than bands",
            .min = 1,
            .max = device::kMaxBands})
      .add("low_hz", o.low_hz,
           {.help = "where the lowest band begins", .unit = "Hz", .min = 0, .max = 8000})
      .add("high_hz", o.high_hz,
           {.help = "where the highest band ends", .unit = "Hz", .min = 1, .max = 8000});
  return set;
}

Result<FrontEndOptions> device_options(const FeatureOptions& o) {
  TADPOLE_TRY(one_of("kind", o.kind, kinds()));
  TADPOLE_TRY(one_of("arithmetic", o.arithmetic, arithmetics()));
  TADPOLE_TRY(check_numbers(o));
  FrontEndOptions d = o.kind == "mfcc"      ? device::mfcc_options()
                      : o.kind == "log_mel" ? device::log_mel_options()
                                            : device::micro_frontend_options();
  if (o.kind != "micro_frontend") {
    d.arithmetic = o.arithmetic == "fixed" ? Arithmetic::fixed : Arithmetic::floating;
  }
  d.rate_hz = kRateHz;
  d.window_samples = o.window_ms * kRateHz / 1000;
  d.stride_samples = o.stride_ms * kRateHz / 1000;
  d.fft_samples = o.kind == "micro_frontend" ? 512 : power_of_two_from(d.window_samples);
  d.bands = o.bands;
  d.coefficients = o.coefficients;
  d.low_hz = static_cast<float>(o.low_hz);
  d.high_hz = static_cast<float>(o.high_hz);
  TADPOLE_EXPECT(device::check(d) == device::Status::ok);
  return d;
}

std::string front_end_fingerprint(const FrontEndOptions& options) {
  std::string text = "front_end 1;";  // a new number when the computation changes
  for (const auto& [name, value] : fields(options)) text += name + "=" + value + ";";
  return text;
}

std::string front_end_source(const FrontEndOptions& options, const std::string& name) {
  std::string text =
      fmt::format("inline constexpr tadpole::device::FrontEndOptions {} = {{\n", name);
  for (const auto& [field, value] : fields(options))
    text += fmt::format("    .{} = {},\n", field, value);
  return text + "};\n";
}

}  // namespace tadpole
