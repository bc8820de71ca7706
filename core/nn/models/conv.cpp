// SPDX-License-Identifier: Apache-2.0
// One of the networks of TensorFlow's speech_commands example (2017): conv. Source: Sainath,
// Parada: Convolutional Neural Networks for Small-footprint Keyword Spotting, 2015
// (cnn-trad-fpool3).
#include "core/nn/reference_model.h"

namespace tadpole {
namespace {

class Conv final : public ReferenceModel {
 public:
  void describe(OptionSet& options) override {
    options.add("dropout", dropout_, {.help = "rate", .min = 0, .max = 0.99});
  }

  Result<Lines> lines(const Shape&, int outputs) const override {
    Lines made = {"conv2d filters=64 kernel=20x8", "relu", dropout(), "max_pool padding=same",
                  "conv2d filters=64 kernel=10x4", "relu", dropout(), "flatten"};
    append_classifier(made, outputs);
    return made;
  }

 private:
  std::string dropout() const { return "dropout rate=" + number_text(dropout_); }
  double dropout_ = 0.5;
};

}  // namespace

std::unique_ptr<ReferenceModel> make_model_conv() { return std::make_unique<Conv>(); }

}  // namespace tadpole
