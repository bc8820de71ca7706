// SPDX-License-Identifier: Apache-2.0
// One of the networks of TensorFlow's speech_commands example (2017): tiny_conv, which
// micro_speech runs.
#include "core/nn/reference_model.h"

namespace tadpole {
namespace {

class TinyConv final : public ReferenceModel {
 public:
  void describe(OptionSet& options) override {
    options.add("dropout", dropout_, {.help = "rate", .min = 0, .max = 0.99});
  }

  Result<Lines> lines(const Shape&, int outputs) const override {
    Lines made = {"conv2d filters=8 kernel=10x8 stride=2x2 padding=same", "relu", dropout(),
                  "flatten"};
    append_classifier(made, outputs);
    return made;
  }

 private:
  std::string dropout() const { return "dropout rate=" + number_text(dropout_); }
  double dropout_ = 0.5;
};

}  // namespace

std::unique_ptr<ReferenceModel> make_model_tiny_conv() { return std::make_unique<TinyConv>(); }

}  // namespace tadpole
