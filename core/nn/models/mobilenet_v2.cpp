// SPDX-License-Identifier: Apache-2.0
// Inverted residuals with linear bottlenecks. Source: Sandler et al.: MobileNetV2,
// arXiv:1801.04381, 2018; channels are rounded to multiples of 8 as there.
#include <algorithm>

#include "core/nn/reference_model.h"

namespace tadpole {
namespace {

class MobilenetV2 final : public ReferenceModel {
 public:
  void describe(OptionSet& options) override {
    options.add("alpha", alpha_, {.help = "share of the channels", .min = 0.05, .max = 2});
  }

  Result<Lines> lines(const Shape&, int outputs) const override {
    Lines made = {with_number("conv2d filters", channels(32)) + " kernel=3x3 stride=2x2" + kNoBias,
                  "batch_norm", "relu6"};
    int before = channels(32), number = 0;
    struct Row {
      int expansion, filters, repeats, stride;
    };
    constexpr Row kRows[] = {{1, 16, 1, 1}, {6, 24, 2, 2},  {6, 32, 3, 2}, {6, 64, 4, 2},
                             {6, 96, 3, 1}, {6, 160, 3, 2}, {6, 320, 1, 1}};
    for (const Row& row : kRows) {
      for (int i = 0; i < row.repeats; ++i) {
        const int after = channels(row.filters), stride = i == 0 ? row.stride : 1;
        append(made, bottleneck(++number, before, after, row.expansion, stride));
        before = after;
      }
    }
    const int last = alpha_ > 1.0 ? channels(1280) : 1280;
    append(made, {with_number("conv2d filters", last) + " kernel=1x1" + kNoBias, "batch_norm",
                  "relu6", "global_average_pool"});
    append_classifier(made, outputs);
    return made;
  }

 private:
  static constexpr const char* kNoBias = " use_bias=false";

  // The nearest multiple of 8 that is no more than a tenth smaller.
  int channels(int full) const {
    const double wanted = full * alpha_;
    const int rounded = std::max(8, static_cast<int>(wanted + 4) / 8 * 8);
    return rounded < 0.9 * wanted ? rounded + 8 : rounded;
  }

  // Widen, convolve each channel, narrow without an activation; equal shapes are added.
  static Lines bottleneck(int number, int before, int after, int expansion, int stride) {
    Lines made;
    if (expansion > 1) {
      append(made, {with_number("conv2d filters", before * expansion) + " kernel=1x1" + kNoBias,
                    "batch_norm", "relu6"});
    }
    const std::string name = " name=block" + std::to_string(number);
    const bool adds = before == after && stride == 1;
    append(made, {with_number("depthwise_conv2d kernel=3x3 stride", stride) + kNoBias, "batch_norm",
                  "relu6", with_number("conv2d filters", after) + " kernel=1x1" + kNoBias,
                  "batch_norm" + (adds ? "" : name)});
    if (adds) made.push_back("add from=block" + std::to_string(number - 1) + name);
    return made;
  }
  double alpha_ = 1.0;
};

}  // namespace

std::unique_ptr<ReferenceModel> make_model_mobilenet_v2() {
  return std::make_unique<MobilenetV2>();
}

}  // namespace tadpole
