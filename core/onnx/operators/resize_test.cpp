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

// By hand: places -0.25, 0.25, 0.75, 1.25 of (1, 5), kept inside.
TEST(OnnxResize, mixes_pixels_as_pytorch_does) {
  const ImportedModel model =
      imported(resize({1, 1, 1, 2}, {1, 1, 1, 2},
                      {attribute("mode", "linear"),
                       attribute("coordinate_transformation_mode", "pytorch_half_pixel")}));
  EXPECT_EQ(ops_text(model.graph), "RESIZE_BILINEAR");
  EXPECT_TRUE(model.graph.ops[0].options.half_pixel_centers);
  EXPECT_EQ(run_imported(model, {{1, 5}}), (std::vector<float>{1, 2, 4, 5}));
}

// By hand: places 0, 1/3, 2/3, 1 of (1, 4).
TEST(OnnxResize, mixes_pixels_from_corner_to_corner) {
  const ImportedModel model = imported(resize(
      {1, 1, 2}, {1, 1, 2},
      {attribute("mode", "linear"), attribute("coordinate_transformation_mode", "align_corners")}));
  EXPECT_TRUE(model.graph.ops.back().options.align_corners);
  expect_close(run_imported(model, {{1, 4}}), {1, 2, 3, 4});
}

// 3 pixels of 2 at a scale of 1.7: ONNX steps by the scale, .tflite by 2/3.
TEST(OnnxResize, refuses_scales_that_make_no_whole_picture) {
  EXPECT_NE(refusal(resize({1, 1, 2}, {1, 1, 1.7F}, {attribute("mode", "linear")}))
                .find("picks the same pixels"),
            std::string::npos);
}

TEST(OnnxResize, refuses_other_modes_and_sizes) {
  EXPECT_NE(refusal(resize({1, 1, 2, 2}, {1, 1, 2, 2}, {attribute("mode", "cubic")}))
                .find("its mode is 'cubic'"),
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
