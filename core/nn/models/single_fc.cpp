// SPDX-License-Identifier: Apache-2.0
// One of the networks of TensorFlow's speech_commands example (2017): single_fc, a single dense
// layer over the whole spectrogram.
#include "core/nn/reference_model.h"

namespace tadpole {
namespace {

class SingleFc final : public ReferenceModel {
 public:
  Result<Lines> lines(const Shape&, int outputs) const override {
    Lines made = {"flatten"};
    append_classifier(made, outputs);
    return made;
  }
};

}  // namespace

std::unique_ptr<ReferenceModel> make_model_single_fc() { return std::make_unique<SingleFc>(); }

}  // namespace tadpole
