// SPDX-License-Identifier: Apache-2.0
// L2_NORMALIZATION: each row of the last axis divided by its length. Float, and int8 with an output
// of scale 1/128.
#include "device/ops/inverse_sqrt.h"
#include "device/ops/unary.h"

namespace tadpole::device {
namespace {

constexpr int kActivation = 0;
constexpr std::int32_t kLargestInt8Depth = 1 << 15;  // squares up to 255^2 fit 32 bits

struct Record {
  std::int32_t rows = 1, depth = 1, input_zero_point = 0;
};

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(check_unary(op));
  TADPOLE_CHECK(op.optional_options(OptionsTable::l2_norm));
  if (op.option<std::int8_t>(kActivation, 0) != 0) return Reason::no_activation;
  const Tensor& input = op.input(0);
  const Tensor& output = op.output(0);
  if (input.shape.rank < 1) return Reason::input_shape;
  const std::int32_t depth = input.shape.last();
  if (input.type == DType::int8) {
    if (output.scale != 1.0F / 128.0F || output.zero_point != 0) return Reason::l2_output;
    if (depth > kLargestInt8Depth) return Reason::element_size;
  }
  op.share_output_with(0, OpPlanner::Share::last_use);
  op.count_macs(2 * static_cast<std::int64_t>(input.shape.elements()));
  const Record record{input.shape.elements() / depth, depth, input.zero_point};
  return op.keep_params(record) ? Reason::none : Reason::arena;
}

void normalize(const Record& r, const std::int8_t* input, std::int8_t* output) {
  constexpr std::int32_t kOutputBits = 7;
  std::int32_t sum = 0;
  for (std::int32_t i = 0; i < r.depth; ++i) {
    const std::int32_t x = input[i] - r.input_zero_point;
    sum = wrapping_add(sum, x * x);
  }
  QuantizedMultiplier inverse = inverse_sqrt(sum);
  inverse.shift += kOutputBits;
  for (std::int32_t i = 0; i < r.depth; ++i) {
    const std::int32_t x = input[i] - r.input_zero_point;
    output[i] =
        static_cast<std::int8_t>(clamp(multiply_by_quantized_multiplier(x, inverse), -128, 127));
  }
}

void normalize(const Record& r, const float* input, float* output) {
  constexpr float kLeast = 1e-6F;
  float sum = 0.0F;
  for (std::int32_t i = 0; i < r.depth; ++i) sum += input[i] * input[i];
  const float root = sqrt_float(sum);
  const float length = root > kLeast ? root : kLeast;
  for (std::int32_t i = 0; i < r.depth; ++i) output[i] = input[i] / length;
}

template <typename T>
void run_rows(const OpRun& op) {
  const auto& r = op.params<Record>();
  for (std::int32_t i = 0; i < r.rows; ++i)
    normalize(r, op.input<T>(0) + i * r.depth, op.output<T>(0) + i * r.depth);
}

void run(const OpRun& op) {
  if (op.input_tensor(0).type == DType::int8) {
    run_rows<std::int8_t>(op);
  } else {
    run_rows<float>(op);
  }
}

}  // namespace

extern const OpDefinition l2_normalization_definition = {builtin::kL2Normalization,
                                                         "L2_NORMALIZATION", 2, plan, run};

}  // namespace tadpole::device
