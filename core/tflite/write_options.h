// SPDX-License-Identifier: Apache-2.0
// The options of one operator as a .tflite file has them.
#pragma once
#include <flatbuffers/flatbuffers.h>

#include "core/base/files.h"
#include "core/graph/graph.h"
#include "device/model/builtin.h"

namespace tadpole {

// Where a FlatBuffers table keeps field number i.
constexpr flatbuffers::voffset_t table_field(int i) {
  return static_cast<flatbuffers::voffset_t>(4 + 2 * i);
}

// none: the operator has no table of options, or none that we write.
OptionsTable options_table_of(const GraphOp& op);

// Expects: table is not none.
flatbuffers::Offset<flatbuffers::Table> add_options(OptionsTable table, const OpOptions& options,
                                                    flatbuffers::FlatBufferBuilder& builder);

// The table alone, behind the 32-bit offset to it; empty when the operator has none.
Bytes options_bytes(const GraphOp& op);

}  // namespace tadpole
