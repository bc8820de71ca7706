// SPDX-License-Identifier: Apache-2.0
#include "core/onnx/read_onnx.h"

#include "core/onnx/test_onnx.h"

namespace tadpole {
namespace {

WireWriter tensor(int type, const Dims& dims) {
  WireWriter w;
  for (const int dim : dims) w.whole(1, dim);
  return w.whole(2, type).text(8, "t");
}

Result<OnnxModel> with_constant(const WireWriter& constant) {
  OnnxBuilder builder;
  builder.graph().message(5, constant);
  return read_onnx(builder.bytes());
}

std::string refused(const WireWriter& constant) {
  const Result<OnnxModel> model = with_constant(constant);
  return model.ok() ? "" : model.error().message;
}

TEST(ReadOnnx, gives_nodes_inputs_outputs_and_opset) {
  OnnxBuilder builder = one_node({-1, 3, 4}, "Softmax", {}, {attribute("axis", -1)});
  const OnnxModel model = read_onnx(builder.bytes(14)).value();
  EXPECT_EQ(model.opset, 14);
  EXPECT_EQ(model.producer, "a test");
  ASSERT_EQ(model.nodes.size(), 1U);
  EXPECT_EQ(model.nodes[0].type, "Softmax");
  EXPECT_EQ(model.nodes[0].name, "the_Softmax");
  EXPECT_EQ(model.nodes[0].whole("axis", 0), -1);
  EXPECT_EQ(model.nodes[0].whole("other", 7), 7);
  ASSERT_EQ(model.inputs.size(), 1U);
  EXPECT_EQ(model.inputs[0].dims, (std::vector<std::int64_t>{-1, 3, 4}));
  EXPECT_EQ(model.inputs[0].dim_names[0], "any");
  EXPECT_EQ(model.outputs, (std::vector<std::string>{"y"}));
}

TEST(ReadOnnx, reads_constants_of_every_kind_of_storage) {
  WireWriter reals = tensor(1, {2}), raw = tensor(1, {2}), doubles = tensor(11, {1});
  reals.real(4, 1.5F).real(4, -1);
  const float values[] = {1.5F, -1.0F};
  raw.text(9, {reinterpret_cast<const char*>(values), sizeof values});
  const double half = 0.5;
  doubles.text(10, {reinterpret_cast<const char*>(&half), sizeof half});
  EXPECT_EQ(with_constant(reals).value().constants[0].reals, (std::vector<float>{1.5F, -1}));
  EXPECT_EQ(with_constant(raw).value().constants[0].reals, (std::vector<float>{1.5F, -1}));
  EXPECT_EQ(with_constant(doubles).value().constants[0].reals, (std::vector<float>{0.5F}));
  WireWriter wholes = tensor(7, {2}), flags = tensor(9, {2}), narrow = tensor(6, {1});
  wholes.whole(7, 3).whole(7, -4);
  flags.text(9, std::string("\x01\x00", 2));
  narrow.whole(5, -2);
  EXPECT_EQ(with_constant(wholes).value().constants[0].wholes, (std::vector<std::int64_t>{3, -4}));
  EXPECT_EQ(with_constant(flags).value().constants[0].wholes, (std::vector<std::int64_t>{1, 0}));
  EXPECT_EQ(with_constant(narrow).value().constants[0].wholes, (std::vector<std::int64_t>{-2}));
}

TEST(ReadOnnx, refuses_weights_in_another_file) {
  WireWriter w = tensor(1, {2});
  EXPECT_NE(refused(w.whole(14, 1)).find("lies in a file of its own beside the model"),
            std::string::npos);
}

TEST(ReadOnnx, refuses_types_and_sizes_that_do_not_fit) {
  EXPECT_NE(refused(tensor(10, {1})).find("the constant 't' has the type float16"),
            std::string::npos);
  EXPECT_NE(refused(tensor(99, {1})).find("the type type 99"), std::string::npos);
  EXPECT_NE(refused(tensor(1, {2}).real(4, 1)).find("has 1 values, its shape asks for 2"),
            std::string::npos);
  EXPECT_NE(refused(tensor(1, {-2})).find("asks for -1"), std::string::npos);
}

TEST(ReadOnnx, refuses_what_is_no_model) {
  const std::string text = "hello, this is a letter";
  const Result<OnnxModel> letter =
      read_onnx({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
  ASSERT_FALSE(letter.ok());
  EXPECT_NE(letter.error().message.find("this is no ONNX model"), std::string::npos);
  const Result<OnnxModel> empty = read_onnx({});
  ASSERT_FALSE(empty.ok());
  EXPECT_NE(empty.error().message.find("it holds no graph"), std::string::npos);
}

TEST(ReadOnnx, a_file_that_is_cut_off_anywhere_is_refused_or_whole) {
  const Bytes bytes = one_node({1, 3}, "Add", {"c"}).constant("c", {3}, {1, 2, 3}).bytes();
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const auto part = std::span(bytes).first(size);
    const Result<OnnxModel> model = read_onnx(part);
    EXPECT_TRUE(model.ok() || !model.error().message.empty());
  }
}

TEST(ReadOnnx, an_input_that_is_a_constant_is_none) {
  OnnxBuilder builder = one_node({1, 3}, "Add", {"c"}).input("c", {3});
  builder.constant("c", {3}, {1, 2, 3});
  EXPECT_EQ(read_onnx(builder.bytes()).value().inputs.size(), 1U);
}

}  // namespace
}  // namespace tadpole
