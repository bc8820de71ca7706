// SPDX-License-Identifier: Apache-2.0
// Convolution over height and width.
#include "core/nn/conv_layer.h"

namespace tadpole {
namespace {

class Conv2d final : public ConvLayer {
 public:
  void describe(OptionSet& options) override {
    options.add("filters", filters_, {.help = "output channels", .min = 1, .max = 65536});
    describe_sliding(options, window_);
    options.add("use_bias", use_bias_, {.help = "add a trained value per filter"});
  }
};

}  // namespace

std::unique_ptr<Layer> make_conv2d() { return std::make_unique<Conv2d>(); }

}  // namespace tadpole
