// SPDX-License-Identifier: Apache-2.0
// One of the networks of TensorFlow's speech_commands example (2017): low_latency_svdf. Source:
// Nakkiran et al.: Compressing Deep Neural Networks using a Rank-Constrained Topology, 2015.
#include "core/nn/reference_model.h"

namespace tadpole {
namespace {

class LowLatencySvdf final : public ReferenceModel {
 public:
  void describe(OptionSet& options) override {
    options.add("units", units_, {.help = "of the filters over time", .min = 1, .max = 4096})
        .add("dropout", dropout_, {.help = "rate", .min = 0, .max = 0.99});
  }

  Result<Lines> lines(const Shape&, int outputs) const override {
    const std::string dropout = "dropout rate=" + number_text(dropout_);
    Lines made = {with_number("svdf units", units_) + " rank=2",
                  "relu",
                  dropout,
                  "dense units=256",
                  dropout,
                  "dense units=256",
                  dropout};
    append_classifier(made, outputs);
    return made;
  }

 private:
  int units_ = 1280;
  double dropout_ = 0.5;
};

}  // namespace

std::unique_ptr<ReferenceModel> make_model_low_latency_svdf() {
  return std::make_unique<LowLatencySvdf>();
}

}  // namespace tadpole
