// SPDX-License-Identifier: Apache-2.0
// Shared by the emitters of plain kernels.
#pragma once
#include <string>

#include "core/compile/select_kernels.h"
#include "core/compile/step.h"

namespace tadpole {

const char* c_type_name(DType type);      // "std::int8_t"
const char* table_type_name(DType type);  // of the numbers of constant_table()
std::string float_literal(float value);   // reads back to the same bits; infinities by name

// A step that includes device/ops/<kernel>.h.
Step plain_step(const OpView& view, const char* kernel);
// A tensor's constant data as a table: of floats, or of signed whole numbers as wide as its own.
Table constant_table(std::string name, std::string comment, const GraphTensor& tensor);
// The pointer to an input's numbers: in the arena, or a table that is added to the step.
std::string data_in(const OpView& view, std::size_t slot, Step& step);
std::string data_out(const OpView& view);

// Element-wise and other operators without windows or weights (emit_plain_small.cpp).
MaybeStep plain_small_kernel(const OpView& view);
// ADD, SUB, MUL (emit_plain_binary.cpp).
MaybeStep plain_binary(const OpView& view);
// Operators that move numbers and compute none (emit_plain_arrays.cpp).
MaybeStep plain_arrays(const OpView& view);
// SVDF, with a state that stays (emit_plain_svdf.cpp).
MaybeStep plain_svdf(const OpView& view);
// Activations that stand alone (emit_plain_activations.cpp).
MaybeStep plain_activation(const OpView& view);

}  // namespace tadpole
