// SPDX-License-Identifier: Apache-2.0
// One of the networks of TensorFlow's speech_commands example (2017): low_latency_conv: the
// filters see all of the time at once. Source: Sainath, Parada, 2015 (cnn-one-fstride4).
#include "core/nn/reference_model.h"

namespace tadpole {
namespace {

class LowLatencyConv final : public ReferenceModel {
 public:
  void describe(OptionSet& options) override {
    options.add("dropout", dropout_, {.help = "rate", .min = 0, .max = 0.99});
  }

  Result<Lines> lines(const Shape& input, int outputs) const override {
    if (input.w < 8) {
      return wrong_use("low_latency_conv: input is " + input.text() +
                       ", its filters are 8 bands wide; take more bands");
    }
    Lines made = {"conv2d filters=186 kernel=" + std::to_string(input.h) + "x8 padding=valid",
                  "relu",
                  dropout(),
                  "flatten",
                  "dense units=128",
                  dropout(),
                  "dense units=128",
                  dropout()};
    append_classifier(made, outputs);
    return made;
  }

 private:
  std::string dropout() const { return "dropout rate=" + number_text(dropout_); }
  double dropout_ = 0.5;
};

}  // namespace

std::unique_ptr<ReferenceModel> make_model_low_latency_conv() {
  return std::make_unique<LowLatencyConv>();
}

}  // namespace tadpole
