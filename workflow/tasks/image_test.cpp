// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "core/base/rng.h"
#include "core/data/image/picture.h"
#include "workflow/infer.h"
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

// What firmware/app/sensor.cpp does with the same notes; pictures of noise are no garments.
TEST(ImageTask, below_the_threshold_that_validation_chose_the_answer_is_unknown) {
  TestWalk walk("image", kGarments);
  ASSERT_FALSE(walk.run().contains("error"));
  const Path model = walk.folder() / "optimized" / "model_int8.tflite";
  const double threshold = read_notes(read_bytes(model).value()).value().threshold;
  const Path file = walk.folder() / "noise.png";
  Rng rng(2);
  for (int i = 0; i < 8; ++i) {
    Picture noise = blank_picture(28, 28, 1, 0);
    for (std::uint8_t& p : noise.pixels) p = static_cast<std::uint8_t>(rng.next() >> (i % 4));
    ASSERT_TRUE(write_file(file, write_png(noise)).ok());
    const nlohmann::json said = infer_file(model, file, {}).value().json;
    double best = 0.0;
    for (const auto& score : said["scores"]) best = std::max(best, score.get<double>());
    EXPECT_EQ(said["label"] == "unknown", best < threshold) << said.dump();
    EXPECT_EQ(said["score"], best);
  }
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
