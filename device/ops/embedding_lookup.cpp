// SPDX-License-Identifier: Apache-2.0
// EMBEDDING_LOOKUP: rows of a table (input 1), chosen by numbers (input 0) that may be computed. A
// number outside the table gives zeros. Rows of int8 may come out as float.
#include "device/ops/permute.h"

namespace tadpole::device {
namespace {

constexpr std::uint32_t kRows = 0, kTable = 1;

Reason check_types(const OpPlanner& op) {
  const Tensor& table = op.input(kTable);
  const DType output = op.output(0).type;
  if (op.input(kRows).type != DType::int32) return Reason::input_type;
  if (table.type != DType::float32 && table.type != DType::int8) return Reason::weights_type;
  if (output == table.type) return check_moved(table, op.output(0));
  if (table.type != DType::int8 || output != DType::float32) return Reason::output_type;
  TADPOLE_CHECK(check_quantized(table));
  return table.zero_point == 0 ? Reason::none : Reason::zero_point_not_zero;
}

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(2, 2));
  TADPOLE_CHECK(check_types(op));
  const Shape& rows = op.input(kRows).shape;
  const Shape& table = op.input(kTable).shape;
  if (rows.rank != 1) return Reason::input_shape;
  if (table.rank < 2) return Reason::weights_shape;
  Shape wanted = table;
  wanted.dims[0] = rows.dims[0];
  return op.output(0).shape == wanted ? Reason::none : Reason::output_shape;
}

void run(const OpRun& op) {
  const Tensor& table = op.input_tensor(kTable);
  const std::int32_t columns = stride_of(table.shape, 0);
  const std::size_t row_bytes = static_cast<std::size_t>(columns) * dtype_bytes(table.type);
  const bool scaled = table.type != op.output_tensor(0).type;
  auto* to = op.output<std::uint8_t>(0);
  auto* real = op.output<float>(0);
  const std::int32_t n = op.input_tensor(kRows).shape.dims[0];
  for (std::int32_t i = 0; i < n; ++i) {
    const std::int32_t row = op.input<std::int32_t>(kRows)[i];
    const bool is_there = row >= 0 && row < table.shape.dims[0];
    const auto* from = table.data + (is_there ? static_cast<std::size_t>(row) * row_bytes : 0);
    if (!scaled) {
      if (is_there) std::memcpy(to, from, row_bytes);
      if (!is_there) std::memset(to, 0, row_bytes);
      to += row_bytes;
      continue;
    }
    const auto* stored = reinterpret_cast<const std::int8_t*>(from);
    for (std::int32_t c = 0; c < columns; ++c)
      *real++ = is_there ? table.scale * static_cast<float>(stored[c]) : 0.0F;
  }
}

}  // namespace

extern const OpDefinition embedding_lookup_definition = {builtin::kEmbeddingLookup,
                                                         "EMBEDDING_LOOKUP", 3, plan, run};

}  // namespace tadpole::device
