// SPDX-License-Identifier: Apache-2.0
#include "device/model/model_view.h"

namespace tadpole::device {
namespace {

// Field numbers of the schema's tables.
namespace model_field {
constexpr int kVersion = 0, kCodes = 1, kSubgraphs = 2, kDescription = 3, kBuffers = 4,
              kMetadata = 6;
}
namespace code_field {
constexpr int kOldCode = 0, kCustom = 1, kVersion = 2, kCode = 3;
}
namespace graph_field {
constexpr int kTensors = 0, kInputs = 1, kOutputs = 2, kOperators = 3;
}
namespace tensor_field {
constexpr int kShape = 0, kType = 1, kBuffer = 2, kName = 3, kQuantization = 4, kVariable = 5,
              kSparsity = 6;
}
namespace quantization_field {
constexpr int kScale = 2, kZeroPoint = 3, kDetailsType = 4, kAxis = 6;
}
namespace operator_field {
constexpr int kCode = 0, kInputs = 1, kOutputs = 2, kOptionsType = 3, kOptions = 4,
              kCustomOptions = 5, kIntermediates = 8;
}
namespace buffer_field {
constexpr int kData = 0, kOffset = 1, kSize = 2;
}
namespace metadata_field {
constexpr int kName = 0, kBuffer = 1;
}

constexpr std::uint32_t kSchemaVersion = 3;
constexpr std::size_t kSmallestFile = 8;
constexpr std::size_t kLargestFile = 0x7FFFFFFF;  // FlatBuffers' own limit

Reason read_quantization(const FlatTable& table, TensorView& out) {
  using namespace quantization_field;
  FlatTable q;
  if (!table.table(tensor_field::kQuantization, q)) return Reason::bad_table;
  if (!q.exists()) return Reason::none;
  std::uint8_t details = 0;
  if (!q.vector(kScale, sizeof(float), out.scale)) return Reason::bad_vector;
  if (!q.vector(kZeroPoint, sizeof(std::int64_t), out.zero_point)) return Reason::bad_vector;
  if (!q.scalar(kDetailsType, details) || !q.scalar(kAxis, out.axis)) return Reason::bad_table;
  out.custom_quantization = details != 0;
  return Reason::none;
}

}  // namespace

Reason ModelView::open(const std::uint8_t* bytes, std::size_t size) {
  using namespace model_field;
  *this = ModelView();
  if (size < kSmallestFile || size > kLargestFile) return Reason::too_short;
  bytes_ = {bytes, size};
  if (std::memcmp(bytes + 4, "TFL3", 4) != 0) return Reason::no_identifier;
  std::size_t root = 0;
  if (!bytes_.follow(0, root) || !FlatTable::open(bytes_, root, root_)) return Reason::bad_root;
  std::uint32_t version = 0;
  if (!root_.scalar(kVersion, version)) return Reason::bad_table;
  if (version != kSchemaVersion) return Reason::wrong_version;
  const bool lists = root_.vector(kCodes, 4, codes_) && root_.vector(kSubgraphs, 4, subgraphs_) &&
                     root_.vector(kDescription, 1, description_) &&
                     root_.vector(kBuffers, 4, buffers_) && root_.vector(kMetadata, 4, metadata_);
  if (!lists) return Reason::bad_vector;
  return subgraphs_.empty() ? Reason::no_subgraph : show_subgraph(0);
}

Reason ModelView::show_subgraph(std::uint32_t i) {
  using namespace graph_field;
  tensors_ = inputs_ = outputs_ = operators_ = FlatVector();
  if (!root_.table_at(subgraphs_, i, subgraph_)) return Reason::bad_table;
  const bool lists =
      subgraph_.vector(kTensors, 4, tensors_) && subgraph_.vector(kInputs, 4, inputs_) &&
      subgraph_.vector(kOutputs, 4, outputs_) && subgraph_.vector(kOperators, 4, operators_);
  return lists ? Reason::none : Reason::bad_vector;
}

Reason ModelView::operator_code(std::uint32_t i, OperatorCodeView& out) const {
  using namespace code_field;
  FlatTable table;
  out = OperatorCodeView();
  if (!root_.table_at(codes_, i, table)) return Reason::bad_table;
  std::int8_t old_code = 0;
  std::int32_t code = 0;
  if (!table.scalar(kOldCode, old_code) || !table.scalar(kCode, code)) return Reason::bad_table;
  if (!table.scalar(kVersion, out.version)) return Reason::bad_table;
  if (!table.vector(kCustom, 1, out.custom_name)) return Reason::bad_vector;
  out.builtin =
      code > old_code ? code : old_code;  // old files fill the first field only, new ones both
  return Reason::none;
}

Reason ModelView::buffer(std::uint32_t i, TensorView& out) const {
  using namespace buffer_field;
  if (i >= buffers_.size()) return Reason::bad_buffer_index;
  FlatTable table;
  FlatVector inside;
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
  if (!root_.table_at(buffers_, i, table)) return Reason::bad_table;
  if (!table.vector(kData, 1, inside)) return Reason::bad_vector;
  if (!table.scalar(kOffset, offset) || !table.scalar(kSize, size)) return Reason::bad_table;
  out.has_data = table.has(kData) && i != 0;
  out.data = inside.data();
  out.data_bytes = inside.size();
  if (offset > 1) {  // 0 and 1 mean: not used
    if (offset > bytes_.size || size > bytes_.size - offset) return Reason::bad_buffer_range;
    out.has_data = true;
    out.data = bytes_.data + offset;
    out.data_bytes = static_cast<std::size_t>(size);
  }
  if (out.data_bytes == 0) out.has_data = false;
  return Reason::none;
}

Reason ModelView::tensor(std::uint32_t i, TensorView& out) const {
  using namespace tensor_field;
  FlatTable table;
  out = TensorView();
  if (!root_.table_at(tensors_, i, table)) return Reason::bad_table;
  std::int8_t type = 0;
  std::uint32_t buffer_index = 0;
  std::uint8_t variable = 0;
  const bool scalars = table.scalar(kType, type) && table.scalar(kBuffer, buffer_index) &&
                       table.scalar(kVariable, variable);
  if (!scalars) return Reason::bad_table;
  if (!table.vector(kShape, 4, out.shape) || !table.vector(kName, 1, out.name))
    return Reason::bad_vector;
  out.type = type;
  out.is_variable = variable != 0;
  out.is_sparse = table.has(kSparsity);
  const Reason reason = read_quantization(table, out);
  if (reason != Reason::none) return reason;
  // A file without any buffers may still name buffer 0, "no data".
  if (buffer_index == 0 && buffers_.empty()) return Reason::none;
  return buffer(buffer_index, out);
}

Reason ModelView::operation(std::uint32_t i, OperatorView& out) const {
  using namespace operator_field;
  FlatTable table;
  out = OperatorView();
  if (!root_.table_at(operators_, i, table)) return Reason::bad_table;
  std::uint8_t type = 0;
  if (!table.scalar(kCode, out.code) || !table.scalar(kOptionsType, type)) return Reason::bad_table;
  if (!table.vector(kInputs, 4, out.inputs) || !table.vector(kOutputs, 4, out.outputs))
    return Reason::bad_vector;
  if (!table.table(kOptions, out.options)) return Reason::bad_table;
  if (!table.vector(kCustomOptions, 1, out.custom_options)) return Reason::bad_vector;
  if (!table.vector(kIntermediates, 4, out.intermediates)) return Reason::bad_vector;
  out.options_type = type;
  return out.code < codes_.size() ? Reason::none : Reason::bad_opcode_index;
}

Reason ModelView::metadata(std::uint32_t i, MetadataView& out) const {
  using namespace metadata_field;
  FlatTable table;
  out = MetadataView();
  std::uint32_t index = 0;
  if (!root_.table_at(metadata_, i, table)) return Reason::bad_table;
  if (!table.vector(kName, 1, out.name) || !table.scalar(kBuffer, index)) return Reason::bad_vector;
  if (index >= buffers_.size()) return Reason::bad_buffer_index;
  FlatTable held;
  if (!root_.table_at(buffers_, index, held)) return Reason::bad_table;
  return held.vector(buffer_field::kData, 1, out.content) ? Reason::none : Reason::bad_vector;
}

bool ModelView::forgets() const {
  constexpr std::uint32_t kLetters = sizeof(kForgetsEntry) - 1;
  for (std::uint32_t i = 0; i < metadata_entries(); ++i) {
    MetadataView entry;
    if (metadata(i, entry) != Reason::none || entry.name.size() != kLetters) continue;
    if (std::memcmp(entry.name.data(), kForgetsEntry, kLetters) == 0) return true;
  }
  return false;
}

bool ModelView::to_dtype(int type, DType& out) {
  switch (type) {
    case tensor_type::kFloat32:
      out = DType::float32;
      return true;
    case tensor_type::kInt32:
      out = DType::int32;
      return true;
    case tensor_type::kUint8:
      out = DType::uint8;
      return true;
    case tensor_type::kInt64:
      out = DType::int64;
      return true;
    case tensor_type::kBool:
      out = DType::boolean;
      return true;
    case tensor_type::kInt16:
      out = DType::int16;
      return true;
    case tensor_type::kInt8:
      out = DType::int8;
      return true;
    case tensor_type::kUint32:
      out = DType::uint32;
      return true;
    case tensor_type::kUint64:
      out = DType::uint64;
      return true;
    case tensor_type::kResource:
      out = DType::resource;
      return true;
    default:
      return false;
  }
}

}  // namespace tadpole::device
