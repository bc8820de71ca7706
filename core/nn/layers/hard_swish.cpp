// SPDX-License-Identifier: Apache-2.0
// y = x * min(max(x + 3, 0), 6) / 6: swish with straight lines, cheap in integers. Source: Howard
// et al.: Searching for MobileNetV3, arXiv:1905.02244, 2019.
#include <algorithm>

#include "core/nn/map_layer.h"

namespace tadpole {
namespace {

class HardSwish final : public MapLayer {
 public:
  bool is_cheap() const override { return true; }
  bool backward_needs_input() const override { return true; }

  void forward(const Pass& p) const override {
    map(p.x, p.y, [](float x) { return x * std::clamp(x + 3.0F, 0.0F, 6.0F) / 6.0F; });
  }
  void backward(const Pass& p) const override {
    map_back(p.x, p, [](float x) {
      if (x <= -3.0F) return 0.0F;
      return x >= 3.0F ? 1.0F : (2.0F * x + 3.0F) / 6.0F;
    });
  }
  void lower(Lowering& to, const float*, const float*, Activation) const override {
    lower_map(to, lowered::kHardSwish);
  }
};

}  // namespace

std::unique_ptr<Layer> make_hard_swish() { return std::make_unique<HardSwish>(); }

}  // namespace tadpole
