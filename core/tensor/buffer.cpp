// SPDX-License-Identifier: Apache-2.0
#include "core/tensor/buffer.h"

#include <cstdint>
#include <cstring>
#include <new>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace tadpole {
namespace {

constexpr std::align_val_t kAlignment{64};

// What training streams through is more than the processor has page entries for: Linux may back it
// by pages of 2 MB. A hint: without them everything works as well.
void ask_for_large_pages([[maybe_unused]] void* memory, [[maybe_unused]] std::size_t bytes) {
#if defined(__linux__) && defined(MADV_HUGEPAGE)
  constexpr std::uintptr_t kPage = std::uintptr_t{1} << 21;
  const auto begin = (reinterpret_cast<std::uintptr_t>(memory) + kPage - 1) / kPage * kPage;
  const auto end = (reinterpret_cast<std::uintptr_t>(memory) + bytes) / kPage * kPage;
  if (begin < end) madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE);  // NOLINT
#endif
}

}  // namespace

Buffer::Buffer(std::size_t floats) : size_(floats) {
  const std::size_t bytes = (floats * sizeof(float) + 63) / 64 * 64;
  if (bytes == 0) return;
  data_.reset(static_cast<float*>(::operator new[](bytes, kAlignment)));
  ask_for_large_pages(data_.get(), bytes);
  std::memset(data_.get(), 0, bytes);
}

void Buffer::Free::operator()(float* p) const { ::operator delete[](p, kAlignment); }

}  // namespace tadpole
