// SPDX-License-Identifier: Apache-2.0
#include "core/compile/operator_source.h"

namespace tadpole {
namespace device {

#define TADPOLE_ENTRY(name) extern const OpDefinition name##_definition;
#include "device/ops/ops.inc"
#include "device/signal/signal.inc"
#undef TADPOLE_ENTRY

}  // namespace device

std::span<const OperatorSource> operator_sources() {
  static constexpr OperatorSource kSources[] = {
#define TADPOLE_ENTRY(name) \
  {&device::name##_definition, #name "_definition", "device/ops/" #name ".cpp"},
#include "device/ops/ops.inc"
#undef TADPOLE_ENTRY
#define TADPOLE_ENTRY(name) \
  {&device::name##_definition, #name "_definition", "device/signal/" #name ".cpp"},
#include "device/signal/signal.inc"
#undef TADPOLE_ENTRY
  };
  return kSources;
}

const OperatorSource* find_operator_source(const GraphOp& op) {
  const auto* letters = reinterpret_cast<const std::uint8_t*>(op.custom_name.data());
  const device::FlatVector name({letters, op.custom_name.size()}, 0,
                                static_cast<std::uint32_t>(op.custom_name.size()));
  const device::OpDefinition* definition =
      op.builtin == builtin::kCustom ? device::find_custom_op(name) : device::find_op(op.builtin);
  for (const OperatorSource& source : operator_sources()) {
    if (definition != nullptr && source.definition == definition) return &source;
  }
  return nullptr;
}

}  // namespace tadpole
