// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

#include "core/tflite/op_schema.h"
#include "core/tflite/test_graphs.h"
#include "core/tflite/tflite.h"
#include "device/model/model_view.h"
#include "tests/shared_data.h"

namespace tadpole {
namespace {

Bytes bytes_of(const Path& file) {
  Result<Bytes> bytes = read_bytes(file);
  EXPECT_TRUE(bytes.ok()) << file;
  return bytes.ok() ? bytes.value() : Bytes();
}

void expect_same(const GraphTensor& a, const GraphTensor& b) {
  EXPECT_EQ(a.name, b.name);
  EXPECT_EQ(a.type, b.type) << a.name;
  EXPECT_EQ(a.shape, b.shape) << a.name;
  EXPECT_EQ(a.quantization.scale, b.quantization.scale) << a.name;
  EXPECT_EQ(a.quantization.zero_point, b.quantization.zero_point) << a.name;
  EXPECT_EQ(a.quantization.axis, b.quantization.axis) << a.name;
  EXPECT_EQ(a.data, b.data) << a.name;
  EXPECT_EQ(a.is_variable, b.is_variable) << a.name;
}

void expect_same(const OpOptions& a, const OpOptions& b) {
  EXPECT_EQ(a.padding, b.padding);
  EXPECT_EQ(a.stride_w, b.stride_w);
  EXPECT_EQ(a.stride_h, b.stride_h);
  EXPECT_EQ(a.dilation_w, b.dilation_w);
  EXPECT_EQ(a.dilation_h, b.dilation_h);
  EXPECT_EQ(a.depth_multiplier, b.depth_multiplier);
  EXPECT_EQ(a.filter_w, b.filter_w);
  EXPECT_EQ(a.filter_h, b.filter_h);
  EXPECT_EQ(a.activation, b.activation);
  EXPECT_EQ(a.beta, b.beta);
  EXPECT_EQ(a.alpha, b.alpha);
  EXPECT_EQ(a.keep_dims, b.keep_dims);
  EXPECT_EQ(a.pot_scale_int16, b.pot_scale_int16);
  EXPECT_EQ(a.new_shape, b.new_shape);
  EXPECT_EQ(a.axis, b.axis);
  EXPECT_EQ(a.num_splits, b.num_splits);
  EXPECT_EQ(a.align_corners, b.align_corners);
  EXPECT_EQ(a.half_pixel_centers, b.half_pixel_centers);
  EXPECT_EQ(a.rank, b.rank);
  EXPECT_EQ(a.asymmetric_quantize_inputs, b.asymmetric_quantize_inputs);
  EXPECT_EQ(a.begin_mask, b.begin_mask);
  EXPECT_EQ(a.end_mask, b.end_mask);
  EXPECT_EQ(a.shrink_axis_mask, b.shrink_axis_mask);
}

// `written` may carry a higher operator version: the one that the operator's types ask for.
void expect_same(const Graph& a, const Graph& written) {
  ASSERT_EQ(a.tensors.size(), written.tensors.size());
  ASSERT_EQ(a.ops.size(), written.ops.size());
  for (std::size_t i = 0; i < a.tensors.size(); ++i) expect_same(a.tensors[i], written.tensors[i]);
  for (std::size_t i = 0; i < a.ops.size(); ++i) {
    EXPECT_EQ(a.ops[i].builtin, written.ops[i].builtin);
    EXPECT_EQ(a.ops[i].inputs, written.ops[i].inputs);
    EXPECT_EQ(a.ops[i].outputs, written.ops[i].outputs);
    EXPECT_EQ(a.ops[i].custom_name, written.ops[i].custom_name);
    EXPECT_EQ(a.ops[i].custom_options, written.ops[i].custom_options);
    const bool custom = a.ops[i].builtin == builtin::kCustom;
    const int version = custom ? 1 : required_version(a, a.ops[i]);
    EXPECT_EQ(std::max(a.ops[i].version, version), written.ops[i].version);
    expect_same(a.ops[i].options, written.ops[i].options);
  }
  EXPECT_EQ(a.inputs, written.inputs);
  EXPECT_EQ(a.outputs, written.outputs);
  EXPECT_EQ(a.description, written.description);
}

bool writable(const Graph& graph) {
  return std::all_of(graph.ops.begin(), graph.ops.end(), [](const GraphOp& op) {
    return op.builtin == builtin::kCustom || op_schema(op.builtin) != nullptr;
  });
}

TEST(WriteTflite, WhatIsReadIsWrittenAndReadAgain) {
  TADPOLE_SHARED_OR_SKIP(path, "models");
  int models = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(path)) {
    if (entry.path().extension() != ".tflite") continue;
    Result<Graph> first = read_tflite(bytes_of(entry.path()));
    if (!first.ok() || !writable(first.value())) continue;
    SCOPED_TRACE(entry.path().filename().string());
    Result<Bytes> bytes = write_tflite(first.value());
    ASSERT_TRUE(bytes.ok()) << bytes.error().message;
    Result<Graph> second = read_tflite(bytes.value());
    ASSERT_TRUE(second.ok()) << second.error().message;
    expect_same(first.value(), second.value());
    ++models;
  }
  EXPECT_GE(models, 17);
}

TEST(WriteTflite, TheWrittenFileGivesTheSameAnswers) {
  TADPOLE_SHARED_OR_SKIP(path, "models");
  for (const char* name : {"kws_dscnn_int8", "ic_resnet8_int8", "micro_speech_int8",
                           "person_detect_int8", "magic_wand_float", "audio_preprocessor_int8"}) {
    SCOPED_TRACE(name);
    const Bytes original = bytes_of(path / (std::string(name) + ".tflite"));
    Result<TfliteExecutor> a = TfliteExecutor::create(original);
    ASSERT_TRUE(a.ok());
    Result<TfliteExecutor> b = TfliteExecutor::create(write_tflite(a.value().graph()).value());
    ASSERT_TRUE(b.ok()) << b.error().message;
    const Bytes input = bytes_of(path / "goldens" / name / "lcg2.in.bin");
    std::copy(input.begin(), input.end(), a.value().input(0).begin());
    std::copy(input.begin(), input.end(), b.value().input(0).begin());
    ASSERT_TRUE(a.value().run().ok());
    ASSERT_TRUE(b.value().run().ok());
    EXPECT_TRUE(std::equal(a.value().output(0).begin(), a.value().output(0).end(),
                           b.value().output(0).begin()));
  }
}

TEST(WriteTflite, Int8OperatorsCarryTheVersionThatOtherRuntimesExpect) {
  Graph graph = small_int8_graph();
  const Graph read = read_tflite(write_tflite(graph).value()).value();
  EXPECT_EQ(read.ops[0].version, 3);  // CONV_2D
  EXPECT_EQ(read.ops[1].version, 4);  // FULLY_CONNECTED
  EXPECT_EQ(read.ops[2].version, 2);  // SOFTMAX
}

TEST(WriteTflite, BuffersAreAlignedAndTheFirstIsEmpty) {
  const Bytes bytes = write_tflite(small_int8_graph()).value();
  device::ModelView view;
  ASSERT_EQ(view.open(bytes.data(), bytes.size()), device::Reason::none);
  for (std::uint32_t i = 0; i < view.tensors(); ++i) {
    device::TensorView tensor;
    ASSERT_EQ(view.tensor(i, tensor), device::Reason::none);
    if (!tensor.has_data) continue;
    EXPECT_EQ((tensor.data - bytes.data()) % 16, 0) << i;
  }
}

TEST(WriteTflite, MetadataIsKeptAndTheOldestRuntimeIsNamed) {
  TfliteMetadata metadata;
  metadata.entries = {{"labels", "yes\nno"}};
  const TfliteMetadata read =
      read_tflite_metadata(write_tflite(small_int8_graph(), metadata).value()).value();
  ASSERT_EQ(read.entries.size(), 2U);
  EXPECT_EQ(read.entries[0].first, "labels");
  EXPECT_EQ(read.entries[0].second, "yes\nno");
  EXPECT_EQ(read.entries[1].first, "min_runtime_version");
  EXPECT_STREQ(read.entries[1].second.c_str(), "1.14.0");
}

TEST(WriteTflite, AnOperatorWithoutAFormIsRefusedByName) {
  Graph graph = small_int8_graph();
  graph.ops[2].builtin = 24;  // RNN
  EXPECT_EQ(write_tflite(graph).error().message,
            "cannot write this model as .tflite: operator 2 RNN has no form "
            "that we can write");
}

TEST(WriteTflite, CustomOperatorsKeepTheirNamesAndOptions) {
  Graph graph = small_int8_graph();
  graph.ops[1].builtin = graph.ops[2].builtin = builtin::kCustom;
  graph.ops[1].custom_name = "First";
  graph.ops[1].custom_options = {1, 2, 3};
  graph.ops[2].custom_name = "Second";
  graph.ops[2].version = 2;
  const Graph read = read_tflite(write_tflite(graph).value()).value();
  EXPECT_EQ(read.ops[1].custom_name, "First");
  EXPECT_EQ(read.ops[1].custom_options, (Bytes{1, 2, 3}));
  EXPECT_EQ(read.ops[2].custom_name, "Second");
  EXPECT_EQ(read.ops[2].version, 2);
  EXPECT_TRUE(read.ops[2].custom_options.empty());
  graph.ops[2].custom_name.clear();
  EXPECT_EQ(write_tflite(graph).error().message,
            "cannot write this model as .tflite: operator 2 CUSTOM has no name; give the "
            "operator's custom code");
}

TEST(WriteTflite, TensorsThatContradictThemselvesAreRefused) {
  Graph graph = small_int8_graph();
  graph.tensors[1].data.pop_back();
  EXPECT_EQ(write_tflite(graph).error().message,
            "cannot write this model as .tflite: tensor 'filter' holds 7 bytes where shape and "
            "type ask for 8");
  graph = small_int8_graph();
  graph.tensors[1].quantization.axis = 3;
  EXPECT_EQ(write_tflite(graph).error().message,
            "cannot write this model as .tflite: tensor 'filter' has 2 scales, its axis 3 is not "
            "that long");
  graph = small_int8_graph();
  graph.tensors[1].quantization.zero_point.pop_back();
  EXPECT_EQ(write_tflite(graph).error().message,
            "cannot write this model as .tflite: tensor 'filter' has 2 scales and 1 zero points, "
            "equally many are expected");
  graph = small_int8_graph();
  graph.ops[0].inputs[0] = 99;
  EXPECT_EQ(write_tflite(graph).error().message,
            "cannot write this model as .tflite: operator 0 CONV_2D names tensor 99, there are 8");
}

}  // namespace
}  // namespace tadpole
