// SPDX-License-Identifier: Apache-2.0
// Two convolutions and a small dense layer for 28x28 pictures: 69,798 parameters at ten classes.
#include "core/nn/reference_model.h"

namespace tadpole {
namespace {

class FashionCnn final : public ReferenceModel {
 public:
  void describe(OptionSet& options) override {
    options.add("filters", filters_, {.help = "of each convolution", .min = 1, .max = 4096})
        .add("units", units_, {.help = "of the dense layer", .min = 1, .max = 65536});
  }

  Result<Lines> lines(const Shape&, int outputs) const override {
    const std::string conv = with_number("conv2d filters", filters_) + " kernel=3x3 padding=valid";
    Lines made = {conv,   "relu",     "max_pool", conv,
                  "relu", "max_pool", "flatten",  with_number("dense units", units_),
                  "relu"};
    append_classifier(made, outputs);
    return made;
  }

 private:
  int filters_ = 64;
  int units_ = 20;
};

}  // namespace

std::unique_ptr<ReferenceModel> make_model_fashion_cnn() { return std::make_unique<FashionCnn>(); }

}  // namespace tadpole
