// SPDX-License-Identifier: Apache-2.0
#include "core/tensor/buffer.h"

#include <cstring>
#include <new>

namespace tadpole {
namespace {
constexpr std::align_val_t kAlignment{64};
}

Buffer::Buffer(std::size_t floats) : size_(floats) {
  const std::size_t bytes = (floats * sizeof(float) + 63) / 64 * 64;
  if (bytes == 0) return;
  data_.reset(static_cast<float*>(::operator new[](bytes, kAlignment)));
  std::memset(data_.get(), 0, bytes);
}

void Buffer::Free::operator()(float* p) const { ::operator delete[](p, kAlignment); }

}  // namespace tadpole
