// SPDX-License-Identifier: Apache-2.0
#include <flatbuffers/flatbuffers.h>
#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <tuple>

#include "core/tflite/op_schema.h"
#include "core/tflite/tflite.h"
#include "core/tflite/write_options.h"
#include "device/model/model_view.h"

namespace tadpole {
namespace {

using flatbuffers::FlatBufferBuilder;
using flatbuffers::Offset;
using flatbuffers::voffset_t;
using Table = Offset<flatbuffers::Table>;
using Tables = Offset<flatbuffers::Vector<Table>>;

constexpr int kSchemaVersion = 3;
constexpr std::size_t kBufferAlignment = 16;
constexpr int kLargestOldCode = 127;           // codes above it have a field of their own
constexpr std::size_t kVersionTextBytes = 16;  // min_runtime_version, padded with zeros
constexpr const char* kForgetsText = "variable tensors are cleared before every run";

using OperatorCode = std::tuple<int, int, std::string>;  // number, version, name of a custom one

constexpr voffset_t field(int i) { return table_field(i); }

int tensor_type_of(DType type) {
  switch (type) {
    case DType::float32:
      return tensor_type::kFloat32;
    case DType::int8:
      return tensor_type::kInt8;
    case DType::uint8:
      return tensor_type::kUint8;
    case DType::int16:
      return tensor_type::kInt16;
    case DType::int32:
      return tensor_type::kInt32;
    case DType::int64:
      return tensor_type::kInt64;
    case DType::boolean:
      return tensor_type::kBool;
    case DType::uint32:
      return tensor_type::kUint32;
    case DType::uint64:
      return tensor_type::kUint64;
    case DType::resource:
      return tensor_type::kResource;
  }
  return tensor_type::kFloat32;
}

// Numbers like "2.10.0" in the order of releases.
std::vector<int> release(const std::string& text) {
  std::vector<int> parts = {0};
  for (const char c : text) {
    if (c == '.') {
      parts.push_back(0);
    } else {
      parts.back() = parts.back() * 10 + (c - '0');
    }
  }
  return parts;
}

Outcome check_indices(const Graph& graph, const std::vector<int>& list, int least,
                      const std::string& where) {
  for (const int index : list) {
    if (index >= least && index < static_cast<int>(graph.tensors.size())) continue;
    return Error{fmt::format("cannot write this model as .tflite: {} names tensor {}, there are {}",
                             where, index, graph.tensors.size())};
  }
  return Done{};
}

Outcome check_tensor(const GraphTensor& tensor) {
  const Quantization& q = tensor.quantization;
  if (tensor.is_constant() && tensor.data.size() != tensor.bytes()) {
    return Error{
        fmt::format("cannot write this model as .tflite: tensor '{}' holds {} bytes where shape "
                    "and type ask for "
                    "{}",
                    tensor.name, tensor.data.size(), tensor.bytes())};
  }
  if (q.scale.size() != q.zero_point.size()) {
    return Error{fmt::format(
        "cannot write this model as .tflite: tensor '{}' has {} scales and {} zero points, equally "
        "many are expected",
        tensor.name, q.scale.size(), q.zero_point.size())};
  }
  const bool axis_fits = q.axis >= 0 && q.axis < static_cast<int>(tensor.shape.size());
  if (q.scale.size() > 1 &&
      !(axis_fits && tensor.shape[q.axis] == static_cast<int>(q.scale.size()))) {
    return Error{
        fmt::format("cannot write this model as .tflite: tensor '{}' has {} scales, its axis {} is "
                    "not that long",
                    tensor.name, q.scale.size(), q.axis)};
  }
  return Done{};
}

class Writer {
 public:
  Writer(const Graph& graph, const TfliteMetadata& metadata) : graph_(graph), metadata_(metadata) {}

  Result<Bytes> write() {
    TADPOLE_TRY(check(graph_));
    for (const Graph& part : graph_.subgraphs) TADPOLE_TRY(check(part));
    add_buffer({});  // buffer 0 is empty by definition
    std::vector<Table> parts = {subgraph(graph_, "main")};
    for (const Graph& part : graph_.subgraphs)
      parts.push_back(subgraph(part, fmt::format("subgraph_{}", parts.size())));
    const Tables subgraphs = builder_.CreateVector(parts);
    const Tables codes = operator_codes();
    const Tables metadata = write_metadata();
    const auto description = builder_.CreateString(graph_.description);
    const Tables buffers = builder_.CreateVector(buffers_);
    const auto start = builder_.StartTable();
    builder_.AddElement<std::uint32_t>(field(0), kSchemaVersion, 0);
    builder_.AddOffset(field(1), codes);
    builder_.AddOffset(field(2), subgraphs);
    builder_.AddOffset(field(3), description);
    builder_.AddOffset(field(4), buffers);
    builder_.AddOffset(field(6), metadata);
    builder_.Finish(Table(builder_.EndTable(start)), "TFL3");
    const std::uint8_t* bytes = builder_.GetBufferPointer();
    return Bytes(bytes, bytes + builder_.GetSize());
  }

 private:
  static Outcome check(const Graph& graph) {
    for (const GraphTensor& tensor : graph.tensors) TADPOLE_TRY(check_tensor(tensor));
    TADPOLE_TRY(check_indices(graph, graph.inputs, 0, "the list of inputs"));
    TADPOLE_TRY(check_indices(graph, graph.outputs, 0, "the list of outputs"));
    for (std::size_t i = 0; i < graph.ops.size(); ++i) {
      const GraphOp& op = graph.ops[i];
      const std::string where = fmt::format("operator {} {}", i, builtin_name(op.builtin));
      TADPOLE_TRY(check_indices(graph, op.inputs, -1, where));
      TADPOLE_TRY(check_indices(graph, op.outputs, 0, where));
      TADPOLE_TRY(check_indices(graph, op.intermediates, -1, where));
      if (op.builtin == builtin::kCustom) {
        if (!op.custom_name.empty()) continue;
        return Error{fmt::format(
            "cannot write this model as .tflite: {} has no name; give the operator's custom code",
            where)};
      }
      if (op_schema(op.builtin) == nullptr) {
        return unsupported(fmt::format(
            "cannot write this model as .tflite: {} has no form that we can write", where));
      }
    }
    return Done{};
  }

  std::uint32_t add_buffer(std::span<const std::uint8_t> data) {
    Offset<flatbuffers::Vector<std::uint8_t>> content;
    if (!data.empty()) {
      builder_.ForceVectorAlignment(data.size(), 1, kBufferAlignment);
      content = builder_.CreateVector(data.data(), data.size());
    }
    const auto start = builder_.StartTable();
    builder_.AddOffset(field(0), content);
    buffers_.push_back(Table(builder_.EndTable(start)));
    return static_cast<std::uint32_t>(buffers_.size() - 1);
  }

  Table quantization(const Quantization& q) {
    const auto scale = builder_.CreateVector(q.scale);
    const auto zero_point = builder_.CreateVector(q.zero_point);
    const auto start = builder_.StartTable();
    builder_.AddOffset(field(2), scale);
    builder_.AddOffset(field(3), zero_point);
    builder_.AddElement<std::int32_t>(field(6), q.axis, 0);
    return Table(builder_.EndTable(start));
  }

  Table tensor(const GraphTensor& t) {
    const std::uint32_t buffer = t.is_constant() ? add_buffer(t.data) : 0;
    const auto shape = builder_.CreateVector(t.shape);
    const auto name = builder_.CreateString(t.name);
    const Table q = t.quantization.empty() ? Table() : quantization(t.quantization);
    const auto start = builder_.StartTable();
    builder_.AddOffset(field(0), shape);
    builder_.AddElement<std::int8_t>(field(1), static_cast<std::int8_t>(tensor_type_of(t.type)), 0);
    builder_.AddElement<std::uint32_t>(field(2), buffer, 0);
    builder_.AddOffset(field(3), name);
    builder_.AddOffset(field(4), q);
    builder_.AddElement<std::uint8_t>(field(5), t.is_variable ? 1 : 0, 0);
    builder_.AddElement<std::uint8_t>(field(8), 1,
                                      0);  // has_rank: a shape of no dimensions is a scalar
    return Table(builder_.EndTable(start));
  }

  // The index of (operator, version, name of a custom one) in the list of operator codes.
  std::uint32_t code_of(const Graph& graph, const GraphOp& op) {
    const int version = op.builtin == builtin::kCustom
                            ? op.version
                            : std::max(op.version, required_version(graph, op));
    const OperatorCode key = {op.builtin, version, op.custom_name};
    const auto found = std::find(codes_.begin(), codes_.end(), key);
    const auto index = static_cast<std::uint32_t>(found - codes_.begin());
    if (found == codes_.end()) codes_.push_back(key);
    return index;
  }

  Table operation(const Graph& graph, const GraphOp& op) {
    const OptionsTable table = options_table_of(op);
    const std::uint32_t code = code_of(graph, op);
    const auto inputs = builder_.CreateVector(op.inputs);
    const auto outputs = builder_.CreateVector(op.outputs);
    const Table option_table =
        table == OptionsTable::none ? Table() : add_options(table, op.options, builder_);
    const auto custom = op.custom_options.empty() ? Offset<flatbuffers::Vector<std::uint8_t>>()
                                                  : builder_.CreateVector(op.custom_options);
    const auto intermediates = op.intermediates.empty()
                                   ? Offset<flatbuffers::Vector<std::int32_t>>()
                                   : builder_.CreateVector(op.intermediates);
    const auto start = builder_.StartTable();
    builder_.AddElement<std::uint32_t>(field(0), code, 0);
    builder_.AddOffset(field(1), inputs);
    builder_.AddOffset(field(2), outputs);
    builder_.AddElement<std::uint8_t>(field(3), static_cast<std::uint8_t>(table), 0);
    builder_.AddOffset(field(4), option_table);
    builder_.AddOffset(field(5), custom);
    builder_.AddOffset(field(8), intermediates);
    return Table(builder_.EndTable(start));
  }

  Table subgraph(const Graph& graph, const std::string& called) {
    std::vector<Table> tensors;
    std::vector<Table> ops;
    for (const GraphTensor& t : graph.tensors) tensors.push_back(tensor(t));
    for (const GraphOp& op : graph.ops) ops.push_back(operation(graph, op));
    const Tables tensor_list = builder_.CreateVector(tensors);
    const auto inputs = builder_.CreateVector(graph.inputs);
    const auto outputs = builder_.CreateVector(graph.outputs);
    const Tables op_list = builder_.CreateVector(ops);
    const auto name = builder_.CreateString(called);
    const auto start = builder_.StartTable();
    builder_.AddOffset(field(0), tensor_list);
    builder_.AddOffset(field(1), inputs);
    builder_.AddOffset(field(2), outputs);
    builder_.AddOffset(field(3), op_list);
    builder_.AddOffset(field(4), name);
    return Table(builder_.EndTable(start));
  }

  Tables operator_codes() {
    std::vector<Table> list;
    for (const auto& [code, version, name] : codes_) {
      const auto custom =
          name.empty() ? Offset<flatbuffers::String>() : builder_.CreateString(name);
      const auto start = builder_.StartTable();
      builder_.AddElement<std::int8_t>(
          field(0), static_cast<std::int8_t>(std::min(code, kLargestOldCode)), 0);
      builder_.AddOffset(field(1), custom);
      builder_.AddElement<std::int32_t>(field(2), version, 1);
      builder_.AddElement<std::int32_t>(field(3), code, 0);
      list.push_back(Table(builder_.EndTable(start)));
    }
    return builder_.CreateVector(list);
  }

  Table metadata_entry(const std::string& name, const std::string& content) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(content.data());
    const std::uint32_t buffer = add_buffer({bytes, content.size()});
    const auto label = builder_.CreateString(name);
    const auto start = builder_.StartTable();
    builder_.AddOffset(field(0), label);
    builder_.AddElement<std::uint32_t>(field(1), buffer, 0);
    return Table(builder_.EndTable(start));
  }

  std::string oldest_runtime() const {
    std::string oldest = "1.5.0";
    for (const auto& [code, version, name] : codes_) {
      const std::string needed = runtime_for(code, version);
      if (release(needed) > release(oldest)) oldest = needed;
    }
    oldest.resize(kVersionTextBytes);
    return oldest;
  }

  Tables write_metadata() {
    constexpr const char* kVersionName = "min_runtime_version";
    std::vector<Table> list;
    bool has_version = false;
    if (graph_.forgets) list.push_back(metadata_entry(device::kForgetsEntry, kForgetsText));
    for (const auto& [name, content] : metadata_.entries) {
      if (name == device::kForgetsEntry) continue;  // the graph says whether it does
      has_version = has_version || name == kVersionName;
      list.push_back(metadata_entry(name, content));
    }
    if (!has_version) list.push_back(metadata_entry(kVersionName, oldest_runtime()));
    return builder_.CreateVector(list);
  }

  const Graph& graph_;
  const TfliteMetadata& metadata_;
  FlatBufferBuilder builder_;
  std::vector<Table> buffers_;
  std::vector<OperatorCode> codes_;
};

}  // namespace

Result<Bytes> write_tflite(const Graph& graph, const TfliteMetadata& metadata) {
  return Writer(graph, metadata).write();
}

}  // namespace tadpole
