// SPDX-License-Identifier: Apache-2.0
#include "core/dsp/sound_front_end.h"

#include <fmt/format.h>

#include <cmath>
#include <vector>

#include "core/dsp/device_options.h"
#include "core/dsp/host_front_end.h"

namespace tadpole {
namespace {

constexpr std::size_t kMostFitted = 2000;  // windows that mean and deviation are taken from

class SoundFrontEnd final : public SampleFrontEnd {
 public:
  SoundFrontEnd() : host_(HostFrontEnd::create(device::anomaly_options())) {}

  std::array<int, 3> shape() const override {
    return {1, 1, device::kAnomalyFrames * host_->row_length()};
  }
  bool takes(std::array<int, 3> shape) const override {
    return shape[0] == sound_window_samples() && shape[1] * shape[2] == 1;
  }
  void decibel(std::span<const std::uint8_t> stored, std::span<float> out) const {
    host_->real({reinterpret_cast<const std::int16_t*>(stored.data()), stored.size() / 2}, out);
  }
  void real(std::span<const std::uint8_t> stored, std::array<int, 3>,
            std::span<float> features) const override {
    decibel(stored, features);
    for (float& x : features) x = (x - mean_) * inverse_;
  }
  void int8(std::span<const std::uint8_t> stored, std::array<int, 3> shape,
            device::Quantization input, std::span<std::int8_t> features) const override {
    std::vector<float> x(features.size());
    real(stored, shape, x);
    device::Quantizer q;
    q.scale = input.scale, q.zero_point = input.zero_point;
    for (std::size_t i = 0; i < x.size(); ++i) features[i] = device::quantize(x[i], q);
  }
  std::string fingerprint() const override {
    return fmt::format("machine sound;{:.9g};{:.9g}", mean_, inverse_);
  }

  nlohmann::json to_json() const override {
    return {{"kind", "sound"}, {"mean", mean_}, {"inverse", inverse_}};
  }

  DeviceFrontEnd device(std::array<int, 3>) const override {
    const std::string definition =
        "inline constexpr tadpole::device::FrontEndOptions kSound = "
        "tadpole::device::anomaly_options();\n" +
        fmt::format(
            "\n// {0} samples of sound at {1} Hz, 16 bit.\n"
            "struct Window {{\n"
            "  using Engine = tadpole::device::FrontEnd<kSound>;\n"
            "  static constexpr std::size_t kRawBytes = {0} * sizeof(std::int16_t);\n"
            "  Engine engine;\n"
            "  tadpole::device::Quantizer quantizer;\n"
            "  float row[Engine::kRowLength];\n"
            "  void plan(tadpole::device::Quantization input) {{\n"
            "    quantizer.scale = input.scale, quantizer.zero_point = input.zero_point;\n"
            "  }}\n"
            "  void extract(const void* raw, std::int8_t* features) {{\n"
            "    const auto* sound = static_cast<const std::int16_t*>(raw);\n"
            "    engine.reset();\n"
            "    for (int frame = 0; frame < tadpole::device::kAnomalyFrames; ++frame) {{\n"
            "      engine.frame_real(sound + frame * Engine::kStrideSamples, row);\n"
            "      for (int i = 0; i < Engine::kRowLength; ++i) {{\n"
            "        const float value = (row[i] - {2:.9e}f) * {3:.9e}f;\n"
            "        *features++ = tadpole::device::quantize(value, quantizer);\n"
            "      }}\n"
            "    }}\n"
            "  }}\n"
            "}};\n",
            sound_window_samples(), host_->options().rate_hz, mean_, inverse_);
    return {{"device/dsp/front_end.h"}, definition, "Window"};
  }

  float mean_ = 0.0F, inverse_ = 1.0F;

 private:
  std::unique_ptr<HostFrontEnd> host_;
};

}  // namespace

int sound_window_samples() {
  const device::FrontEndOptions o = device::anomaly_options();
  return o.window_samples + (device::kAnomalyFrames - 1) * o.stride_samples;
}
int sound_stride_samples() { return device::anomaly_options().stride_samples; }

Result<std::unique_ptr<SampleFrontEnd>> sound_front_end_from_json(const nlohmann::json& json) {
  auto made = std::make_unique<SoundFrontEnd>();
  try {
    json.at("mean").get_to(made->mean_);
    json.at("inverse").get_to(made->inverse_);
  } catch (const nlohmann::json::exception&) {
    return damaged_notes("sound");
  }
  if (!std::isfinite(made->mean_) || !std::isfinite(made->inverse_)) return damaged_notes("sound");
  return std::unique_ptr<SampleFrontEnd>(std::move(made));
}

Result<std::unique_ptr<SampleFrontEnd>> make_sound_front_end(const SampleSet& set,
                                                             std::span<const Window> training) {
  if (set.type != ValueType::int16 || set.rate_hz != device::anomaly_options().rate_hz) {
    return wrong_use(
        fmt::format("the dataset holds no sound at {} Hz but {} at {:g} Hz; collect "
                    "recordings of sound",
                    device::anomaly_options().rate_hz, set.kind, set.rate_hz));
  }
  if (training.empty())
    return wrong_use("there is no normal recording in the training split; collect some");
  auto made = std::make_unique<SoundFrontEnd>();
  std::vector<std::int16_t> sound(static_cast<std::size_t>(sound_window_samples()));
  std::vector<float> x(static_cast<std::size_t>(made->shape()[2]));
  double sum = 0.0, squares = 0.0, count = 0.0;
  const std::size_t step = 1 + training.size() / kMostFitted;
  for (std::size_t i = 0; i < training.size(); i += step) {
    copy_window(set, training[i], sound_window_samples(), std::span<std::int16_t>(sound));
    made->decibel({reinterpret_cast<const std::uint8_t*>(sound.data()), sound.size() * 2}, x);
    for (const float v : x) sum += v, squares += static_cast<double>(v) * v;
    count += static_cast<double>(x.size());
  }
  const double mean = sum / count;
  made->mean_ = static_cast<float>(mean);
  made->inverse_ =
      static_cast<float>(1.0 / std::sqrt(std::max(1e-6, squares / count - mean * mean)));
  return std::unique_ptr<SampleFrontEnd>(std::move(made));
}

}  // namespace tadpole
