// SPDX-License-Identifier: Apache-2.0
#include "core/dsp/host_spectral.h"

#include <fmt/format.h>

#include "core/base/result.h"

namespace tadpole {
namespace {

using device::SpectralOptions;

std::string band_name(const SpectralOptions& o, int band) {
  const auto hz = [&](int bin) {
    return static_cast<double>(bin) * static_cast<double>(o.rate_hz) / o.fft_samples;
  };
  const int last = device::band_edge_bin(o, band + 1) - 1;
  return fmt::format("{:.3g}-{:.3g} Hz", hz(device::band_edge_bin(o, band)), hz(last));
}

void add_names(const SpectralOptions& o, const std::string& axis, std::vector<std::string>& names) {
  const auto add = [&](const std::string& what) { names.push_back(axis + " " + what); };
  const bool relative = o.amplitude == device::Amplitude::relative;
  if (o.moments)
    for (const char* what :
         {"mean", relative ? "ln variance" : "deviation", "skewness", "kurtosis"})
      add(what);
  if (o.range) add("least"), add("greatest");
  if (o.crossings) add("crossings");
  for (int i = 1; i <= o.percentiles; ++i)
    add(fmt::format("{:.3g} %", 100.0 * i / (o.percentiles + 1)));
  for (int p = 1; p <= o.peaks; ++p) {
    add(fmt::format("peak {} Hz", p));
    add(fmt::format("peak {} height", p));
  }
  for (int b = 0; b < o.bands; ++b) add(band_name(o, b));
}

// 9 digits give every float back; the dot makes it a floating literal.
std::string real_text(float value) {
  std::string text = fmt::format("{:.9g}", value);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text + "f";
}

// name and value of every field, as C++ writes them.
std::vector<std::pair<std::string, std::string>> fields(const SpectralOptions& o) {
  const auto number = [](auto value) { return fmt::format("{}", value); };
  const auto cast = [](const char* type, auto value) {
    return fmt::format("tadpole::device::{}{{{}}}", type, static_cast<int>(value));
  };
  return {{"rate_hz", real_text(o.rate_hz)},
          {"window_samples", number(o.window_samples)},
          {"axes", number(o.axes)},
          {"moments", number(o.moments)},
          {"range", number(o.range)},
          {"crossings", number(o.crossings)},
          {"percentiles", number(o.percentiles)},
          {"fft_samples", number(o.fft_samples)},
          {"peaks", number(o.peaks)},
          {"bands", number(o.bands)},
          {"band_scale", cast("BandScale", o.band_scale)},
          {"low_hz", real_text(o.low_hz)},
          {"high_hz", real_text(o.high_hz)},
          {"log_offset", real_text(o.log_offset)},
          {"magnitude", cast("Magnitude", o.magnitude)},
          {"correlation", cast("Correlation", o.correlation)},
          {"amplitude", cast("Amplitude", o.amplitude)}};
}

}  // namespace

HostSpectral::HostSpectral(const SpectralOptions& o) {
  TADPOLE_EXPECT(device::check(o) == device::Status::ok);
  window_.resize(static_cast<std::size_t>(device::segment_samples(o)));
  twiddles_.resize(static_cast<std::size_t>(device::fft_twiddle_count(o.fft_samples)));
  split_.resize(static_cast<std::size_t>(device::fft_split_count(o.fft_samples)));
  ends_.resize(static_cast<std::size_t>(o.bands + 1));
  const float power_scale = device::fill_spectral_window(o, window_.data());
  device::fill_fft_tables<device::FloatArithmetic>(o.fft_samples, twiddles_.data(), split_.data());
  device::fill_band_ends(o, ends_.data());
  plan_ = {o,
           window_.data(),
           {o.fft_samples / 2, twiddles_.data(), split_.data()},
           ends_.data(),
           power_scale};
}

void HostSpectral::extract(std::span<const float> window, std::span<float> out) const {
  const SpectralOptions& o = plan_.options;
  TADPOLE_EXPECT(window.size() == static_cast<std::size_t>(o.window_samples * o.axes) &&
                 out.size() == features());
  const auto half = static_cast<std::size_t>(o.fft_samples / 2);
  std::vector<device::Complex<float>> spectrum(half);
  std::vector<float> power(half), axis(static_cast<std::size_t>(o.window_samples));
  device::spectral_features(plan_, window.data(), {spectrum.data(), power.data(), axis.data()},
                            out.data());
}

void HostSpectral::extract_int8(std::span<const float> window,
                                const device::FeatureScaling& scaling,
                                device::Quantization quantization,
                                std::span<std::int8_t> out) const {
  TADPOLE_EXPECT(out.size() == features());
  std::vector<float> values(features());
  extract(window, values);
  device::Quantizer quantizer;
  quantizer.scale = quantization.scale;
  quantizer.zero_point = quantization.zero_point;
  for (std::size_t i = 0; i < values.size(); ++i)
    out[i] = device::quantize(device::scaled_feature(values[i], scaling, static_cast<int>(i)),
                              quantizer);
}

std::vector<std::string> spectral_feature_names(const SpectralOptions& o,
                                                const std::vector<std::string>& axes) {
  TADPOLE_EXPECT(axes.size() == static_cast<std::size_t>(o.axes));
  std::vector<std::string> names;
  for (const std::string& axis : axes) add_names(o, axis, names);
  if (o.magnitude == device::Magnitude::added) add_names(o, "magnitude", names);
  if (o.correlation == device::Correlation::left_out) return names;
  for (std::size_t b = 1; b < axes.size(); ++b)
    for (std::size_t a = 0; a < b; ++a) names.push_back(axes[a] + "~" + axes[b]);
  return names;
}

std::string spectral_fingerprint(const SpectralOptions& options) {
  std::string text = "spectral 1;";  // a new number when the computation changes
  for (const auto& [name, value] : fields(options)) text += name + "=" + value + ";";
  return text;
}

std::string spectral_source(const SpectralOptions& options, const std::string& name) {
  std::string text =
      fmt::format("inline constexpr tadpole::device::SpectralOptions {} = {{\n", name);
  for (const auto& [field, value] : fields(options))
    text += fmt::format("    .{} = {},\n", field, value);
  return text + "};\n";
}

}  // namespace tadpole
