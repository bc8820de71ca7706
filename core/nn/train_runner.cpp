// SPDX-License-Identifier: Apache-2.0
#include "core/nn/train_runner.h"

#include <algorithm>

#include "core/base/rng.h"
#include "core/nn/clamp_layer.h"

namespace tadpole {
namespace {

constexpr std::size_t kShards = 8;
// What a chunk may touch, so that it stays in a 1 MB cache beside the weights.
constexpr std::size_t kChunkFloats = 96 * 1024;

// Multiply-accumulates, or additions in memory, that take longer than a thread takes to wake.
constexpr std::size_t kWorthThreads = 200 * 1000;

std::size_t at(int i) { return static_cast<std::size_t>(i); }

}  // namespace

TrainRunner::TrainRunner(const Plan& plan, int batch, ThreadPool* pool)
    : plan_(plan),
      batch_(batch),
      pool_(pool),
      kernels_(kernels()),
      lowest_segment_(lowest_segment()),
      base_operations_(base_operations()) {
  if (base_operations_ > 0) base_.emplace(plan_, pool_);
  for (int s = 0; s < plan_.segments(); ++s) chunk_limits_.push_back(chunk_limit(s));
  Layout slot;
  place_tensors(slot);
  place_operations(slot);
  place_stored_gradients();
  slots_.reserve(pool_ ? pool_->threads() : 1, slot.floats());
  place_shard_gradients();
  norm_gradients_.assign(plan_.parameter_count(), 0.0F);
  for (const PlannedOp& op : plan_.ops()) {
    op.layer->reserve(kShards);
    macs_ += static_cast<std::size_t>(op.layer->macs()) + op.layer->out().elements();
  }
}

std::size_t TrainRunner::floats() const {
  return stored_floats_ + shard_gradients_.size() + slots_.floats();
}

int TrainRunner::chunk_limit(int segment) const {
  const std::size_t fit = kChunkFloats / std::max<std::size_t>(plan_.working_set(segment), 1);
  return static_cast<int>(std::clamp<std::size_t>(fit, 1, 32));
}

// At most so many samples at a time: batch norm goes back in the segment before its own.
int TrainRunner::chunk_of(const PlannedOp& op) const {
  const int here = chunk_limits_[at(op.segment)];
  return op.layer->needs_batch() ? std::max(here, chunk_limits_[at(op.segment - 1)]) : here;
}

int TrainRunner::chunk_of(const PlannedTensor& tensor) const {
  int most = chunk_of(plan_.ops()[at(tensor.producer)]);
  for (const int r : tensor.readers) most = std::max(most, chunk_of(plan_.ops()[at(r)]));
  return most;
}

int TrainRunner::lowest_segment() const {
  for (const PlannedOp& op : plan_.ops()) {
    if (plan_.tensors()[at(op.y)].needs_gradient) return op.segment;
  }
  return plan_.segments();
}

// The tensor that operations from `operations` on read of those before, -1: it is not one, or not
// laid out as inference gives it.
int TrainRunner::only_tensor_after(int operations) const {
  int only = -1;
  for (std::size_t i = at(operations); i < plan_.ops().size(); ++i) {
    for (const int t : {plan_.ops()[i].x, plan_.ops()[i].other}) {
      if (t < 0 || t == only || plan_.tensors()[at(t)].producer >= operations) continue;
      if (only >= 0) return -1;
      only = t;
    }
  }
  const auto gives = [only](const InferenceOp& op) { return op.y == only; };
  const bool inferred = std::any_of(plan_.inference().begin(), plan_.inference().end(), gives);
  const PlannedTensor& tensor = plan_.tensors()[at(std::max(only, 0))];
  return inferred && tensor.stored && tensor.halo.none() ? only : -1;
}

// A frozen base infers: its batch norms melt into the convolutions before them.
int TrainRunner::base_operations() const {
  int frozen = 0;
  while (frozen < static_cast<int>(plan_.ops().size())) {
    const PlannedOp& op = plan_.ops()[at(frozen)];
    if (plan_.tensors()[at(op.y)].needs_gradient || op.layer->only_trains()) break;
    ++frozen;
  }
  while (frozen > 0 && only_tensor_after(frozen) < 0) --frozen;
  return frozen;
}

void TrainRunner::run_base(const Step& step) {
  const FoldedParameters folded(plan_, step.parameters, step.state);
  const int tensor = only_tensor_after(base_operations_);
  const Place& place = tensors_[at(tensor)];
  const InferRunner::Wanted wanted = {tensor, place.base + place.offset};
  base_->run(step.x, step.n, folded, {&wanted, 1});
}

Place TrainRunner::stored(const Shape& shape, const Halo& halo) {
  Layout layout;
  Place place = layout.take(shape, halo, batch_);
  stored_.emplace_back(layout.floats());
  stored_floats_ += layout.floats();
  place.whole_batch = true;
  place.base = stored_.back().data();
  return place;
}

void TrainRunner::place_tensors(Layout& slot) {
  tensors_.resize(plan_.tensors().size());
  gradients_.resize(plan_.tensors().size());
  for (std::size_t t = 1; t < tensors_.size(); ++t) {
    const PlannedTensor& tensor = plan_.tensors()[t];
    if (tensor.producer + 1 < base_operations_ && !tensor.stored) continue;
    const int n = chunk_of(tensor);
    tensors_[t] =
        tensor.stored ? stored(tensor.shape, tensor.halo) : slot.take(tensor.shape, tensor.halo, n);
    if (!tensor.gradient_stored) gradients_[t] = slot.take(tensor.shape, tensor.gradient_halo, n);
  }
}

void TrainRunner::place_operations(Layout& slot) {
  std::size_t scratch = 0;
  for (const PlannedOp& op : plan_.ops()) {
    OpPlaces places;
    const int n = chunk_of(op);
    const PlannedTensor& x = plan_.tensors()[at(op.x)];
    const PlannedTensor& y = plan_.tensors()[at(op.y)];
    places.copies_x =
        !covers(x.producer < 0 || x.reshaped ? Halo{} : x.halo, op.layer->input_halo());
    places.copies_dy = !covers(y.gradient_stored || y.reshaped ? Halo{} : y.gradient_halo,
                               op.layer->gradient_halo());
    if (places.copies_x) places.halo_x = slot.take(op.layer->in(), op.layer->input_halo(), n);
    if (places.copies_dy) places.halo_dy = slot.take(op.layer->out(), op.layer->gradient_halo(), n);
    if (op.adds_to_dx) places.sum_x = slot.take(op.layer->in(), {}, n);
    if (op.adds_to_d_other) places.sum_other = slot.take(op.layer->other_in(), {}, n);
    scratch = std::max(scratch, op.layer->scratch_floats(n));
    places_.push_back(places);
  }
  const std::size_t shared = slot.take(scratch);
  for (OpPlaces& places : places_) places.scratch = shared;
}

// Gradients kept for the batch are short-lived: written in one segment, last read in an earlier
// one. Buffers are used again as soon as they are free.
void TrainRunner::place_stored_gradients() {
  struct Lease {
    std::size_t buffer;
    int last_read;
  };
  std::vector<Lease> leases;
  std::vector<Buffer> buffers;
  for (std::size_t t = plan_.tensors().size(); t-- > 1;) {
    const PlannedTensor& tensor = plan_.tensors()[t];
    if (!tensor.gradient_stored) continue;
    const PlannedOp& producer = plan_.ops()[at(tensor.producer)];
    int written = producer.segment;
    for (const int r : tensor.readers) written = std::max(written, plan_.ops()[at(r)].segment);
    const int last_read = producer.segment - (producer.layer->needs_batch() ? 1 : 0);
    Layout layout;
    Place place = layout.take(tensor.shape, {}, batch_);
    const auto fits = [&](const Lease& l) {
      return l.last_read > written && buffers[l.buffer].size() >= layout.floats();
    };
    auto lease = std::find_if(leases.begin(), leases.end(), fits);
    if (lease == leases.end()) {
      buffers.emplace_back(layout.floats());
      stored_floats_ += layout.floats();
      lease = leases.insert(leases.end(), {buffers.size() - 1, 0});
    }
    lease->last_read = last_read;
    place.whole_batch = true;
    place.base = buffers[lease->buffer].data();
    gradients_[t] = place;
  }
  for (Buffer& buffer : buffers) stored_.push_back(std::move(buffer));
}

// What batch norm and gradients over the whole batch leave out has no place.
void TrainRunner::place_shard_gradients() {
  Layout layout;
  for (std::size_t i = 0; i < places_.size(); ++i) {
    const PlannedOp& op = plan_.ops()[i];
    if (!op.gathers && !op.layer->needs_batch())
      places_[i].gradients = layout.take(op.layer->parameter_count());
  }
  shard_stride_ = layout.floats();
  shard_gradients_ = Buffer(kShards * shard_stride_);
}

int TrainRunner::last_op(const Step& step) const {
  const int last = static_cast<int>(plan_.ops().size()) - 1;
  return step.loss_takes_logits ? last - 1 : last;
}

template <typename F>
void TrainRunner::for_parts(std::size_t parts, std::size_t operations, const F& part) const {
  if (pool_ && parts > 1 && operations >= kWorthThreads) return pool_->run(parts, part);
  for (std::size_t i = 0; i < parts; ++i) part(i);
}

// Shards are equal parts of the batch; chunks are equal parts of a shard, small enough for the
// cache. Every other segment goes from the last to the first, so that it begins with what the
// segment before has left in the cache.
template <typename F>
void TrainRunner::for_chunks(const Step& step, int segment, const F& f) {
  const int limit = chunk_limits_[at(segment)];
  const bool backwards = segment % 2 == 1;
  const auto shard = [&](std::size_t turn) {
    const std::size_t s = backwards ? shards_ - 1 - turn : turn;
    const int begin = static_cast<int>(s * at(step.n) / shards_);
    const int end = static_cast<int>((s + 1) * at(step.n) / shards_);
    const int parts = (end - begin + limit - 1) / limit;
    const Slots::Loan slot(slots_);
    for (int i = 0; i < parts; ++i) {
      const int p = backwards ? parts - 1 - i : i;
      const int from = begin + (end - begin) * p / parts;
      const int to = begin + (end - begin) * (p + 1) / parts;
      f(Chunk{from, to - from, s, i == 0, slot.data()});
    }
  };
  for_parts(shards_, macs_ * at(step.n), shard);
}

View TrainRunner::tensor(const Step& step, const Chunk& chunk, int t, const Shape& shape) const {
  if (t == 0) {
    const Shape& in = plan_.tensors()[0].shape;
    // The model's input is only read.
    float* x = const_cast<float*>(step.x.data()) + at(chunk.first) * in.elements();  // NOLINT
    return dense_view(x, chunk.n, shape.h, shape.w, shape.c);
  }
  return under_shape(view_of(tensors_[at(t)], chunk.slot, chunk.first, chunk.n), shape);
}

View TrainRunner::gradient(const Chunk& chunk, int t, const Shape& shape) const {
  if (t <= 0 || !plan_.tensors()[at(t)].needs_gradient) return {};
  return gradient_place(chunk, t, shape);
}

View TrainRunner::gradient_place(const Chunk& chunk, int t, const Shape& shape) const {
  return under_shape(view_of(gradients_[at(t)], chunk.slot, chunk.first, chunk.n), shape);
}

Pass TrainRunner::make_pass(const Step& step, const Chunk& chunk, int i) const {
  const PlannedOp& op = plan_.ops()[at(i)];
  const Layer& layer = *op.layer;
  const Limits limits = activation_limits(op.fused);
  Pass pass;
  pass.kernels = &kernels_;
  pass.first = chunk.first;
  pass.n = chunk.n;
  pass.x = tensor(step, chunk, op.x, layer.in());
  pass.y = tensor(step, chunk, op.y, layer.out());
  if (op.other >= 0) pass.other = tensor(step, chunk, op.other, layer.other_in());
  pass.parameters = step.parameters.data() + op.parameters;
  pass.bias = layer.own_bias(pass.parameters);
  pass.gradients = const_cast<float*>(shard_gradients_.data()) +  // NOLINT
                   chunk.shard * shard_stride_ + places_[at(i)].gradients;
  pass.accumulate = !chunk.first_of_shard;
  pass.learns = !layer.frozen() && !op.gathers;
  pass.scratch = chunk.slot + places_[at(i)].scratch;
  pass.shard = chunk.shard;
  pass.dropout_seed = mix64(step.dropout_seed ^ mix64(static_cast<std::uint64_t>(op.number)));
  pass.lo = limits.lo;
  pass.hi = limits.hi;
  return pass;
}

void TrainRunner::read_input_halo(const Chunk& chunk, int op, Pass& pass) const {
  if (!places_[at(op)].copies_x) return;
  const View with_zeros = view_of(places_[at(op)].halo_x, chunk.slot, 0, chunk.n);
  copy_view(pass.x, with_zeros);
  pass.x = with_zeros;
}

void TrainRunner::forward_chunk(const Step& step, const Chunk& chunk, int segment) const {
  const int end = std::min(plan_.segment_end(segment), last_op(step) + 1);
  for (int i = std::max(plan_.segment_begin(segment), base_operations_); i < end; ++i) {
    Pass pass = make_pass(step, chunk, i);
    read_input_halo(chunk, i, pass);
    plan_.ops()[at(i)].layer->forward(pass);
  }
  if (segment + 1 < plan_.segments()) {
    plan_.ops()[at(end)].layer->collect(make_pass(step, chunk, end));
  }
}

void TrainRunner::backward_op(const Step& step, const Chunk& chunk, int i) const {
  const PlannedOp& op = plan_.ops()[at(i)];
  if (!plan_.tensors()[at(op.y)].needs_gradient) return;
  const OpPlaces& places = places_[at(i)];
  const Shape& in = op.layer->in();
  Pass pass = make_pass(step, chunk, i);
  if (op.layer->backward_needs_input()) read_input_halo(chunk, i, pass);
  pass.dy = gradient(chunk, op.y, op.layer->out());
  if (op.fused != Activation::none && !op.layer->needs_batch())
    kernels_.mask(pass.y, pass.dy, pass.lo, pass.hi);
  if (places.copies_dy) {
    const View with_zeros = view_of(places.halo_dy, chunk.slot, 0, chunk.n);
    copy_view(pass.dy, with_zeros);
    pass.dy = with_zeros;
  }
  const View dx = gradient(chunk, op.x, in);
  const View d_other = gradient(chunk, op.other, op.layer->other_in());
  pass.dx = dx.data && op.adds_to_dx ? view_of(places.sum_x, chunk.slot, 0, chunk.n) : dx;
  pass.d_other = d_other.data && op.adds_to_d_other
                     ? view_of(places.sum_other, chunk.slot, 0, chunk.n)
                     : d_other;
  op.layer->backward(pass);
  if (dx.data && op.adds_to_dx) kernels_.add(dx, pass.dx, dx, -kNoLimit, kNoLimit);
  if (d_other.data && op.adds_to_d_other)
    kernels_.add(d_other, pass.d_other, d_other, -kNoLimit, kNoLimit);
}

void TrainRunner::backward_chunk(const Step& step, const Chunk& chunk, int segment) const {
  const int begin = plan_.segment_begin(segment);
  int end = plan_.segment_end(segment);
  if (segment + 1 < plan_.segments()) {
    for (int i = begin; i < end; ++i) {
      if (!plan_.ops()[at(i)].computed_twice) continue;
      Pass pass = make_pass(step, chunk, i);
      read_input_halo(chunk, i, pass);
      plan_.ops()[at(i)].layer->forward(pass);
    }
    backward_op(step, chunk, end);
  } else {
    end = last_op(step) + 1;
  }
  for (int i = end - 1; i >= begin; --i) {
    Layer& layer = *plan_.ops()[at(i)].layer;
    if (!layer.needs_batch()) {
      backward_op(step, chunk, i);
    } else {
      Pass pass = make_pass(step, chunk, i);
      pass.dy = gradient(chunk, plan_.ops()[at(i)].y, layer.out());
      layer.collect_gradient(pass);
    }
  }
}

void TrainRunner::forward_segment(const Step& step, int segment) {
  const PlannedOp& norm = plan_.ops()[at(plan_.segment_begin(segment + 1))];
  norm.layer->begin_batch();
  for_chunks(step, segment, [&](const Chunk& chunk) { forward_chunk(step, chunk, segment); });
  norm.layer->settle(step.parameters.data() + norm.parameters, step.state.data() + norm.state);
}

StepResult TrainRunner::last_segment(const Step& step, const ChunkLoss& loss) {
  const PlannedOp& op = plan_.ops()[at(last_op(step))];
  const int segment = plan_.segments() - 1;
  StepResult parts[kShards];
  for_chunks(step, segment, [&](const Chunk& chunk) {
    forward_chunk(step, chunk, segment);
    const View y = tensor(step, chunk, op.y, op.layer->out());
    const StepResult part = loss(y, chunk.first, gradient_place(chunk, op.y, op.layer->out()));
    parts[chunk.shard].loss += part.loss;
    parts[chunk.shard].correct += part.correct;
    backward_chunk(step, chunk, segment);
  });
  StepResult all;
  for (const StepResult& part : parts) {
    all.loss += part.loss;
    all.correct += part.correct;
  }
  return all;
}

// Batch norm's own gradients come from sums over the whole batch, not from shards.
void TrainRunner::settle_gradients(int segment) {
  const PlannedOp& op = plan_.ops()[at(plan_.segment_begin(segment))];
  if (op.layer->needs_batch()) op.layer->settle_gradient(norm_gradients_.data() + op.parameters);
}

// Once all chunks have left their x and dy.
void TrainRunner::gather_gradients(const Step& step, int segment) {
  for (int i = plan_.segment_begin(segment); i < plan_.segment_end(segment); ++i) {
    const PlannedOp& op = plan_.ops()[at(i)];
    if (!op.gathers || i > last_op(step)) continue;
    Pass pass = make_pass(step, Chunk{.n = step.n, .slot = slots_.first()}, i);
    pass.dy = gradient_place({.n = step.n}, op.y, op.layer->out());
    pass.gradients = step.gradients.data() + op.parameters;
    const std::size_t operations = op.layer->parameter_count() * at(step.n);
    for_parts(op.layer->gradient_parts(), operations,
              [&](std::size_t p) { op.layer->gradient_part(pass, p); });
  }
}

void TrainRunner::sum_gradients(const Step& step) {
  for (std::size_t i = 0; i < places_.size(); ++i) {
    const PlannedOp& op = plan_.ops()[i];
    const std::size_t n = op.layer->parameter_count();
    float* to = step.gradients.data() + op.parameters;
    if (op.layer->frozen()) {
      std::fill_n(to, n, 0.0F);
    } else if (op.layer->needs_batch()) {
      std::copy_n(norm_gradients_.data() + op.parameters, n, to);
    } else if (!op.gathers) {
      const float* from = shard_gradients_.data() + places_[i].gradients;
      constexpr std::size_t kPart = 8192;
      for_parts((n + kPart - 1) / kPart, n * shards_, [&](std::size_t p) {
        kernels_.reduce(from + p * kPart, shard_stride_, static_cast<int>(shards_),
                        std::min(kPart, n - p * kPart), to + p * kPart);
      });
    }
  }
}

StepResult TrainRunner::run(const Step& step, const ChunkLoss& loss) {
  shards_ = std::min(kShards, at(step.n));
  const int last = plan_.segments() - 1;
  for (std::size_t i = at(base_operations_); i < plan_.ops().size(); ++i) {
    const PlannedOp& op = plan_.ops()[i];
    const float* parameters = step.parameters.data() + op.parameters;
    op.layer->prepare(parameters);
    if (op.layer->frozen()) op.layer->prepare_frozen(parameters, step.state.data() + op.state);
  }
  if (base_) run_base(step);
  for (int s = 0; s < last; ++s) forward_segment(step, s);
  const StepResult result = last_segment(step, loss);
  gather_gradients(step, last);
  settle_gradients(last);
  for (int s = last - 1; s >= lowest_segment_; --s) {
    for_chunks(step, s, [&](const Chunk& chunk) { backward_chunk(step, chunk, s); });
    gather_gradients(step, s);
    settle_gradients(s);
  }
  sum_gradients(step);
  return result;
}

}  // namespace tadpole
