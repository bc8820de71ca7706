// SPDX-License-Identifier: Apache-2.0
// The folders device/ops and device/signal are the lists: CMake writes one TADPOLE_ENTRY line for
// each file in them.
#include "device/model/op_definition.h"

namespace tadpole::device {

#define TADPOLE_ENTRY(name) extern const OpDefinition name##_definition;
#include "device/ops/ops.inc"
#include "device/signal/signal.inc"
#undef TADPOLE_ENTRY

#define TADPOLE_ENTRY(name) &name##_definition,

const OpDefinition* find_op(int builtin) {
  static constexpr const OpDefinition* kDefinitions[] = {
#include "device/ops/ops.inc"
      nullptr,
  };
  for (const OpDefinition* definition : kDefinitions) {
    if (definition != nullptr && definition->builtin == builtin) return definition;
  }
  return nullptr;
}

const OpDefinition* find_custom_op(const FlatVector& name) {
  static constexpr const OpDefinition* kDefinitions[] = {
#include "device/signal/signal.inc"
      nullptr,
  };
  for (const OpDefinition* definition : kDefinitions) {
    if (definition == nullptr) continue;
    const std::size_t n = name.size();
    if (std::strlen(definition->name) != n) continue;
    if (std::memcmp(definition->name, name.data(), n) == 0) return definition;
  }
  return nullptr;
}

#undef TADPOLE_ENTRY

}  // namespace tadpole::device
