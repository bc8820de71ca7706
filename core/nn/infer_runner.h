// SPDX-License-Identifier: Apache-2.0
// Runs inference of a plan in small chunks that stay in the cache, with batch norm folded into the
// kernels before it.
#pragma once
#include <span>
#include <vector>

#include "core/base/thread_pool.h"
#include "core/nn/places.h"
#include "core/nn/plan.h"

namespace tadpole {

// Kernels and biases with every batch norm folded in.
class FoldedParameters {
 public:
  FoldedParameters(const Plan& plan, std::span<const float> parameters,
                   std::span<const float> state);
  // Of one operation of plan.inference(). Valid while the parameters it was made from are.
  const float* parameters(std::size_t op) const { return parameters_[op]; }
  const float* bias(std::size_t op) const { return bias_[op]; }

 private:
  std::vector<std::vector<float>> memory_;
  std::vector<const float*> parameters_, bias_;
};

class InferRunner {
 public:
  // The plan and the pool must outlive it. pool may be nullptr.
  InferRunner(const Plan& plan, ThreadPool* pool);
  // A tensor of the plan and where its values go: [n, values of the tensor].
  struct Wanted {
    int tensor = 0;
    float* out = nullptr;
  };
  // Any n. Stops after the last operation that a wanted tensor needs.
  void run(std::span<const float> x, int n, const FoldedParameters& folded,
           std::span<const Wanted> wanted);
  std::size_t floats() const { return slots_.floats(); }

 private:
  struct OpPlaces {
    Place halo_x;
    bool copies_x = false;
    std::size_t scratch = 0;
  };
  struct Job {
    const float* x = nullptr;
    const FoldedParameters* folded = nullptr;
    std::span<const Wanted> wanted;
    std::size_t operations = 0;  // how many of the plan's
  };
  void run_chunk(const Job& job, int first, int n, float* slot) const;
  View tensor(const Job& job, int t, int first, int n, const Shape& shape, float* slot) const;
  int chunk_limit() const;

  const Plan& plan_;
  ThreadPool* pool_;
  const Kernels& kernels_;
  int chunk_limit_;
  std::vector<Place> tensors_;
  std::vector<OpPlaces> places_;
  Slots slots_;
};

}  // namespace tadpole
