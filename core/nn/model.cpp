// SPDX-License-Identifier: Apache-2.0
#include "core/nn/model.h"

#include <cmath>
#include <optional>

#include "core/base/rng.h"
#include "core/nn/clamp_layer.h"
#include "core/nn/infer_runner.h"
#include "core/nn/losses/mse.h"
#include "core/nn/losses/softmax_cross_entropy.h"
#include "core/nn/lowering.h"
#include "core/nn/plan.h"
#include "core/nn/summary.h"
#include "core/nn/train_runner.h"

namespace tadpole {

struct Model::Impl {
  ModelSpec spec;
  Plan plan;
  Buffer parameters, gradients, decay_mask, state;
  ThreadPool* pool = nullptr;
  std::optional<TrainRunner> train;
  std::optional<InferRunner> infer;

  Impl(ModelSpec s, Plan p)
      : spec(std::move(s)),
        plan(std::move(p)),
        parameters(plan.parameter_count()),
        gradients(plan.parameter_count()),
        decay_mask(plan.parameter_count()),
        state(plan.state_count()) {
    for (const PlannedOp& op : plan.ops()) {
      op.layer->initial_state(state.data() + op.state);
      float* mask = decay_mask.data() + op.parameters;
      for (const ParameterBlock& block : op.layer->parameter_blocks()) {
        std::fill_n(mask, block.count, block.decay ? 1.0F : 0.0F);
        mask += block.count;
      }
    }
  }
  TrainRunner::Step step_of(std::span<const float> x, int n, const StepOptions& options) {
    return {.x = x,
            .n = n,
            .parameters = parameters.span(),
            .state = state.span(),
            .gradients = gradients.span(),
            .dropout_seed = options.dropout_seed};
  }
};

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

void Model::initialize(std::uint64_t seed) {
  const Rng rng(seed);
  std::uint64_t key = 0;
  for (const PlannedOp& op : impl_->plan.ops()) {
    float* to = impl_->parameters.data() + op.parameters;
    for (const ParameterBlock& block : op.layer->parameter_blocks()) {
      fill_block(block, rng.fork(key++), to);
      to += block.count;
    }
    op.layer->initial_state(impl_->state.data() + op.state);
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

StepResult Model::step(std::span<const float> x, std::span<const int> labels,
                       const StepOptions& options) {
  const int n = static_cast<int>(labels.size());
  TADPOLE_EXPECT(impl_->train && n >= 1 && n <= impl_->train->batch());
  TADPOLE_EXPECT(x.size() == labels.size() * impl_->plan.tensors()[0].shape.elements());
  TADPOLE_EXPECT(options.class_weights.empty() ||
                 static_cast<int>(options.class_weights.size()) == outputs());
  for (const int label : labels) TADPOLE_EXPECT(label >= 0 && label < outputs());
  TrainRunner::Step step = impl_->step_of(x, n, options);
  step.loss_takes_logits = true;
  TADPOLE_EXPECT(options.shares.empty() || (options.shares.size() == labels.size() &&
                                            options.other_labels.size() == labels.size()));
  const double total = weight_sum(labels, options);
  return impl_->train->run(step, [&](const View& y, int first, const View& gradient) {
    const auto part =
        labels.subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(y.n));
    return softmax_cross_entropy(y, part, options, total, gradient, first);
  });
}

StepResult Model::step_mse(std::span<const float> x, std::span<const float> target, int n,
                           const StepOptions& options) {
  const auto values = static_cast<std::size_t>(outputs());
  TADPOLE_EXPECT(impl_->train && n >= 1 && n <= impl_->train->batch());
  TADPOLE_EXPECT(x.size() ==
                 static_cast<std::size_t>(n) * impl_->plan.tensors()[0].shape.elements());
  TADPOLE_EXPECT(target.size() == static_cast<std::size_t>(n) * values);
  const double total = static_cast<double>(n) * static_cast<double>(values);
  return impl_->train->run(
      impl_->step_of(x, n, options), [&](const View& y, int first, const View& gradient) {
        const auto part = target.subspan(static_cast<std::size_t>(first) * values,
                                         static_cast<std::size_t>(y.n) * values);
        return mean_squared_error(y, part, total, gradient);
      });
}

void Model::predict(std::span<const float> x, int n, std::span<float> out) {
  TADPOLE_EXPECT(n >= 0 && x.size() == static_cast<std::size_t>(n) *
                                           impl_->plan.tensors()[0].shape.elements());
  TADPOLE_EXPECT(out.size() == static_cast<std::size_t>(n) * static_cast<std::size_t>(outputs()));
  if (n == 0) return;
  if (!impl_->infer) impl_->infer.emplace(impl_->plan, impl_->pool);
  const FoldedParameters folded(impl_->plan, parameters(), state());
  impl_->infer->run(x, n, folded, out);
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

Graph Model::lower() const { return lower_into(Lowering(impl_->plan.tensors()[0].shape)); }

Result<Graph> Model::lower_to_stream() const {
  const Plan& plan = impl_->plan;
  bool remembers = false;
  for (const InferenceOp& step : plan.inference()) {
    const PlannedOp& op = plan.ops()[static_cast<std::size_t>(step.op)];
    const Layer& layer = *op.layer;
    const int frames = plan.tensors()[static_cast<std::size_t>(step.x)].shape.h;
    const bool at_once = layer.in().h == 1 && (frames == 1 || step.x == 0);
    if (!at_once && !layer.works_frame_by_frame()) {
      return unsupported("layer '" + plan.names()[static_cast<std::size_t>(op.number)] +
                         "' takes " + layer.in().text() +
                         " at once, so the model cannot run frame by frame; only svdf and "
                         "activations may stand before the last svdf");
    }
    remembers = remembers || (layer.works_frame_by_frame() && layer.parameter_count() > 0);
  }
  if (!remembers) {
    return unsupported(
        "the model has no layer that remembers earlier frames, so it cannot run frame by frame; "
        "use "
        "svdf layers");
  }
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
