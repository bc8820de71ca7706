// SPDX-License-Identifier: Apache-2.0
// BROADCAST_ARGS: two shapes, as vectors of numbers, to the shape that tensors of both are repeated
// to. Where they cannot be, the first one's length stands.
#include "device/ops/plan_checks.h"

namespace tadpole::device {
namespace {

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(2, 2));
  const Tensor& a = op.input(0);
  const Tensor& b = op.input(1);
  const Tensor& output = op.output(0);
  if (a.type != DType::int32 && a.type != DType::int64) return Reason::input_type;
  if (b.type != a.type) return Reason::input_type;
  if (output.type != a.type) return Reason::output_type;
  if (a.shape.rank != 1 || b.shape.rank != 1) return Reason::input_shape;
  const std::int32_t rank = a.shape.dims[0] > b.shape.dims[0] ? a.shape.dims[0] : b.shape.dims[0];
  return output.shape.rank == 1 && output.shape.dims[0] == rank ? Reason::none
                                                                : Reason::output_shape;
}

// The length of the axis that is `from_back` axes before the last; 1 where there is none.
template <typename T>
T length_at(const OpRun& op, std::int32_t input, std::int32_t from_back) {
  const std::int32_t at = op.input_tensor(input).shape.dims[0] - 1 - from_back;
  return at < 0 ? T{1} : op.input<T>(input)[at];
}

template <typename T>
void run_typed(const OpRun& op) {
  const std::int32_t rank = op.output_tensor(0).shape.dims[0];
  for (std::int32_t i = 0; i < rank; ++i) {
    const T a = length_at<T>(op, 0, rank - 1 - i);
    op.output<T>(0)[i] = a == 1 ? length_at<T>(op, 1, rank - 1 - i) : a;
  }
}

void run(const OpRun& op) {
  if (op.output_tensor(0).type == DType::int32) {
    run_typed<std::int32_t>(op);
  } else {
    run_typed<std::int64_t>(op);
  }
}

}  // namespace

extern const OpDefinition broadcast_args_definition = {builtin::kBroadcastArgs, "BROADCAST_ARGS", 1,
                                                       plan, run};

}  // namespace tadpole::device
