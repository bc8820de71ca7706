// SPDX-License-Identifier: Apache-2.0
// y = tanh(x), between -1 and 1. Source: Goodfellow, Bengio, Courville: Deep Learning, 2016,
// section 6.3.2.
#include <cmath>

#include "core/nn/map_layer.h"

namespace tadpole {
namespace {

class Tanh final : public MapLayer {
 public:
  bool backward_needs_output() const override { return true; }

  void forward(const Pass& p) const override {
    map(p.x, p.y, [](float x) { return std::tanh(x); });
  }
  void backward(const Pass& p) const override {
    map_back(p.y, p, [](float y) { return 1.0F - y * y; });
  }
  void lower(Lowering& to, const float*, const float*, Activation) const override {
    lower_map(to, lowered::kTanh);
  }
};

}  // namespace

std::unique_ptr<Layer> make_tanh() { return std::make_unique<Tanh>(); }

}  // namespace tadpole
