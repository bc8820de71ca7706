// SPDX-License-Identifier: Apache-2.0
#include "device/model/planned_ops.h"

#include "device/signal/test_flex.h"

namespace tadpole::device {
namespace {

constexpr std::int32_t kFirst[] = {0}, kSecond[] = {1};

Tensor of_two(DType type, void* data) {
  Tensor tensor;
  tensor.type = type;
  tensor.shape = {1, {2}};
  tensor.bytes = 2 * static_cast<std::int32_t>(dtype_bytes(type));
  tensor.data = static_cast<std::uint8_t*>(data);
  return tensor;
}

PlannedOp unary(const OpDefinition* definition) {
  PlannedOp op;
  op.definition = definition;
  op.inputs = kFirst;
  op.outputs = kSecond;
  op.input_count = op.output_count = 1;
  return op;
}

const OpDefinition* signal_delay() {
  const char* name = "SignalDelay";
  return find_custom_op({{reinterpret_cast<const std::uint8_t*>(name), 11}, 0, 11});
}

TEST(PlannedOps, AnOperatorRunsFromConstants) {
  float in[] = {1.5F, -2};
  float out[2] = {};
  const Tensor tensors[] = {of_two(DType::float32, in), of_two(DType::float32, out)};
  const PlannedOp op = unary(find_op(builtin::kNeg));
  const PlannedModel model = {tensors, &op, 1};
  alignas(16) unsigned char memory[256];
  PlannedOps planned;
  EXPECT_FALSE(planned.is_planned());
  ASSERT_EQ(planned.plan(model, memory, sizeof memory), Reason::none);
  EXPECT_TRUE(planned.is_planned());
  planned.run(0);
  EXPECT_EQ(out[0], -1.5F);
  EXPECT_EQ(out[1], 2.0F);
}

TEST(PlannedOps, RefusesWhatTheOperatorRefusesAndTooLittleMemory) {
  std::int16_t numbers[2] = {};
  float reals[2] = {};
  const Tensor tensors[] = {of_two(DType::int16, numbers), of_two(DType::float32, reals)};
  const PlannedOp op = unary(find_op(builtin::kNeg));
  const PlannedModel model = {tensors, &op, 1};
  alignas(16) unsigned char memory[64];
  PlannedOps planned;
  EXPECT_EQ(planned.plan(model, memory, sizeof memory), Reason::input_type);
  EXPECT_FALSE(planned.is_planned());
  EXPECT_EQ(planned.plan(model, memory, 8), Reason::arena);
}

TEST(PlannedOps, ResetClearsWhatAnOperatorRemembers) {
  std::int16_t in[] = {3, 4};
  std::int16_t out[2] = {};
  const Tensor tensors[] = {of_two(DType::int16, in), of_two(DType::int16, out)};
  const Bytes8 options = flex_map({{"delay_length", 1}});
  PlannedOp op = unary(signal_delay());
  op.custom_options = options.data();
  op.custom_bytes = static_cast<std::uint32_t>(options.size());
  const PlannedModel model = {tensors, &op, 1};
  alignas(16) unsigned char memory[512];
  PlannedOps planned;
  ASSERT_EQ(planned.plan(model, memory, sizeof memory), Reason::none);
  planned.run(0);
  EXPECT_EQ(out[0], 0);
  planned.run(0);
  EXPECT_EQ(out[0], 4) << "the last of the run before";
  planned.reset();
  planned.run(0);
  EXPECT_EQ(out[0], 0);
}

TEST(PlannedOps, OneScalePerChannelComesFromItsOwnList) {
  Tensor tensors[3];
  std::int16_t in[] = {100, 200};
  std::int8_t weights[] = {1, 1, 1, 1};
  std::int16_t out[2] = {};
  tensors[0] = of_two(DType::int16, in);
  tensors[0].shape = {2, {1, 2}};
  tensors[1] = of_two(DType::int8, weights);
  tensors[1].shape = {2, {2, 2}};
  tensors[1].bytes = 4;
  tensors[1].is_constant = true;
  tensors[1].scale_count = 2;
  tensors[2] = of_two(DType::int16, out);
  tensors[2].shape = {2, {1, 2}};
  for (Tensor* t : {&tensors[0], &tensors[2]}) {
    t->scale = 1.0F;
    t->scale_count = 1;
  }
  constexpr float kScales[] = {1.0F, 0.5F};
  tensors[1].scale = kScales[0];
  const PlannedScales scales[] = {{1, kScales, true}};
  constexpr std::int32_t kInputs[] = {0, 1, -1};
  constexpr std::int32_t kOutputs[] = {2};
  // An options table without fields: its offset, its layout of four bytes, and itself.
  constexpr std::uint8_t kOptions[] = {8, 0, 0, 0, 4, 0, 4, 0, 4, 0, 0, 0};
  const PlannedOp op = {find_op(builtin::kFullyConnected),
                        kInputs,
                        3,
                        kOutputs,
                        1,
                        OptionsTable::fully_connected,
                        kOptions,
                        sizeof kOptions};
  const PlannedModel model = {tensors, &op, 1, scales, 1};
  alignas(16) unsigned char memory[512];
  PlannedOps planned;
  ASSERT_EQ(planned.plan(model, memory, sizeof memory), Reason::none);
  planned.run(0);
  EXPECT_EQ(out[0], 300);
  EXPECT_EQ(out[1], 150);
}

}  // namespace
}  // namespace tadpole::device
