// SPDX-License-Identifier: Apache-2.0
// The folder device/ops is the list: CMake writes one TADPOLE_ENTRY line for each file in it.
#include "device/model/op_definition.h"

namespace tadpole::device {

#define TADPOLE_ENTRY(name) extern const OpDefinition name##_definition;
#include "device/ops/ops.inc"
#undef TADPOLE_ENTRY

const OpDefinition* find_op(int builtin) {
#define TADPOLE_ENTRY(name) &name##_definition,
  static constexpr const OpDefinition* kDefinitions[] = {
#include "device/ops/ops.inc"
      nullptr,
  };
#undef TADPOLE_ENTRY
  for (const OpDefinition* definition : kDefinitions) {
    if (definition != nullptr && definition->builtin == builtin) return definition;
  }
  return nullptr;
}

}  // namespace tadpole::device
