// SPDX-License-Identifier: Apache-2.0
#include "core/compile/emit_planned.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/compile/emit_plain.h"
#include "core/compile/operator_source.h"
#include "core/compile/planned_op.h"
#include "core/tflite/write_options.h"

namespace tadpole {
namespace {

// On a machine with pointers of 32 bits.
constexpr std::size_t kTensorRecordBytes = 76, kOpRecordBytes = 44, kScalesRecordBytes = 12;

const GraphTensor& tensor_of(const Graph& graph, int index) {
  return graph.tensors[static_cast<std::size_t>(index)];
}
const GraphOp& op_of(const Graph& graph, const Step& step) {
  return graph.ops[static_cast<std::size_t>(step.op)];
}

std::string data_name(int tensor) { return fmt::format("kData{}", tensor); }
std::string scales_name(int tensor) { return fmt::format("kScales{}", tensor); }

// The tensors of planned operators, in the order of the graph: index -> place in the records.
std::map<int, int> planned_tensors(const Graph& graph, const std::vector<Step>& steps) {
  std::set<int> used;
  for (const Step& step : steps) {
    if (!step.is_planned) continue;
    const GraphOp& op = op_of(graph, step);
    for (const std::vector<int>* list : {&op.inputs, &op.outputs})
      std::copy_if(list->begin(), list->end(), std::inserter(used, used.end()),
                   [](int t) { return t >= 0; });
  }
  std::map<int, int> places;
  for (const int t : used) places[t] = static_cast<int>(places.size());
  return places;
}

bool has_channels(const GraphTensor& t) { return t.quantization.scale.size() > 1; }

Table bytes_table(std::string name, std::string comment, const Bytes& bytes) {
  std::vector<std::int8_t> values;
  for (const std::uint8_t byte : bytes) values.push_back(static_cast<std::int8_t>(byte));
  return {std::move(name), std::move(comment), std::move(values)};
}

void add_tables(const Graph& graph, Step& step, std::set<int>& done) {
  const GraphOp& op = op_of(graph, step);
  std::vector<int> tensors = op.inputs;
  tensors.insert(tensors.end(), op.outputs.begin(), op.outputs.end());
  for (const int t : tensors) {
    if (t < 0 || !done.insert(t).second) continue;
    const GraphTensor& tensor = tensor_of(graph, t);
    if (tensor.is_constant())
      step.tables.push_back(constant_table(data_name(t), "as in the model", tensor));
    if (has_channels(tensor))
      step.tables.push_back({scales_name(t), "one scale per channel", tensor.quantization.scale});
  }
  const Bytes options = options_bytes(op);
  if (!options.empty())
    step.tables.push_back(bytes_table(fmt::format("kOptions{}", step.op),
                                      "options, as a .tflite file has them", options));
  if (!op.custom_options.empty())
    step.tables.push_back(bytes_table(fmt::format("kCustomOptions{}", step.op),
                                      "options, a FlexBuffer", op.custom_options));
}

const char* enumerator(DType type) { return type == DType::boolean ? "boolean" : dtype_name(type); }

std::string data_text(const Graph& graph, int index) {
  if (!tensor_of(graph, index).is_constant()) return "arena + " + tensor_name(index);
  return fmt::format("reinterpret_cast<std::uint8_t*>(const_cast<{}*>({}))",
                     table_type_name(tensor_of(graph, index).type), data_name(index));
}

std::string tensor_text(const Graph& graph, int index) {
  const device::Tensor t = device_tensor(tensor_of(graph, index)).value();
  const std::vector<int> dims(t.shape.dims, t.shape.dims + t.shape.rank);
  return fmt::format(
      "    {{tadpole::DType::{}, {}, {}, {{{}, {{{}}}}}, {}, {}, {}, {}, {},\n     {}}},\n",
      enumerator(t.type), t.is_variable, t.is_constant, t.shape.rank, fmt::join(dims, ", "),
      t.bytes, float_literal(t.scale), t.zero_point, t.scale_count, t.zero_point_fits,
      data_text(graph, index));
}

std::string places_text(const std::vector<int>& list, const std::map<int, int>& places) {
  std::vector<int> numbers;
  for (const int t : list) numbers.push_back(t < 0 ? -1 : places.at(t));
  return fmt::format("{}", fmt::join(numbers, ", "));
}

std::string table_or_null(const char* name, int op, std::size_t bytes) {
  return bytes == 0 ? std::string("nullptr, 0") : fmt::format("{}{}, {}", name, op, bytes);
}

std::string op_text(const GraphOp& op, int index) {
  return fmt::format(
      "    {{&{}, kInputs{}, {}, kOutputs{}, {},\n     tadpole::OptionsTable{{{}}}, {}, {}}},\n",
      find_operator_source(op)->symbol, index, op.inputs.size(), index, op.outputs.size(),
      static_cast<int>(options_table_of(op)),
      table_or_null("kOptions", index, options_bytes(op).size()),
      table_or_null("kCustomOptions", index, op.custom_options.size()));
}

// "kPlannedScales, 2", or none.
std::string scales_text(const Graph& graph, const std::map<int, int>& places, std::string& text) {
  std::string rows;
  int count = 0;
  for (const auto& [tensor, place] : places) {
    const GraphTensor& t = tensor_of(graph, tensor);
    if (!has_channels(t)) continue;
    const std::vector<std::int64_t>& zero = t.quantization.zero_point;
    const bool symmetric = std::all_of(zero.begin(), zero.end(), [](auto z) { return z == 0; });
    rows += fmt::format("    {{{}, {}, {}}},\n", place, scales_name(tensor), symmetric);
    count += 1;
  }
  if (count == 0) return "nullptr, 0";
  text += fmt::format("constexpr PlannedScales kPlannedScales[] = {{\n{}}};\n", rows);
  return fmt::format("kPlannedScales, {}", count);
}

}  // namespace

void number_planned(const Graph& graph, std::vector<Step>& steps) {
  int number = 0;
  std::set<int> done;
  for (Step& step : steps) {
    if (!step.is_planned) continue;
    add_tables(graph, step, done);
    step.call = fmt::format("planned.run({});  // {}", number++,
                            find_operator_source(op_of(graph, step))->definition->name);
  }
}

std::size_t planned_bytes(const std::vector<Step>& steps) {
  std::size_t bytes = 0;
  std::size_t count = 0;
  for (const Step& step : steps) {
    bytes += step.kept_bytes;
    count += step.is_planned ? 1 : 0;
  }
  return count == 0 ? 0 : bytes + device::PlannedOps::record_bytes(count);
}

std::size_t planned_record_bytes(const std::vector<Step>& steps, const Graph& graph) {
  std::size_t bytes = 0;
  for (const Step& step : steps) {
    if (!step.is_planned) continue;
    const GraphOp& op = op_of(graph, step);
    bytes += kOpRecordBytes + 4 * (op.inputs.size() + op.outputs.size());
  }
  for (const auto& [tensor, place] : planned_tensors(graph, steps))
    bytes += kTensorRecordBytes + (has_channels(tensor_of(graph, tensor)) ? kScalesRecordBytes : 0);
  return bytes;
}

std::string planned_externals(const Graph& graph, const std::vector<Step>& steps) {
  std::set<std::string> symbols;
  for (const Step& step : steps) {
    if (step.is_planned) symbols.insert(find_operator_source(op_of(graph, step))->symbol);
  }
  if (symbols.empty()) return "";
  std::string text = "namespace tadpole::device {\n";
  for (const std::string& symbol : symbols)
    text += fmt::format("extern const OpDefinition {};\n", symbol);
  return text + "}  // namespace tadpole::device\n\n";
}

std::string planned_records(const Graph& graph, const std::vector<Step>& steps) {
  const std::map<int, int> places = planned_tensors(graph, steps);
  if (places.empty()) return "";
  std::string text =
      "// What a file would say of the planned operators: type, variable, constant, shape, bytes,\n"
      "// scale, zero point, number of scales, data.\nconst Tensor kPlannedTensors[] = {\n";
  for (const auto& [tensor, place] : places) text += tensor_text(graph, tensor);
  text += "};\n";
  std::string ops;
  int count = 0;
  for (const Step& step : steps) {
    if (!step.is_planned) continue;
    const GraphOp& op = op_of(graph, step);
    text += fmt::format("constexpr std::int32_t kInputs{}[] = {{{}}}, kOutputs{}[] = {{{}}};\n",
                        step.op, places_text(op.inputs, places), step.op,
                        places_text(op.outputs, places));
    ops += op_text(op, step.op);
    count += 1;
  }
  text += fmt::format("const PlannedOp kPlannedOps[] = {{\n{}}};\n", ops);
  const std::string scales = scales_text(graph, places, text);
  text += fmt::format(
      "const PlannedModel kPlanned = {{kPlannedTensors, kPlannedOps, {}, {}}};\nPlannedOps "
      "planned;\n\n",
      count, scales);
  return text;
}

}  // namespace tadpole
