// SPDX-License-Identifier: Apache-2.0
// Expected numbers by hand.
#include "core/onnx/test_onnx.h"

namespace tadpole {
namespace {

const std::vector<float> kTwoChannels = {1, 2, 3, 4, 5, 6, 7, 8};  // 1x2x2x2

// What the builder's "p" gives behind a pool that makes a picture of it.
OnnxBuilder pooled() {
  OnnxBuilder builder;
  builder.input("x", {1, 2, 2, 2});
  return builder.node("MaxPool", {"x"}, {"p"}, {attribute("kernel_shape", {1, 1})});
}

TEST(OnnxSlice, concat_joins_channels_and_rows) {
  OnnxBuilder channels = pooled();
  channels.node("Concat", {"p", "x"}, {"y"}, {attribute("axis", 1)}).output("y");
  std::vector<float> twice = kTwoChannels;
  twice.insert(twice.end(), kTwoChannels.begin(), kTwoChannels.end());
  EXPECT_EQ(run_imported(imported(channels), {kTwoChannels}), twice);
  OnnxBuilder rows = pooled();
  rows.node("Concat", {"p", "x"}, {"y"}, {attribute("axis", -2)}).output("y");
  EXPECT_EQ(run_imported(imported(rows), {kTwoChannels}),
            (std::vector<float>{1, 2, 3, 4, 1, 2, 3, 4, 5, 6, 7, 8, 5, 6, 7, 8}));
}

TEST(OnnxSlice, split_gives_parts_of_any_length) {
  OnnxBuilder builder;
  builder.input("x", {1, 5}).wholes("s", {2}, {2, 3});
  builder.node("Split", {"x", "s"}, {"a", "b"}, {attribute("axis", 1)});
  const ImportedModel model = imported(builder.output("a").output("b"));
  EXPECT_EQ(run_imported(model, {{1, 2, 3, 4, 5}}, 0), (std::vector<float>{1, 2}));
  EXPECT_EQ(run_imported(model, {{1, 2, 3, 4, 5}}, 1), (std::vector<float>{3, 4, 5}));
  OnnxBuilder halves = pooled();
  halves.node("Split", {"p"}, {"a", "y"}, {attribute("axis", 1)}).output("y");
  EXPECT_EQ(run_imported(imported(halves), {kTwoChannels}), (std::vector<float>{5, 6, 7, 8}));
}

TEST(OnnxSlice, slice_takes_steps_and_counts_from_the_back) {
  OnnxBuilder builder = pooled();
  builder.wholes("s", {2}, {-1, 0}).wholes("e", {2}, {9223372036854775807, 2});
  builder.wholes("a", {2}, {1, 3}).wholes("t", {2}, {1, 2});
  builder.node("Slice", {"p", "s", "e", "a", "t"}, {"y"}).output("y");
  const ImportedModel model = imported(builder);
  EXPECT_EQ(model.outputs[0].onnx_shape, (Dims{1, 1, 2, 1}));
  EXPECT_EQ(run_imported(model, {kTwoChannels}), (std::vector<float>{5, 7}));
}

TEST(OnnxSlice, gather_of_one_place_drops_the_axis) {
  OnnxBuilder builder = one_node({1, 3, 2}, "Gather", {"i"}, {attribute("axis", 1)});
  const ImportedModel model = imported(builder.wholes("i", {}, {-1}));
  EXPECT_EQ(model.outputs[0].onnx_shape, (Dims{1, 2}));
  EXPECT_EQ(run_imported(model, {{1, 2, 3, 4, 5, 6}}), (std::vector<float>{5, 6}));
}

TEST(OnnxSlice, pad_puts_numbers_around) {
  OnnxBuilder builder = one_node({1, 1, 1, 2}, "Pad", {"p"});
  builder.wholes("p", {8}, {0, 1, 0, 0, 0, 0, 0, 2});
  const ImportedModel model = imported(builder);
  EXPECT_EQ(ops_text(model.graph), "PAD");
  EXPECT_EQ(run_imported(model, {{3, 4}}), (std::vector<float>{0, 0, 0, 0, 3, 4, 0, 0}));
  OnnxBuilder five = one_node({1, 2}, "Pad", {"p", "v"});
  five.wholes("p", {4}, {0, 1, 0, 0}).constant("v", {}, {5});
  EXPECT_EQ(ops_text(imported(five).graph), "PADV2");
  EXPECT_EQ(run_imported(imported(five), {{3, 4}}), (std::vector<float>{5, 3, 4}));
}

TEST(OnnxSlice, refuses_what_it_cannot_do) {
  OnnxBuilder apart;
  apart.input("x", {1, 2})
      .input("z", {2, 2})
      .node("Concat", {"x", "z"}, {"y"}, {attribute("axis", 1)});
  EXPECT_NE(refusal(apart.output("y")).find("1x2 and 2x2 do not fit together along axis 1"),
            std::string::npos);
  OnnxBuilder back = one_node({1, 4}, "Slice", {"s", "e", "a", "t"});
  back.wholes("s", {1}, {-1}).wholes("e", {1}, {-9}).wholes("a", {1}, {1}).wholes("t", {1}, {-1});
  EXPECT_NE(refusal(back).find("it goes backwards"), std::string::npos);
  OnnxBuilder none = one_node({1, 4}, "Slice", {"s", "e", "a"});
  none.wholes("s", {1}, {2}).wholes("e", {1}, {2}).wholes("a", {1}, {1});
  EXPECT_NE(refusal(none).find("is nothing of 1x4"), std::string::npos);
  OnnxBuilder parts;
  parts.input("x", {1, 5}).wholes("s", {2}, {2, 2});
  parts.node("Split", {"x", "s"}, {"a", "y"}, {attribute("axis", 1)}).output("y");
  EXPECT_NE(refusal(parts).find("2 parts of 4 values do not make 5"), std::string::npos);
  OnnxBuilder mirror = one_node({1, 2}, "Pad", {"p"}, {attribute("mode", "reflect")});
  EXPECT_NE(refusal(mirror.wholes("p", {4}, {0, 1, 0, 0})).find("its mode is 'reflect'"),
            std::string::npos);
  OnnxBuilder cut = one_node({1, 2}, "Pad", {"p"});
  EXPECT_NE(refusal(cut.wholes("p", {4}, {0, -1, 0, 0})).find("its pads are"), std::string::npos);
  OnnxBuilder many = one_node({1, 4}, "Gather", {"i"}, {attribute("axis", 1)});
  EXPECT_NE(refusal(many.wholes("i", {2}, {0, 2})).find("several places"), std::string::npos);
}

}  // namespace
}  // namespace tadpole
