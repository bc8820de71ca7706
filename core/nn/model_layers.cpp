// SPDX-License-Identifier: Apache-2.0
// A model layer by layer: names, freezing, activations, what the device cannot do.
#include "core/base/text.h"
#include "core/nn/model_impl.h"

namespace tadpole {
namespace {

std::size_t at(int i) { return static_cast<std::size_t>(i); }

std::string call(const ModelSpec& spec, int layer) {
  return "layer " + std::to_string(layer + 1) + " (" + layer_text(spec.layers[at(layer)]) + "): ";
}

Result<int> find_layer(const Plan& plan, const std::string& name) {
  const int layer = plan.layer_of(name);
  if (layer >= 0) return layer;
  return wrong_use("no layer is named '" + name + "'" + did_you_mean(name, plan.names()) +
                   "; layers: " + join(plan.names(), ", "));
}

Outcome check_plan(const ModelSpec& spec, const Plan& plan) {
  for (int i = 0; i < static_cast<int>(plan.layers().size()); ++i) {
    const std::string refusal = plan.layers()[at(i)]->device_refusal();
    if (!refusal.empty()) return unsupported(call(spec, i) + refusal);
  }
  return Done{};
}

}  // namespace

Outcome check_runs_on_device(const ModelSpec& spec) {
  return check_plan(spec, TADPOLE_TRY(Plan::create(spec)));
}

Outcome check_stream(const Plan& plan) {
  bool remembers = false;
  for (const InferenceOp& step : plan.inference()) {
    const PlannedOp& op = plan.ops()[at(step.op)];
    const Layer& layer = *op.layer;
    const int frames = plan.tensors()[at(step.x)].shape.h;
    const bool at_once = layer.in().h == 1 && (frames == 1 || step.x == 0);
    if (!at_once && !layer.works_frame_by_frame()) {
      return unsupported("layer '" + plan.names()[at(op.number)] + "' takes " + layer.in().text() +
                         " at once, so the model cannot run frame by frame; only svdf and "
                         "activations may stand before the last svdf");
    }
    remembers = remembers || (layer.works_frame_by_frame() && layer.parameter_count() > 0);
  }
  if (remembers) return Done{};
  return unsupported(
      "the model has no layer that remembers earlier frames, so it cannot run frame by frame; use "
      "svdf layers");
}

Outcome check_runs_as_stream(const ModelSpec& spec) {
  return check_stream(TADPOLE_TRY(Plan::create(spec)));
}

Outcome Model::runs_on_device() const { return check_plan(impl_->spec, impl_->plan); }

std::vector<LayerInfo> Model::layers() const {
  const Plan& plan = impl_->plan;
  std::vector<LayerInfo> all;
  for (std::size_t i = 0; i < plan.layers().size(); ++i) {
    const Layer& layer = *plan.layers()[i];
    all.push_back({.name = plan.names()[i],
                   .text = layer_text(impl_->spec.layers[i]),
                   .out = {layer.out().h, layer.out().w, layer.out().c},
                   .frozen = layer.frozen()});
  }
  for (const PlannedOp& op : plan.ops()) {
    LayerInfo& info = all[at(op.number)];
    info.parameters = op.parameters, info.parameter_count = op.layer->parameter_count();
    info.state = op.state, info.state_count = op.layer->state_count();
  }
  return all;
}

std::size_t Model::trainable_count() const {
  std::size_t count = 0;
  for (const LayerInfo& layer : layers()) count += layer.frozen ? 0 : layer.parameter_count;
  return count;
}

Outcome Model::freeze_until(const std::string& layer) {
  const int last = TADPOLE_TRY(find_layer(impl_->plan, layer));
  for (int i = 0; i <= last; ++i) impl_->spec.layers[at(i)].options["trainable"] = "false";
  impl_->plan_again();
  return Done{};
}

void Model::unfreeze() {
  for (LayerSpec& layer : impl_->spec.layers) layer.options.erase("trainable");
  impl_->plan_again();
}

// The same layers as before, so it cannot fail and parameters stay where they are.
void Model::Impl::plan_again() {
  const int batch = train ? train->batch() : 0;
  train.reset();
  infer.reset();
  plan = Plan::create(spec).value();
  fill_decay_mask();
  if (batch > 0) train.emplace(plan, batch, pool);
}

Outcome Model::check_input(std::span<const float> x) const {
  const PlannedOp& first = impl_->plan.ops()[0];
  const Outcome good = first.layer->check_values(x);
  if (good.ok()) return good;
  return Error{call(impl_->spec, first.number) + good.error().message, good.error().kind};
}

Result<std::vector<LayerOutput>> Model::activations(std::span<const float> x, int n,
                                                    std::span<const std::string> layers) {
  const Plan& plan = impl_->plan;
  std::vector<LayerOutput> outputs;
  std::vector<InferRunner::Wanted> wanted;
  for (const std::string& name : layers) {
    const int layer = TADPOLE_TRY(find_layer(plan, name));
    const Shape& shape = plan.layers()[at(layer)]->out();
    outputs.push_back({name, {shape.h, shape.w, shape.c}, {}});
    outputs.back().values.resize(at(n) * shape.elements());
    wanted.push_back({plan.inference_tensor(layer), outputs.back().values.data()});
  }
  impl_->infer_wanted(x, n, wanted);
  return outputs;
}

}  // namespace tadpole
