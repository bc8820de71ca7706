// SPDX-License-Identifier: Apache-2.0
// In training a share of the values becomes zero and the others grow by 1/(1-rate); in inference
// nothing happens. Which ones is a hash of seed, layer and position: the same on every run,
// whatever the order of work. Source: Srivastava et al.: Dropout, JMLR 15, 2014.
#include "core/nn/layer.h"

namespace tadpole {
namespace {

class Dropout final : public Layer {
 public:
  void describe(OptionSet& options) override {
    options.add("rate", rate_,
                {.help = "share of the values that become zero", .min = 0, .max = 0.99});
  }
  Outcome build(const Shape& in) override {
    set_shapes(in, in);
    return Done{};
  }
  bool is_cheap() const override { return true; }
  bool only_trains() const override { return true; }

  void forward(const Pass& p) const override { p.kernels->dropout(p.x, p.y, mask(p)); }
  void backward(const Pass& p) const override {
    if (p.dx.data != nullptr) p.kernels->dropout(p.dy, p.dx, mask(p));
  }
  void lower(Lowering&, const float*, const float*, Activation) const override {}

 private:
  DropoutMask mask(const Pass& p) const {
    return {static_cast<std::uint32_t>(p.dropout_seed),
            static_cast<std::uint32_t>(p.dropout_seed >> 32),
            static_cast<std::uint32_t>(static_cast<std::size_t>(p.first) * in().elements()), rate_};
  }
  float rate_ = 0.5F;
};

}  // namespace

std::unique_ptr<Layer> make_dropout() { return std::make_unique<Dropout>(); }

}  // namespace tadpole
