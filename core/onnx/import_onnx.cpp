// SPDX-License-Identifier: Apache-2.0
#include "core/onnx/import_onnx.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/onnx/importer.h"

namespace tadpole {
namespace {

constexpr std::int64_t kOldestOpset = 13;
constexpr std::int64_t kLargestSide = 1 << 20;
constexpr std::size_t kMostElements = std::size_t{1} << 26U;
constexpr std::size_t kMostAxes = 6;

Error cannot(const std::string& what) {
  return unsupported("cannot import this ONNX model: " + what);
}

// Batch 1, and everything else as it is fixed.
Result<Dims> fixed_dims(const OnnxInput& input) {
  Dims dims;
  for (std::size_t i = 0; i < input.dims.size(); ++i) {
    const std::int64_t dim = i == 0 && input.dims[i] < 0 ? 1 : input.dims[i];
    if (dim >= 1 && dim <= kLargestSide) {
      dims.push_back(static_cast<int>(dim));
      continue;
    }
    const std::string& name = input.dim_names[i];
    return cannot(fmt::format(
        "axis {} of its input '{}' {}, a device needs fixed sizes; export without it in "
        "dynamic_axes (the batch may stay)",
        i, input.name,
        dim < 0 ? fmt::format("is dynamic{}", name.empty() ? "" : " ('" + name + "')")
                : fmt::format("has size {}", dim)));
  }
  return dims;
}

std::string letters(const Dims& dims, const std::vector<int>& axes) {
  static const char* const kNames[] = {"", "N", "NC", "NCL", "NCHW"};
  const std::string names = dims.size() <= 4 ? kNames[dims.size()] : "NCDEFG";
  std::string text;
  for (const int axis : axes) text += names[static_cast<std::size_t>(axis)];
  if (dims.size() == 3 && axes == channels_last(3)) text.insert(1, "1");
  return text;
}

bool makes_windows(const std::string& type) {
  static const char* const kTypes[] = {"Conv",        "ConvTranspose",        "MaxPool",
                                       "AveragePool", "GlobalAveragePool",    "BatchNormalization",
                                       "Resize",      "InstanceNormalization"};
  return std::find(std::begin(kTypes), std::end(kTypes), type) != std::end(kTypes);
}

// Operators that leave every element at its place.
bool works_in_place(const std::string& type) {
  static const char* const kTypes[] = {"Add",     "Sub",   "Mul",     "Div",       "Relu",
                                       "Sigmoid", "Tanh",  "Clip",    "LeakyRelu", "HardSwish",
                                       "Cast",    "Pad",   "Dropout", "Identity",  "HardSigmoid",
                                       "Concat",  "Slice", "Split"};
  return std::find(std::begin(kTypes), std::end(kTypes), type) != std::end(kTypes);
}

}  // namespace

std::string ImportedTensor::order_text() const {
  if (axes == plain_axes(onnx_shape)) return "";
  return letters(onnx_shape, axes) + " (ONNX: " + letters(onnx_shape, plain_axes(onnx_shape)) + ")";
}

std::vector<float> ImportedTensor::to_ours(std::span<const float> onnx) const {
  const std::vector<int> places = onnx_places(stored_as(onnx_shape, axes));
  TADPOLE_EXPECT(onnx.size() == places.size());
  std::vector<float> ours;
  for (const int place : places) ours.push_back(onnx[static_cast<std::size_t>(place)]);
  return ours;
}

std::vector<float> ImportedTensor::to_onnx(std::span<const float> ours) const {
  const std::vector<int> places = onnx_places(stored_as(onnx_shape, axes));
  TADPOLE_EXPECT(ours.size() == places.size());
  std::vector<float> onnx(ours.size());
  for (std::size_t i = 0; i < ours.size(); ++i) onnx[static_cast<std::size_t>(places[i])] = ours[i];
  return onnx;
}

Outcome Importer::check_model() const {
  if (model_.opset < kOldestOpset) {
    return cannot(
        fmt::format("it uses opset {}, at least {} is expected; export it with "
                    "opset_version={}",
                    model_.opset, kOldestOpset, kOldestOpset));
  }
  if (model_.inputs.empty() || model_.outputs.empty())
    return cannot("it has no input or no output; export it with an example input");
  return Done{};
}

// Nodes that lead to no output are left out; they may be of any kind.
void Importer::count_readers() {
  std::set<std::string> wanted(model_.outputs.begin(), model_.outputs.end());
  for (std::size_t i = model_.nodes.size(); i-- > 0;) {
    const OnnxNode& node = model_.nodes[i];
    const bool is_needed = std::any_of(node.outputs.begin(), node.outputs.end(),
                                       [&](const auto& name) { return wanted.contains(name); });
    if (!is_needed) continue;
    needed_.insert(&node);
    for (const std::string& name : node.inputs) {
      wanted.insert(name);
      readers_[name].push_back(&node);
    }
  }
}

// Whether the first operator that cares how it lies wants channels last.
bool Importer::wants_channels_last(const std::string& name, std::size_t rank) const {
  if (order_ != InputOrder::as_wanted) return order_ == InputOrder::channels_last;
  std::set<std::string> seen;
  std::vector<std::string> next = {name};
  while (!next.empty()) {
    const std::string tensor = next.back();
    next.pop_back();
    if (!seen.insert(tensor).second) continue;
    for (const OnnxNode* reader : readers(tensor)) {
      if (makes_windows(reader->type)) return true;
      if (rank == 4 && (reader->type == "Flatten" || reader->type == "Reshape")) return true;
      if (!works_in_place(reader->type)) continue;
      next.insert(next.end(), reader->outputs.begin(), reader->outputs.end());
    }
  }
  return false;
}

Outcome Importer::add_input(const OnnxInput& input) {
  if (input.type != 1) {
    return cannot("its input '" + input.name +
                  "' is not float32; export the model with a float32 input");
  }
  const Dims dims = TADPOLE_TRY(fixed_dims(input));
  if (!input.has_shape || dims.empty() || dims.size() > kMostAxes ||
      element_count(dims) > kMostElements) {
    return cannot(
        fmt::format("its input '{}' is {}, one to {} axes and at most {} values are "
                    "expected; export it with an example input of the real size",
                    input.name, input.has_shape ? dims_text(dims) : "without a shape", kMostAxes,
                    kMostElements));
  }
  if (values_.contains(input.name)) return cannot("two of its tensors are named " + input.name);
  const bool rank_fits = dims.size() == 3 || dims.size() == 4;
  const std::vector<int> axes = rank_fits && wants_channels_last(input.name, dims.size())
                                    ? channels_last(dims.size())
                                    : plain_axes(dims);
  OnnxValue value{.constant = nullptr, .tensor = -1, .dims = dims};
  value.tensor =
      push({.name = input.name, .type = DType::float32, .shape = stored_shape(dims, axes)});
  value.layout = stored_as(dims, axes);
  graph_.inputs.push_back(value.tensor);
  values_[input.name] = std::move(value);
  inputs_.push_back({input.name, dims, stored_shape(dims, axes), axes});
  if (!input.dims.empty() && input.dims[0] < 0) note("The batch, which was dynamic, is 1.");
  return Done{};
}

Outcome Importer::import_nodes() {
  for (const OnnxNode& node : model_.nodes) {
    if (!needed_.contains(&node)) continue;
    node_ = &node;
    if (node.outputs.empty() || node.outputs[0].empty()) return refuse("it gives nothing");
    for (const std::string& name : node.inputs) {
      if (name.empty() || values_.contains(name)) continue;
      return refuse("nothing before it makes its input '" + name +
                    "'; the model is not in order, export it again");
    }
    const auto later = later_.find(&node);
    if (later != later_.end()) {
      TADPOLE_TRY(later->second(*this));
      continue;
    }
    const bool is_own = node.domain.empty() || node.domain == "ai.onnx";
    const OnnxOperator* found = is_own ? find_onnx_operator(node.type) : nullptr;
    if (found == nullptr) {
      return refuse("we have no such operator" +
                    (is_own ? std::string() : " ('" + node.domain + "')") + "; " +
                    rewrite_of(node.type));
    }
    TADPOLE_TRY(found->import(*this));
  }
  node_ = nullptr;
  return Done{};
}

Outcome Importer::add_output(const std::string& name, ImportedModel& model) {
  const auto found = values_.find(name);
  if (found == values_.end()) return cannot("nothing makes its output '" + name + "'");
  const OnnxValue& value = found->second;
  if (value.constant != nullptr)
    return cannot("its output '" + name + "' is a constant; export what is computed");
  const std::vector<int> axes = axes_of(value);
  const int tensor = TADPOLE_TRY(arranged(value, axes));
  const bool is_input =
      std::find(graph_.inputs.begin(), graph_.inputs.end(), tensor) != graph_.inputs.end();
  if (is_input) return cannot("its output '" + name + "' is its input; nothing is computed");
  graph_.outputs.push_back(tensor);
  std::string& own = graph_.tensors[static_cast<std::size_t>(tensor)].name;
  if (own != name && names_.insert(name).second) own = name;
  model.outputs.push_back({name, value.dims, shape(tensor), axes});
  return Done{};
}

// Operators that no output needs, and tensors that no operator reads, go.
void Importer::drop_unused() {
  std::set<int> wanted(graph_.outputs.begin(), graph_.outputs.end());
  std::vector<GraphOp> ops;
  for (std::size_t i = graph_.ops.size(); i-- > 0;) {
    GraphOp& op = graph_.ops[i];
    if (std::none_of(op.outputs.begin(), op.outputs.end(),
                     [&](int t) { return wanted.contains(t); }))
      continue;
    wanted.insert(op.inputs.begin(), op.inputs.end());
    wanted.insert(op.outputs.begin(), op.outputs.end());
    ops.push_back(std::move(op));
  }
  std::reverse(ops.begin(), ops.end());
  graph_.ops = std::move(ops);
  wanted.insert(graph_.inputs.begin(), graph_.inputs.end());
  std::vector<GraphTensor> tensors;
  std::map<int, int> renamed = {{-1, -1}};
  for (const int t : wanted) {
    if (t < 0) continue;
    renamed[t] = static_cast<int>(tensors.size());
    tensors.push_back(std::move(graph_.tensors[static_cast<std::size_t>(t)]));
  }
  graph_.tensors = std::move(tensors);
  const auto rename = [&](std::vector<int>& list) {
    for (int& t : list) t = renamed.at(t);
  };
  rename(graph_.inputs), rename(graph_.outputs);
  for (GraphOp& op : graph_.ops) rename(op.inputs), rename(op.outputs);
}

Result<ImportedModel> Importer::run() {
  TADPOLE_TRY(check_model());
  count_readers();
  for (const OnnxTensor& constant : model_.constants) {
    OnnxValue value;
    for (const std::int64_t dim : constant.dims) value.dims.push_back(static_cast<int>(dim));
    value.constant = std::make_shared<const OnnxTensor>(constant);
    values_[constant.name] = std::move(value);
  }
  for (const OnnxInput& input : model_.inputs) TADPOLE_TRY(add_input(input));
  TADPOLE_TRY(import_nodes());
  ImportedModel model;
  for (const std::string& name : model_.outputs) TADPOLE_TRY(add_output(name, model));
  drop_unused();
  if (graph_.ops.empty()) return cannot("nothing is computed in it");
  model.graph = std::move(graph_);
  model.graph.description =
      "imported from ONNX" + (model_.producer.empty() ? "" : " (" + model_.producer + ")");
  model.inputs = std::move(inputs_);
  model.notes = std::move(notes_);
  model.producer = model_.producer;
  model.onnx_nodes = model_.nodes.size();
  return model;
}

Result<ImportedModel> import_onnx(std::span<const std::uint8_t> bytes) {
  const OnnxModel model = TADPOLE_TRY(read_onnx(bytes));
  Result<ImportedModel> first = Importer(model, InputOrder::as_wanted).run();
  if (first.ok()) return first;
  // An input may lie either way: perhaps the other needs no element to change places.
  for (const InputOrder order : {InputOrder::channels_last, InputOrder::plain}) {
    Result<ImportedModel> other = Importer(model, order).run();
    if (other.ok()) return other;
  }
  return first;
}

}  // namespace tadpole
