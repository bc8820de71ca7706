// SPDX-License-Identifier: Apache-2.0
// What an exporter computes of constants: sizes that a Reshape reads, weights that are turned.
#pragma once
#include "core/onnx/importer.h"

namespace tadpole {

// The node of two constants (Add, Sub, Mul, Div), element by element; one may be a single number.
Outcome give_of_constants(Importer& in);
// The constant in another shape of as many elements.
void give_reshaped(Importer& in, const OnnxTensor& constant, const Dims& dims);
// The constant with axis i what axes[i] was.
void give_transposed(Importer& in, const OnnxTensor& constant, const std::vector<int>& axes);
// Constants one after the other along their only axis.
Outcome give_joined(Importer& in);
// Of every axis count elements, from begin in steps, also backwards; counted as dims. Expects:
// inside the constant.
struct ConstantPart {
  std::vector<int> begin, step, count;
};
void give_sliced(Importer& in, const OnnxTensor& constant, const ConstantPart& part,
                 const Dims& dims);
// As whole numbers or as float32.
void give_cast(Importer& in, const OnnxTensor& constant, bool to_real);

}  // namespace tadpole
