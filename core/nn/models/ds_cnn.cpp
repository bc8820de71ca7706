// SPDX-License-Identifier: Apache-2.0
// Depthwise separable convolutions over a spectrogram. Source: Zhang et al.: Hello Edge,
// arXiv:1711.07128, 2017, in the form of MLPerf Tiny keyword spotting, 2021.
#include "core/nn/reference_model.h"

namespace tadpole {
namespace {

class DsCnn final : public ReferenceModel {
 public:
  void describe(OptionSet& options) override {
    options.add("filters", filters_, {.help = "of every convolution", .min = 1, .max = 4096})
        .add("blocks", blocks_, {.help = "separable convolutions", .min = 0, .max = 100});
  }

  Result<Lines> lines(const Shape&, int outputs) const override {
    Lines made = {with_number("conv2d filters", filters_) +
                      " kernel=10x4 stride=2x2 padding=same use_bias=false",
                  "batch_norm", "relu", "dropout rate=0.2"};
    for (int block = 0; block < blocks_; ++block) {
      append(made, {"depthwise_conv2d kernel=3x3 padding=same use_bias=false", "batch_norm", "relu",
                    with_number("conv2d filters", filters_) + " kernel=1x1 use_bias=false",
                    "batch_norm", "relu"});
    }
    append(made, {"dropout rate=0.4", "global_average_pool"});
    append_classifier(made, outputs);
    return made;
  }

 private:
  int filters_ = 64;
  int blocks_ = 4;
};

}  // namespace

std::unique_ptr<ReferenceModel> make_model_ds_cnn() { return std::make_unique<DsCnn>(); }

}  // namespace tadpole
