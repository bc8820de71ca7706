// SPDX-License-Identifier: Apache-2.0
// Residual connection: adds the output of an earlier layer ("add from=<its name>") to the input.
// Source: He et al.: Deep Residual Learning, arXiv:1512.03385, 2015.
#include "core/nn/layer.h"
#include "core/nn/lowering.h"

namespace tadpole {
namespace {

class Add final : public Layer {
 public:
  void describe(OptionSet& options) override {
    options.add("from", from_, {.help = "name of the earlier layer whose output is added"});
  }
  Outcome build(const Shape& in) override {
    if (from_.empty()) return wrong_use("from is missing; name an earlier layer, e.g. from=block1");
    set_shapes(in, in);
    return Done{};
  }
  std::string second_input() const override { return from_; }
  bool can_fuse_activation() const override { return true; }

  void forward(const Pass& p) const override { p.kernels->add(p.x, p.other, p.y, p.lo, p.hi); }
  void backward(const Pass& p) const override {
    if (p.dx.data != nullptr) copy_view(p.dy, p.dx);
    if (p.d_other.data != nullptr) copy_view(p.dy, p.d_other);
  }

  void lower(Lowering& to, const float*, const float*, Activation fused) const override {
    OpOptions options;
    options.activation = fused;
    to.add(lowered::kAdd, {to.other()}, to.shape(), std::move(options));
  }

 private:
  std::string from_;
};

}  // namespace

std::unique_ptr<Layer> make_add() { return std::make_unique<Add>(); }

}  // namespace tadpole
