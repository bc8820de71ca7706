// SPDX-License-Identifier: Apache-2.0
// Multiplies the input by the output of an earlier layer ("multiply with=<its name>"), value by
// value; where one of the two is a single pixel (1x1xC), it scales every pixel of the other. Source
// for the latter: Hu, Shen, Sun: Squeeze-and-Excitation Networks, arXiv:1709.01507, 2017.
#include <algorithm>

#include "core/nn/layer.h"
#include "core/nn/lowering.h"

namespace tadpole {
namespace {

class Multiply final : public Layer {
 public:
  void describe(OptionSet& options) override {
    options.add("with", with_, {.help = "name of the earlier layer whose output is the factor"});
  }
  Outcome build(const Shape& in) override {
    if (with_.empty()) return wrong_use("with is missing; name an earlier layer, e.g. with=gate");
    set_shapes(in, in);
    return Done{};
  }
  Outcome build_second(const Shape& other, const std::string& name) override {
    const bool same = other == in();
    const bool one_is_a_pixel = other.c == in().c && (is_pixel(other) || is_pixel(in()));
    if (!same && !one_is_a_pixel) {
      return wrong_use("input is " + in().text() + " and '" + name + "' gives " + other.text() +
                       "; both must have the same shape, or one of them one factor per channel of "
                       "the other, 1x1xC");
    }
    set_other_shape(other);
    set_shapes(in(), is_pixel(in()) ? other : in());
    return Done{};
  }
  std::string second_input() const override { return with_; }
  bool can_fuse_activation() const override { return true; }
  bool backward_needs_input() const override { return true; }

  void forward(const Pass& p) const override {
    for_pixels(p.n, [&](int s, int i, int j) {
      const float* a = pixel(p.x, s, i, j);
      const float* b = pixel(p.other, s, i, j);
      float* y = pixel(p.y, s, i, j);
      for (int c = 0; c < out().c; ++c) y[c] = std::clamp(a[c] * b[c], p.lo, p.hi);
    });
  }

  void backward(const Pass& p) const override {
    gradient(p, p.other, p.dx);
    gradient(p, p.x, p.d_other);
  }

  void lower(Lowering& to, const float*, const float*, Activation fused) const override {
    OpOptions options;
    options.activation = fused;
    const bool flat = is_pixel(out());
    to.add(lowered::kMul, {to.other()}, flat ? to.shape() : batch_of_one(out()),
           std::move(options));
  }

 private:
  static bool is_pixel(const Shape& s) { return s.h == 1 && s.w == 1; }
  // A view of one pixel is the same everywhere.
  static float* pixel(const View& v, int s, int i, int j) {
    return v.line(s, v.h == 1 ? 0 : i) + (v.w == 1 ? 0 : std::ptrdiff_t{j} * v.c);
  }
  // f(sample, line, column) of every output pixel.
  template <typename F>
  void for_pixels(int n, const F& f) const {
    for (int s = 0; s < n; ++s) {
      for (int i = 0; i < out().h; ++i) {
        for (int j = 0; j < out().w; ++j) f(s, i, j);
      }
    }
  }
  // sum (+)= dy * factor over the pixels that the view spreads to.
  void gradient(const Pass& p, const View& factor, const View& sum) const {
    if (sum.data == nullptr) return;
    fill_view(sum, 0.0F);
    for_pixels(p.n, [&](int s, int i, int j) {
      const float* dy = pixel(p.dy, s, i, j);
      const float* by = pixel(factor, s, i, j);
      float* to = pixel(sum, s, i, j);
      for (int c = 0; c < out().c; ++c) to[c] += dy[c] * by[c];
    });
  }
  std::string with_;
};

}  // namespace

std::unique_ptr<Layer> make_multiply() { return std::make_unique<Multiply>(); }

}  // namespace tadpole
