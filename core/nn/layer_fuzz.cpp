// SPDX-License-Identifier: Apache-2.0
// Any lines as a network of one's own (the recipe's layers): a plan, or a sentence that says why
// not.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/base/text.h"
#include "core/nn/model.h"
#include "core/nn/plan.h"

namespace {

constexpr std::size_t kFewParameters = 1 << 16;  // larger ones are planned, not built

tadpole::Result<tadpole::ModelSpec> read_spec(std::string_view text) {
  tadpole::ModelSpec spec;
  for (const std::string& line : tadpole::split(text, '\n')) {
    spec.layers.push_back(TADPOLE_TRY(tadpole::parse_layer(line)));
    if (tadpole::parse_layer(tadpole::layer_text(spec.layers.back())).value().options !=
        spec.layers.back().options) {
      std::abort();  // what we write we read
    }
  }
  return spec;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto spec = read_spec({reinterpret_cast<const char*>(data), size});
  if (!spec.ok()) return 0;
  const auto plan = tadpole::Plan::create(spec.value());
  if (!plan.ok() && plan.error().message.empty()) std::abort();
  if (!plan.ok() || plan.value().parameter_count() > kFewParameters) return 0;
  auto model = tadpole::Model::create(spec.value());
  if (!model.ok()) std::abort();  // the plan was good
  model.value().initialize(1);
  model.value().summary();
  if (model.value().runs_on_device().ok()) model.value().lower();
  return 0;
}
