// SPDX-License-Identifier: Apache-2.0
// One neuron, y = w x + b: the first lesson.
#include "core/nn/reference_model.h"

namespace tadpole {
namespace {

class FirstNeuron final : public ReferenceModel {
 public:
  Result<Lines> lines(const Shape&, int outputs) const override {
    return Lines{"flatten", with_number("dense units", outputs)};
  }
};

}  // namespace

std::unique_ptr<ReferenceModel> make_model_first_neuron() {
  return std::make_unique<FirstNeuron>();
}

}  // namespace tadpole
