// SPDX-License-Identifier: Apache-2.0
// GATHER_ND: slices of a tensor, each chosen by a row of numbers (input 1) that may be computed. A
// row that points outside gives zeros. Any element type.
#include "device/ops/permute.h"

namespace tadpole::device {
namespace {

struct Record {
  std::int32_t rows = 1, depth = 1;  // indices [rows, depth]
  std::int32_t dims[kMaxRank] = {}, strides[kMaxRank] = {};
  std::size_t bytes = 1;  // of one slice
};

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(2, 2));
  TADPOLE_CHECK(op.optional_options(OptionsTable::gather_nd));
  const Shape& input = op.input(0).shape;
  const Tensor& indices = op.input(1);
  TADPOLE_CHECK(check_moved(op.input(0), op.output(0)));
  if (indices.type != DType::int32 && indices.type != DType::int64) return Reason::input_type;
  if (indices.shape.rank < 1 || indices.shape.last() > input.rank) return Reason::input_shape;
  Record r;
  r.depth = indices.shape.last();
  r.rows = indices.shape.elements() / r.depth;
  for (std::int32_t i = 0; i < r.depth; ++i) {
    r.dims[i] = input.dims[i];
    r.strides[i] = stride_of(input, i) / stride_of(input, r.depth - 1);
  }
  r.bytes = dtype_bytes(op.input(0).type) * static_cast<std::size_t>(stride_of(input, r.depth - 1));
  const std::int64_t bytes = r.rows * static_cast<std::int64_t>(r.bytes);
  if (op.output(0).bytes != bytes) return Reason::output_shape;
  return op.keep_params(r) ? Reason::none : Reason::arena;
}

// Which slice the row names, -1: none.
std::int64_t slice_of(const Record& r, const Tensor& indices, std::int32_t row) {
  std::int64_t at = 0;
  for (std::int32_t i = 0; i < r.depth; ++i) {
    const std::int64_t index = index_at(indices, row * r.depth + i);
    if (index < 0 || index >= r.dims[i]) return -1;
    at += index * r.strides[i];
  }
  return at;
}

void run(const OpRun& op) {
  const auto& r = op.params<Record>();
  const auto* from = op.input<std::uint8_t>(0);
  auto* to = op.output<std::uint8_t>(0);
  for (std::int32_t row = 0; row < r.rows; ++row, to += r.bytes) {
    const std::int64_t at = slice_of(r, op.input_tensor(1), row);
    if (at < 0) {
      std::memset(to, 0, r.bytes);
    } else {
      std::memcpy(to, from + static_cast<std::size_t>(at) * r.bytes, r.bytes);
    }
  }
}

}  // namespace

extern const OpDefinition gather_nd_definition = {builtin::kGatherNd, "GATHER_ND", 5, plan, run};

}  // namespace tadpole::device
