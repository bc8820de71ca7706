// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <limits>

#include "core/tflite/int4.h"
#include "core/tflite/op_schema.h"
#include "core/tflite/tflite.h"
#include "device/model/model_view.h"

namespace tadpole {
namespace {

using device::FlatVector;
using device::ModelView;
using device::Reason;

// Tables may lie over each other in hostile files; what is copied out may not grow out of
// proportion.
constexpr std::uint64_t kCopiesPerByte = 16;
constexpr std::uint64_t kCopiesAlways = 1 << 16;
constexpr std::int64_t kMostBytes = std::numeric_limits<std::int32_t>::max();

Error refuse(Reason reason, const std::string& where) {
  if (reason == Reason::no_identifier) {
    return Error{
        "this is no .tflite model: it does not carry the identifier TFL3 at byte 4; give a file "
        "that "
        "a TensorFlow Lite converter or tadpole optimize wrote"};
  }
  const bool foreign = device::status_of(reason) == device::Status::unsupported;
  std::string message =
      fmt::format("the .tflite model is {}: {}{}{}", foreign ? "not supported" : "damaged",
                  device::reason_text(reason), where.empty() ? "" : ", at ", where);
  return foreign ? unsupported(std::move(message)) : Error{std::move(message)};
}

class Reader {
 public:
  explicit Reader(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  Result<Graph> read() {
    const Reason reason = view_.open(bytes_.data(), bytes_.size());
    if (reason != Reason::none) return refuse(reason, "");
    budget_ = bytes_.size() * kCopiesPerByte + kCopiesAlways;
    TADPOLE_TRY(read_subgraph());
    Graph main = std::move(graph_);
    for (std::uint32_t i = 1; i < view_.subgraphs(); ++i) {
      in_subgraph_ = fmt::format(" of subgraph {}", i);
      TADPOLE_TRY(spend(sizeof(Graph), "the list of subgraphs"));
      const Reason shown = view_.show_subgraph(i);
      if (shown != Reason::none) return refuse(shown, fmt::format("subgraph {}", i));
      graph_ = Graph();
      TADPOLE_TRY(read_subgraph());
      main.subgraphs.push_back(std::move(graph_));
    }
    main.forgets = view_.forgets();
    main.description = TADPOLE_TRY(text(view_.description(), "the description"));
    return main;
  }

  Result<TfliteMetadata> read_metadata() {
    const Reason opened = view_.open(bytes_.data(), bytes_.size());
    if (opened != Reason::none) return refuse(opened, "");
    budget_ = bytes_.size() * kCopiesPerByte + kCopiesAlways;
    TfliteMetadata out;
    for (std::uint32_t i = 0; i < view_.metadata_entries(); ++i) {
      const std::string where = fmt::format("metadata entry {}", i);
      device::MetadataView entry;
      const Reason reason = view_.metadata(i, entry);
      if (reason != Reason::none) return refuse(reason, where);
      std::string name = TADPOLE_TRY(text(entry.name, where));
      std::string content = TADPOLE_TRY(text(entry.content, where));
      out.entries.emplace_back(std::move(name), std::move(content));
    }
    return out;
  }

 private:
  Outcome spend(std::uint64_t bytes, const std::string& where) {
    if (bytes > budget_) {
      return Error{
          fmt::format("the .tflite model is damaged: its parts overlap so that they hold more than "
                      "{} times the "
                      "file's {} bytes, at {}",
                      kCopiesPerByte, bytes_.size(), where)};
    }
    budget_ -= bytes;
    return Done{};
  }

  Result<std::string> text(const FlatVector& letters, const std::string& where) {
    TADPOLE_TRY(spend(letters.size(), where));
    if (letters.empty()) return std::string();
    return std::string(reinterpret_cast<const char*>(letters.data()), letters.size());
  }

  Result<std::vector<int>> indices(const FlatVector& list, int least, const std::string& where) {
    TADPOLE_TRY(spend(list.size() * sizeof(int), where));
    std::vector<int> out;
    for (std::uint32_t i = 0; i < list.size(); ++i) {
      const int index = list.at<std::int32_t>(i);
      if (index < least || index >= static_cast<int>(graph_.tensors.size())) {
        return refuse(Reason::bad_tensor_index, where);
      }
      out.push_back(index);
    }
    return out;
  }

  Outcome read_subgraph() {
    TADPOLE_TRY(read_tensors());
    TADPOLE_TRY(read_ops());
    graph_.inputs = TADPOLE_TRY(indices(view_.inputs(), 0, "the model's inputs"));
    graph_.outputs = TADPOLE_TRY(indices(view_.outputs(), 0, "the model's outputs"));
    return Done{};
  }

  Outcome read_tensors() {
    TADPOLE_TRY(spend(std::uint64_t{view_.tensors()} * 4, "the list of tensors"));
    for (std::uint32_t i = 0; i < view_.tensors(); ++i) {
      TADPOLE_TRY(read_tensor(i));
    }
    return Done{};
  }

  Outcome read_tensor(std::uint32_t i) {
    device::TensorView view;
    std::string where = fmt::format("tensor {}{}", i, in_subgraph_);
    const Reason reason = view_.tensor(i, view);
    if (reason != Reason::none) return refuse(reason, where);
    GraphTensor tensor;
    tensor.name = TADPOLE_TRY(text(view.name, where));
    where += fmt::format(" '{}'", tensor.name);
    if (is_packed_int4(view)) {
      tensor.type = DType::int8;
    } else if (!ModelView::to_dtype(view.type, tensor.type)) {
      return unsupported(fmt::format(
          "the .tflite model is not supported: element type {} is not one of float32, int8, "
          "uint8, int16, int32, int64, uint32, uint64, bool, resource, at {}",
          tensor_type_name(view.type), where));
    }
    if (view.is_sparse) return refuse(Reason::sparse_tensor, where);
    if (view.custom_quantization) return refuse(Reason::custom_quantization, where);
    tensor.is_variable = view.is_variable;
    TADPOLE_TRY(read_shape(view, tensor, where));
    TADPOLE_TRY(read_quantization(view, tensor, where));
    TADPOLE_TRY(read_data(view, tensor, where));
    graph_.tensors.push_back(std::move(tensor));
    return Done{};
  }

  Outcome read_shape(const device::TensorView& view, GraphTensor& tensor,
                     const std::string& where) {
    TADPOLE_TRY(spend(view.shape.size() * sizeof(int), where));
    auto bytes = static_cast<std::int64_t>(dtype_bytes(tensor.type));
    for (std::uint32_t i = 0; i < view.shape.size(); ++i) {
      const int dim = view.shape.at<std::int32_t>(i);
      if (dim < 0) return refuse(Reason::negative_dimension, where);
      bytes *= dim;
      if (bytes > kMostBytes) return refuse(Reason::tensor_too_large, where);
      tensor.shape.push_back(dim);
    }
    return Done{};
  }

  Outcome read_quantization(const device::TensorView& view, GraphTensor& tensor,
                            const std::string& where) {
    Quantization& q = tensor.quantization;
    TADPOLE_TRY(spend(
        view.scale.size() * sizeof(float) + view.zero_point.size() * sizeof(std::int64_t), where));
    for (std::uint32_t i = 0; i < view.scale.size(); ++i)
      q.scale.push_back(view.scale.at<float>(i));
    for (std::uint32_t i = 0; i < view.zero_point.size() && !q.empty(); ++i) {
      q.zero_point.push_back(view.zero_point.at<std::int64_t>(i));
    }
    if (q.zero_point.empty()) q.zero_point.assign(q.scale.size(), 0);
    if (q.zero_point.size() != q.scale.size()) {
      return Error{fmt::format(
          "the .tflite model is damaged: {} scales and {} zero points, equally many are expected, "
          "at {}",
          q.scale.size(), q.zero_point.size(), where)};
    }
    q.axis = q.empty() ? 0 : view.axis;
    return Done{};
  }

  Outcome read_data(const device::TensorView& view, GraphTensor& tensor, const std::string& where) {
    if (!view.has_data || tensor.is_variable) return Done{};
    const bool packed = is_packed_int4(view);
    TADPOLE_TRY(spend(packed ? tensor.bytes() : view.data_bytes, where));
    const std::size_t wanted = packed ? (tensor.bytes() + 1) / 2 : tensor.bytes();
    if (view.data_bytes != wanted) {
      return Error{fmt::format(
          "the .tflite model is damaged: {} bytes of data where shape and type ask for {}, at {}",
          view.data_bytes, wanted, where)};
    }
    if (packed) {
      tensor.data = unpack_int4({view.data, view.data_bytes}, tensor.bytes());
    } else {
      tensor.data.assign(view.data, view.data + view.data_bytes);
    }
    return Done{};
  }

  Outcome read_ops() {
    TADPOLE_TRY(spend(std::uint64_t{view_.operators()} * 4, "the list of operators"));
    for (std::uint32_t i = 0; i < view_.operators(); ++i) {
      TADPOLE_TRY(read_op(i));
    }
    return Done{};
  }

  Outcome read_op(std::uint32_t i) {
    device::OperatorView view;
    device::OperatorCodeView code;
    std::string where = fmt::format("operator {}{}", i, in_subgraph_);
    Reason reason = view_.operation(i, view);
    if (reason == Reason::none) reason = view_.operator_code(view.code, code);
    if (reason != Reason::none) return refuse(reason, where);
    where += fmt::format(" {}", builtin_name(code.builtin));
    GraphOp op;
    op.builtin = code.builtin;
    op.version = code.version;
    if (code.builtin == builtin::kCustom) {
      op.custom_name = TADPOLE_TRY(text(code.custom_name, where));
      TADPOLE_TRY(spend(view.custom_options.size(), where));
      if (!view.custom_options.empty())
        op.custom_options.assign(view.custom_options.data(),
                                 view.custom_options.data() + view.custom_options.size());
    }
    op.inputs = TADPOLE_TRY(indices(view.inputs, -1, where));
    op.outputs = TADPOLE_TRY(indices(view.outputs, 0, where));
    op.intermediates = TADPOLE_TRY(indices(view.intermediates, -1, where));
    TADPOLE_TRY(spend(view.custom_options.size(), where));
    const std::uint8_t* custom = view.custom_options.data();
    if (!view.custom_options.empty())
      op.custom_options.assign(custom, custom + view.custom_options.size());
    TADPOLE_TRY(read_options(view, op, where));
    mend_channel_axes(op);
    graph_.ops.push_back(std::move(op));
    return Done{};
  }

  Outcome read_options(const device::OperatorView& view, GraphOp& op, const std::string& where) {
    const OpSchema* schema = op_schema(op.builtin);
    if (schema == nullptr || schema->table == OptionsTable::none) return Done{};
    if (view.options.exists() && view.options_type != static_cast<int>(schema->table)) {
      return refuse(Reason::options_type, where);
    }
    for (const OptionField& field : option_fields(schema->table)) {
      TADPOLE_TRY(read_option(view.options, field, op.options, where));
    }
    if (op.builtin != builtin::kFullyConnected) return Done{};
    constexpr int kWeightsFormat = 1;
    std::int8_t format = 0;
    if (view.options.exists() && !view.options.scalar(kWeightsFormat, format))
      return refuse(Reason::bad_table, where);
    return format == 0 ? Outcome(Done{}) : Outcome(refuse(Reason::weights_format, where));
  }

  Outcome read_option(const device::FlatTable& table, const OptionField& field, OpOptions& options,
                      const std::string& where) {
    if (const auto* list = std::get_if<std::vector<int> OpOptions::*>(&field.member)) {
      FlatVector values;
      if (table.exists() && !table.vector(field.id, 4, values))
        return refuse(Reason::bad_vector, where);
      TADPOLE_TRY(spend(values.size() * sizeof(int), where));
      for (std::uint32_t i = 0; i < values.size(); ++i)
        (options.*(*list)).push_back(values.at<std::int32_t>(i));
      return Done{};
    }
    if (const auto* real = std::get_if<float OpOptions::*>(&field.member)) {
      return read_scalar<float>(table, field, where,
                                [&](float value) { options.*(*real) = value; });
    }
    if (const auto* letters = std::get_if<std::string OpOptions::*>(&field.member)) {
      FlatVector values;
      if (table.exists() && !table.vector(field.id, 1, values))
        return refuse(Reason::bad_vector, where);
      options.*(*letters) = TADPOLE_TRY(text(values, where));
      return Done{};
    }
    const auto* whole = std::get_if<int OpOptions::*>(&field.member);
    if (whole != nullptr && field.is_byte) {
      return read_scalar<std::int8_t>(table, field, where,
                                      [&](int value) { options.*(*whole) = value; });
    }
    if (whole != nullptr) {
      return read_scalar<std::int32_t>(table, field, where,
                                       [&](int value) { options.*(*whole) = value; });
    }
    if (const auto* flag = std::get_if<bool OpOptions::*>(&field.member)) {
      return read_scalar<std::uint8_t>(table, field, where,
                                       [&](int value) { options.*(*flag) = value != 0; });
    }
    return read_choice(table, field, options, where);
  }

  Outcome read_choice(const device::FlatTable& table, const OptionField& field, OpOptions& options,
                      const std::string& where) {
    std::int8_t code = 0;
    if (table.exists() && !table.scalar(field.id, code)) return refuse(Reason::bad_table, where);
    if (const auto* padding = std::get_if<Padding OpOptions::*>(&field.member)) {
      if (code != 0 && code != 1) return refuse(Reason::padding, where);
      options.*(*padding) = static_cast<Padding>(code);
    } else if (const auto* activation = std::get_if<Activation OpOptions::*>(&field.member)) {
      if (code < 0 || code > static_cast<int>(Activation::sign_bit))
        return refuse(Reason::activation, where);
      options.*(*activation) = static_cast<Activation>(code);
    }
    return Done{};
  }

  template <typename T, typename Set>
  Outcome read_scalar(const device::FlatTable& table, const OptionField& field,
                      const std::string& where, const Set& set) {
    T value = static_cast<T>(field.absent);
    if (table.exists() && !table.scalar(field.id, value)) return refuse(Reason::bad_table, where);
    set(value);
    return Done{};
  }

  // Some converters wrote per-channel weights and biases without saying along which axis. The
  // operator says it.
  void mend_channel_axes(const GraphOp& op) {
    const bool depthwise = op.builtin == builtin::kDepthwiseConv2d;
    if (!depthwise && op.builtin != builtin::kConv2d && op.builtin != builtin::kFullyConnected)
      return;
    mend_channel_axis(op, 1, depthwise ? 3 : 0);
    mend_channel_axis(op, 2, 0);
  }

  void mend_channel_axis(const GraphOp& op, std::size_t input, int axis) {
    if (op.inputs.size() <= input || op.inputs[input] < 0) return;
    GraphTensor& tensor = graph_.tensors[op.inputs[input]];
    const std::size_t count = tensor.quantization.scale.size();
    if (count < 2 || axis >= static_cast<int>(tensor.shape.size())) return;
    if (static_cast<std::size_t>(tensor.shape[axis]) == count) tensor.quantization.axis = axis;
  }

  std::span<const std::uint8_t> bytes_;
  ModelView view_;
  Graph graph_;  // the subgraph that is being read
  std::string in_subgraph_;
  std::uint64_t budget_ = 0;
};

}  // namespace

Result<Graph> read_tflite(std::span<const std::uint8_t> bytes) { return Reader(bytes).read(); }

Result<TfliteMetadata> read_tflite_metadata(std::span<const std::uint8_t> bytes) {
  return Reader(bytes).read_metadata();
}

}  // namespace tadpole
