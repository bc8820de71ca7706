// SPDX-License-Identifier: Apache-2.0
// Every pixel becomes a block of height x width equal ones: the image grows, the way back of a
// pool.
#include <algorithm>

#include "core/nn/layer.h"
#include "core/nn/lowering.h"

namespace tadpole {
namespace {

class Upsampling final : public Layer {
 public:
  void describe(OptionSet& options) override {
    options.add("size", size_,
                {.help = "block that a pixel becomes, height x width", .unit = "pixels"});
  }
  Outcome build(const Shape& in) override {
    block_ = TADPOLE_TRY(parse_extent("size", size_));
    TADPOLE_TRY(check_kernel({in.h, block_.h, in.w, block_.w, in.c}));
    set_shapes(in, {in.h * block_.h, in.w * block_.w, in.c});
    return Done{};
  }
  bool is_cheap() const override { return true; }

  void forward(const Pass& p) const override {
    for_pixels(p.n, [&](int s, int i, int j) {
      std::copy_n(pixel(p.x, s, i / block_.h, j / block_.w), in().c, pixel(p.y, s, i, j));
    });
  }
  void backward(const Pass& p) const override {
    if (p.dx.data == nullptr) return;
    fill_view(p.dx, 0.0F);
    for_pixels(p.n, [&](int s, int i, int j) {
      const float* dy = pixel(p.dy, s, i, j);
      float* dx = pixel(p.dx, s, i / block_.h, j / block_.w);
      for (int c = 0; c < in().c; ++c) dx[c] += dy[c];
    });
  }

  // With half pixel centers, as Keras writes it: the middle of a pixel is never near the border
  // between two of the input, whatever the rounding of the ratio.
  void lower(Lowering& to, const float*, const float*, Activation) const override {
    to.image(in());
    const int size = to.constant("size", std::vector<int>{out().h, out().w});
    OpOptions options;
    options.half_pixel_centers = true;
    to.add(lowered::kResizeNearestNeighbor, {size}, batch_of_one(out()), std::move(options));
  }

 private:
  static float* pixel(const View& v, int s, int i, int j) {
    return v.line(s, i) + std::ptrdiff_t{j} * v.c;
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
  std::string size_ = "2x2";
  Extent block_;
};

}  // namespace

std::unique_ptr<Layer> make_upsampling() { return std::make_unique<Upsampling>(); }

}  // namespace tadpole
