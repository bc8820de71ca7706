// SPDX-License-Identifier: Apache-2.0
// Dense layers one after the other: the net to beat.
#include "core/nn/reference_model.h"

namespace tadpole {
namespace {

class Mlp final : public ReferenceModel {
 public:
  void describe(OptionSet& options) override {
    options.add("units", units_, {.help = "values of each hidden layer", .min = 1, .max = 65536})
        .add("depth", depth_, {.help = "hidden layers", .min = 0, .max = 100})
        .add("dropout", dropout_, {.help = "rate behind each of them", .min = 0, .max = 0.99});
  }

  Result<Lines> lines(const Shape&, int outputs) const override {
    Lines made = {"flatten"};
    for (int i = 0; i < depth_; ++i) {
      append(made, {with_number("dense units", units_), "relu"});
      if (dropout_ > 0) made.push_back("dropout rate=" + number_text(dropout_));
    }
    append_classifier(made, outputs);
    return made;
  }

 private:
  int units_ = 128;
  int depth_ = 1;
  double dropout_ = 0.0;
};

}  // namespace

std::unique_ptr<ReferenceModel> make_model_mlp() { return std::make_unique<Mlp>(); }

}  // namespace tadpole
