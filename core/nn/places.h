// SPDX-License-Identifier: Apache-2.0
// Where tensors live while a model works: for the whole batch, or in a slot that one thread owns
// while it works on a chunk. All memory is taken when places are made; halos are zeroed once and
// never written.
#pragma once
#include <atomic>
#include <vector>

#include "core/tensor/buffer.h"
#include "core/tensor/shape.h"
#include "core/tensor/view.h"

namespace tadpole {

// A tensor in a slot or in a buffer of its own.
struct Place {
  View form;               // strides, sizes; data unset
  std::size_t offset = 0;  // of sample 0, line 0, pixel 0
  bool whole_batch = false;
  float* base = nullptr;  // of the buffer when whole_batch
};

// Counts floats of a memory block, in whole cache lines.
class Layout {
 public:
  std::size_t take(std::size_t floats) {
    const std::size_t at = floats_;
    floats_ += (floats + 15) / 16 * 16;
    return at;
  }
  // A tensor with its halo for n samples.
  Place take(const Shape& shape, const Halo& halo, int n);
  std::size_t floats() const { return floats_; }

 private:
  std::size_t floats_ = 0;
};

// The view of n samples from `first` on. slot: the memory of the thread that works.
View view_of(const Place& place, float* slot, int first, int n);
// The same memory under another shape. Expects: no gaps.
View under_shape(View v, const Shape& shape);

// One block of memory per thread. A shard borrows a slot for as long as it runs.
class Slots {
 public:
  void reserve(int count, std::size_t floats);
  std::size_t floats() const;
  // The memory that one thread may use while no shard runs.
  float* first() { return memory_[0].data(); }

  class Loan {
   public:
    explicit Loan(Slots& slots);
    ~Loan();
    Loan(const Loan&) = delete;
    Loan& operator=(const Loan&) = delete;
    float* data() const { return slots_.memory_[slot_].data(); }

   private:
    Slots& slots_;
    std::size_t slot_ = 0;
  };

 private:
  std::vector<Buffer> memory_;
  std::vector<std::atomic<bool>> taken_;
};

}  // namespace tadpole
