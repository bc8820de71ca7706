// SPDX-License-Identifier: Apache-2.0
// y = 1 / (1 + exp(-x)): a probability of its own for every value. Source: Goodfellow, Bengio,
// Courville: Deep Learning, 2016, section 3.10.
#include <cmath>

#include "core/nn/map_layer.h"

namespace tadpole {
namespace {

class Sigmoid final : public MapLayer {
 public:
  bool backward_needs_output() const override { return true; }

  void forward(const Pass& p) const override {
    map(p.x, p.y, [](float x) { return 1.0F / (1.0F + std::exp(-x)); });
  }
  void backward(const Pass& p) const override {
    map_back(p.y, p, [](float y) { return y * (1.0F - y); });
  }
  void lower(Lowering& to, const float*, const float*, Activation) const override {
    lower_map(to, lowered::kLogistic);
  }
};

}  // namespace

std::unique_ptr<Layer> make_sigmoid() { return std::make_unique<Sigmoid>(); }

}  // namespace tadpole
