// SPDX-License-Identifier: Apache-2.0
// Expected numbers by hand, from ONNX's formulas of what is nearest.
#include "core/onnx/test_onnx.h"

namespace tadpole {
namespace {

OnnxBuilder resize(const Dims& input, const std::vector<float>& scales,
                   std::vector<WireWriter> attributes) {
  const int count = static_cast<int>(scales.size());
  return one_node(input, "Resize", {"", "s"}, attributes).constant("s", {count}, scales);
}

TEST(OnnxResize, doubles_every_pixel_as_pytorch_does) {
  const ImportedModel model =
      imported(resize({1, 1, 1, 3}, {1, 1, 2, 2},
                      {attribute("mode", "nearest"), attribute("nearest_mode", "floor"),
                       attribute("coordinate_transformation_mode", "asymmetric")}));
  EXPECT_EQ(ops_text(model.graph), "RESIZE_NEAREST_NEIGHBOR");
  EXPECT_EQ(run_imported(model, {{1, 2, 3}}),
            (std::vector<float>{1, 1, 2, 2, 3, 3, 1, 1, 2, 2, 3, 3}));
}

// By hand: 5 pixels of 3, half_pixel and round_prefer_floor: 0.3, 0.9, 1.5, 2.1, 2.7 minus 0.5.
TEST(OnnxResize, finds_the_rule_that_picks_the_same_pixels) {
  OnnxBuilder builder = one_node({1, 1, 3}, "Resize", {"", "", "n"});
  const ImportedModel model = imported(builder.wholes("n", {3}, {1, 1, 5}));
  EXPECT_EQ(run_imported(model, {{1, 2, 3}}), (std::vector<float>{1, 1, 2, 3, 3}));
}

TEST(OnnxResize, refuses_other_modes_and_sizes) {
  EXPECT_NE(refusal(resize({1, 1, 2, 2}, {1, 1, 2, 2}, {attribute("mode", "linear")}))
                .find("its mode is 'linear'"),
            std::string::npos);
  EXPECT_NE(refusal(resize({1, 1, 2, 2}, {1, 2, 2, 2}, {})).find("batch or channels"),
            std::string::npos);
  EXPECT_NE(refusal(resize({1, 1, 2, 2}, {1, 1, 0, 2}, {})).find("it makes 0 pixels of 2"),
            std::string::npos);
  EXPECT_NE(refusal(resize({1, 1, 2, 2}, {2, 2}, {})).find("another number of sizes than axes"),
            std::string::npos);
  // By hand: pixels 0, 1, 1, 2, 2, 2, which none of .tflite's four rules picks.
  EXPECT_NE(refusal(resize({1, 1, 3}, {1, 1, 2},
                           {attribute("nearest_mode", "ceil"),
                            attribute("coordinate_transformation_mode", "asymmetric")}))
                .find("picks the same pixels"),
            std::string::npos);
}

}  // namespace
}  // namespace tadpole
