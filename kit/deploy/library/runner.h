// SPDX-License-Identifier: Apache-2.0
// A model as a function from bytes to bytes. No heap, no files, no other library.
// Not for several threads at once: the model's memory is one static block.
#pragma once
#include <cstddef>

namespace exported_model {

std::size_t input_bytes();
std::size_t output_bytes();

// input: [input_bytes()] of the model's first input tensor, output: [output_bytes()] of its first
// output tensor; element types, scales and zero points stand in src/generated/exported_network.h.
void run(const void* input, void* output);

}  // namespace exported_model
