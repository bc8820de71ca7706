// SPDX-License-Identifier: Apache-2.0
// Ready-made models by name: one file each in models/.
#include <iterator>

#include "core/base/text.h"
#include "core/nn/reference_model.h"

namespace tadpole {

#define TADPOLE_ENTRY(name) std::unique_ptr<ReferenceModel> make_model_##name();
#include "core/nn/models/models.inc"
#undef TADPOLE_ENTRY

namespace {

struct Entry {
  const char* name;
  std::unique_ptr<ReferenceModel> (*make)();
};
constexpr Entry kEntries[] = {
#define TADPOLE_ENTRY(name) {#name, make_model_##name},
#include "core/nn/models/models.inc"
#undef TADPOLE_ENTRY
};

Result<std::unique_ptr<ReferenceModel>> make_reference_model(const LayerSpec& named) {
  for (const Entry& entry : kEntries) {
    if (named.kind != entry.name) continue;
    std::unique_ptr<ReferenceModel> model = entry.make();
    OptionSet options;
    model->describe(options);
    for (const auto& [name, value] : named.options)
      TADPOLE_TRY(options.set(name, value, "model " + named.kind));
    return model;
  }
  const std::vector<std::string> names = reference_model_names();
  return wrong_use("there is no model '" + named.kind + "'" + did_you_mean(named.kind, names) +
                   "; ready-made: " + join(names, ", "));
}

}  // namespace

std::vector<std::string> reference_model_names() {
  std::vector<std::string> names;
  for (const Entry& entry : kEntries) names.emplace_back(entry.name);
  return names;
}

Outcome check_reference_model(const std::string& line) {
  const LayerSpec named = TADPOLE_TRY(parse_layer(line));
  TADPOLE_TRY(make_reference_model(named));
  return Done{};
}

Result<ModelSpec> reference_model(const std::string& line, std::array<int, 3> input, int outputs) {
  const LayerSpec named = TADPOLE_TRY(parse_layer(line));
  const std::unique_ptr<ReferenceModel> model = TADPOLE_TRY(make_reference_model(named));
  ModelSpec spec{.input = input, .layers = {}};
  const Lines lines = TADPOLE_TRY(model->lines({input[0], input[1], input[2]}, outputs));
  for (const std::string& text : lines) spec.layers.push_back(TADPOLE_TRY(parse_layer(text)));
  return spec;
}

}  // namespace tadpole
