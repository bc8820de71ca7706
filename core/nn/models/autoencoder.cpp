// SPDX-License-Identifier: Apache-2.0
// Dense layers down to a few numbers and up again to the input: what comes back badly is unusual.
// The defaults are those of MLPerf Tiny anomaly detection, 2021 (640 inputs). Source: Koizumi et
// al.: DCASE 2020 challenge task 2, arXiv:2006.05822.
#include "core/nn/reference_model.h"

namespace tadpole {
namespace {

class Autoencoder final : public ReferenceModel {
 public:
  void describe(OptionSet& options) override {
    options.add("units", units_, {.help = "values of each wide layer", .min = 1, .max = 65536})
        .add("depth", depth_, {.help = "wide layers on each side", .min = 0, .max = 100})
        .add("code", code_, {.help = "values in the middle", .min = 1, .max = 65536})
        .add("batch_norm", norm_, {.help = "a batch norm behind each layer but the last"});
  }

  // Gives back as many values as it takes, whatever the number of classes.
  Result<Lines> lines(const Shape& input, int) const override {
    Lines made = {"flatten"};
    for (int i = 0; i < depth_; ++i) append(made, dense(units_));
    append(made, dense(code_));
    for (int i = 0; i < depth_; ++i) append(made, dense(units_));
    made.push_back("dense units=" + std::to_string(input.elements()));
    return made;
  }

 private:
  Lines dense(int units) const {
    Lines made = {with_number("dense units", units)};
    if (norm_) made.emplace_back("batch_norm");
    made.emplace_back("relu");
    return made;
  }
  int units_ = 128;
  int depth_ = 4;
  int code_ = 8;
  bool norm_ = true;
};

}  // namespace

std::unique_ptr<ReferenceModel> make_model_autoencoder() { return std::make_unique<Autoencoder>(); }

}  // namespace tadpole
