// SPDX-License-Identifier: Apache-2.0
// Convolutions with strides down to a small picture of `code` channels and up again: for pictures
// and spectrograms whose sides are multiples of four. Source: Masci et al.: Stacked Convolutional
// Auto-Encoders, 2011.
#include "core/nn/reference_model.h"

namespace tadpole {
namespace {

class ConvAutoencoder final : public ReferenceModel {
 public:
  void describe(OptionSet& options) override {
    options.add("filters", filters_, {.help = "of the first convolution", .min = 1, .max = 4096})
        .add("code", code_, {.help = "channels in the middle", .min = 1, .max = 4096});
  }

  // Gives back as many values as it takes, whatever the number of classes.
  Result<Lines> lines(const Shape& input, int) const override {
    if (input.h % 4 != 0 || input.w % 4 != 0) {
      return wrong_use("conv_autoencoder: input is " + input.text() +
                       ", expected height and width in multiples of 4; resize it, or take "
                       "'autoencoder'");
    }
    return Lines{
        conv(filters_, 2), "relu", conv(code_, 2),        "relu",          "upsampling size=2x2",
        conv(filters_, 1), "relu", "upsampling size=2x2", conv(input.c, 1)};
  }

 private:
  static std::string conv(int filters, int stride) {
    return with_number("conv2d filters", filters) + with_number(" kernel=3x3 stride", stride);
  }
  int filters_ = 16;
  int code_ = 8;
};

}  // namespace

std::unique_ptr<ReferenceModel> make_model_conv_autoencoder() {
  return std::make_unique<ConvAutoencoder>();
}

}  // namespace tadpole
