// SPDX-License-Identifier: Apache-2.0
// Residual network of eight layers, for 32x32 colour pictures. Source: He et al.: Deep Residual
// Learning, arXiv:1512.03385, 2015, in the form of MLPerf Tiny image classification, 2021.
#include "core/nn/reference_model.h"

namespace tadpole {
namespace {

class Resnet8 final : public ReferenceModel {
 public:
  void describe(OptionSet& options) override {
    options.add("filters", filters_, {.help = "of the first block", .min = 1, .max = 1024});
  }

  Result<Lines> lines(const Shape&, int outputs) const override {
    Lines made = {conv(filters_, 3, 1), "batch_norm", "relu name=block0"};
    for (int block = 1; block <= 3; ++block) append(made, residual(block));
    made.emplace_back("global_average_pool");
    append_classifier(made, outputs);
    return made;
  }

 private:
  static std::string conv(int filters, int kernel, int stride) {
    return with_number("conv2d filters", filters) + with_number(" kernel", kernel) +
           with_number(" stride", stride);
  }
  // Two convolutions; from the second block on they halve the picture, and so does the shortcut.
  Lines residual(int block) const {
    const int filters = filters_ << (block - 1), stride = block == 1 ? 1 : 2;
    const std::string before = "block" + std::to_string(block - 1);
    const std::string way = "way" + std::to_string(block);
    Lines made = {conv(filters, 3, stride), "batch_norm", "relu", conv(filters, 3, 1),
                  "batch_norm name=" + way};
    if (block > 1) made.push_back(conv(filters, 1, stride) + " input=" + before);
    made.push_back("add from=" + (block > 1 ? way : before));
    made.push_back("relu name=block" + std::to_string(block));
    return made;
  }
  int filters_ = 16;
};

}  // namespace

std::unique_ptr<ReferenceModel> make_model_resnet8() { return std::make_unique<Resnet8>(); }

}  // namespace tadpole
