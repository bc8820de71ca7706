// SPDX-License-Identifier: Apache-2.0
#include "core/nn/plan.h"

#include <algorithm>

#include "core/base/text.h"

namespace tadpole {
namespace {

Error at_layer(int number, const LayerSpec& spec, const Error& error) {
  return {"layer " + std::to_string(number + 1) + " (" + layer_text(spec) + "): " + error.message,
          error.kind};
}

// What every layer may be told.
struct LineOptions {
  std::string name;
  bool trainable = true;
  std::string input;
};

// Sets the options from the text.
Outcome set_options(Layer& layer, const LayerSpec& spec, LineOptions& line) {
  OptionSet options;
  options.add("name", line.name, {.help = "how other layers call this one"})
      .add("trainable", line.trainable, {.help = "false: frozen, training leaves it as it is"})
      .add("input", line.input, {.help = "earlier layer that is read; empty: the one before"});
  layer.describe(options);
  for (const auto& [key, value] : spec.options) TADPOLE_TRY(options.set(key, value, spec.kind));
  if (!line.trainable) layer.freeze();
  return Done{};
}

}  // namespace

Halo union_of(const Halo& a, const Halo& b) {
  return {std::max(a.top, b.top), std::max(a.left, b.left), std::max(a.bottom, b.bottom),
          std::max(a.right, b.right)};
}

bool covers(const Halo& halo, const Halo& wanted) {
  return halo.top >= wanted.top && halo.left >= wanted.left && halo.bottom >= wanted.bottom &&
         halo.right >= wanted.right;
}

Result<Plan> Plan::create(const ModelSpec& spec) {
  for (const int side : spec.input) {
    if (side < 1 || side > 65536) {
      return wrong_use("the model's input is " + std::to_string(spec.input[0]) + "x" +
                       std::to_string(spec.input[1]) + "x" + std::to_string(spec.input[2]) +
                       "; each side must be 1 to 65536");
    }
  }
  const Shape input{spec.input[0], spec.input[1], spec.input[2]};
  if (input.elements() > kMostValues) {
    return wrong_use("the model's input is " + input.text() +
                     ", more than 2^28 values; take smaller features");
  }
  Plan plan;
  plan.tensors_.push_back(
      {.shape = input, .producer = -1, .readers = {}, .halo = {}, .gradient_halo = {}});
  for (int i = 0; i < static_cast<int>(spec.layers.size()); ++i) {
    const Outcome added = plan.add_layer(spec, i);
    if (!added.ok()) return at_layer(i, spec.layers[static_cast<std::size_t>(i)], added.error());
  }
  if (plan.ops_.empty())
    return wrong_use("the model has no layer that computes; add one, e.g. 'dense units=4'");
  if (plan.parameter_count_ == 0) {
    return wrong_use("the model has no layer that learns; add one, e.g. 'dense units=4'");
  }
  plan.last_kind_ = spec.layers[static_cast<std::size_t>(plan.ops_.back().number)].kind;
  plan.connect();
  plan.decide_needs();
  plan.decide_storage();
  plan.decide_recomputation();
  plan.decide_gradients();
  plan.decide_halos();
  plan.plan_inference();
  return plan;
}

Outcome Plan::add_layer(const ModelSpec& spec, int number) {
  const LayerSpec& text = spec.layers[static_cast<std::size_t>(number)];
  std::unique_ptr<Layer> layer = make_layer(text.kind);
  if (!layer) {
    const std::vector<std::string> kinds = layer_kinds();
    return wrong_use("there is no layer '" + text.kind + "'" + did_you_mean(text.kind, kinds) +
                     "; known layers: " + join(kinds, ", "));
  }
  LineOptions line = {.name = text.kind + "_" + std::to_string(number + 1), .input = {}};
  TADPOLE_TRY(set_options(*layer, text, line));
  const std::string& name = line.name;
  Shape in = layers_.empty() ? tensors_[0].shape : layers_.back()->out();
  if (!line.input.empty()) {
    const auto from = static_cast<std::size_t>(TADPOLE_TRY(earlier_layer(line.input)));
    in = layers_[from]->out();
    current_ = layer_output_[from];
  }
  TADPOLE_TRY(layer->build(in));
  if (layer->reads_indices() && current_ != 0) {
    return wrong_use(
        "it reads word numbers, which only the model's input holds; make it the first layer");
  }
  PlannedOp op{.layer = layer.get(), .number = number, .x = current_};
  if (!layer->second_input().empty()) TADPOLE_TRY(add_second_input(*layer, op));
  if (layer->out().elements() > kMostValues) {
    return wrong_use("output is " + layer->out().text() +
                     ", more than 2^28 values; take fewer filters or a stride");
  }
  if (parameter_count_ + layer->parameter_count() > kMostValues) {
    return wrong_use(
        "with it the model holds more than 2^28 trained values; take fewer or smaller layers");
  }
  if (layer_of(name) >= 0)
    return wrong_use("the name '" + name + "' is taken by an earlier layer; choose another");
  const bool fused = line.input.empty() && fuse(*layer, spec, number);
  if (!layer->is_reshape() && !fused) add_op(*layer, op);
  layers_.push_back(std::move(layer));
  names_.push_back(name);
  layer_output_.push_back(current_);
  return Done{};
}

int Plan::layer_of(const std::string& name) const {
  const auto at = std::find(names_.begin(), names_.end(), name);
  return at == names_.end() ? -1 : static_cast<int>(at - names_.begin());
}

Result<int> Plan::earlier_layer(const std::string& name) const {
  const int from = layer_of(name);
  if (from >= 0) return from;
  return wrong_use("no earlier layer is named '" + name + "'" + did_you_mean(name, names_) +
                   "; earlier layers: " + join(names_, ", "));
}

Outcome Plan::add_second_input(Layer& layer, PlannedOp& op) const {
  const std::string name = layer.second_input();
  const int from = TADPOLE_TRY(earlier_layer(name));
  TADPOLE_TRY(layer.build_second(layers_[static_cast<std::size_t>(from)]->out(), name));
  op.other = layer_output_[static_cast<std::size_t>(from)];
  return Done{};
}

bool Plan::is_named_later(const ModelSpec& spec, int number) const {
  const std::string& name = names_[static_cast<std::size_t>(number)];
  return std::any_of(spec.layers.begin(), spec.layers.end(), [&](const LayerSpec& layer) {
    return std::any_of(layer.options.begin(), layer.options.end(), [&](const auto& option) {
      return (option.first == "from" || option.first == "with" || option.first == "input") &&
             option.second == name;
    });
  });
}

// An activation right after a layer that can take it becomes limits of that layer's output.
bool Plan::fuse(const Layer& layer, const ModelSpec& spec, int number) {
  if (layer.activation() == Activation::none || ops_.empty()) return false;
  PlannedOp& before = ops_.back();
  if (before.number != number - 1 || before.fused != Activation::none ||
      !before.layer->can_fuse_activation() || is_named_later(spec, number - 1)) {
    return false;
  }
  before.fused = layer.activation();
  return true;
}

void Plan::add_op(Layer& layer, PlannedOp op) {
  if (layer.needs_batch()) ++segment_;
  op.segment = segment_;
  op.parameters = parameter_count_;
  op.state = state_count_;
  op.y = static_cast<int>(tensors_.size());
  parameter_count_ += layer.parameter_count();
  state_count_ += layer.state_count();
  tensors_.push_back({.shape = layer.out(),
                      .producer = static_cast<int>(ops_.size()),
                      .readers = {},
                      .halo = {},
                      .gradient_halo = {}});
  mark_reshaped(op.x, layer.in());
  if (op.other >= 0) mark_reshaped(op.other, layer.other_in());
  current_ = op.y;
  ops_.push_back(op);
}

void Plan::mark_reshaped(int tensor, const Shape& seen) {
  PlannedTensor& t = tensors_[static_cast<std::size_t>(tensor)];
  if (!(t.shape == seen)) t.reshaped = true;
}

void Plan::connect() {
  output_ = current_;
  mark_reshaped(output_, output_shape());
  for (int i = 0; i < static_cast<int>(ops_.size()); ++i) {
    const PlannedOp& op = ops_[static_cast<std::size_t>(i)];
    tensors_[static_cast<std::size_t>(op.x)].readers.push_back(i);
    if (op.other >= 0) tensors_[static_cast<std::size_t>(op.other)].readers.push_back(i);
  }
  // Where ways part every reader wants another halo, or none: the tensor has none, they copy.
  std::vector<int> ways(tensors_.size(), 0);
  for (const PlannedOp& op : ops_) {
    if (++ways[static_cast<std::size_t>(op.x)] > 1)
      tensors_[static_cast<std::size_t>(op.x)].reshaped = true;
  }
}

void Plan::decide_needs() {
  tensors_[0].needs_gradient = false;
  for (const PlannedOp& op : ops_) {
    const bool learns = !op.layer->frozen() && op.layer->parameter_count() > 0;
    tensors_[static_cast<std::size_t>(op.y)].needs_gradient =
        learns || tensors_[static_cast<std::size_t>(op.x)].needs_gradient ||
        (op.other >= 0 && tensors_[static_cast<std::size_t>(op.other)].needs_gradient);
  }
  for (PlannedOp& op : ops_) op.gathers = !op.layer->frozen() && op.layer->gradient_parts() > 0;
}

int Plan::segment_begin(int segment) const {
  const auto at = std::find_if(ops_.begin(), ops_.end(),
                               [&](const PlannedOp& op) { return op.segment >= segment; });
  return static_cast<int>(at - ops_.begin());
}

// Kept for the whole batch: what another segment or a gradient over the batch reads, and what
// backward needs and is dear to compute again. In the last segment backward follows forward on the
// same chunk, nothing needs keeping.
void Plan::decide_storage() {
  for (std::size_t t = 1; t < tensors_.size(); ++t) {
    PlannedTensor& tensor = tensors_[t];
    const PlannedOp& producer = ops_[static_cast<std::size_t>(tensor.producer)];
    bool crosses = false;
    bool gathered = false;
    bool needed = tensor.needs_gradient &&
                  (producer.layer->backward_needs_output() ||
                   (producer.fused != Activation::none && !producer.layer->needs_batch()));
    for (const int r : tensor.readers) {
      const PlannedOp& reader = ops_[static_cast<std::size_t>(r)];
      crosses = crosses || reader.segment != producer.segment;
      gathered = gathered || (reader.gathers && reader.x == static_cast<int>(t));
      needed = needed || (reader.layer->backward_needs_input() &&
                          tensors_[static_cast<std::size_t>(reader.y)].needs_gradient);
    }
    const PlannedTensor& source = tensors_[static_cast<std::size_t>(producer.x)];
    const bool source_kept =
        source.stored ||
        (source.producer >= 0 && ops_[static_cast<std::size_t>(source.producer)].computed_twice);
    const bool cheap = producer.layer->is_cheap() && source_kept;
    const bool early = producer.segment < segment_;
    tensor.stored = crosses || gathered || (early && needed && !cheap);
    ops_[static_cast<std::size_t>(tensor.producer)].computed_twice =
        early && !tensor.stored && cheap;
  }
}

// Of the candidates only those stay that backward or another repeated operation reads.
void Plan::decide_recomputation() {
  for (std::size_t i = ops_.size(); i-- > 0;) {
    PlannedOp& op = ops_[i];
    if (!op.computed_twice) continue;
    bool read = op.layer->backward_needs_output() &&
                tensors_[static_cast<std::size_t>(op.y)].needs_gradient;
    for (const int r : tensors_[static_cast<std::size_t>(op.y)].readers) {
      const PlannedOp& reader = ops_[static_cast<std::size_t>(r)];
      read = read || reader.computed_twice ||
             (reader.layer->backward_needs_input() &&
              tensors_[static_cast<std::size_t>(reader.y)].needs_gradient);
    }
    op.computed_twice = read;
  }
}

// Backward runs in reverse; batch norm writes its input's gradient one segment before its own. Its
// output's gradient is read in both.
void Plan::decide_gradients() {
  const auto written_in = [](const PlannedOp& op) {
    return op.segment - (op.layer->needs_batch() ? 1 : 0);
  };
  for (std::size_t t = 1; t < tensors_.size(); ++t) {
    PlannedTensor& tensor = tensors_[t];
    const PlannedOp& producer = ops_[static_cast<std::size_t>(tensor.producer)];
    tensor.gradient_stored = producer.layer->needs_batch() || producer.gathers;
    for (const int r : tensor.readers) {
      if (written_in(ops_[static_cast<std::size_t>(r)]) != producer.segment)
        tensor.gradient_stored = true;
    }
  }
  std::vector<bool> written(tensors_.size(), false);
  for (std::size_t i = ops_.size(); i-- > 0;) {
    PlannedOp& op = ops_[i];
    if (!tensors_[static_cast<std::size_t>(op.y)].needs_gradient) continue;
    op.adds_to_dx = written[static_cast<std::size_t>(op.x)];
    written[static_cast<std::size_t>(op.x)] = true;
    if (op.other < 0) continue;
    op.adds_to_d_other = written[static_cast<std::size_t>(op.other)];
    written[static_cast<std::size_t>(op.other)] = true;
  }
}

// A tensor carries the zeros that its readers want, where it can; readers copy otherwise.
void Plan::decide_halos() {
  for (std::size_t t = 1; t < tensors_.size(); ++t) {
    PlannedTensor& tensor = tensors_[t];
    if (tensor.reshaped) continue;
    for (const int r : tensor.readers) {
      const PlannedOp& reader = ops_[static_cast<std::size_t>(r)];
      tensor.halo = union_of(tensor.halo, reader.layer->input_halo());
    }
    const Layer& producer = *ops_[static_cast<std::size_t>(tensor.producer)].layer;
    if (!tensor.gradient_stored) tensor.gradient_halo = producer.gradient_halo();
  }
}

bool Plan::folds_into(const PlannedOp& norm, const PlannedOp& before) const {
  const PlannedTensor& between = tensors_[static_cast<std::size_t>(norm.x)];
  // A scale per channel goes before an activation; what no activation can stand behind rounds.
  return norm.layer->gives_scale() && norm.layer->can_fuse_activation() &&
         before.layer->can_fold_scale() && before.y == norm.x && before.fused == Activation::none &&
         between.readers.size() == 1 && !between.reshaped;
}

void Plan::plan_inference() {
  std::vector<int>& alias = inference_alias_;
  alias.resize(tensors_.size());
  for (std::size_t t = 0; t < alias.size(); ++t) alias[t] = static_cast<int>(t);
  const auto now = [&](int tensor) {
    return tensor < 0 ? -1 : alias[static_cast<std::size_t>(tensor)];
  };
  for (std::size_t i = 0; i < ops_.size(); ++i) {
    const PlannedOp& op = ops_[i];
    if (op.layer->only_trains()) {
      alias[static_cast<std::size_t>(op.y)] = now(op.x);
    } else if (i > 0 && folds_into(op, ops_[i - 1])) {
      inference_.back().norm = static_cast<int>(i);
      inference_.back().y = op.y;
      alias[static_cast<std::size_t>(op.x)] = op.y;
      inference_.back().fused = op.fused;
    } else {
      inference_.push_back({.op = static_cast<int>(i),
                            .x = now(op.x),
                            .other = now(op.other),
                            .y = op.y,
                            .fused = op.fused});
    }
  }
  inference_output_ = now(output_);
}

int Plan::inference_tensor(int layer) const {
  const int tensor = layer_output_[static_cast<std::size_t>(layer)];
  return inference_alias_[static_cast<std::size_t>(tensor)];
}

std::size_t Plan::working_set(int segment) const {
  std::size_t floats = 0;
  for (int i = segment_begin(segment); i < segment_end(segment); ++i) {
    const Layer& layer = *ops_[static_cast<std::size_t>(i)].layer;
    floats += 2 * layer.in().elements() + 2 * layer.out().elements() + layer.working_floats();
  }
  return floats;
}

}  // namespace tadpole
