// SPDX-License-Identifier: Apache-2.0
#include "core/onnx/importer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <limits>

#include "core/tflite/op_schema.h"

namespace tadpole {
namespace {

constexpr int kTranspose = 39;  // where the device has it
constexpr std::size_t kMostElements = std::size_t{1} << 26U;
constexpr std::size_t kMostAxes = 6;

template <typename T>
std::vector<std::uint8_t> bytes_of(const std::vector<T>& values) {
  std::vector<std::uint8_t> bytes(values.size() * sizeof(T));
  if (!bytes.empty()) std::memcpy(bytes.data(), values.data(), bytes.size());
  return bytes;
}

std::string quoted(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) {
    if (name.empty()) continue;
    text += (text.empty() ? "'" : ", '") + name + "'";
  }
  return text.empty() ? "nothing" : text;
}

}  // namespace

std::string dims_text(const Dims& dims) {
  return dims.empty() ? "scalar" : fmt::format("{}", fmt::join(dims, "x"));
}

Error Importer::refuse(const std::string& what) const {
  const std::string name = node_->name.empty() ? "" : " '" + node_->name + "'";
  return unsupported(fmt::format(
      "cannot import this ONNX model: node {} {}{} (reads {}, gives {}): "
      "{}",
      node_->index, node_->type, name, quoted(node_->inputs), quoted(node_->outputs), what));
}

bool Importer::has_input(std::size_t i) const {
  return i < node_->inputs.size() && !node_->inputs[i].empty();
}

const OnnxValue& Importer::input(std::size_t i) const {
  TADPOLE_EXPECT(has_input(i));
  return values_.at(node_->inputs[i]);
}

Result<const OnnxTensor*> Importer::real_constant(std::size_t i, const std::string& what) const {
  const bool is_real = has_input(i) && is_constant(i) && input(i).constant->is_real;
  if (is_real && input(i).constant->elements() > 0) return input(i).constant.get();
  return refuse(what + " must be constant float32 numbers; keep them out of what is computed");
}

Result<std::vector<std::int64_t>> Importer::whole_constant(std::size_t i,
                                                           const std::string& what) const {
  if (has_input(i) && is_constant(i) && !input(i).constant->is_real)
    return input(i).constant->wholes;
  return refuse(what +
                " must be constant whole numbers; export with fixed sizes (do_constant_folding)");
}

Result<OnnxValue> Importer::computed(std::size_t i) const {
  if (!has_input(i)) return refuse(fmt::format("input {} is left out, it is needed", i));
  if (!is_constant(i)) return input(i);
  return refuse(
      fmt::format("input {} ('{}') is a constant, a computed tensor is expected; fold it "
                  "into the model before the export",
                  i, node_->inputs[i]));
}

Result<std::vector<std::int64_t>> Importer::wholes_of(std::size_t i,
                                                      const std::string& attribute) const {
  if (has_input(i)) return whole_constant(i, "its '" + attribute + "'");
  return node_->wholes(attribute);
}

Result<int> Importer::front_axis(std::int64_t axis, std::size_t rank) const {
  const auto n = static_cast<std::int64_t>(rank);
  if (axis >= -n && axis < n) return static_cast<int>(axis < 0 ? axis + n : axis);
  return refuse(fmt::format("axis {} is outside a tensor of {} axes", axis, rank));
}

Outcome Importer::give(std::size_t i, OnnxValue value) {
  if (i >= node_->outputs.size() || node_->outputs[i].empty()) return Done{};
  const std::string& name = node_->outputs[i];
  if (element_count(value.dims) > kMostElements || value.dims.size() > kMostAxes) {
    return refuse(fmt::format("its output {} has more than {} elements or {} axes",
                              dims_text(value.dims), kMostElements, kMostAxes));
  }
  value.is_sole = readers(name).size() + (is_output(name) ? 1 : 0) == 1;
  values_[name] = std::move(value);
  return Done{};
}

void Importer::give_constant(OnnxTensor constant) {
  if (node_->outputs.empty()) return;
  OnnxValue value;
  for (const std::int64_t dim : constant.dims) value.dims.push_back(static_cast<int>(dim));
  value.constant = std::make_shared<const OnnxTensor>(std::move(constant));
  values_[node_->outputs[0]] = std::move(value);
}

Outcome Importer::give_view(const OnnxValue& of, Dims dims, Layout layout) {
  OnnxValue view{.constant = nullptr, .tensor = of.tensor, .dims = std::move(dims)};
  view.layout = std::move(layout);
  TADPOLE_TRY(give(0, view));
  // A change of what made the memory is seen through all that look at it.
  if (!node_->outputs.empty() && !of.is_sole) values_[node_->outputs[0]].is_sole = false;
  return Done{};
}

Outcome Importer::give_stored(std::size_t i, int tensor, Dims dims, const std::vector<int>& axes) {
  OnnxValue value{.constant = nullptr, .tensor = tensor, .dims = std::move(dims)};
  value.layout = stored_as(value.dims, axes);
  return give(i, std::move(value));
}

std::string Importer::unused_name(const std::string& wanted) {
  std::string name = wanted;
  for (int& number = name_numbers_[wanted]; !names_.insert(name).second;)
    name = fmt::format("{}_{}", wanted, ++number + 1);
  return name;
}

int Importer::push(GraphTensor tensor) {
  tensor.name = unused_name(tensor.name);
  graph_.tensors.push_back(std::move(tensor));
  return static_cast<int>(graph_.tensors.size()) - 1;
}

int Importer::real_tensor(const std::string& what, Dims dims, std::vector<float> values) {
  TADPOLE_EXPECT(element_count(dims) == values.size());
  return push({.name = node_->outputs[0] + "/" + what,
               .type = DType::float32,
               .shape = std::move(dims),
               .data = bytes_of(values)});
}

int Importer::whole_tensor(const std::string& what, Dims dims, std::vector<int> values) {
  TADPOLE_EXPECT(element_count(dims) == values.size());
  return push({.name = node_->outputs[0] + "/" + what,
               .type = DType::int32,
               .shape = std::move(dims),
               .data = bytes_of(values)});
}

int Importer::add(int builtin, std::vector<int> inputs, Dims dims, OpOptions options) {
  return add_named(node_ != nullptr ? node_->outputs[0] : "output", builtin, std::move(inputs),
                   std::move(dims), std::move(options));
}

int Importer::add_named(const std::string& name, int builtin, std::vector<int> inputs, Dims dims,
                        OpOptions options) {
  GraphOp op;
  op.builtin = builtin;
  op.inputs = std::move(inputs);
  op.options = std::move(options);
  op.outputs = {push({.name = name, .type = DType::float32, .shape = std::move(dims)})};
  const int tensor = op.outputs[0];
  maker_[tensor] = static_cast<int>(graph_.ops.size());
  graph_.ops.push_back(std::move(op));
  return tensor;
}

int Importer::reshaped(int tensor, const Dims& dims) {
  if (shape(tensor) == dims) return tensor;
  TADPOLE_EXPECT(element_count(shape(tensor)) == element_count(dims));
  const auto earlier = reshape_source_.find(tensor);
  const int source = earlier != reshape_source_.end() ? earlier->second : tensor;
  if (shape(source) == dims) return source;
  const auto found = reshapes_.find({source, dims});
  if (found != reshapes_.end()) return found->second;
  OpOptions options;
  options.new_shape = dims;
  const std::string name = graph_.tensors[static_cast<std::size_t>(source)].name + "/reshape";
  const int target = push({.name = name + "/shape",
                           .type = DType::int32,
                           .shape = {static_cast<int>(dims.size())},
                           .data = bytes_of(dims)});
  const int result = add_named(name, builtin::kReshape, {source, target}, dims, std::move(options));
  reshapes_[{source, dims}] = result;
  reshape_source_[result] = source;
  return result;
}

Result<int> Importer::moved(const OnnxValue& value, const std::vector<int>& axes) {
  const std::optional<AxisFactors> factors = cut(value.layout, value.dims);
  if (op_schema(kTranspose) == nullptr || !factors || factors->layout.sizes.size() > 6) {
    const std::string what = fmt::format(
        "the elements of its input ({}) would have to change places, there is no operator for "
        "that; keep flattening and transposing next to Linear or Conv layers, or move channels to "
        "the last axis before the export",
        dims_text(value.dims));
    if (node_ != nullptr) return refuse(what);
    return unsupported(
        "cannot import this ONNX model: an output lies in another order than ONNX "
        "gives it: " +
        what);
  }
  std::vector<int> order;
  for (const int axis : axes) {
    for (const int m : factors->axes[static_cast<std::size_t>(axis)]) order.push_back(m);
  }
  const Dims& sizes = factors->layout.sizes;
  Dims to;
  for (const int m : order) to.push_back(sizes[static_cast<std::size_t>(m)]);
  const int from = reshaped(value.tensor, sizes);
  const std::string name = graph_.tensors[static_cast<std::size_t>(from)].name;
  const int list = push({.name = name + "/order",
                         .type = DType::int32,
                         .shape = {static_cast<int>(order.size())},
                         .data = bytes_of(order)});
  return reshaped(add(kTranspose, {from, list}, to), stored_shape(value.dims, axes));
}

Result<int> Importer::arranged(const OnnxValue& value, const std::vector<int>& axes) {
  if (!lies_as(value.layout, value.dims, axes)) return moved(value, axes);
  return reshaped(value.tensor, stored_shape(value.dims, axes));
}

std::optional<std::vector<int>> Importer::axes_in_place(const OnnxValue& value) const {
  const std::size_t rank = value.dims.size();
  for (const std::vector<int>& axes :
       {rank == 3 || rank == 4 ? channels_last(rank) : plain_axes(value.dims),
        plain_axes(value.dims)}) {
    if (lies_as(value.layout, value.dims, axes) &&
        stored_shape(value.dims, axes) == shape(value.tensor))
      return axes;
  }
  return axes_in_memory(value.layout, value.dims);
}

std::vector<int> Importer::axes_of(const OnnxValue& value) const {
  return axes_in_place(value).value_or(plain_axes(value.dims));
}

Result<int> Importer::picture(const OnnxValue& value) {
  const std::size_t rank = value.dims.size();
  if (rank == 3 || rank == 4) return arranged(value, channels_last(rank));
  return refuse(
      fmt::format("its input is {}, we take pictures (N, C, H, W) and series (N, C, L); "
                  "use the layers of one or two dimensions",
                  dims_text(value.dims)));
}

GraphOp* Importer::sole_maker(const OnnxValue& value) {
  const auto found = maker_.find(value.tensor);
  if (!value.is_sole || found == maker_.end()) return nullptr;
  GraphOp& op = graph_.ops[static_cast<std::size_t>(found->second)];
  return op.options.activation == Activation::none ? &op : nullptr;
}

bool Importer::is_never_negative(int tensor) const {
  for (auto found = maker_.find(tensor); found != maker_.end(); found = maker_.find(tensor)) {
    const GraphOp& op = graph_.ops[static_cast<std::size_t>(found->second)];
    if (op.options.activation == Activation::relu || op.options.activation == Activation::relu6)
      return true;
    switch (op.builtin) {
      case builtin::kRelu:
      case builtin::kRelu6:
      case builtin::kLogistic:
      case builtin::kSoftmax:
        return true;
      case builtin::kMaxPool2d:
      case builtin::kAveragePool2d:
      case builtin::kReshape:
        tensor = op.inputs[0];
        break;
      default:
        return false;
    }
  }
  return false;
}

std::vector<const OnnxNode*> Importer::readers(const std::string& name) const {
  const auto found = readers_.find(name);
  return found == readers_.end() ? std::vector<const OnnxNode*>() : found->second;
}

bool Importer::is_output(const std::string& name) const {
  return std::find(model_.outputs.begin(), model_.outputs.end(), name) != model_.outputs.end();
}

void Importer::import_later_as(const OnnxNode& later, std::function<Outcome(Importer&)> how) {
  later_[&later] = std::move(how);
}

void Importer::note(std::string sentence) {
  if (std::find(notes_.begin(), notes_.end(), sentence) == notes_.end())
    notes_.push_back(std::move(sentence));
}

}  // namespace tadpole
