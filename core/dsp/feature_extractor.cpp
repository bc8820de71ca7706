// SPDX-License-Identifier: Apache-2.0
#include "core/dsp/feature_extractor.h"

#include "core/data/dataset.h"
#include "core/dsp/device_options.h"
#include "core/dsp/host_front_end.h"

namespace tadpole {
namespace {

class DeviceFeatures final : public FeatureExtractor {
 public:
  explicit DeviceFeatures(const device::FrontEndOptions& options)
      : front_end_(HostFrontEnd::create(options)) {}

  std::array<int, 3> shape() const override {
    return {front_end_->rows(kClipSamples), front_end_->row_length(), 1};
  }
  int rows(std::size_t samples) const override { return front_end_->rows(samples); }
  void extract(std::span<const std::int16_t> clip, std::span<float> out) const override {
    front_end_->real(clip, out);
  }
  float scale() const override { return born_int8() ? device::kMicroScale : 0.0f; }
  int zero_point() const override { return born_int8() ? device::kMicroZeroPoint : 0; }
  void extract_int8(std::span<const std::int16_t> clip, float scale, int zero_point,
                    std::span<std::int8_t> out) const override {
    front_end_->int8(clip, {scale, zero_point}, out);
  }
  std::string fingerprint() const override { return front_end_fingerprint(front_end_->options()); }

 private:
  bool born_int8() const {
    return front_end_->options().kind == device::FrontEndKind::micro_frontend;
  }
  std::unique_ptr<HostFrontEnd> front_end_;
};

}  // namespace

Result<std::unique_ptr<FeatureExtractor>> FeatureExtractor::create(const FeatureOptions& options) {
  const device::FrontEndOptions device = TADPOLE_TRY(device_options(options));
  return std::unique_ptr<FeatureExtractor>(std::make_unique<DeviceFeatures>(device));
}

}  // namespace tadpole
