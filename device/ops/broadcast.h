// SPDX-License-Identifier: Apache-2.0
// Two tensors met element by element; either may repeat along axes of size one.
#pragma once
#include "device/ops/shape.h"

namespace tadpole::device {

// How the two inputs are walked to meet the output's elements in order.
struct Broadcast {
  Walk first, second;
  std::int32_t elements = 0;  // of the output
  bool same_shape = false;    // then the walks are not used
};

// output[i] = f(first, second) for the elements that meet there.
template <typename T, typename F>
inline void for_broadcast(const Broadcast& shape, const T* first, const T* second, T* output,
                          const F& f) {
  if (shape.same_shape) {
    for (std::int32_t i = 0; i < shape.elements; ++i) output[i] = f(first[i], second[i]);
    return;
  }
  WalkIterator a(shape.first);
  WalkIterator b(shape.second);
  for (std::int32_t i = 0; i < shape.elements; ++i, a.next(), b.next()) {
    output[i] = f(first[a.offset()], second[b.offset()]);
  }
}

}  // namespace tadpole::device
