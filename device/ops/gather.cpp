// SPDX-License-Identifier: Apache-2.0
// GATHER: slices of a tensor along an axis, chosen by numbers (input 1) that may be computed. A
// number outside the axis gives zeros. Any element type.
#include "device/ops/permute.h"

namespace tadpole::device {
namespace {

constexpr int kAxis = 0, kBatchDims = 1;

struct Record {
  std::int32_t batches = 1;  // the axes that both inputs share
  std::int32_t outer = 1;    // between them and the axis
  std::int32_t length = 1;   // of the axis
  std::int32_t picks = 1;    // indices per batch
  std::size_t bytes = 1;     // of one slice
};

Reason read_record(const OpPlanner& op, Record& r) {
  const Shape& input = op.input(0).shape;
  const Shape& indices = op.input(1).shape;
  const std::int32_t axis = front_axis(op.option<std::int32_t>(kAxis, 0), input.rank);
  std::int32_t shared = op.option<std::int32_t>(kBatchDims, 0);
  if (shared < 0 && shared >= -kMaxRank) shared += indices.rank;
  if (axis < 0 || shared < 0 || shared > axis || shared > indices.rank) return Reason::axis;
  Shape wanted;
  const auto add = [&wanted](std::int32_t dim) {
    if (wanted.rank < kMaxRank) wanted.dims[wanted.rank++] = dim;
  };
  for (std::int32_t i = 0; i < axis; ++i) {
    if (i < shared && indices.dims[i] != input.dims[i]) return Reason::input_shape;
    (i < shared ? r.batches : r.outer) *= input.dims[i];
    add(input.dims[i]);
  }
  for (std::int32_t i = shared; i < indices.rank; ++i) {
    r.picks *= indices.dims[i];
    add(indices.dims[i]);
  }
  r.length = input.dims[axis];
  r.bytes = dtype_bytes(op.input(0).type) * static_cast<std::size_t>(stride_of(input, axis));
  for (std::int32_t i = axis + 1; i < input.rank; ++i) add(input.dims[i]);
  const std::int32_t rank = input.rank - 1 + indices.rank - shared;
  return rank == wanted.rank && op.output(0).shape == wanted ? Reason::none : Reason::output_shape;
}

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(2, 2));
  TADPOLE_CHECK(op.optional_options(OptionsTable::gather));
  TADPOLE_CHECK(check_moved(op.input(0), op.output(0)));
  const DType type = op.input(1).type;
  if (type != DType::int32 && type != DType::int64) return Reason::input_type;
  Record record;
  TADPOLE_CHECK(read_record(op, record));
  return op.keep_params(record) ? Reason::none : Reason::arena;
}

void run(const OpRun& op) {
  const auto& r = op.params<Record>();
  const auto* from = op.input<std::uint8_t>(0);
  auto* to = op.output<std::uint8_t>(0);
  for (std::int32_t o = 0; o < r.batches * r.outer; ++o) {
    const std::int32_t first = o / r.outer * r.picks;
    for (std::int32_t i = 0; i < r.picks; ++i, to += r.bytes) {
      const std::int64_t pick = index_at(op.input_tensor(1), first + i);
      if (pick < 0 || pick >= r.length) {
        std::memset(to, 0, r.bytes);
      } else {
        std::memcpy(to, from + static_cast<std::size_t>(pick) * r.bytes, r.bytes);
      }
    }
    from += static_cast<std::size_t>(r.length) * r.bytes;
  }
}

}  // namespace

extern const OpDefinition gather_definition = {builtin::kGather, "GATHER", 7, plan, run};

}  // namespace tadpole::device
