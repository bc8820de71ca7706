// SPDX-License-Identifier: Apache-2.0
// y = x where x > 0, alpha * x below: a dead unit can come back. Source: Maas, Hannun, Ng:
// Rectifier Nonlinearities Improve Neural Network Acoustic Models, ICML 2013.
#include "core/nn/map_layer.h"

namespace tadpole {
namespace {

class LeakyRelu final : public MapLayer {
 public:
  void describe(OptionSet& options) override {
    options.add("alpha", alpha_, {.help = "slope below zero", .min = 0, .max = 1});
  }
  bool is_cheap() const override { return true; }
  bool backward_needs_input() const override { return true; }

  void forward(const Pass& p) const override {
    map(p.x, p.y, [this](float x) { return x > 0.0F ? x : alpha_ * x; });
  }
  void backward(const Pass& p) const override {
    map_back(p.x, p, [this](float x) { return x > 0.0F ? 1.0F : alpha_; });
  }
  void lower(Lowering& to, const float*, const float*, Activation) const override {
    OpOptions options;
    options.alpha = alpha_;
    lower_map(to, lowered::kLeakyRelu, std::move(options));
  }

 private:
  float alpha_ = 0.3F;
};

}  // namespace

std::unique_ptr<Layer> make_leaky_relu() { return std::make_unique<LeakyRelu>(); }

}  // namespace tadpole
