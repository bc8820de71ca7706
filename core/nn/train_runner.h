// SPDX-License-Identifier: Apache-2.0
// Runs training steps of a plan: forward, loss, backward, gradients. The batch is divided into a
// fixed number of shards with sums of their own, added in order: the result is the same bytes for
// any number of threads.
#pragma once
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "core/base/thread_pool.h"
#include "core/nn/infer_runner.h"
#include "core/nn/model.h"
#include "core/nn/places.h"
#include "core/nn/plan.h"

namespace tadpole {

// Loss of a chunk: reads the outputs of samples [first, first + n), writes their gradient, returns
// the loss summed and the number of right answers.
using ChunkLoss = std::function<StepResult(const View& output, int first, const View& gradient)>;

class TrainRunner {
 public:
  // The plan and the pool must outlive it. pool may be nullptr.
  TrainRunner(const Plan& plan, int batch, ThreadPool* pool);

  struct Step {
    std::span<const float> x;
    int n = 0;
    std::span<const float> parameters;
    std::span<float> state;      // updated
    std::span<float> gradients;  // overwritten
    std::uint64_t dropout_seed = 0;
    bool loss_takes_logits = false;  // leave the last operation to the loss
  };
  StepResult run(const Step& step, const ChunkLoss& loss);
  int batch() const { return batch_; }
  std::size_t floats() const;  // memory taken

 private:
  struct Chunk {
    int first = 0, n = 0;
    std::size_t shard = 0;
    bool first_of_shard = false;
    float* slot = nullptr;
  };
  struct OpPlaces {
    Place halo_x, halo_dy;  // copies with halo, where the tensor has none
    bool copies_x = false, copies_dy = false;
    Place sum_x, sum_other;  // a second gradient on its way to the first
    std::size_t scratch = 0;
    std::size_t gradients = 0;  // in each shard
  };

  void place_tensors(Layout& slot);
  void place_operations(Layout& slot);
  void place_stored_gradients();
  void place_shard_gradients();
  Place stored(const Shape& shape, const Halo& halo);
  int chunk_limit(int segment) const;
  int chunk_of(const PlannedOp& op) const;
  int chunk_of(const PlannedTensor& tensor) const;

  int last_op(const Step& step) const;
  template <typename F>
  void for_chunks(const Step& step, int segment, const F& f);
  Pass make_pass(const Step& step, const Chunk& chunk, int op) const;
  View tensor(const Step& step, const Chunk& chunk, int t, const Shape& shape) const;
  View gradient(const Chunk& chunk, int t, const Shape& shape) const;  // none when not needed
  View gradient_place(const Chunk& chunk, int t, const Shape& shape) const;
  int lowest_segment() const;
  int base_operations() const;
  int only_tensor_after(int operations) const;
  void run_base(const Step& step);
  void read_input_halo(const Chunk& chunk, int op, Pass& pass) const;

  void forward_chunk(const Step& step, const Chunk& chunk, int segment) const;
  void backward_chunk(const Step& step, const Chunk& chunk, int segment) const;
  void backward_op(const Step& step, const Chunk& chunk, int op) const;
  void forward_segment(const Step& step, int segment);
  StepResult last_segment(const Step& step, const ChunkLoss& loss);
  void gather_gradients(const Step& step, int segment);
  void settle_gradients(int segment);
  // part(i) for each of the parts, on all threads when `operations` are worth waking them.
  template <typename F>
  void for_parts(std::size_t parts, std::size_t operations, const F& part) const;
  void sum_gradients(const Step& step);

  const Plan& plan_;
  int batch_;
  ThreadPool* pool_;
  const Kernels& kernels_;
  std::vector<int> chunk_limits_;  // samples at a time, by segment
  int lowest_segment_;             // backward has nothing to do before it
  int base_operations_;            // the first ones, which only infer
  std::optional<InferRunner> base_;
  std::size_t shards_ = 1;  // of the step in work
  std::size_t macs_ = 0;    // of a sample, forward
  std::vector<Place> tensors_, gradients_;
  std::vector<OpPlaces> places_;
  std::vector<Buffer> stored_;
  std::size_t stored_floats_ = 0;
  Buffer shard_gradients_;
  std::size_t shard_stride_ = 0;
  std::vector<float> norm_gradients_;
  Slots slots_;
};

}  // namespace tadpole
