// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "workflow/samples/test_walk.h"

namespace tadpole {
namespace {

const char* const kGarments = R"(
[collect]
colour = "grey"
[preprocess]
width = 28
height = 28
colour = "grey"
[model]
layers = ["conv2d filters=8 kernel=3x3 stride=2x2 padding=same", "relu", "flatten", "dense units=10", "softmax"]
[train]
epochs = 3
[[source]]
generate = "garments"
count = 30
)";

// Ten classes: guessing is right one time in ten.
TEST(ImageTask, learns_rendered_garments) {
  TestWalk walk("image", kGarments);
  const nlohmann::json facts = walk.run();
  ASSERT_FALSE(facts.contains("error")) << facts["error"];
  EXPECT_EQ(facts["collect"]["labels"].size(), 10U);
  EXPECT_GT(facts["evaluate"]["value"], 0.3);
  EXPECT_EQ(facts["evaluate"]["origin"], "synthetic");
}

TEST(ImageTask, refuses_grey_pictures_where_colour_is_asked_for) {
  TestWalk walk("image",
                "[collect]\ncolour = \"grey\"\n[[source]]\ngenerate = \"garments\"\n"
                "count = 3\n");
  EXPECT_EQ(walk.run()["error"],
            "preprocess: the pictures were collected in grey and [preprocess] colour is rgb; set "
            "colour = \"grey\" there, or \"rgb\" in [collect]");
}

}  // namespace
}  // namespace tadpole
