// SPDX-License-Identifier: Apache-2.0
#include "core/compile/compiler.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "core/compile/random_graph_test.h"

namespace tadpole {
namespace {

// 8x8x4 -> conv 3x3 SAME, 6 filters -> RESHAPE -> dense to 3
GraphMaker small_model() {
  GraphMaker m(1);
  const int in = m.activation({1, 8, 8, 4}, 0.05F, 3);
  const int conv = m.activation({1, 8, 8, 6}, 0.3F, -128);
  const int flat = m.activation({1, 384}, 0.3F, -128);
  const int out = m.activation({1, 3}, 0.5F, 7);
  GraphOp& op = m.op(builtin::kConv2d, {in, m.weights({6, 3, 3, 4}, 0), m.bias(6)}, conv);
  op.options.padding = Padding::same;
  op.options.activation = Activation::relu;
  m.op(builtin::kReshape, {conv}, flat);
  m.op(builtin::kFullyConnected, {flat, m.weights({3, 384}, 0), m.bias(3)}, out);
  m.graph.inputs = {in};
  m.graph.outputs = {out};
  return m;
}

std::string error_of(const Graph& graph, const CompileOptions& options = {}) {
  const Result<CompiledModel> result = compile(graph, options);
  return result.ok() ? "no error" : result.error().message;
}

const std::string& file(const CompiledModel& model, std::size_t i) { return model.files[i].text; }

TEST(Compiler, the_header_states_sizes_and_scales) {
  const CompiledModel model = compile(small_model().graph, {"tiny"}).value();
  EXPECT_EQ(model.files[0].path, "tiny.h");
  EXPECT_NE(file(model, 0).find("namespace tiny {"), std::string::npos);
  EXPECT_NE(file(model, 0).find("kInputBytes = 256;"), std::string::npos);  // 8 * 8 * 4
  EXPECT_NE(file(model, 0).find("kInputZeroPoint = 3;"), std::string::npos);
  EXPECT_NE(file(model, 0).find("kOutputBytes = 3;"), std::string::npos);
  EXPECT_NE(file(model, 0).find("kOutputScale = 0.5F;"), std::string::npos);
  EXPECT_NE(file(model, 0).find("kArenaBytes = " + std::to_string(model.plan.arena_bytes)),
            std::string::npos);
}

TEST(Compiler, each_layer_says_its_shapes_and_multiply_adds) {
  const CompiledModel model = compile(small_model().graph, {"tiny"}).value();
  EXPECT_NE(file(model, 1).find("// 0  1x8x8x4 -> 1x8x8x6"), std::string::npos);
  EXPECT_NE(file(model, 1).find("13,824 multiply-adds"),
            std::string::npos);  // 8*8*6 outputs * 3*3*4
}

TEST(Compiler, a_reshape_is_no_code_and_no_memory) {
  const CompiledModel model = compile(small_model().graph, {"tiny"}).value();
  EXPECT_EQ(file(model, 1).find("reshape("), std::string::npos);
  for (const PlannedBuffer& buffer : model.plan.buffers) EXPECT_NE(buffer.name, "t2");
}

TEST(Compiler, the_microcontroller_needs_the_fast_kernels_and_the_portable_code_the_plain_ones) {
  const CompiledModel fast = compile(small_model().graph, {"tiny", Target::cortex_m4}).value();
  const CompiledModel plain = compile(small_model().graph, {"tiny", Target::portable}).value();
  const auto has = [](const CompiledModel& m, const std::string& path) {
    return std::find(m.needs.begin(), m.needs.end(), path) != m.needs.end();
  };
  EXPECT_TRUE(has(fast, "device/ops/cortex_m/conv.h"));
  EXPECT_FALSE(has(plain, "device/ops/cortex_m/conv.h"));
  EXPECT_TRUE(has(plain, "device/ops/conv_2d.h"));
}

TEST(Compiler, everything_that_is_needed_exists) {
  for (const Target target : {Target::cortex_m4, Target::portable}) {
    const CompiledModel model = compile(small_model().graph, {"tiny", target}).value();
    for (const std::string& path : model.needs) {
      EXPECT_TRUE(std::filesystem::exists(Path(TADPOLE_SOURCE_DIR) / path)) << path;
    }
  }
}

TEST(Compiler, what_the_needed_files_include_is_needed_too) {
  for (const Target target : {Target::cortex_m4, Target::portable}) {
    const CompiledModel model = compile(small_model().graph, {"tiny", target}).value();
    const std::set<std::string> needs(model.needs.begin(), model.needs.end());
    for (const std::string& path : model.needs) {
      const std::string text = read_text(Path(TADPOLE_SOURCE_DIR) / path).value();
      for (std::size_t at = text.find("#include \"device/"); at != std::string::npos;
           at = text.find("#include \"device/", at + 1)) {
        const std::size_t begin = text.find('"', at) + 1;
        const std::string included = text.substr(begin, text.find('"', begin) - begin);
        EXPECT_TRUE(needs.count(included) == 1) << path << " includes " << included;
      }
    }
  }
}

TEST(Compiler, an_operator_without_a_kernel_is_named_with_its_place_and_an_idea) {
  GraphMaker m = small_model();
  m.graph.ops[2].builtin = 16;
  EXPECT_EQ(error_of(m.graph),
            "operator 2 (LSTM, output 't3'): there is no kernel for this operator; use a layer "
            "over the whole sequence");
}

TEST(Compiler, an_operator_that_cannot_be_planned_says_why) {
  GraphMaker m = small_model();
  m.graph.ops[2].builtin = builtin::kUnidirectionalSequenceLstm;
  EXPECT_EQ(
      error_of(m.graph),
      "operator 2 (UNIDIRECTIONAL_SEQUENCE_LSTM, output 't3'): the number of inputs is wrong");
  m = small_model();
  m.graph.tensors[static_cast<std::size_t>(m.graph.ops[0].inputs[0])].type = DType::int16;
  EXPECT_EQ(error_of(m.graph),
            "operator 0 (CONV_2D, output 't1'): the output's element type does not go with the "
            "input's");
}

TEST(Compiler, a_batch_of_images_is_left_to_the_plain_kernel) {
  GraphMaker m = small_model();
  for (const std::size_t t : {0U, 1U, 2U, 3U}) m.graph.tensors[t].shape[0] = 2;
  m.graph.tensors[2].shape = {2, 384};
  const CompiledModel model = compile(m.graph, {"tiny"}).value();
  EXPECT_NE(file(model, 1).find("Conv2dParams"), std::string::npos);
}

// int8 -> TRANSPOSE, which has the general form alone.
Graph turned() {
  GraphMaker m(1);
  const int in = m.activation({2, 3}, 0.05F, 3);
  const int order = m.bias(2);
  const int out = m.activation({3, 2}, 0.05F, 3);
  m.graph.tensors[static_cast<std::size_t>(order)].data = {1, 0, 0, 0, 0, 0, 0, 0};
  m.op(builtin::kTranspose, {in, order}, out);
  m.graph.inputs = {in};
  m.graph.outputs = {out};
  return m.graph;
}

TEST(Compiler, what_a_planned_operator_keeps_is_part_of_the_arena) {
  const CompiledModel model = compile(turned(), {"turned"}).value();
  const auto kept =
      std::find_if(model.plan.buffers.begin(), model.plan.buffers.end(),
                   [](const auto& b) { return b.name == "kept by planned operators"; });
  ASSERT_NE(kept, model.plan.buffers.end());
  EXPECT_GT(kept->bytes, sizeof(void*));
  EXPECT_GE(model.plan.arena_bytes, kept->bytes + 6 + 6);
  EXPECT_GE(model.constant_bytes, 8U + 3 * 76U);  // the order, and the records of three tensors
  EXPECT_NE(file(model, 1).find("planned.run(0);  // TRANSPOSE"), std::string::npos);
  EXPECT_EQ(file(model, 0).find("reset"), std::string::npos);
}

TEST(Compiler, an_unused_tensor_may_be_empty) {
  Graph graph = turned();
  graph.tensors.push_back({"unused", DType::float32, {0}, {}, {}, false});
  EXPECT_EQ(error_of(graph), "no error");
}

TEST(Compiler, several_inputs_lie_in_one_block) {
  GraphMaker m(1);
  const int first = m.activation({3}, 0.05F, 3);
  const int second = m.activation({3}, 0.05F, 3);
  const int out = m.activation({3}, 0.1F, 3);
  m.op(builtin::kAdd, {first, second}, out);
  m.graph.inputs = {first, second};
  m.graph.outputs = {out};
  const CompiledModel model = compile(m.graph, {"two"}).value();
  EXPECT_NE(file(model, 0).find("kInputBytes = 11;"), std::string::npos);  // 3, rounded up, and 3
  EXPECT_NE(file(model, 0).find("std::int8_t* input_1();"), std::string::npos);
  EXPECT_EQ(model.plan.buffers[0].bytes, 11U);
}

TEST(Compiler, a_name_that_is_no_identifier_is_refused) {
  EXPECT_EQ(error_of(small_model().graph, {"my-model"}),
            "'my-model' is no C++ name; use letters, digits and _, and begin with a letter");
}

TEST(Compiler, a_graph_without_operators_is_refused) {
  EXPECT_EQ(error_of(Graph{}), "the model has no operators; there is nothing to compile");
}

TEST(Compiler, a_tensor_that_nothing_computes_is_named) {
  GraphMaker m = small_model();
  m.graph.ops.erase(m.graph.ops.begin());
  EXPECT_EQ(error_of(m.graph),
            "an input of operator 0 (RESHAPE) is tensor 1 ('t1'), which nothing computes before");
}

TEST(Compiler, an_index_out_of_range_is_refused) {
  GraphMaker m = small_model();
  m.graph.ops[0].inputs[1] = 99;
  EXPECT_EQ(error_of(m.graph),
            "an input of operator 0 (CONV_2D) is tensor 99, but the model has 8 tensors");
}

TEST(Compiler, a_dynamic_dimension_is_refused) {
  GraphMaker m = small_model();
  m.graph.tensors[0].shape[1] = -1;
  EXPECT_EQ(error_of(m.graph),
            "tensor 't0' has a dimension of -1; fix all shapes before compiling");
}

TEST(Compiler, weights_that_are_too_short_for_their_shape_are_refused) {
  GraphMaker m = small_model();
  m.graph.tensors[4].data.pop_back();
  EXPECT_EQ(error_of(m.graph), "tensor 'w4' has 215 bytes of data, its shape asks for 216");
}

TEST(Compiler, a_scale_of_zero_is_refused) {
  GraphMaker m = small_model();
  m.graph.tensors[0].quantization.scale[0] = 0.0F;
  EXPECT_EQ(error_of(m.graph), "tensor 't0' has a scale of 0; scales must be above zero");
}

TEST(Compiler, a_zero_point_that_no_int8_holds_is_refused) {
  GraphMaker m = small_model();
  m.graph.tensors[0].quantization.zero_point[0] = 300;
  EXPECT_EQ(error_of(m.graph), "tensor 't0' has a zero point of 300, which no int8 can hold");
}

TEST(Compiler, a_stride_of_zero_is_refused) {
  GraphMaker m = small_model();
  m.graph.ops[0].options.stride_w = 0;
  EXPECT_EQ(error_of(m.graph),
            "operator 0 (CONV_2D) has a stride, filter or dilation of 0; 1 to 32767 was expected");
}

TEST(Compiler, an_output_shape_that_does_not_follow_from_the_input_is_refused) {
  GraphMaker m = small_model();
  m.graph.tensors[1].shape = {1, 9, 8, 6};
  m.graph.tensors[2].shape = {1, 432};
  EXPECT_EQ(
      error_of(m.graph),
      "operator 0 (CONV_2D) has the output shape 1x9x8x6, its input and options ask for 1x8x8x6");
}

TEST(Compiler, a_dense_layer_whose_weights_do_not_meet_its_input_is_refused) {
  GraphMaker m = small_model();
  m.graph.ops[0].options.stride_h = 2;
  m.graph.tensors[1].shape = {1, 4, 8, 6};
  m.graph.tensors[2].shape = {1, 192};
  EXPECT_EQ(error_of(m.graph),
            "operator 2 (FULLY_CONNECTED) has 192 input numbers and weights of shape 3x384, which "
            "do not give an output of "
            "shape 1x3");
}

TEST(Compiler, a_model_that_does_not_fit_the_board_is_refused_with_the_numbers) {
  const std::size_t arena = compile(small_model().graph, {"tiny"}).value().plan.arena_bytes;
  CompileOptions options{"tiny"};
  options.ram_limit_bytes = 300;
  EXPECT_EQ(error_of(small_model().graph, options),
            "the model needs " + std::to_string(arena) +
                " bytes of RAM for its tensors, the board leaves 300; use fewer channels, a "
                "shorter input or a bigger board");
  options.ram_limit_bytes = 0;
  options.flash_limit_bytes = 1000;
  const std::string error = error_of(small_model().graph, options);
  EXPECT_NE(error.find("bytes of flash for its weights alone, the board leaves 1000"),
            std::string::npos)
      << error;
}

}  // namespace
}  // namespace tadpole
