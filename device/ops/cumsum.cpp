// SPDX-License-Identifier: Apache-2.0
// CUMSUM: the sum of all elements up to each one along an axis, with it or without (exclusive),
// from the front or from behind (reverse). Float, int8 and int32.
#include "device/ops/add.h"
#include "device/ops/permute.h"

namespace tadpole::device {
namespace {

constexpr int kExclusive = 0, kReverse = 1;

struct Record {
  AddParams params;
  std::int32_t outer = 1, length = 1, inner = 1;
  bool exclusive = false, reverse = false;
};

Reason read_axis(const OpPlanner& op, Record& r) {
  std::int32_t axis = 0;
  TADPOLE_CHECK(read_whole(op, 1, 1, &axis));
  const Shape& shape = op.input(0).shape;
  axis = front_axis(axis, shape.rank);
  if (axis < 0) return Reason::axis;
  r.length = shape.dims[axis];
  r.inner = stride_of(shape, axis);
  r.outer = shape.elements() / r.length / r.inner;
  return Reason::none;
}

Reason plan_int8(const OpPlanner& op, AddParams& p) {
  const Tensor& input = op.input(0);
  const Tensor& output = op.output(0);
  TADPOLE_CHECK(check_quantized(input));
  TADPOLE_CHECK(check_quantized(output));
  set_add_multipliers(p, input.scale, input.scale, output.scale);
  p.first_offset = -input.zero_point;
  p.output_offset = output.zero_point;
  return check_multiplier(p.output, 0);
}

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(2, 2));
  TADPOLE_CHECK(op.expect_options(OptionsTable::cumsum));
  const DType type = op.input(0).type;
  if (type != DType::float32 && type != DType::int8 && type != DType::int32)
    return Reason::input_type;
  if (op.output(0).type != type) return Reason::output_type;
  if (op.output(0).shape != op.input(0).shape) return Reason::output_shape;
  Record r;
  TADPOLE_CHECK(read_axis(op, r));
  r.exclusive = op.option<std::uint8_t>(kExclusive, 0) != 0;
  r.reverse = op.option<std::uint8_t>(kReverse, 0) != 0;
  if (type == DType::int8) TADPOLE_CHECK(plan_int8(op, r.params));
  return op.keep_params(r) ? Reason::none : Reason::arena;
}

// take(x): what an element adds; give(sum): what is stored.
template <typename T, typename Sum, typename Take, typename Give>
void sum_up(const OpRun& op, Sum zero, const Take& take, const Give& give) {
  const auto& r = op.params<Record>();
  for (std::int32_t o = 0; o < r.outer * r.inner; ++o) {
    const std::int32_t first = o / r.inner * r.length * r.inner + o % r.inner;
    Sum sum = zero;
    for (std::int32_t i = 0; i < r.length; ++i) {
      const std::int32_t at = first + (r.reverse ? r.length - 1 - i : i) * r.inner;
      const Sum before = sum;
      sum = take(sum, op.input<T>(0)[at]);
      op.output<T>(0)[at] = give(r.exclusive ? before : sum);
    }
  }
}

void run(const OpRun& op) {
  const AddParams& p = op.params<Record>().params;
  const DType type = op.input_tensor(0).type;
  if (type == DType::float32) {
    sum_up<float>(
        op, 0.0F, [](float sum, float x) { return sum + x; }, [](float sum) { return sum; });
  } else if (type == DType::int32) {
    sum_up<std::int32_t>(op, std::int32_t{0}, wrapping_add, [](std::int32_t sum) { return sum; });
  } else {
    sum_up<std::int8_t>(
        op, std::int32_t{0},
        [&p](std::int32_t sum, std::int8_t x) {
          const std::int32_t wide = (x + p.first_offset) * (1 << kAddLeftShift);
          return wrapping_add(sum, multiply_by_quantized_multiplier(wide, p.first));
        },
        [&p](std::int32_t sum) {
          const std::int32_t scaled = multiply_by_quantized_multiplier(sum, p.output);
          return static_cast<std::int8_t>(clamp(wrapping_add(scaled, p.output_offset), -128, 127));
        });
  }
}

}  // namespace

extern const OpDefinition cumsum_definition = {builtin::kCumsum, "CUMSUM", 1, plan, run};

}  // namespace tadpole::device
