// SPDX-License-Identifier: Apache-2.0
// Three convolutions of 32, 64 and 64 filters and a dense layer for small colour pictures.
#include "core/nn/reference_model.h"

namespace tadpole {
namespace {

class CifarCnn final : public ReferenceModel {
 public:
  Result<Lines> lines(const Shape&, int outputs) const override {
    Lines made;
    for (const int filters : {32, 64}) {
      append(made, {with_number("conv2d filters", filters) + " kernel=3x3 padding=valid", "relu",
                    "max_pool"});
    }
    append(made, {"conv2d filters=64 kernel=3x3 padding=valid", "relu", "flatten", "dense units=64",
                  "relu"});
    append_classifier(made, outputs);
    return made;
  }
};

}  // namespace

std::unique_ptr<ReferenceModel> make_model_cifar_cnn() { return std::make_unique<CifarCnn>(); }

}  // namespace tadpole
