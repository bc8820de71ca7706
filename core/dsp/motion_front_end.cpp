// SPDX-License-Identifier: Apache-2.0
#include "core/dsp/motion_front_end.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

#include "core/base/hash.h"
#include "core/dsp/host_spectral.h"

namespace tadpole {
namespace {

using device::SpectralOptions;

std::string c_float(float value) {
  std::string text = fmt::format("{:.9g}", value);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text + "f";
}

std::string c_floats(const char* name, const std::vector<float>& values) {
  std::string text = fmt::format("inline constexpr float {}[{}] = {{", name, values.size());
  for (std::size_t i = 0; i < values.size(); ++i)
    text += (i % 6 == 0 ? "\n    " : " ") + c_float(values[i]) + ",";
  return text + "\n};\n";
}

std::span<const float> floats(std::span<const std::uint8_t> stored) {
  return {reinterpret_cast<const float*>(stored.data()), stored.size() / sizeof(float)};
}

device::Quantizer quantizer_of(device::Quantization input) {
  device::Quantizer q;
  q.scale = input.scale, q.zero_point = input.zero_point;
  return q;
}

// Mean and one over the deviation of every value over the pieces; a value that never changes gives
// 0.
class Scaling {
 public:
  explicit Scaling(std::size_t values) : sum_(values), squares_(values) {}
  void add(std::span<const float> x, std::size_t period) {
    for (std::size_t i = 0; i < x.size(); ++i) {
      sum_[i % period] += x[i];
      squares_[i % period] += static_cast<double>(x[i]) * x[i];
    }
    count_ += static_cast<double>(x.size()) / static_cast<double>(period);
  }
  void finish(std::vector<float>& mean, std::vector<float>& inverse) const {
    for (std::size_t i = 0; i < sum_.size(); ++i) {
      const double m = sum_[i] / count_;
      const double variance = squares_[i] / count_ - m * m;
      mean.push_back(static_cast<float>(m));
      const bool still = variance <= 1e-12 * (1.0 + m * m);
      inverse.push_back(still ? 0.0F : static_cast<float>(1.0 / std::sqrt(variance)));
    }
  }

 private:
  std::vector<double> sum_, squares_;
  double count_ = 0.0;
};

constexpr float kRobustMost = 4.0F;

// Median and one over the distance of the quartiles, in deviations of a normal distribution: a few
// wild pieces do not squeeze all others together. rows: [pieces][values].
void robust_scaling(const std::vector<std::vector<float>>& rows, std::vector<float>& middle,
                    std::vector<float>& inverse) {
  constexpr double kNormalQuartiles = 1.349;
  std::vector<float> column(rows.size());
  for (std::size_t i = 0; i < rows[0].size(); ++i) {
    for (std::size_t r = 0; r < rows.size(); ++r) column[r] = rows[r][i];
    std::sort(column.begin(), column.end());
    const auto rank = [&](std::size_t quarters) {
      return static_cast<double>(column[(column.size() - 1) * quarters / 4]);
    };
    const double width = (rank(3) - rank(1)) / kNormalQuartiles;
    const bool still = width <= 1e-6 * (1.0 + std::fabs(rank(2)));
    middle.push_back(static_cast<float>(rank(2)));
    inverse.push_back(still ? 0.0F : static_cast<float>(1.0 / width));
  }
}

class SpectralFeatures final : public SampleFrontEnd {
 public:
  explicit SpectralFeatures(const SpectralOptions& options) : host_(options) {}

  std::array<int, 3> shape() const override { return {1, 1, static_cast<int>(host_.features())}; }

  bool takes(std::array<int, 3> shape) const override {
    return shape[0] == host_.options().window_samples &&
           shape[1] * shape[2] == host_.options().axes;
  }
  // Before scaling.
  void plain(std::span<const float> window, std::span<float> out) const {
    host_.extract(window, out);
  }
  void real(std::span<const std::uint8_t> stored, std::array<int, 3>,
            std::span<float> features) const override {
    plain(floats(stored), features);
    for (std::size_t i = 0; i < features.size(); ++i)
      features[i] = device::scaled_feature(features[i], scaling(), static_cast<int>(i));
  }
  void int8(std::span<const std::uint8_t> stored, std::array<int, 3>, device::Quantization input,
            std::span<std::int8_t> features) const override {
    host_.extract_int8(floats(stored), scaling(), input, features);
  }

  std::string fingerprint() const override {
    return "spectral;" + spectral_fingerprint(host_.options()) +
           (most_ > 0.0F ? fmt::format("most={:g};", most_) : "") +
           Sha256()
               .add(mean_.data(), mean_.size() * sizeof(float))
               .add(inverse_.data(), inverse_.size() * sizeof(float))
               .hex();
  }

  nlohmann::json to_json() const override {
    const SpectralOptions& o = host_.options();
    return {{"kind", "spectral"},
            {"rate_hz", o.rate_hz},
            {"window_samples", o.window_samples},
            {"axes", o.axes},
            {"percentiles", o.percentiles},
            {"fft_samples", o.fft_samples},
            {"peaks", o.peaks},
            {"bands", o.bands},
            {"logarithmic", o.band_scale == device::BandScale::logarithmic},
            {"low_hz", o.low_hz},
            {"high_hz", o.high_hz},
            {"magnitude", o.magnitude == device::Magnitude::added},
            {"correlation", o.correlation == device::Correlation::added},
            {"relative", o.amplitude == device::Amplitude::relative},
            {"mean", mean_},
            {"inverse", inverse_}};
  }

  DeviceFrontEnd device(std::array<int, 3>) const override {
    const SpectralOptions& o = host_.options();
    const std::string definition =
        spectral_source(o, "kMotion") + c_floats("kMean", mean_) + c_floats("kInverse", inverse_) +
        fmt::format(
            "\n// A window of {0} readings of {1} axes, as floats.\n"
            "struct Window {{\n"
            "  static constexpr std::size_t kRawBytes = {0} * {1} * sizeof(float);\n"
            "  tadpole::device::SpectralFrontEnd<kMotion> engine;\n"
            "  void plan(tadpole::device::Quantization input) {{\n"
            "    engine.plan(input, {{kMean, kInverse, {2}}});\n"
            "  }}\n"
            "  void extract(const void* raw, std::int8_t* features) {{\n"
            "    engine.extract_int8(static_cast<const float*>(raw), features);\n"
            "  }}\n"
            "}};\n",
            o.window_samples, o.axes, c_float(most_));
    return {{"device/dsp/spectral.h"}, definition, "Window"};
  }

  std::vector<float> mean_, inverse_;
  float most_ = 0.0F;

 private:
  device::FeatureScaling scaling() const { return {mean_.data(), inverse_.data(), most_}; }
  HostSpectral host_;
};

// The window as it is, each axis with mean 0 and deviation 1.
class RawHost final : public SampleFrontEnd {
 public:
  RawHost(int steps, int axes) : steps_(steps), axes_(axes) {}
  std::array<int, 3> shape() const override { return {steps_, 1, axes_}; }
  bool takes(std::array<int, 3> shape) const override {
    return shape[0] == steps_ && shape[1] * shape[2] == axes_;
  }
  void real(std::span<const std::uint8_t> stored, std::array<int, 3>,
            std::span<float> features) const override {
    const auto x = floats(stored);
    for (std::size_t i = 0; i < features.size(); ++i) {
      const std::size_t axis = i % static_cast<std::size_t>(axes_);
      features[i] = (x[i] - mean_[axis]) * inverse_[axis];
    }
  }
  void int8(std::span<const std::uint8_t> stored, std::array<int, 3> shape,
            device::Quantization input, std::span<std::int8_t> features) const override {
    std::vector<float> x(features.size());
    real(stored, shape, x);
    const device::Quantizer q = quantizer_of(input);
    for (std::size_t i = 0; i < x.size(); ++i) features[i] = device::quantize(x[i], q);
  }
  std::string fingerprint() const override {
    std::string text = fmt::format("raw;{};{}", steps_, axes_);
    for (std::size_t i = 0; i < mean_.size(); ++i)
      text += fmt::format(";{:.9g};{:.9g}", mean_[i], inverse_[i]);
    return text;
  }
  nlohmann::json to_json() const override {
    return {{"kind", "raw"},
            {"window_samples", steps_},
            {"axes", axes_},
            {"mean", mean_},
            {"inverse", inverse_}};
  }
  DeviceFrontEnd device(std::array<int, 3>) const override {
    const std::string definition =
        c_floats("kMean", mean_) + c_floats("kInverse", inverse_) +
        fmt::format(
            "\n// A window of {0} readings of {1} axes, as floats.\n"
            "struct Window {{\n"
            "  static constexpr std::size_t kRawBytes = {0} * {1} * sizeof(float);\n"
            "  tadpole::device::Quantizer quantizer;\n"
            "  void plan(tadpole::device::Quantization input) {{\n"
            "    quantizer.scale = input.scale, quantizer.zero_point = input.zero_point;\n"
            "  }}\n"
            "  void extract(const void* raw, std::int8_t* features) {{\n"
            "    const float* x = static_cast<const float*>(raw);\n"
            "    for (int i = 0; i < {0} * {1}; ++i) {{\n"
            "      const float value = (x[i] - kMean[i % {1}]) * kInverse[i % {1}];\n"
            "      features[i] = tadpole::device::quantize(value, quantizer);\n"
            "    }}\n"
            "  }}\n"
            "}};\n",
            steps_, axes_);
    return {{"device/dsp/quantize.h"}, definition, "Window"};
  }

  std::vector<float> mean_, inverse_;

 private:
  int steps_, axes_;
};

int fft_size(int wanted, int window) {
  if (wanted > 0) return wanted;
  int n = 16;
  while (n < window && n < 256) n *= 2;
  return n;
}

SpectralOptions spectral_options(const MotionFeatureOptions& o, const SampleSet& set, int window) {
  SpectralOptions s;
  s.rate_hz = static_cast<float>(set.rate_hz);
  s.window_samples = window;
  s.axes = static_cast<std::int32_t>(set.channels.size());
  s.percentiles = o.percentiles, s.peaks = o.peaks, s.bands = o.bands;
  s.fft_samples = fft_size(o.fft_samples, window);
  s.band_scale =
      o.band_scale == "logarithmic" ? device::BandScale::logarithmic : device::BandScale::linear;
  s.low_hz = static_cast<float>(o.low_hz);
  s.high_hz = static_cast<float>(o.high_hz > 0.0 ? o.high_hz : set.rate_hz / 2);
  const bool can = s.axes >= 3;
  s.magnitude = o.magnitude && can ? device::Magnitude::added : device::Magnitude::left_out;
  s.correlation =
      o.correlation && s.axes > 1 ? device::Correlation::added : device::Correlation::left_out;
  s.amplitude =
      o.amplitude == "relative" ? device::Amplitude::relative : device::Amplitude::absolute;
  return s;
}

// As many numbers as there are features or axes, all finite.
bool are_scales(const std::vector<float>& values, int count) {
  return values.size() == static_cast<std::size_t>(count) &&
         std::all_of(values.begin(), values.end(), [](float v) { return std::isfinite(v); });
}

SpectralOptions read_spectral(const nlohmann::json& j) {
  SpectralOptions o;
  j.at("rate_hz").get_to(o.rate_hz);
  j.at("window_samples").get_to(o.window_samples);
  j.at("axes").get_to(o.axes);
  j.at("percentiles").get_to(o.percentiles);
  j.at("fft_samples").get_to(o.fft_samples);
  j.at("peaks").get_to(o.peaks);
  j.at("bands").get_to(o.bands);
  j.at("low_hz").get_to(o.low_hz);
  j.at("high_hz").get_to(o.high_hz);
  if (j.at("logarithmic").get<bool>()) o.band_scale = device::BandScale::logarithmic;
  if (j.at("magnitude").get<bool>()) o.magnitude = device::Magnitude::added;
  if (j.at("correlation").get<bool>()) o.correlation = device::Correlation::added;
  if (j.at("relative").get<bool>()) o.amplitude = device::Amplitude::relative;
  return o;
}

std::span<const float> piece_values(const SampleSet& set, const MotionPiece& piece,
                                    std::size_t values) {
  return floats(set.bytes).subspan(piece.first, values);
}

}  // namespace

Result<std::unique_ptr<SampleFrontEnd>> motion_front_end_from_json(const nlohmann::json& json) {
  try {
    std::vector<float> mean, inverse;
    json.at("mean").get_to(mean);
    json.at("inverse").get_to(inverse);
    if (json.at("kind") == "raw") {
      const int steps = json.at("window_samples").get<int>(), axes = json.at("axes").get<int>();
      const bool fits = steps >= 1 && steps <= device::kMaxMotionSamples && axes >= 1 &&
                        axes <= 4096 && are_scales(mean, axes) && are_scales(inverse, axes);
      if (!fits) return damaged_notes("motion");
      auto host = std::make_unique<RawHost>(steps, axes);
      host->mean_ = mean, host->inverse_ = inverse;
      return std::unique_ptr<SampleFrontEnd>(std::move(host));
    }
    const SpectralOptions options = read_spectral(json);
    if (device::check(options) != device::Status::ok) return damaged_notes("motion");
    const int features = device::spectral_feature_count(options);
    if (!are_scales(mean, features) || !are_scales(inverse, features))
      return damaged_notes("motion");
    auto host = std::make_unique<SpectralFeatures>(options);
    host->mean_ = mean, host->inverse_ = inverse;
    return std::unique_ptr<SampleFrontEnd>(std::move(host));
  } catch (const nlohmann::json::exception&) {
    return damaged_notes("motion");
  }
}

OptionSet describe(MotionFeatureOptions& o) {
  OptionSet set;
  set.add("kind", o.kind,
          {.help = "spectral: statistics, bands and peaks of every axis; raw: the readings",
           .choices = {"spectral", "raw"}})
      .add("bands", o.bands, {.help = "of the spectrum of each axis", .min = 0, .max = 64})
      .add("peaks", o.peaks, {.help = "highest peaks of each spectrum", .min = 0, .max = 8})
      .add("percentiles", o.percentiles,
           {.help = "of each axis, at even ranks: 3 are the quartiles", .min = 0, .max = 15})
      .add("band_scale", o.band_scale,
           {.help = "how the bands are spaced", .choices = {"linear", "logarithmic"}})
      .add("low_hz", o.low_hz,
           {.help = "where the bands begin", .unit = "Hz", .min = 0, .max = 100000})
      .add("high_hz", o.high_hz,
           {.help = "where they end; 0: half the rate", .unit = "Hz", .min = 0, .max = 100000})
      .add("fft_samples", o.fft_samples,
           {.help = "of the spectrum, a power of two; 0: what holds the window",
            .min = 0,
            .max = 4096})
      .add("magnitude", o.magnitude, {.help = "the length of the first three axes as one more"})
      .add("correlation", o.correlation, {.help = "of every pair of axes"})
      .add("amplitude", o.amplitude,
           {.help = "relative: how strong an axis moves is told once, by its logarithm, and all "
                    "else against it; for machines at other speeds",
            .choices = {"absolute", "relative"}})
      .add("scaling", o.scaling,
           {.help = "how features get one size: by mean and deviation; robust: by the median and "
                    "the quartiles, held within 4 deviations, so that wild windows do not "
                    "drown the quiet ones",
            .choices = {"standard", "robust"}});
  return set;
}

Result<std::unique_ptr<SampleFrontEnd>> make_motion_front_end(
    const MotionFeatureOptions& options, const SampleSet& set, int window_samples,
    std::span<const MotionPiece> training) {
  if (set.type != ValueType::float32 || set.channels.empty()) {
    return wrong_use("the dataset holds no recordings of motion but " + set.kind +
                     "; collect recordings");
  }
  if (training.empty())
    return wrong_use("there is no training window; record longer, or make window_s smaller");
  const std::size_t axes = set.channels.size();
  const std::size_t values = static_cast<std::size_t>(window_samples) * axes;
  if (options.kind == "raw") {
    auto host = std::make_unique<RawHost>(window_samples, static_cast<int>(axes));
    Scaling scaling(axes);
    for (const MotionPiece& piece : training) scaling.add(piece_values(set, piece, values), axes);
    scaling.finish(host->mean_, host->inverse_);
    return std::unique_ptr<SampleFrontEnd>(std::move(host));
  }
  const SpectralOptions spectral = spectral_options(options, set, window_samples);
  if (device::check(spectral) != device::Status::ok) {
    return wrong_use(fmt::format(
        "[preprocess] does not fit recordings of {} axes at {:g} Hz in windows of {} readings: "
        "high_hz may be half the rate, fft_samples a power of two from 16 to 4096, a window 2 to "
        "8192 readings of at most 16 axes",
        axes, set.rate_hz, window_samples));
  }
  auto host = std::make_unique<SpectralFeatures>(spectral);
  std::vector<std::vector<float>> rows;
  const auto count = static_cast<std::size_t>(device::spectral_feature_count(spectral));
  for (const MotionPiece& piece : training) {
    rows.emplace_back(count);
    host->plain(piece_values(set, piece, values), rows.back());
  }
  if (options.scaling == "robust") {
    host->most_ = kRobustMost;
    robust_scaling(rows, host->mean_, host->inverse_);
  } else {
    Scaling scaling(count);
    for (const std::vector<float>& row : rows) scaling.add(row, count);
    scaling.finish(host->mean_, host->inverse_);
  }
  return std::unique_ptr<SampleFrontEnd>(std::move(host));
}

}  // namespace tadpole
