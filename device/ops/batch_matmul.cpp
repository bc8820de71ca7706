// SPDX-License-Identifier: Apache-2.0
#include "device/ops/batch_matmul.h"

#include "device/ops/plan_checks.h"

namespace tadpole::device {
namespace {

constexpr int kFirstTurned = 0, kSecondTurned = 1;

// All axes but the last two; what they hold counts as one element of `matrix` numbers.
bool batch_walk(const Shape& shape, const Shape& output, Walk& walk) {
  Shape from = shape;
  Shape to = output;
  const std::int32_t matrix = shape.dims[shape.rank - 1] * shape.dims[shape.rank - 2];
  from.rank -= 2;
  to.rank -= 2;
  if (!broadcast_walk(from, to, walk)) return false;
  for (std::int32_t i = 0; i < walk.rank; ++i) walk.strides[i] *= matrix;
  return true;
}

Reason read_shapes(const OpPlanner& op, BatchMatmulParams& p) {
  const Shape& a = op.input(0).shape;
  const Shape& b = op.input(1).shape;
  const Shape& out = op.output(0).shape;
  if (a.rank < 2 || b.rank < 2) return Reason::input_shape;
  if (out.rank != (a.rank > b.rank ? a.rank : b.rank)) return Reason::output_shape;
  const bool first_turned = op.option<std::uint8_t>(kFirstTurned, 0) != 0;
  const bool second_turned = op.option<std::uint8_t>(kSecondTurned, 0) != 0;
  const std::int32_t* as = a.dims + a.rank - 2;
  const std::int32_t* bs = b.dims + b.rank - 2;
  p.rows = as[first_turned ? 1 : 0];
  p.depth = as[first_turned ? 0 : 1];
  p.columns = bs[second_turned ? 0 : 1];
  if (bs[second_turned ? 1 : 0] != p.depth) return Reason::input_shape;
  p.first_row = first_turned ? 1 : p.depth;
  p.first_depth = first_turned ? p.rows : 1;
  p.second_column = second_turned ? p.depth : 1;
  p.second_depth = second_turned ? 1 : p.columns;
  if (out.dims[out.rank - 2] != p.rows || out.last() != p.columns) return Reason::output_shape;
  if (!batch_walk(a, out, p.first) || !batch_walk(b, out, p.second)) return Reason::broadcast;
  for (std::int32_t i = 0; i < out.rank - 2; ++i) {
    if (out.dims[i] != 1 && p.first.strides[i] == 0 && p.second.strides[i] == 0)
      return Reason::broadcast;
  }
  return Reason::none;
}

Reason check_types(const OpPlanner& op) {
  const DType type = op.input(0).type;
  if (type != DType::float32 && type != DType::int8 && type != DType::int16)
    return Reason::input_type;
  if (type == DType::float32 && op.input(1).type == DType::int8) return Reason::hybrid;
  if (op.input(1).type != type) return Reason::weights_type;
  return op.output(0).type == type ? Reason::none : Reason::output_type;
}

// The product of the scales is rounded to single precision, as in the reference.
Reason read_scales(const OpPlanner& op, BatchMatmulParams& p) {
  for (std::uint32_t i = 0; i < 2; ++i) TADPOLE_CHECK(check_activation(op.input(i)));
  TADPOLE_CHECK(check_activation(op.output(0)));
  const float product = op.input(0).scale * op.input(1).scale;
  if (!is_positive_finite(product)) return Reason::scale_ratio;
  p.multiplier = quantize_multiplier(product, op.output(0).scale);
  p.first_zero_point = op.input(0).zero_point;
  p.second_zero_point = op.input(1).zero_point;
  p.output_zero_point = op.output(0).zero_point;
  return check_multiplier(p.multiplier,
                          op.input(0).type == DType::int16 ? kMaxWideLeftShift : kMaxLeftShift);
}

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(2, 2));
  TADPOLE_CHECK(op.optional_options(OptionsTable::batch_matmul));
  TADPOLE_CHECK(check_types(op));
  BatchMatmulParams p;
  TADPOLE_CHECK(read_shapes(op, p));
  if (op.input(0).type != DType::float32) TADPOLE_CHECK(read_scales(op, p));
  op.count_macs(static_cast<std::int64_t>(op.output(0).shape.elements()) * p.depth);
  return op.keep_params(p) ? Reason::none : Reason::arena;
}

template <typename T>
void run_typed(const OpRun& op) {
  batch_matmul(op.params<BatchMatmulParams>(), op.input<T>(0), op.input<T>(1), op.output<T>(0));
}

void run(const OpRun& op) {
  const DType type = op.input_tensor(0).type;
  if (type == DType::int8) {
    run_typed<std::int8_t>(op);
  } else if (type == DType::int16) {
    run_typed<std::int16_t>(op);
  } else {
    run_typed<float>(op);
  }
}

}  // namespace

extern const OpDefinition batch_matmul_definition = {builtin::kBatchMatmul, "BATCH_MATMUL", 4, plan,
                                                     run};

}  // namespace tadpole::device
