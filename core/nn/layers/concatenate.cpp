// SPDX-License-Identifier: Apache-2.0
// The channels of the input, then those of an earlier layer ("concatenate with=<its name>").
// Source: Ronneberger, Fischer, Brox: U-Net, arXiv:1505.04597, 2015.
#include <algorithm>

#include "core/nn/layer.h"
#include "core/nn/lowering.h"

namespace tadpole {
namespace {

class Concatenate final : public Layer {
 public:
  void describe(OptionSet& options) override {
    options.add("with", with_, {.help = "name of the earlier layer whose channels follow"});
  }
  Outcome build(const Shape& in) override {
    if (with_.empty()) return wrong_use("with is missing; name an earlier layer, e.g. with=block1");
    set_shapes(in, in);
    return Done{};
  }
  Outcome build_second(const Shape& other, const std::string& name) override {
    if (other.h != in().h || other.w != in().w) {
      return wrong_use("input is " + in().text() + " and '" + name + "' gives " + other.text() +
                       "; both must have the same height and width");
    }
    set_other_shape(other);
    set_shapes(in(), {in().h, in().w, in().c + other.c});
    return Done{};
  }
  std::string second_input() const override { return with_; }

  void forward(const Pass& p) const override {
    for_pixels(p.n, [&](int s, int i, int j) {
      float* y = pixel(p.y, s, i, j);
      std::copy_n(pixel(p.x, s, i, j), in().c, y);
      std::copy_n(pixel(p.other, s, i, j), other_in().c, y + in().c);
    });
  }

  void backward(const Pass& p) const override {
    for_pixels(p.n, [&](int s, int i, int j) {
      const float* dy = pixel(p.dy, s, i, j);
      if (p.dx.data != nullptr) std::copy_n(dy, in().c, pixel(p.dx, s, i, j));
      if (p.d_other.data != nullptr)
        std::copy_n(dy + in().c, other_in().c, pixel(p.d_other, s, i, j));
    });
  }

  void lower(Lowering& to, const float*, const float*, Activation) const override {
    std::vector<int> shape = to.shape();
    shape.back() = out().c;
    OpOptions options;
    options.axis = static_cast<int>(shape.size()) - 1;
    to.add(lowered::kConcatenation, {to.other()}, std::move(shape), std::move(options));
  }

 private:
  static float* pixel(const View& v, int s, int i, int j) {
    return v.line(s, i) + std::ptrdiff_t{j} * v.c;
  }
  template <typename F>
  void for_pixels(int n, const F& f) const {
    for (int s = 0; s < n; ++s) {
      for (int i = 0; i < in().h; ++i) {
        for (int j = 0; j < in().w; ++j) f(s, i, j);
      }
    }
  }
  std::string with_;
};

}  // namespace

std::unique_ptr<Layer> make_concatenate() { return std::make_unique<Concatenate>(); }

}  // namespace tadpole
