// SPDX-License-Identifier: Apache-2.0
// Largest value of a window. The gradient goes to the first largest one.
#include "core/nn/pool_layer.h"

namespace tadpole {
namespace {

class MaxPool final : public PoolLayer {
 public:
  bool backward_needs_input() const override { return true; }

  void forward(const Pass& p) const override { p.kernels->max_pool(pool(p.x, p.y)); }
  void backward(const Pass& p) const override {
    if (p.dx.data != nullptr) p.kernels->max_pool_input(pool(p.x, p.dy), p.dx);
  }

  void lower(Lowering& to, const float*, const float*, Activation) const override {
    lower_pool(to, lowered::kMaxPool2d);
  }

 private:
  Pool pool(const View& x, const View& y) const {
    return {.x = x,
            .y = y,
            .kh = slide_.kernel.h,
            .kw = slide_.kernel.w,
            .sh = slide_.stride.h,
            .sw = slide_.stride.w,
            .top = slide_.h.before,
            .left = slide_.w.before};
  }
};

}  // namespace

std::unique_ptr<Layer> make_max_pool() { return std::make_unique<MaxPool>(); }

}  // namespace tadpole
