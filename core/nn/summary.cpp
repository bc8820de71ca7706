// SPDX-License-Identifier: Apache-2.0
#include "core/nn/summary.h"

#include <fmt/format.h>

namespace tadpole {

std::string summary_text(const ModelSpec& spec, const Plan& plan) {
  std::string text =
      fmt::format("{:<60} {:>12} {:>10} {:>12}\n", "layer", "output", "parameters", "macs");
  text += fmt::format("{:<60} {:>12}\n", "input", plan.tensors()[0].shape.text());
  std::size_t parameters = 0;
  std::int64_t macs = 0;
  for (std::size_t i = 0; i < plan.layers().size(); ++i) {
    const Layer& layer = *plan.layers()[i];
    text += fmt::format("{:<60} {:>12} {:>10} {:>12}\n", layer_text(spec.layers[i]),
                        layer.out().text(), layer.parameter_count(), layer.macs());
    parameters += layer.parameter_count();
    macs += layer.macs();
  }
  return text + fmt::format("{:<60} {:>12} {:>10} {:>12}\n", "sum", "", parameters, macs);
}

}  // namespace tadpole
