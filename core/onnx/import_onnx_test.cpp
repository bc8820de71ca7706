// SPDX-License-Identifier: Apache-2.0
#include "core/onnx/import_onnx.h"

#include "core/onnx/test_onnx.h"

namespace tadpole {
namespace {

std::string refused(const OnnxBuilder& builder, std::int64_t opset) {
  const Result<ImportedModel> model = import_onnx(builder.bytes(opset));
  return model.ok() ? "" : model.error().message;
}

TEST(ImportOnnx, names_an_operator_that_it_lacks_and_a_rewrite) {
  OnnxBuilder builder;
  builder.input("x", {1, 3}).node("Relu", {"x"}, {"r"}).node("Erf", {"r"}, {"y"}).output("y");
  EXPECT_EQ(
      refusal(builder),
      "cannot import this ONNX model: node 1 Erf 'the_Erf' (reads 'r', gives 'y'): we have no "
      "such operator; use ReLU or Hardswish instead of GELU");
  EXPECT_NE(refusal(one_node({1, 3}, "Bernoulli", {})).find("replace it by layers that we have"),
            std::string::npos);
}

TEST(ImportOnnx, a_node_that_leads_nowhere_may_be_anything) {
  OnnxBuilder builder;
  builder.input("x", {1, 3}).node("Bernoulli", {"x"}, {"b"}).node("Relu", {"x"}, {"y"});
  EXPECT_EQ(run_imported(imported(builder.output("y")), {{-1, 2, 3}}),
            (std::vector<float>{0, 2, 3}));
}

TEST(ImportOnnx, refuses_old_opsets) {
  EXPECT_NE(refused(one_node({1, 3}, "Relu", {}), 11)
                .find("it uses opset 11, at least 13 is expected; export it with opset_version=13"),
            std::string::npos);
}

TEST(ImportOnnx, refuses_dynamic_sizes_but_the_batch) {
  EXPECT_NE(refusal(one_node({-1, -1}, "Relu", {}))
                .find("axis 1 of its input 'x' is dynamic ('any'), a device needs fixed sizes"),
            std::string::npos);
  EXPECT_NE(refusal(one_node({1, 0}, "Relu", {})).find("has size 0"), std::string::npos);
}

TEST(ImportOnnx, refuses_models_without_a_way_from_input_to_output) {
  OnnxBuilder none;
  EXPECT_NE(refusal(none).find("it has no input or no output"), std::string::npos);
  OnnxBuilder missing;
  missing.input("x", {1}).output("y");
  EXPECT_NE(refusal(missing).find("nothing makes its output 'y'"), std::string::npos);
  OnnxBuilder itself;
  itself.input("x", {1}).node("Identity", {"x"}, {"y"}).output("y");
  EXPECT_NE(refusal(itself).find("its output 'y' is its input"), std::string::npos);
  OnnxBuilder fixed;
  fixed.input("x", {1}).constant("y", {1}, {1}).output("y");
  EXPECT_NE(refusal(fixed).find("its output 'y' is a constant"), std::string::npos);
  OnnxBuilder order;
  order.input("x", {1}).node("Relu", {"z"}, {"y"}).node("Relu", {"x"}, {"z"}).output("y");
  EXPECT_NE(refusal(order).find("nothing before it makes its input 'z'"), std::string::npos);
}

TEST(ImportOnnx, refuses_operators_of_other_domains) {
  OnnxBuilder builder;
  builder.input("x", {1}).output("y");
  builder.graph().message(
      1, WireWriter().text(1, "x").text(2, "y").text(4, "Relu").text(7, "com.example"));
  EXPECT_NE(refusal(builder).find("no such operator ('com.example')"), std::string::npos);
}

TEST(ImportOnnx, tells_how_inputs_and_outputs_lie) {
  OnnxBuilder builder = one_node({1, 2, 3, 4}, "MaxPool", {}, {attribute("kernel_shape", {1, 1})});
  const ImportedModel model = imported(builder);
  EXPECT_EQ(model.inputs[0].order_text(), "NHWC (ONNX: NCHW)");
  EXPECT_EQ(model.inputs[0].shape, (Dims{1, 3, 4, 2}));
  EXPECT_EQ(model.outputs[0].shape, (Dims{1, 3, 4, 2}));
  EXPECT_EQ(model.graph.description, "imported from ONNX (a test)");
  const std::vector<float> x = numbers(24);
  EXPECT_EQ(model.inputs[0].to_onnx(model.inputs[0].to_ours(x)), x);
  EXPECT_EQ(model.inputs[0].to_ours(x)[1], x[12]);  // channel 1 of pixel 0
}

TEST(ImportOnnx, keeps_the_names_of_inputs_and_outputs) {
  OnnxBuilder builder;
  builder.input("sound", {1, 3}).node("Relu", {"sound"}, {"r"}).node("Tanh", {"r"}, {"scores"});
  const ImportedModel model = imported(builder.output("scores"));
  EXPECT_EQ(model.graph.tensors[static_cast<std::size_t>(model.graph.inputs[0])].name, "sound");
  EXPECT_EQ(model.graph.tensors[static_cast<std::size_t>(model.graph.outputs[0])].name, "scores");
}

}  // namespace
}  // namespace tadpole
