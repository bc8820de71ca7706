// SPDX-License-Identifier: Apache-2.0
#include "core/nn/model.h"

#include <cmath>

#include "core/base/rng.h"
#include "core/nn/clamp_layer.h"
#include "core/nn/lowering.h"
#include "core/nn/model_impl.h"
#include "core/nn/summary.h"

namespace tadpole {

namespace {

void fill_block(const ParameterBlock& block, Rng rng, float* to) {
  const double he = std::sqrt(2.0 / block.fan_in);
  const double glorot = std::sqrt(6.0 / (block.fan_in + block.fan_out));
  for (std::size_t i = 0; i < block.count; ++i) {
    switch (block.start) {
      case ParameterBlock::Start::zeros:
        to[i] = 0.0F;
        break;
      case ParameterBlock::Start::ones:
        to[i] = 1.0F;
        break;
      case ParameterBlock::Start::he_normal:
        to[i] = static_cast<float>(he * rng.normal());
        break;
      case ParameterBlock::Start::glorot_uniform:
        to[i] = static_cast<float>(rng.uniform(-glorot, glorot));
        break;
    }
  }
}

}  // namespace

Model::Model(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Model::Model(Model&&) noexcept = default;
Model& Model::operator=(Model&&) noexcept = default;
Model::~Model() = default;

Result<Model> Model::create(const ModelSpec& spec) {
  return Model(std::make_unique<Impl>(spec, TADPOLE_TRY(Plan::create(spec))));
}

const ModelSpec& Model::spec() const { return impl_->spec; }
std::array<int, 3> Model::input_shape() const { return impl_->spec.input; }
int Model::outputs() const { return static_cast<int>(impl_->plan.output_shape().elements()); }

void Model::initialize(std::uint64_t seed, Layers which) {
  const Rng rng(seed);
  std::uint64_t key = 0;
  for (const PlannedOp& op : impl_->plan.ops()) {
    const bool keep = which == Layers::trainable && op.layer->frozen();
    float* to = impl_->parameters.data() + op.parameters;
    for (const ParameterBlock& block : op.layer->parameter_blocks()) {
      if (!keep) fill_block(block, rng.fork(key), to);
      ++key;
      to += block.count;
    }
    if (!keep) op.layer->initial_state(impl_->state.data() + op.state);
  }
}

std::span<float> Model::parameters() { return impl_->parameters.span(); }
std::span<const float> Model::parameters() const { return std::as_const(impl_->parameters).span(); }
std::span<float> Model::gradients() { return impl_->gradients.span(); }
std::span<const float> Model::decay_mask() const { return std::as_const(impl_->decay_mask).span(); }
std::span<float> Model::state() { return impl_->state.span(); }
std::span<const float> Model::state() const { return std::as_const(impl_->state).span(); }

void Model::reserve(int batch, ThreadPool* pool) {
  TADPOLE_EXPECT(batch >= 1);
  impl_->pool = pool;
  impl_->train.emplace(impl_->plan, batch, pool);
  impl_->infer.emplace(impl_->plan, pool);
}

void Model::Impl::expect_fit(std::span<const float> x, int n, const Targets& targets,
                             const StepOptions& options) const {
  const std::size_t samples = static_cast<std::size_t>(n), outputs = plan.output_shape().elements();
  TADPOLE_EXPECT(n >= 1 && x.size() == samples * plan.tensors()[0].shape.elements());
  TADPOLE_EXPECT(targets.labels.empty() || targets.labels.size() == samples);
  TADPOLE_EXPECT(targets.values.empty() || targets.values.size() == samples * outputs);
  TADPOLE_EXPECT(!targets.labels.empty() || !targets.values.empty());
  const std::size_t weights = options.class_weights.size();
  TADPOLE_EXPECT(weights == 0 || outputs == 1 || weights == outputs);
  const auto fits = [&](int label) {
    const auto at = static_cast<std::size_t>(label);
    return label >= 0 && (outputs == 1 || at < outputs) && (weights == 0 || at < weights);
  };
  for (const int label : targets.labels) TADPOLE_EXPECT(fits(label));
  TADPOLE_EXPECT(options.shares.empty() ||
                 (options.shares.size() == samples && options.other_labels.size() == samples));
  for (const int label : options.other_labels) TADPOLE_EXPECT(fits(label));
}

void Model::reserve_inference(ThreadPool* pool) {
  impl_->pool = pool;
  impl_->infer.emplace(impl_->plan, pool);
}

StepResult Model::step(std::span<const float> x, std::span<const int> labels,
                       const StepOptions& options) {
  return step(x, Targets{.labels = labels}, options);
}

StepResult Model::step_mse(std::span<const float> x, std::span<const float> target, int n,
                           const StepOptions& options) {
  TADPOLE_EXPECT(target.size() ==
                 static_cast<std::size_t>(n) * static_cast<std::size_t>(outputs()));
  return step(x, Targets{.values = target}, options);
}

StepResult Model::step(std::span<const float> x, const Targets& targets,
                       const StepOptions& options) {
  const int n = impl_->samples_of(x);
  TADPOLE_EXPECT(impl_->train && n <= impl_->train->batch());
  impl_->expect_fit(x, n, targets, options);
  const Loss& loss = options.loss ? *options.loss : default_loss(targets);
  // One reference is all that the function object below holds, so that it needs no heap.
  const struct {
    const Loss& loss;
    LossBatch batch;
  } job{loss, LossBatch(targets, options, n)};
  const TrainRunner::Step step = {.x = x,
                                  .n = n,
                                  .parameters = parameters(),
                                  .state = state(),
                                  .gradients = gradients(),
                                  .dropout_seed = options.dropout_seed,
                                  .loss_takes_logits = impl_->takes_logits(loss)};
  return impl_->train->run(step, [&job](const View& y, int first, const View& gradient) {
    return job.loss.run(job.batch, y, first, gradient);
  });
}

StepResult Model::evaluate(std::span<const float> x, const Targets& targets,
                           const StepOptions& options) {
  const int n = impl_->samples_of(x);
  impl_->expect_fit(x, n, targets, options);
  const Loss& loss = options.loss ? *options.loss : default_loss(targets);
  std::vector<float> y(static_cast<std::size_t>(n) * static_cast<std::size_t>(outputs()));
  std::vector<float> gradient(y.size());
  impl_->infer_into(x, n, y, impl_->takes_logits(loss));
  const LossBatch batch(targets, options, n);
  return loss.run(batch, dense_view(y.data(), n, 1, 1, outputs()), 0,
                  dense_view(gradient.data(), n, 1, 1, outputs()));
}

void Model::Impl::infer_wanted(std::span<const float> x, int n,
                               std::span<const InferRunner::Wanted> wanted) {
  TADPOLE_EXPECT(n >= 0 &&
                 x.size() == static_cast<std::size_t>(n) * plan.tensors()[0].shape.elements());
  if (n == 0) return;
  if (!infer) infer.emplace(plan, pool);
  const FoldedParameters folded(plan, parameters.span(), state.span());
  infer->run(x, n, folded, wanted);
}

void Model::Impl::infer_into(std::span<const float> x, int n, std::span<float> out, bool logits) {
  TADPOLE_EXPECT(out.size() == static_cast<std::size_t>(n) * plan.output_shape().elements());
  const InferRunner::Wanted wanted = {logits ? plan.inference().back().x : plan.inference_output(),
                                      out.data()};
  infer_wanted(x, n, {&wanted, 1});
}

void Model::predict(std::span<const float> x, int n, std::span<float> out) {
  impl_->infer_into(x, n, out, false);
}

void Model::predict_logits(std::span<const float> x, int n, std::span<float> out) {
  const std::string& last = impl_->plan.last_kind();
  impl_->infer_into(x, n, out, last == "softmax" || last == "sigmoid");
}

Graph Model::lower_into(Lowering to) const {
  const Plan& plan = impl_->plan;
  const FoldedParameters folded(plan, std::as_const(*this).parameters(),
                                std::as_const(*this).state());
  std::vector<int> graph_tensor(plan.tensors().size(), 0);
  for (std::size_t i = 0; i < plan.inference().size(); ++i) {
    const InferenceOp& step = plan.inference()[i];
    const PlannedOp& op = plan.ops()[static_cast<std::size_t>(step.op)];
    to.enter(plan.names()[static_cast<std::size_t>(op.number)]);
    to.set_current(graph_tensor[static_cast<std::size_t>(step.x)]);
    if (step.other >= 0) {
      to.set_other(graph_tensor[static_cast<std::size_t>(step.other)], op.layer->other_in(),
                   op.layer->in());
    }
    op.layer->lower(to, folded.parameters(i), folded.bias(i), step.fused);
    graph_tensor[static_cast<std::size_t>(step.y)] = to.current();
  }
  to.enter("output");
  const Shape out = plan.output_shape();
  if ((out.h == 1 && out.w == 1) || to.streams()) {
    to.flat({1, out.w, out.c});
  } else {
    to.image(out);
  }
  return to.finish("Tadpole");
}

Graph Model::lower() const {
  TADPOLE_EXPECT(runs_on_device().ok());
  return lower_into(Lowering(impl_->plan.tensors()[0].shape));
}

Result<Graph> Model::lower_to_stream() const {
  const Plan& plan = impl_->plan;
  TADPOLE_TRY(check_stream(plan));
  const Shape in = plan.ops()[0].layer->in();
  return lower_into(Lowering({1, 1, in.w * in.c}, Lowering::Takes::frame));
}

std::string Model::summary() const { return summary_text(impl_->spec, impl_->plan); }

std::int64_t Model::macs() const {
  std::int64_t sum = 0;
  for (const PlannedOp& op : impl_->plan.ops()) sum += op.layer->macs();
  return sum;
}

}  // namespace tadpole
