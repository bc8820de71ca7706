// SPDX-License-Identifier: Apache-2.0
#include "device/signal/test_flex.h"

namespace tadpole::device {
namespace {

using Options = std::map<std::string, std::variant<std::int32_t, float>>;

Options options() {
  return {{"max_detections", 3},
          {"max_classes_per_detection", 1},
          {"nms_iou_threshold", 0.5F},
          {"nms_score_threshold", 0.25F},
          {"num_classes", 2},
          {"y_scale", 10.0F},
          {"x_scale", 10.0F},
          {"h_scale", 5.0F},
          {"w_scale", 5.0F}};
}

// Boxes whose encoding is zeros: the anchors, (y, x, h, w) from the middle. Background comes first.
TestOp detection(const Options& given, const Reals& anchors, const Reals& scores) {
  const auto n = static_cast<std::int32_t>(anchors.size() / 4);
  TestOp op("TFLite_Detection_PostProcess", flex_map(given));
  op.input(real({1, n, 4}, Reals(anchors.size(), 0.0F))).input(real({1, n, 3}, scores));
  op.constant(real({n, 4}, anchors));
  op.output(real({1, 3, 4})).output(real({1, 3})).output(real({1, 3})).output(real({1}));
  return op;
}

// The second box overlaps the first by 7/9, the third stands apart, the fourth's score is too low.
const Reals kAnchors = {1, 1, 2, 2, 1, 1.25F, 2, 2, 5, 5, 2, 2, 9, 9, 2, 2};

TEST(DetectionPostprocess, TheBestOfBoxesThatOverlapStays) {
  TestOp op = detection(options(), kAnchors,
                        {0, 0.6F, 0.1F, 0, 0.2F, 0.9F, 0, 0.3F, 0.4F, 0.9F, 0.1F, 0.2F});
  EXPECT_EQ(op.answer<float>(), (Reals{0, 0.25F, 2, 2.25F, 4, 4, 6, 6, 0, 0, 0, 0}));
  EXPECT_EQ(op.values<float>(1), (Reals{1, 1, 0}));
  EXPECT_EQ(op.values<float>(2), (Reals{0.9F, 0.4F, 0}));
  EXPECT_EQ(op.values<float>(3), (Reals{2}));
}

TEST(DetectionPostprocess, RegularSuppressionLooksAtEveryClassForItself) {
  Options each = options();
  each["use_regular_nms"] = 1;
  TestOp op =
      detection(each, kAnchors, {0, 0.6F, 0.1F, 0, 0.2F, 0.9F, 0, 0.3F, 0.4F, 0.9F, 0.1F, 0.2F});
  op.answer<float>();
  EXPECT_EQ(op.values<float>(1), (Reals{1, 0, 1}));
  EXPECT_EQ(op.values<float>(2), (Reals{0.9F, 0.6F, 0.4F}));
  EXPECT_EQ(op.values<float>(3), (Reals{3}));
}

TEST(DetectionPostprocess, OfEqualScoresTheEarlierBoxComesFirst) {
  TestOp op = detection(options(), kAnchors, Reals(12, 0.5F));
  op.answer<float>();
  EXPECT_EQ(op.values<float>(0), (Reals{0, 0, 2, 2, 4, 4, 6, 6, 8, 8, 10, 10}));
}

// 0.5 * 10 / 10 * 2 to the side, e^(5 * ln 2 / 5) = 2 times as high.
TEST(DetectionPostprocess, BoxesAreDecodedFromTheirAnchors) {
  TestOp op("TFLite_Detection_PostProcess", flex_map(options()));
  op.input(real({1, 1, 4}, {0, 5, 3.4657359F, 0})).input(real({1, 1, 2}, {0.5F, 0.4F}));
  op.constant(real({1, 4}, {1, 1, 2, 2}));
  op.output(real({1, 3, 4})).output(real({1, 3})).output(real({1, 3})).output(real({1}));
  const Reals boxes = op.answer<float>();
  EXPECT_NEAR(boxes[0], -1.0F, 1e-6F);
  EXPECT_NEAR(boxes[1], 1.0F, 1e-6F);
  EXPECT_NEAR(boxes[2], 3.0F, 1e-6F);
  EXPECT_NEAR(boxes[3], 3.0F, 1e-6F);
}

TEST(DetectionPostprocess, RefusesMoreClassesABoxAndMissingOptions) {
  Options more = options();
  more["max_classes_per_detection"] = 2;
  EXPECT_EQ(detection(more, kAnchors, Reals(12)).plan(), Reason::custom_options);
  Options less = options();
  less.erase("y_scale");
  EXPECT_EQ(detection(less, kAnchors, Reals(12)).plan(), Reason::custom_options);
}

}  // namespace
}  // namespace tadpole::device
