// SPDX-License-Identifier: Apache-2.0
// The .tflite form of each operator that we write: its options table, field by field, and the
// version that its types ask for. Reader and writer share the one table. Source: TensorFlow Lite
// schema version 3; operator versions from the TFLite converter's rules.
#pragma once
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "core/graph/graph.h"
#include "device/model/builtin.h"

namespace tadpole {

// The default is what an absent field means.
struct OptionField {
  int id = 0;
  std::variant<int OpOptions::*, float OpOptions::*, bool OpOptions::*, Padding OpOptions::*,
               Activation OpOptions::*, std::vector<int> OpOptions::*, std::string OpOptions::*>
      member;
  int absent = 0;
  bool is_byte = false;  // a whole number that is stored in one byte, as enumerations are
};

// Empty for tables that have no fields or that we do not read.
std::span<const OptionField> option_fields(OptionsTable table);

struct OpSchema {
  int builtin = 0;
  OptionsTable table = OptionsTable::none;
  int int8_version = 1;        // with int8 input; 1 otherwise
  std::size_t data_input = 0;  // the input whose type says that
};

// nullptr: we cannot write this operator.
const OpSchema* op_schema(int builtin);

// The lowest version whose rules cover the operator's types and options. Expects:
// op_schema(op.builtin) != nullptr and tensor indices in range.
int required_version(const Graph& graph, const GraphOp& op);

// "1.14.0": the first runtime that has this version of the operator.
std::string runtime_for(int builtin, int version);

}  // namespace tadpole
