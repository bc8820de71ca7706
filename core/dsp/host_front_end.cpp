// SPDX-License-Identifier: Apache-2.0
#include "core/dsp/host_front_end.h"

#include "core/base/result.h"
#include "core/dsp/host_tables.h"
#include "device/dsp/x86/micro_frame_x86.h"

namespace tadpole {
namespace {

using device::FixedArithmetic;
using device::FloatArithmetic;
using device::FrontEndOptions;
using device::Quantizer;

class MicroHost final : public HostFrontEnd {
 public:
  explicit MicroHost(const FrontEndOptions& options) : HostFrontEnd(options), tables_(options) {}

  void real(std::span<const std::int16_t> clip, std::span<float> out) const override {
    std::vector<std::int8_t> features(out.size());
    native(clip, features);
    for (std::size_t i = 0; i < out.size(); ++i) {
      out[i] = static_cast<float>(features[i] + 128) * device::kMicroScale;
    }
  }

  void int8(std::span<const std::int16_t> clip, device::Quantization quantization,
            std::span<std::int8_t> out) const override {
    native(clip, out);
    const Quantizer q = device::make_quantizer(options_, quantization);
    if (q.identity) return;
    for (std::int8_t& x : out) x = device::quantize_fixed(device::micro_value_q16(x), q);
  }

 private:
  void native(std::span<const std::int16_t> clip, std::span<std::int8_t> out) const {
    std::array<device::Packed16, device::kRfft16Words> spectrum;
    std::array<std::uint64_t, device::kMaxBands> sums;
    std::array<std::uint32_t, device::kMaxBands> noise{};
    TADPOLE_EXPECT(out.size() == static_cast<std::size_t>(rows(clip.size()) * row_length()));
    for (int f = 0; f < rows(clip.size()); ++f) {
      frame_(tables_.plan, clip.data() + f * options_.stride_samples,
             {spectrum, sums.data(), noise.data()}, out.data() + f * options_.bands);
    }
  }

  const MicroHostTables tables_;
  // The same bytes either way.
  decltype(&device::micro_frame) frame_ =
      device::micro_frame_x86_available() ? device::micro_frame_x86 : device::micro_frame;
};

template <class A>
class MelHost final : public HostFrontEnd {
  using T = typename A::Scalar;

 public:
  explicit MelHost(const FrontEndOptions& options) : HostFrontEnd(options), tables_(options) {}

  void real(std::span<const std::int16_t> clip, std::span<float> out) const override {
    each_value(clip, out.size(), [&](std::size_t i, T value) { out[i] = real_value(value); });
  }

  void int8(std::span<const std::int16_t> clip, device::Quantization quantization,
            std::span<std::int8_t> out) const override {
    const Quantizer q = device::make_quantizer(options_, quantization);
    each_value(clip, out.size(), [&](std::size_t i, T value) { out[i] = int8_value(value, q); });
  }

 private:
  static float real_value(float value) { return value; }
  static float real_value(std::int32_t value) {
    return static_cast<float>(value) * (1.0f / (1 << device::kRowFractionBits));
  }
  static std::int8_t int8_value(float value, const Quantizer& q) {
    return device::quantize(value, q);
  }
  static std::int8_t int8_value(std::int32_t value, const Quantizer& q) {
    return device::quantize_fixed(value, q);
  }

  template <class Take>
  void each_value(std::span<const std::int16_t> clip, std::size_t values, Take take) const {
    TADPOLE_EXPECT(values == static_cast<std::size_t>(rows(clip.size()) * row_length()));
    std::vector<device::Complex<T>> spectrum(options_.fft_samples / 2);
    std::vector<T> logs(options_.bands);
    std::vector<T> row(row_length());
    std::size_t i = 0;
    for (int f = 0; f < rows(clip.size()); ++f) {
      device::mel_frame(tables_.plan, clip.data() + f * options_.stride_samples,
                        {spectrum.data(), logs.data()}, row.data());
      for (const T value : row) take(i++, value);
    }
  }

  const MelHostTables<A> tables_;
};

}  // namespace

std::unique_ptr<HostFrontEnd> HostFrontEnd::create(const FrontEndOptions& options) {
  TADPOLE_EXPECT(device::check(options) == device::Status::ok);
  if (options.kind == device::FrontEndKind::micro_frontend)
    return std::make_unique<MicroHost>(options);
  if (options.arithmetic == device::Arithmetic::fixed) {
    return std::make_unique<MelHost<FixedArithmetic>>(options);
  }
  return std::make_unique<MelHost<FloatArithmetic>>(options);
}

}  // namespace tadpole
