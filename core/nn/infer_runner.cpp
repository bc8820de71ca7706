// SPDX-License-Identifier: Apache-2.0
#include "core/nn/infer_runner.h"

#include <algorithm>

#include "core/nn/clamp_layer.h"

namespace tadpole {
namespace {

constexpr std::size_t kChunkFloats = 160 * 1024;
std::size_t at(int i) { return static_cast<std::size_t>(i); }

}  // namespace

FoldedParameters::FoldedParameters(const Plan& plan, std::span<const float> parameters,
                                   std::span<const float> state) {
  for (const InferenceOp& step : plan.inference()) {
    const PlannedOp& op = plan.ops()[at(step.op)];
    const float* own = parameters.data() + op.parameters;
    const int norm = op.layer->gives_scale() ? step.op : step.norm;
    if (norm < 0) {
      parameters_.push_back(own);
      bias_.push_back(op.layer->own_bias(own));
      continue;
    }
    const PlannedOp& n = plan.ops()[at(norm)];
    const auto channels = at(n.layer->in().c);
    std::vector<float> scale(2 * channels);
    n.layer->inference_scale(parameters.data() + n.parameters, state.data() + n.state, scale.data(),
                             scale.data() + channels);
    if (norm == step.op) {
      memory_.push_back(std::move(scale));
      parameters_.push_back(memory_.back().data());
      bias_.push_back(nullptr);
      continue;
    }
    std::vector<float> kernel(op.layer->parameter_count());
    std::vector<float> bias(channels);
    op.layer->fold_scale(scale.data(), scale.data() + channels, own, kernel.data(), bias.data());
    memory_.push_back(std::move(kernel));
    parameters_.push_back(memory_.back().data());
    memory_.push_back(std::move(bias));
    bias_.push_back(memory_.back().data());
  }
}

InferRunner::InferRunner(const Plan& plan, ThreadPool* pool)
    : plan_(plan), pool_(pool), kernels_(kernels()), chunk_limit_(chunk_limit()) {
  std::vector<Halo> halos(plan.tensors().size());
  for (const InferenceOp& step : plan.inference()) {
    halos[at(step.x)] = union_of(halos[at(step.x)], plan.ops()[at(step.op)].layer->input_halo());
  }
  // Dropout passes its input on, so a reshaped tensor may have readers that training has not.
  std::vector<bool> plain(plan.tensors().size(), false);
  plain[0] = true;
  std::vector<int> ways(plan.tensors().size(), 0);
  for (const InferenceOp& step : plan.inference()) {
    const Layer& layer = *plan.ops()[at(step.op)].layer;
    if (!(plan.tensors()[at(step.x)].shape == layer.in()) || ++ways[at(step.x)] > 1)
      plain[at(step.x)] = true;
    if (step.other >= 0 && !(plan.tensors()[at(step.other)].shape == layer.other_in()))
      plain[at(step.other)] = true;
  }
  plain[at(plan.inference_output())] = true;
  Layout slot;
  std::size_t scratch = 0;
  const int n = chunk_limit_;
  tensors_.resize(plan.tensors().size());
  for (const InferenceOp& step : plan.inference()) {
    const Layer& layer = *plan.ops()[at(step.op)].layer;
    const Halo halo = plain[at(step.y)] ? Halo{} : halos[at(step.y)];
    tensors_[at(step.y)] = slot.take(plan.tensors()[at(step.y)].shape, halo, n);
    OpPlaces places;
    places.copies_x = plain[at(step.x)] && !layer.input_halo().none();
    if (places.copies_x) places.halo_x = slot.take(layer.in(), layer.input_halo(), n);
    scratch = std::max(scratch, layer.scratch_floats(n));
    places_.push_back(places);
  }
  const std::size_t shared = slot.take(scratch);
  for (OpPlaces& places : places_) places.scratch = shared;
  slots_.reserve(pool_ ? pool_->threads() : 1, slot.floats());
}

int InferRunner::chunk_limit() const {
  std::size_t floats = 0;
  for (const InferenceOp& step : plan_.inference()) {
    const Layer& layer = *plan_.ops()[at(step.op)].layer;
    floats =
        std::max(floats, layer.in().elements() + layer.out().elements() + layer.working_floats());
  }
  return static_cast<int>(
      std::clamp<std::size_t>(kChunkFloats / std::max<std::size_t>(floats, 1), 1, 32));
}

View InferRunner::tensor(const Job& job, int t, int first, int n, const Shape& shape,
                         float* slot) const {
  if (t == 0) {
    const Shape& in = plan_.tensors()[0].shape;
    float* x = const_cast<float*>(job.x) + at(first) * in.elements();  // NOLINT: only read
    return dense_view(x, n, shape.h, shape.w, shape.c);
  }
  return under_shape(view_of(tensors_[at(t)], slot, 0, n), shape);
}

void InferRunner::run_chunk(const Job& job, int first, int n, float* slot) const {
  for (std::size_t i = 0; i < job.operations; ++i) {
    const InferenceOp& step = plan_.inference()[i];
    const Layer& layer = *plan_.ops()[at(step.op)].layer;
    const Limits limits = activation_limits(step.fused);
    Pass pass;
    pass.kernels = &kernels_;
    pass.first = first;
    pass.n = n;
    pass.x = tensor(job, step.x, first, n, layer.in(), slot);
    pass.y = tensor(job, step.y, first, n, layer.out(), slot);
    if (step.other >= 0) pass.other = tensor(job, step.other, first, n, layer.other_in(), slot);
    pass.parameters = job.folded->parameters(i);
    pass.bias = job.folded->bias(i);
    pass.scratch = slot + places_[i].scratch;
    pass.lo = limits.lo;
    pass.hi = limits.hi;
    if (places_[i].copies_x) {
      const View with_zeros = view_of(places_[i].halo_x, slot, 0, n);
      copy_view(pass.x, with_zeros);
      pass.x = with_zeros;
    }
    layer.infer(pass);
  }
  for (const Wanted& wanted : job.wanted) {
    const Shape& shape = plan_.tensors()[at(wanted.tensor)].shape;
    copy_view(tensor(job, wanted.tensor, first, n, shape, slot),
              dense_view(wanted.out + at(first) * shape.elements(), n, shape.h, shape.w, shape.c));
  }
}

void InferRunner::run(std::span<const float> x, int n, const FoldedParameters& folded,
                      std::span<const Wanted> wanted) {
  Job job{x.data(), &folded, wanted};
  for (std::size_t i = 0; i < plan_.inference().size(); ++i) {
    const auto makes = [&](const Wanted& w) { return w.tensor == plan_.inference()[i].y; };
    if (std::any_of(wanted.begin(), wanted.end(), makes)) job.operations = i + 1;
  }
  const int limit = chunk_limit_;
  const auto chunk = [&](std::size_t c) {
    const int first = static_cast<int>(c) * limit;
    const Slots::Loan slot(slots_);
    run_chunk(job, first, std::min(limit, n - first), slot.data());
  };
  const std::size_t chunks = at((n + limit - 1) / limit);
  if (pool_) {
    pool_->run(chunks, chunk);
  } else {
    for (std::size_t c = 0; c < chunks; ++c) chunk(c);
  }
}

}  // namespace tadpole
