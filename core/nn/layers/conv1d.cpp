// SPDX-License-Identifier: Apache-2.0
// Convolution over time: a conv2d whose kernel is kernel x 1 over input {time, 1, channels}.
// Parameters: kernel [kernel,in,out], then bias [out]. On the device it is a CONV_2D.
#include "core/nn/conv_layer.h"

namespace tadpole {
namespace {

class Conv1d final : public ConvLayer {
 public:
  void describe(OptionSet& options) override {
    options.add("filters", filters_, {.help = "output channels", .min = 1, .max = 65536})
        .add("kernel", kernel_, {.help = "steps of time under the window", .min = 1, .max = 4096})
        .add("stride", stride_, {.help = "steps of time between windows", .min = 1, .max = 4096})
        .add("padding", window_.padding,
             {.help = "same: zeros around the input; valid: only whole windows",
              .choices = {"same", "valid"}})
        .add("use_bias", use_bias_, {.help = "add a trained value per filter"});
  }

  Outcome build(const Shape& in) override {
    if (in.w != 1) {
      return wrong_use("input is " + in.text() + ", expected Tx1xC (time, 1, channels); put " +
                       "'reshape shape=" + std::to_string(in.h) + "x1x" +
                       std::to_string(std::int64_t{in.w} * in.c) + "' before");
    }
    window_.kernel = std::to_string(kernel_) + "x1";
    window_.stride = std::to_string(stride_) + "x1";
    return ConvLayer::build(in);
  }

 private:
  int kernel_ = 3;
  int stride_ = 1;
};

}  // namespace

std::unique_ptr<Layer> make_conv1d() { return std::make_unique<Conv1d>(); }

}  // namespace tadpole
