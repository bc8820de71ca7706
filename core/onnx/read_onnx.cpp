// SPDX-License-Identifier: Apache-2.0
#include "core/onnx/read_onnx.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "core/onnx/wire.h"

namespace tadpole {
namespace {

constexpr int kFloat = 1, kInt32 = 6, kInt64 = 7, kBool = 9, kFloat16 = 10, kDouble = 11;
constexpr std::int64_t kMostElements = std::int64_t{1} << 28U;

Error damaged(const std::string& where) {
  return Error{"this is no ONNX model: the bytes of " + where +
               " are damaged; export the model again"};
}

std::string type_name(std::int64_t type) {
  static const char* const kNames[] = {"undefined",  "float32", "uint8",  "int8",   "uint16",
                                       "int16",      "int32",   "int64",  "string", "bool",
                                       "float16",    "float64", "uint32", "uint64", "complex64",
                                       "complex128", "bfloat16"};
  const bool known = type >= 0 && type < static_cast<std::int64_t>(std::size(kNames));
  return known ? kNames[type] : fmt::format("type {}", type);
}

// What a TensorProto holds, before its parts are put together.
struct TensorParts {
  OnnxTensor tensor;
  std::int64_t type = 0;
  std::vector<float> floats;
  std::vector<std::int64_t> int32s, int64s;
  std::vector<double> doubles;
  std::span<const std::uint8_t> raw;
  bool is_external = false;
};

bool read_part(const WireField& field, TensorParts& parts) {
  switch (field.number) {
    case 1:
      return append(field, parts.tensor.dims);
    case 2:
      parts.type = field.whole();
      return true;
    case 4:
      return append(field, parts.floats);
    case 5:
      return append(field, parts.int32s);
    case 7:
      return append(field, parts.int64s);
    case 8:
      parts.tensor.name = field.text();
      return true;
    case 9:
      parts.raw = field.bytes;
      return true;
    case 10:
      return append(field, parts.doubles);
    case 13:
      parts.is_external = true;
      return true;
    case 14:
      parts.is_external = parts.is_external || field.value == 1;
      return true;
    default:
      return true;
  }
}

template <typename Stored, typename T>
void append_raw(std::span<const std::uint8_t> raw, std::vector<T>& values) {
  for (std::size_t i = 0; i + sizeof(Stored) <= raw.size(); i += sizeof(Stored)) {
    Stored stored{};
    std::memcpy(&stored, raw.data() + i, sizeof stored);
    values.push_back(static_cast<T>(stored));
  }
}

// Values from the field of their type or from the raw bytes.
bool take_values(const TensorParts& parts, OnnxTensor& tensor) {
  switch (parts.type) {
    case kFloat:
      tensor.reals = parts.floats;
      append_raw<float>(parts.raw, tensor.reals);
      return true;
    case kDouble:
      for (const double value : parts.doubles) tensor.reals.push_back(static_cast<float>(value));
      append_raw<double>(parts.raw, tensor.reals);
      return true;
    case kInt32:
      tensor.wholes = parts.int32s;
      append_raw<std::int32_t>(parts.raw, tensor.wholes);
      return true;
    case kInt64:
      tensor.wholes = parts.int64s;
      append_raw<std::int64_t>(parts.raw, tensor.wholes);
      return true;
    case kBool:
      tensor.wholes = parts.int32s;
      append_raw<std::uint8_t>(parts.raw, tensor.wholes);
      return true;
    default:
      return false;
  }
}

// -1: sizes that no model has.
std::int64_t element_count(const std::vector<std::int64_t>& dims) {
  std::int64_t count = 1;
  for (const std::int64_t dim : dims) {
    if (dim < 0 || dim > kMostElements) return -1;
    count *= dim;
    if (count > kMostElements) return -1;
  }
  return count;
}

Result<OnnxTensor> read_tensor(std::span<const std::uint8_t> bytes, const std::string& where) {
  TensorParts parts;
  WireReader reader(bytes);
  for (WireField field; reader.next(field);) {
    if (!read_part(field, parts)) return damaged(where);
  }
  if (reader.damaged()) return damaged(where);
  OnnxTensor tensor = std::move(parts.tensor);
  const std::string name = tensor.name.empty() ? where : "the constant '" + tensor.name + "'";
  if (parts.is_external) {
    return unsupported(name +
                       " lies in a file of its own beside the model, a single file is "
                       "expected; save the model with its weights inside "
                       "(onnx.save(model, path) without save_as_external_data)");
  }
  tensor.is_real = parts.type == kFloat || parts.type == kDouble;
  if (!take_values(parts, tensor)) {
    return unsupported(fmt::format(
        "{} has the type {}, we read float32, float64, int32, int64 and bool; {}", name,
        type_name(parts.type),
        parts.type == kFloat16 ? "export the model in float32 (model.float())"
                               : "export the model as float32, Tadpole quantizes it itself"));
  }
  if (element_count(tensor.dims) != static_cast<std::int64_t>(tensor.elements())) {
    return Error{fmt::format(
        "{} has {} values, its shape asks for {}; the file is damaged, export the model again",
        name, tensor.elements(), element_count(tensor.dims))};
  }
  return tensor;
}

Result<OnnxAttribute> read_attribute(std::span<const std::uint8_t> bytes,
                                     const std::string& where) {
  OnnxAttribute attribute;
  WireReader reader(bytes);
  bool whole = true;
  for (WireField field; reader.next(field) && whole;) {
    if (field.number == 1) attribute.name = field.text();
    if (field.number == 2) attribute.real = field.real();
    if (field.number == 3) attribute.whole = field.whole();
    if (field.number == 4) attribute.text = field.text();
    if (field.number == 5) {
      attribute.tensor = std::make_shared<const OnnxTensor>(
          TADPOLE_TRY(read_tensor(field.bytes, "the tensor of " + where)));
    }
    if (field.number == 6 || field.number == 11) attribute.has_graph = true;
    if (field.number == 7) whole = append(field, attribute.reals);
    if (field.number == 8) whole = append(field, attribute.wholes);
  }
  if (reader.damaged() || !whole) return damaged("an attribute of " + where);
  return attribute;
}

Result<OnnxNode> read_node(std::span<const std::uint8_t> bytes, int index) {
  OnnxNode node;
  node.index = index;
  const std::string where = fmt::format("node {}", index);
  WireReader reader(bytes);
  for (WireField field; reader.next(field);) {
    if (field.number == 1) node.inputs.push_back(field.text());
    if (field.number == 2) node.outputs.push_back(field.text());
    if (field.number == 3) node.name = field.text();
    if (field.number == 4) node.type = field.text();
    if (field.number == 5)
      node.attributes.push_back(TADPOLE_TRY(read_attribute(field.bytes, where)));
    if (field.number == 7) node.domain = field.text();
  }
  if (reader.damaged()) return damaged(where);
  return node;
}

bool read_dimension(std::span<const std::uint8_t> bytes, OnnxInput& input) {
  std::int64_t size = -1;
  std::string name;
  WireReader reader(bytes);
  for (WireField field; reader.next(field);) {
    if (field.number == 1) size = field.whole();
    if (field.number == 2) name = field.text();
  }
  input.dims.push_back(size < 0 ? -1 : size);
  input.dim_names.push_back(name);
  return !reader.damaged();
}

// TypeProto.Tensor: its element type and shape.
bool read_tensor_type(std::span<const std::uint8_t> bytes, OnnxInput& input) {
  WireReader reader(bytes);
  for (WireField field; reader.next(field);) {
    if (field.number == 1) input.type = static_cast<int>(field.whole());
    if (field.number != 2) continue;
    input.has_shape = true;
    WireReader shape(field.bytes);
    for (WireField dimension; shape.next(dimension);) {
      if (dimension.number == 1 && !read_dimension(dimension.bytes, input)) return false;
    }
    if (shape.damaged()) return false;
  }
  return !reader.damaged();
}

Result<OnnxInput> read_value(std::span<const std::uint8_t> bytes) {
  OnnxInput input;
  bool whole = true;
  WireReader reader(bytes);
  for (WireField field; reader.next(field);) {
    if (field.number == 1) input.name = field.text();
    if (field.number != 2) continue;
    WireReader type(field.bytes);
    for (WireField part; type.next(part);) {
      if (part.number == 1) whole = whole && read_tensor_type(part.bytes, input);
    }
    whole = whole && !type.damaged();
  }
  if (reader.damaged() || !whole) return damaged("an input or output");
  return input;
}

Outcome read_graph(std::span<const std::uint8_t> bytes, OnnxModel& model) {
  WireReader reader(bytes);
  for (WireField field; reader.next(field);) {
    switch (field.number) {
      case 1:
        model.nodes.push_back(
            TADPOLE_TRY(read_node(field.bytes, static_cast<int>(model.nodes.size()))));
        break;
      case 5:
        model.constants.push_back(TADPOLE_TRY(
            read_tensor(field.bytes, fmt::format("constant {}", model.constants.size()))));
        break;
      case 11:
        model.inputs.push_back(TADPOLE_TRY(read_value(field.bytes)));
        break;
      case 12:
        model.outputs.push_back(TADPOLE_TRY(read_value(field.bytes)).name);
        break;
      case 15:
        return unsupported(
            "the model has sparse constants, we read dense ones; export it without sparse weights");
      default:
        break;
    }
  }
  return reader.damaged() ? Outcome(damaged("the graph")) : Outcome(Done{});
}

// OperatorSetIdProto: the version, when it is that of ONNX's own operators.
bool read_opset(std::span<const std::uint8_t> bytes, std::int64_t& opset) {
  std::string domain;
  std::int64_t version = 0;
  WireReader reader(bytes);
  for (WireField field; reader.next(field);) {
    if (field.number == 1) domain = field.text();
    if (field.number == 2) version = field.whole();
  }
  if (domain.empty() || domain == "ai.onnx") opset = version;
  return !reader.damaged();
}

// Older files list the constants among the inputs too.
void drop_constant_inputs(OnnxModel& model) {
  std::vector<std::string> names;
  for (const OnnxTensor& constant : model.constants) names.push_back(constant.name);
  std::sort(names.begin(), names.end());
  std::erase_if(model.inputs, [&](const OnnxInput& input) {
    return std::binary_search(names.begin(), names.end(), input.name);
  });
}

}  // namespace

const OnnxAttribute* OnnxNode::attribute(const std::string& wanted) const {
  const auto found = std::find_if(attributes.begin(), attributes.end(),
                                  [&](const OnnxAttribute& a) { return a.name == wanted; });
  return found == attributes.end() ? nullptr : &*found;
}

std::int64_t OnnxNode::whole(const std::string& wanted, std::int64_t absent) const {
  const OnnxAttribute* found = attribute(wanted);
  return found != nullptr ? found->whole.value_or(absent) : absent;
}

float OnnxNode::real(const std::string& wanted, float absent) const {
  const OnnxAttribute* found = attribute(wanted);
  return found != nullptr ? found->real.value_or(absent) : absent;
}

std::string OnnxNode::text(const std::string& wanted, const std::string& absent) const {
  const OnnxAttribute* found = attribute(wanted);
  return found != nullptr ? found->text : absent;
}

std::vector<std::int64_t> OnnxNode::wholes(const std::string& wanted) const {
  const OnnxAttribute* found = attribute(wanted);
  return found != nullptr ? found->wholes : std::vector<std::int64_t>();
}

Result<OnnxModel> read_onnx(std::span<const std::uint8_t> bytes) {
  OnnxModel model;
  std::string version;
  bool has_graph = false, whole = true;
  WireReader reader(bytes);
  for (WireField field; reader.next(field);) {
    if (field.number == 2 && field.type == WireType::bytes) model.producer = field.text();
    if (field.number == 3 && field.type == WireType::bytes) version = field.text();
    if (field.number == 8) whole = whole && read_opset(field.bytes, model.opset);
    if (field.number != 7) continue;
    has_graph = true;
    TADPOLE_TRY(read_graph(field.bytes, model));
  }
  if (reader.damaged() || !whole) return damaged("the file");
  if (!has_graph) {
    return Error{
        "this is no ONNX model: it holds no graph; expected a file of torch.onnx.export or of "
        "another exporter of ONNX"};
  }
  if (!version.empty()) model.producer += " " + version;
  drop_constant_inputs(model);
  return model;
}

}  // namespace tadpole
