// SPDX-License-Identifier: Apache-2.0
// A border of zeros around the image, on each side as wide as asked.
#include "core/nn/layer.h"
#include "core/nn/lowering.h"

namespace tadpole {
namespace {

constexpr double kMostPixels = 4096;

class ZeroPadding final : public Layer {
 public:
  void describe(OptionSet& options) override {
    const auto add = [&](const char* name, int& side, const char* help) {
      options.add(name, side, {.help = help, .unit = "pixels", .min = 0, .max = kMostPixels});
    };
    add("top", top_, "zeros above the image");
    add("bottom", bottom_, "zeros below the image");
    add("left", left_, "zeros left of the image");
    add("right", right_, "zeros right of the image");
  }
  Outcome build(const Shape& in) override {
    if (top_ + bottom_ + left_ + right_ == 0)
      return wrong_use("all four sides are 0; ask for a border, e.g. top=1, or take the layer out");
    set_shapes(in, {in.h + top_ + bottom_, in.w + left_ + right_, in.c});
    return Done{};
  }
  bool is_cheap() const override { return true; }

  void forward(const Pass& p) const override {
    fill_view(p.y, 0.0F);
    copy_view(p.x, inside(p.y));
  }
  void backward(const Pass& p) const override {
    if (p.dx.data != nullptr) copy_view(inside(p.dy), p.dx);
  }

  void lower(Lowering& to, const float*, const float*, Activation) const override {
    to.image(in());
    const int paddings =
        to.constant("paddings", {4, 2}, std::vector<int>{0, 0, top_, bottom_, left_, right_, 0, 0});
    to.add(lowered::kPad, {paddings}, batch_of_one(out()));
  }

 private:
  // The image in its border.
  View inside(View v) const {
    v.data += top_ * v.row + std::ptrdiff_t{left_} * v.c;
    v.h = in().h;
    v.w = in().w;
    return v;
  }
  int top_ = 1, bottom_ = 1, left_ = 1, right_ = 1;
};

}  // namespace

std::unique_ptr<Layer> make_zero_padding() { return std::make_unique<ZeroPadding>(); }

}  // namespace tadpole
