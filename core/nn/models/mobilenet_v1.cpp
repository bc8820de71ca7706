// SPDX-License-Identifier: Apache-2.0
// Depthwise separable convolutions, for any resolution. At alpha=0.25 and 96x96 it is MLPerf Tiny's
// visual wake words. Source: Howard et al.: MobileNets, arXiv:1704.04861, 2017.
#include <algorithm>

#include "core/nn/reference_model.h"

namespace tadpole {
namespace {

class MobilenetV1 final : public ReferenceModel {
 public:
  void describe(OptionSet& options) override {
    options.add("alpha", alpha_, {.help = "share of the channels", .min = 0.05, .max = 2})
        .add("dropout", dropout_, {.help = "rate before the last layer", .min = 0, .max = 0.99});
  }

  Result<Lines> lines(const Shape&, int outputs) const override {
    Lines made = {with_number("conv2d filters", channels(32)) + " kernel=3x3 stride=2x2" + kNoBias,
                  "batch_norm", "relu"};
    struct Block {
      int filters, stride;
    };
    constexpr Block kBlocks[] = {{64, 1},  {128, 2},  {128, 1}, {256, 2}, {256, 1},
                                 {512, 2}, {512, 1},  {512, 1}, {512, 1}, {512, 1},
                                 {512, 1}, {1024, 2}, {1024, 1}};
    for (const Block& b : kBlocks) {
      append(made,
             {with_number("depthwise_conv2d kernel=3x3 stride", b.stride) + kNoBias, "batch_norm",
              "relu", with_number("conv2d filters", channels(b.filters)) + " kernel=1x1" + kNoBias,
              "batch_norm", "relu"});
    }
    made.emplace_back("global_average_pool");
    if (dropout_ > 0) made.push_back("dropout rate=" + number_text(dropout_));
    append_classifier(made, outputs);
    return made;
  }

 private:
  static constexpr const char* kNoBias = " use_bias=false";
  int channels(int full) const { return std::max(1, static_cast<int>(full * alpha_)); }
  double alpha_ = 0.25;
  double dropout_ = 0.0;
};

}  // namespace

std::unique_ptr<ReferenceModel> make_model_mobilenet_v1() {
  return std::make_unique<MobilenetV1>();
}

}  // namespace tadpole
