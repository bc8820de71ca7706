// SPDX-License-Identifier: Apache-2.0
#include "core/base/text.h"
#include "core/nn/model.h"

namespace tadpole {

Result<LayerSpec> parse_layer(const std::string& line) {
  LayerSpec spec;
  for (const std::string& part : split(line, ' ')) {
    const std::string word = trim(part);
    if (word.empty()) continue;
    const std::size_t equals = word.find('=');
    if (spec.kind.empty() && equals == std::string::npos) {
      spec.kind = word;
    } else if (spec.kind.empty()) {
      return wrong_use("'" + line + "': found '" + word +
                       "' where the kind of layer is expected; write it first, e.g. " +
                       "'dense units=4'");
    } else if (equals == std::string::npos || equals == 0 || equals + 1 == word.size()) {
      return wrong_use("'" + line + "': found '" + word +
                       "', expected option=value, e.g. filters=8");
    } else if (!spec.options.emplace(word.substr(0, equals), word.substr(equals + 1)).second) {
      return wrong_use("'" + line + "': '" + word.substr(0, equals) + "' is given twice; keep one");
    }
  }
  if (spec.kind.empty())
    return wrong_use("an empty line is no layer; write its kind, e.g. 'dense units=4'");
  return spec;
}

std::string layer_text(const LayerSpec& spec) {
  std::string text = spec.kind;
  for (const auto& [name, value] : spec.options) text += " " + name + "=" + value;
  return text;
}

}  // namespace tadpole
