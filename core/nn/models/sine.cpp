// SPDX-License-Identifier: Apache-2.0
// Two hidden layers of 16 that follow a sine. Source: TensorFlow Lite Micro's hello_world example,
// 2019.
#include "core/nn/reference_model.h"

namespace tadpole {
namespace {

class Sine final : public ReferenceModel {
 public:
  Result<Lines> lines(const Shape&, int outputs) const override {
    return Lines{"flatten",        "dense units=16", "relu",
                 "dense units=16", "relu",           with_number("dense units", outputs)};
  }
};

}  // namespace

std::unique_ptr<ReferenceModel> make_model_sine() { return std::make_unique<Sine>(); }

}  // namespace tadpole
