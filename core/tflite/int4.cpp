// SPDX-License-Identifier: Apache-2.0
#include "core/tflite/int4.h"

namespace tadpole {
namespace {

constexpr int kInt4 = 17;  // as numbered in the file

}  // namespace

bool is_packed_int4(const device::TensorView& tensor) {
  return tensor.type == kInt4 && tensor.has_data && !tensor.is_variable;
}

std::vector<std::uint8_t> unpack_int4(std::span<const std::uint8_t> packed, std::size_t n) {
  std::vector<std::uint8_t> numbers(n);
  for (std::size_t i = 0; i < n; ++i) {
    const unsigned half = i % 2 == 0 ? packed[i / 2] & 0xFU : packed[i / 2] >> 4U;
    numbers[i] = static_cast<std::uint8_t>(half >= 8 ? half | 0xF0U : half);  // the sign
  }
  return numbers;
}

bool is_packed_int4(std::span<const std::uint8_t> model, std::size_t i) {
  device::ModelView view;
  device::TensorView tensor;
  return view.open(model.data(), model.size()) == device::Reason::none && i < view.tensors() &&
         view.tensor(static_cast<std::uint32_t>(i), tensor) == device::Reason::none &&
         is_packed_int4(tensor);
}

bool has_packed_int4(std::span<const std::uint8_t> model) {
  device::ModelView view;
  if (view.open(model.data(), model.size()) != device::Reason::none) return false;
  for (std::uint32_t i = 0; i < view.tensors(); ++i) {
    if (is_packed_int4(model, i)) return true;
  }
  return false;
}

}  // namespace tadpole
