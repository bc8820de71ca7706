// SPDX-License-Identifier: Apache-2.0
// Operators through the whole file: written, read, planned, run; and what each refuses to be
// planned with.
#include <gtest/gtest.h>

#include <cstring>

#include "core/tflite/test_graphs.h"
#include "core/tflite/tflite.h"

namespace tadpole {
namespace {

GraphTensor real(std::vector<int> shape, const std::vector<float>& values = {}) {
  return {"real", DType::float32, std::move(shape), {}, as_bytes(values), false};
}
GraphTensor whole(std::vector<int> shape, const std::vector<std::int32_t>& values) {
  return {"whole", DType::int32, std::move(shape), {}, as_bytes(values), false};
}
GraphTensor int8(std::vector<int> shape, float scale, int zero_point) {
  return int8_tensor("int8", std::move(shape), scale, zero_point);
}

struct Made {
  Graph graph;
  GraphOp& op() { return graph.ops[0]; }
};

// One operator; its first input without data is the model's.
Made one(int builtin, std::vector<GraphTensor> inputs, std::vector<GraphTensor> outputs) {
  Made made;
  GraphOp op;
  op.builtin = builtin;
  for (GraphTensor& tensor : inputs) {
    const int index = static_cast<int>(made.graph.tensors.size());
    op.inputs.push_back(index);
    if (!tensor.is_constant() && !tensor.is_variable && made.graph.inputs.empty())
      made.graph.inputs = {index};
    made.graph.tensors.push_back(std::move(tensor));
  }
  for (GraphTensor& tensor : outputs) {
    op.outputs.push_back(static_cast<int>(made.graph.tensors.size()));
    made.graph.tensors.push_back(std::move(tensor));
  }
  made.graph.outputs = op.outputs;
  made.graph.ops = {op};
  return made;
}

TfliteExecutor executor_of(const Graph& graph) {
  Result<TfliteExecutor> made = TfliteExecutor::create(write_tflite(graph).value());
  if (!made.ok()) ADD_FAILURE() << made.error().message;
  return std::move(made).value();
}

std::vector<float> run(TfliteExecutor& executor, const std::vector<float>& input) {
  std::memcpy(executor.input(0).data(), input.data(), input.size() * sizeof(float));
  EXPECT_TRUE(executor.run().ok());
  std::vector<float> output(executor.output(0).size() / sizeof(float));
  std::memcpy(output.data(), executor.output(0).data(), executor.output(0).size());
  return output;
}
std::vector<float> run(const Made& made, const std::vector<float>& input) {
  TfliteExecutor executor = executor_of(made.graph);
  return run(executor, input);
}

void expect_refused(const Made& made, const std::string& words) {
  const Result<Bytes> bytes = write_tflite(made.graph);
  ASSERT_TRUE(bytes.ok()) << bytes.error().message;
  const Result<TfliteExecutor> executor = TfliteExecutor::create(bytes.value());
  ASSERT_FALSE(executor.ok()) << words;
  EXPECT_NE(executor.error().message.find(words), std::string::npos) << executor.error().message;
}

TEST(TfliteOperators, ActivationsRunAndRefuseWrongScales) {
  Made leaky = one(builtin::kLeakyRelu, {real({2})}, {real({2})});
  leaky.op().options.alpha = 0.5F;
  EXPECT_EQ(run(leaky, {-2, 3}), (std::vector<float>{-1, 3}));
  EXPECT_EQ(run(one(builtin::kHardSwish, {real({2})}, {real({2})}), {-4, 6}),
            (std::vector<float>{0, 6}));
  EXPECT_EQ(run(one(builtin::kTanh, {real({2})}, {real({2})}), {-99, 0}),
            (std::vector<float>{-1, 0}));
  leaky.op().options.alpha = -1.0F;
  expect_refused(leaky, "alpha is not a finite number of 0 or more");
  expect_refused(one(builtin::kTanh, {int8({2}, 1, 0)}, {int8({2}, 1, 0)}),
                 "tanh must have scale 1/128");
  expect_refused(one(builtin::kHardSwish, {int8({2}, 1, 0)}, {int8({2}, 1e-6F, 0)}),
                 "the ratio of input and output scales is out of range");
}

TEST(TfliteOperators, ProductsAndDifferencesTakeAConstantThatRepeats) {
  EXPECT_EQ(run(one(builtin::kMul, {real({1, 2, 2}), real({2}, {10, 0.5F})}, {real({1, 2, 2})}),
                {1, 2, 3, 4}),
            (std::vector<float>{10, 1, 30, 2}));
  EXPECT_EQ(run(one(builtin::kSub, {real({}, {1}), real({2})}, {real({2})}), {1, 5}),
            (std::vector<float>{0, -4}));
  expect_refused(one(builtin::kMul, {real({2}), real({3}, {1, 2, 3})}, {real({3})}),
                 "do not broadcast");
  GraphTensor skewed{"skewed", DType::int16, {2}, {{1.0F}, {5}, 0}, {}, false};
  GraphTensor factor = skewed;
  factor.data = {1, 0, 2, 0};
  expect_refused(one(builtin::kMul, {skewed, factor}, {skewed}),
                 "a zero point is outside the element type's range");
}

TEST(TfliteOperators, JoiningNeedsOneScaleAndShapesThatFit) {
  Made join = one(builtin::kConcatenation, {real({1, 2}), real({1, 1}, {9})}, {real({1, 3})});
  join.op().options.axis = -1;
  EXPECT_EQ(run(join, {1, 2}), (std::vector<float>{1, 2, 9}));
  join.op().options.axis = 2;
  expect_refused(join, "an axis is out of range");
  join.op().options.axis = 0;
  expect_refused(join, "the input's shape does not fit");
  join.op().options.axis = 1;
  join.op().options.activation = Activation::relu;
  expect_refused(join, "a fused activation is not supported in this operator");
  GraphTensor constant = int8({1, 2}, 0.5F, 0);
  constant.data = {1, 2};
  Made scales = one(builtin::kConcatenation, {int8({1, 2}, 1, 0), constant}, {int8({1, 4}, 1, 0)});
  scales.op().options.axis = 1;
  expect_refused(scales, "the same scale and zero point");
}

TEST(TfliteOperators, SplitGivesEqualPartsAndSliceCuts) {
  Made split = one(builtin::kSplit, {whole({}, {1}), real({1, 4})}, {real({1, 2}), real({1, 2})});
  split.op().options.num_splits = 2;
  TfliteExecutor executor = executor_of(split.graph);
  EXPECT_EQ(run(executor, {1, 2, 3, 4}), (std::vector<float>{1, 2}));
  float second[2] = {};
  std::memcpy(second, executor.output(1).data(), sizeof second);
  EXPECT_EQ(second[0], 3.0F);
  expect_refused(one(builtin::kSplit, {whole({}, {1}), real({1, 4})}, {real({1, 3}), real({1, 1})}),
                 "output's shape");
  const auto slice = [](std::vector<int> out) {
    return one(builtin::kStridedSlice,
               {real({4}), whole({1}, {3}), whole({1}, {0}), whole({1}, {-2})}, {real(out)});
  };
  EXPECT_EQ(run(slice({2}), {1, 2, 3, 4}), (std::vector<float>{4, 2}));
  expect_refused(slice({3}), "output's shape");
  Made ellipsis = slice({2});
  ellipsis.op().options.ellipsis_mask = 1;
  expect_refused(ellipsis, "do not cut the output's shape");
}

TEST(TfliteOperators, BordersOfAnyValueAndLargerImages) {
  EXPECT_EQ(
      run(one(builtin::kPadV2, {real({1}), whole({1, 2}, {1, 1}), real({}, {7})}, {real({3})}),
          {5}),
      (std::vector<float>{7, 5, 7}));
  expect_refused(
      one(builtin::kPadV2, {real({1}), whole({1, 2}, {1, 1}), real({2}, {7, 8})}, {real({3})}),
      "the input's shape does not fit");
  const auto resize = [](std::vector<std::int32_t> size) {
    return one(builtin::kResizeNearestNeighbor, {real({1, 1, 2, 1}), whole({2}, size)},
               {real({1, 1, 4, 1})});
  };
  EXPECT_EQ(run(resize({1, 4}), {1, 2}), (std::vector<float>{1, 1, 2, 2}));
  expect_refused(resize({1, 3}), "output's shape");
}

Made transposed(std::vector<std::int32_t> wanted) {
  Made made = one(
      builtin::kTransposeConv,
      {whole({4}, wanted), real({1, 1, 3, 1}, {1, 2, 3}), real({1, 1, 2, 1}), real({1}, {0.5F})},
      {real({1, 1, 4, 1})});
  made.op().options.padding = Padding::same;
  made.op().options.stride_w = 2;
  return made;
}

TEST(TfliteOperators, TransposedConvolutionChecksThatTheShapesBelongTogether) {
  EXPECT_EQ(run(transposed({1, 1, 4, 1}), {1, 10}), (std::vector<float>{1.5F, 2.5F, 13.5F, 20.5F}));
  expect_refused(transposed({1, 1, 5, 1}), "output's shape");
  Made stride = transposed({1, 1, 4, 1});
  stride.op().options.stride_w = 1;
  expect_refused(stride, "output's shape");
  Made fused = transposed({1, 1, 4, 1});
  fused.op().options.activation = Activation::relu;
  expect_refused(fused, "a fused activation is not supported in this operator");
}

// One filter over one feature with a memory of two: y = 10 * now + before + 1.
Made svdf() {
  GraphTensor state = real({1, 2});
  state.is_variable = true;
  Made made = one(builtin::kSvdf,
                  {real({1, 1}), real({1, 1}, {1}), real({1, 2}, {1, 10}), real({1}, {1}), state},
                  {real({1, 1})});
  made.op().options.rank = 1;
  return made;
}

TEST(TfliteOperators, AnSvdfRemembersUntilItIsReset) {
  TfliteExecutor executor = executor_of(svdf().graph);
  EXPECT_EQ(run(executor, {3}), (std::vector<float>{31}));
  EXPECT_EQ(run(executor, {2}), (std::vector<float>{24}));
  executor.reset();
  EXPECT_EQ(run(executor, {2}), (std::vector<float>{21}));
}

// As above; the third is what the first gives, since nothing is left of the other runs. The file
// says it, and says it once when it is written again.
TEST(TfliteOperators, AModelThatForgetsBeginsEveryRunAnew) {
  Graph graph = svdf().graph;
  graph.forgets = true;
  const Bytes once = write_tflite(graph).value();
  const Bytes again =
      write_tflite(read_tflite(once).value(), read_tflite_metadata(once).value()).value();
  EXPECT_EQ(again, once);
  TfliteExecutor executor = TfliteExecutor::create(again).value();
  ASSERT_TRUE(executor.graph().forgets);
  EXPECT_EQ(run(executor, {3}), (std::vector<float>{31}));
  EXPECT_EQ(run(executor, {2}), (std::vector<float>{21}));
  executor.keep_all_tensors();  // runs operator by operator
  EXPECT_EQ(run(executor, {3}), (std::vector<float>{31}));
}

TEST(TfliteOperators, WhatAFileDoesNotSayIsNotForgotten) {
  EXPECT_FALSE(read_tflite(write_tflite(svdf().graph).value()).value().forgets);
  const TfliteMetadata others = {{{"tadpole_forget", ""}, {"tadpole_forgets_", ""}}};
  EXPECT_FALSE(read_tflite(write_tflite(svdf().graph, others).value()).value().forgets);
}

TEST(TfliteOperators, AnSvdfNeedsAStateThatVaries) {
  Made fixed = svdf();
  fixed.graph.tensors[4].is_variable = false;
  fixed.graph.inputs.push_back(4);
  expect_refused(fixed, "the state is no variable tensor");
  Made rank = svdf();
  rank.op().options.rank = 2;
  expect_refused(rank, "no multiple of the rank");
  Made shape = svdf();
  shape.graph.tensors[4].shape = {1, 3};
  expect_refused(shape, "the state is no variable tensor");
}

}  // namespace
}  // namespace tadpole
