// SPDX-License-Identifier: Apache-2.0
#include "core/tflite/inspect.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/base/text.h"
#include "core/graph/cost.h"
#include "core/graph/operator_name.h"
#include "core/tflite/int4.h"
#include "core/tflite/op_schema.h"
#include "core/tflite/tflite.h"

namespace tadpole {
namespace {

const char* activation_name(Activation activation) {
  switch (activation) {
    case Activation::none:
      return "";
    case Activation::relu:
      return "relu";
    case Activation::relu_n1_to_1:
      return "relu_n1_to_1";
    case Activation::relu6:
      return "relu6";
    case Activation::tanh:
      return "tanh";
    case Activation::sign_bit:
      return "sign_bit";
  }
  return "";
}

// The height and width of the window, from the options or the weights.
std::string window_text(const Graph& graph, const GraphOp& op) {
  if (op.builtin == builtin::kAveragePool2d || op.builtin == builtin::kMaxPool2d) {
    return fmt::format("{}x{}", op.options.filter_h, op.options.filter_w);
  }
  if (op.inputs.size() < 2 || op.inputs[1] < 0) return "";
  const std::vector<int>& shape = graph.tensors[op.inputs[1]].shape;
  return shape.size() == 4 ? fmt::format("{}x{}", shape[1], shape[2]) : "";
}

void add_window(const Graph& graph, const GraphOp& op, std::vector<std::string>& words) {
  const OpOptions& o = op.options;
  words.push_back(window_text(graph, op));
  words.push_back(fmt::format("stride {}x{}", o.stride_h, o.stride_w));
  if (o.dilation_h != 1 || o.dilation_w != 1)
    words.push_back(fmt::format("dilation {}x{}", o.dilation_h, o.dilation_w));
  words.push_back(o.padding == Padding::same ? "same" : "valid");
}

std::string options_text(const Graph& graph, const GraphOp& op) {
  const OpSchema* schema = op_schema(op.builtin);
  if (schema == nullptr) return "";
  std::vector<std::string> words;
  switch (schema->table) {
    case OptionsTable::conv_2d:
    case OptionsTable::depthwise_conv_2d:
    case OptionsTable::pool_2d:
      add_window(graph, op, words);
      break;
    case OptionsTable::softmax:
      if (op.options.beta != 1.0F) words.push_back(fmt::format("beta {}", op.options.beta));
      break;
    case OptionsTable::transpose_conv:
      add_window(graph, op, words);
      break;
    case OptionsTable::concatenation:
      words.push_back(fmt::format("axis {}", op.options.axis));
      break;
    case OptionsTable::svdf:
      words.push_back(fmt::format("rank {}", op.options.rank));
      break;
    case OptionsTable::leaky_relu:
      words.push_back(fmt::format("alpha {}", op.options.alpha));
      break;
    default:
      break;
  }
  if (op.options.activation != Activation::none)
    words.emplace_back(activation_name(op.options.activation));
  return join(words, ", ");
}

InspectTensor inspect_tensor(const GraphTensor& tensor, std::size_t index) {
  const Quantization& q = tensor.quantization;
  return {.index = static_cast<int>(index),
          .name = tensor.name,
          .type = dtype_name(tensor.type),
          .shape = tensor.shape,
          .scales = q.scale,
          .zero_point = q.zero_point.empty() ? 0 : q.zero_point[0],
          .axis = q.axis,
          .bytes = tensor.bytes(),
          .is_constant = tensor.is_constant()};
}

InspectOp inspect_op(const Graph& graph, std::size_t index) {
  const GraphOp& op = graph.ops[index];
  InspectOp out;
  out.index = static_cast<int>(index);
  out.name = operator_name(op);
  out.version = op.version;
  out.inputs = op.inputs;
  out.outputs = op.outputs;
  out.options = options_text(graph, op);
  out.macs = op_macs(graph, op);
  const OpSchema* schema = op_schema(op.builtin);
  const std::size_t data = schema != nullptr ? schema->data_input : 0;
  if (op.inputs.size() > data && op.inputs[data] >= 0)
    out.input_shape = shape_text(graph.tensors[op.inputs[data]].shape);
  if (!op.outputs.empty()) out.output_shape = shape_text(graph.tensors[op.outputs[0]].shape);
  for (const int input : op.inputs) {
    if (input >= 0) out.constant_bytes += graph.tensors[input].data.size();
  }
  return out;
}

std::string quantization_text(const InspectTensor& tensor) {
  if (tensor.scales.empty()) return "";
  if (tensor.scales.size() > 1)
    return fmt::format(", {} scales along axis {}", tensor.scales.size(), tensor.axis);
  return fmt::format(", scale {}, zero point {}", tensor.scales[0], tensor.zero_point);
}

std::string tensor_line(const char* what, const InspectTensor& tensor) {
  return fmt::format("{}: {} {}{}  '{}'\n", what, tensor.type, shape_text(tensor.shape),
                     quantization_text(tensor), tensor.name);
}

nlohmann::json json_of(const InspectTensor& tensor) {
  return {{"index", tensor.index},   {"name", tensor.name},   {"type", tensor.type},
          {"shape", tensor.shape},   {"bytes", tensor.bytes}, {"constant", tensor.is_constant},
          {"scales", tensor.scales}, {"axis", tensor.axis},   {"zero_point", tensor.zero_point}};
}

nlohmann::json json_of(const InspectOp& op) {
  return {{"index", op.index},
          {"name", op.name},
          {"version", op.version},
          {"inputs", op.inputs},
          {"outputs", op.outputs},
          {"input_shape", op.input_shape},
          {"output_shape", op.output_shape},
          {"options", op.options},
          {"macs", op.macs},
          {"constant_bytes", op.constant_bytes}};
}

}  // namespace

std::string shape_text(const std::vector<int>& shape) {
  return shape.empty() ? "scalar" : fmt::format("{}", fmt::join(shape, "x"));
}

Result<InspectReport> inspect_tflite(std::span<const std::uint8_t> bytes) {
  const Graph graph = TADPOLE_TRY(read_tflite(bytes));
  InspectReport report;
  report.file_bytes = bytes.size();
  report.constant_bytes = constant_bytes(graph);
  report.macs = graph_macs(graph);
  report.inputs = graph.inputs;
  report.outputs = graph.outputs;
  report.description = graph.description;
  report.forgets = graph.forgets;
  for (const GraphTensor& tensor : graph.tensors)
    report.variable_bytes += tensor.is_variable ? tensor.bytes() : 0;
  for (std::size_t i = 0; i < graph.tensors.size(); ++i) {
    report.tensors.push_back(inspect_tensor(graph.tensors[i], i));
    if (!is_packed_int4(bytes, i)) continue;
    InspectTensor& packed = report.tensors.back();
    packed.type = "int4";
    packed.bytes = (packed.bytes + 1) / 2;
  }
  for (std::size_t i = 0; i < graph.ops.size(); ++i) report.ops.push_back(inspect_op(graph, i));
  const Result<TfliteExecutor> executor = TfliteExecutor::create(Bytes(bytes.begin(), bytes.end()));
  report.runs = executor.ok();
  if (executor.ok()) {
    report.arena_bytes = executor.value().arena_bytes();
  } else {
    report.reason = executor.error().message;
  }
  return report;
}

nlohmann::json to_json(const InspectReport& report) {
  nlohmann::json ops = nlohmann::json::array();
  nlohmann::json tensors = nlohmann::json::array();
  for (const InspectOp& op : report.ops) ops.push_back(json_of(op));
  for (const InspectTensor& tensor : report.tensors) tensors.push_back(json_of(tensor));
  return {{"ops", ops},
          {"tensors", tensors},
          {"inputs", report.inputs},
          {"outputs", report.outputs},
          {"description", report.description},
          {"file_bytes", report.file_bytes},
          {"constant_bytes", report.constant_bytes},
          {"macs", report.macs},
          {"runs", report.runs},
          {"reason", report.reason},
          {"arena_bytes", report.arena_bytes},
          {"variable_bytes", report.variable_bytes},
          {"forgets", report.forgets}};
}

std::string to_text(const InspectReport& report) {
  std::size_t width = 20;
  for (const InspectOp& op : report.ops) width = std::max(width, op.name.size());
  constexpr const char* kRow = "{:>3}  {:<{}} {:<16} {:<16} {:>12} {:>10}  {}\n";
  std::string text =
      fmt::format(kRow, "op", "name", width, "input", "output", "MACs", "constants", "options");
  for (const InspectOp& op : report.ops) {
    text += fmt::format(kRow, op.index, op.name, width, op.input_shape, op.output_shape, op.macs,
                        op.constant_bytes, op.options);
  }
  text += '\n';
  for (const int i : report.inputs) text += tensor_line("input", report.tensors[i]);
  for (const int i : report.outputs) text += tensor_line("output", report.tensors[i]);
  text += fmt::format("file {} bytes, constants {} bytes, {} multiply-accumulates\n",
                      report.file_bytes, report.constant_bytes, report.macs);
  text += report.runs ? fmt::format("working memory (arena) {} bytes\n", report.arena_bytes)
                      : report.reason + "\n";
  if (report.variable_bytes > 0) {
    text += fmt::format("variable tensors {} bytes, {}\n", report.variable_bytes,
                        report.forgets ? "cleared before every run"
                                       : "kept from run to run until the model is reset");
  }
  return text;
}

}  // namespace tadpole
