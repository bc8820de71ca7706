// SPDX-License-Identifier: Apache-2.0
#include "core/nn/places.h"

#include "core/base/result.h"

namespace tadpole {

Place Layout::take(const Shape& shape, const Halo& halo, int n) {
  Place place;
  const int h = shape.h + halo.top + halo.bottom;
  const int w = shape.w + halo.left + halo.right;
  place.form = {
      nullptr, std::ptrdiff_t{h} * w * shape.c, std::ptrdiff_t{w} * shape.c, n, shape.h, shape.w,
      shape.c};
  place.offset = take(static_cast<std::size_t>(place.form.sample) * static_cast<std::size_t>(n));
  place.offset +=
      static_cast<std::size_t>(halo.top * place.form.row + std::ptrdiff_t{halo.left} * shape.c);
  return place;
}

View view_of(const Place& place, float* slot, int first, int n) {
  View v = place.form;
  v.n = n;
  v.data = place.whole_batch ? place.base + place.offset + first * v.sample : slot + place.offset;
  return v;
}

View under_shape(View v, const Shape& shape) {
  if (v.h == shape.h && v.w == shape.w && v.c == shape.c) return v;
  TADPOLE_EXPECT(v.dense());
  return dense_view(v.data, v.n, shape.h, shape.w, shape.c);
}

void Slots::reserve(int count, std::size_t floats) {
  memory_.clear();
  for (int i = 0; i < count; ++i) memory_.emplace_back(floats);
  taken_ = std::vector<std::atomic<bool>>(memory_.size());
}

std::size_t Slots::floats() const {
  return memory_.empty() ? 0 : memory_.size() * memory_[0].size();
}

// There are as many slots as threads, so one is free.
Slots::Loan::Loan(Slots& slots) : slots_(slots) {
  while (slots_.taken_[slot_].exchange(true, std::memory_order_acquire)) {
    slot_ = (slot_ + 1) % slots_.memory_.size();
  }
}

Slots::Loan::~Loan() { slots_.taken_[slot_].store(false, std::memory_order_release); }

}  // namespace tadpole
