// SPDX-License-Identifier: Apache-2.0
// SLICE: a box cut out of a tensor: input 1 says where it begins, input 2 how long it is (-1: to
// the end). Any element type.
#include "device/ops/permute.h"

namespace tadpole::device {
namespace {

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(3, 3));
  TADPOLE_CHECK(op.optional_options(OptionsTable::slice));
  TADPOLE_CHECK(check_moved(op.input(0), op.output(0)));
  const Shape& input = op.input(0).shape;
  const Shape& output = op.output(0).shape;
  std::int32_t begin[kMaxRank] = {};
  std::int32_t size[kMaxRank] = {};
  TADPOLE_CHECK(read_whole(op, 1, input.rank, begin));
  TADPOLE_CHECK(read_whole(op, 2, input.rank, size));
  if (output.rank != input.rank) return Reason::output_shape;
  Walk from;
  std::int32_t origin = 0;
  for (std::int32_t i = 0; i < input.rank; ++i) {
    if (begin[i] < 0 || begin[i] >= input.dims[i]) return Reason::slice;
    const std::int32_t room = input.dims[i] - begin[i];
    const std::int32_t length = size[i] == -1 ? room : size[i];
    if (length < 1 || length > room) return Reason::slice;
    if (output.dims[i] != length) return Reason::output_shape;
    from.add(length, stride_of(input, i));
    origin += begin[i] * stride_of(input, i);
  }
  return keep_permutation(op, from, origin);
}

}  // namespace

extern const OpDefinition slice_definition = {builtin::kSlice, "SLICE", 6, plan, run_permutation};

}  // namespace tadpole::device
