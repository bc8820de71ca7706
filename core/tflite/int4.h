// SPDX-License-Identifier: Apache-2.0
// Four-bit weights of .tflite files: two to a byte, the low half first, -8..7. They are read as
// int8, which is what the kernels multiply.
#pragma once
#include <span>
#include <vector>

#include "device/model/model_view.h"

namespace tadpole {

// A constant of four-bit numbers.
bool is_packed_int4(const device::TensorView& tensor);
// n: how many numbers; the last half may be unused. Expects: (n + 1) / 2 bytes.
std::vector<std::uint8_t> unpack_int4(std::span<const std::uint8_t> packed, std::size_t n);
// Whether tensor i of the model is one, and whether any is. Expects: bytes that read_tflite() took.
bool is_packed_int4(std::span<const std::uint8_t> model, std::size_t i);
bool has_packed_int4(std::span<const std::uint8_t> model);

}  // namespace tadpole
