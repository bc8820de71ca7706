// SPDX-License-Identifier: Apache-2.0
#include "workflow/transfer.h"

#include <gtest/gtest.h>

#include "workflow/samples/test_walk.h"

namespace tadpole {
namespace {

const std::string kPictures =
    "[collect]\ncolour = \"grey\"\n[preprocess]\nwidth = 28\nheight = 28\ncolour = \"grey\"\n"
    "[optimize]\ncalibration_clips = 20\n[augment]\nshift_percent = 0\nrotate_degrees = 0\n"
    "zoom_percent = 0\nbrightness_percent = 0\n";
const std::string kLayers =
    "layers = [\"conv2d filters=8 kernel=3x3 stride=2x2 padding=same\", \"relu\", \"max_pool "
    "kernel=2x2\", \"flatten\", \"dense units=10\", \"softmax\"]\n";

std::string garments() {
  return kPictures + "[model]\n" + kLayers +
         "[train]\nepochs = 3\n[[source]]\ngenerate = \"garments\"\ncount = 30\n";
}
std::string glyphs(const Path& base, const std::string& more) {
  return kPictures + "[model]\n" + kLayers + "base = \"" + base.string() + "\"\n" + more +
         "[train]\nepochs = 40\n[[source]]\ngenerate = \"glyphs\"\ncount = 12\n";
}

std::vector<float> first_kernel(const Path& model) {
  const Model loaded = load_model(model).value();
  const auto layers = loaded.layers();
  const auto p = loaded.parameters().subspan(layers[0].parameters, layers[0].parameter_count);
  return {p.begin(), p.end()};
}

class Transfer : public testing::Test {
 protected:
  void SetUp() override {
    const nlohmann::json facts = base_.run();
    ASSERT_FALSE(facts.contains("error")) << facts["error"];
  }
  Path base() const { return base_.folder() / "model/model.tadpole"; }
  TestWalk base_{"image", garments()};
};

TEST_F(Transfer, keeps_the_layers_of_the_base_and_learns_a_head) {
  const std::vector<float> kernel = first_kernel(base());
  const Path copy = std::filesystem::temp_directory_path() /
                    ("tadpole_base_" + std::to_string(::getpid()) + ".tadpole");
  std::filesystem::copy_file(base(), copy, std::filesystem::copy_options::overwrite_existing);
  ASSERT_TRUE(
      write_file(base_.folder() / "tadpole.toml",
                 "[project]\ntemplate = \"image\"\n" + glyphs(copy, "base_until = \"flatten_4\"\n"))
          .ok());
  const nlohmann::json facts = base_.run();
  ASSERT_FALSE(facts.contains("error")) << facts["error"];
  EXPECT_EQ(first_kernel(base()), kernel);
  EXPECT_GT(facts["evaluate"]["value"], 0.2);  // guessing: 0.1
  std::filesystem::remove(copy);
}

TEST_F(Transfer, says_that_nothing_would_be_new) {
  ASSERT_TRUE(write_file(base_.folder() / "tadpole.toml",
                         "[project]\ntemplate = \"image\"\n" + glyphs(base(), ""))
                  .ok());
  EXPECT_NE(base_.run()["error"].get<std::string>().find("nothing would be new"),
            std::string::npos);
}

TEST_F(Transfer, says_that_the_base_is_not_there) {
  ASSERT_TRUE(write_file(base_.folder() / "tadpole.toml",
                         "[project]\ntemplate = \"image\"\n" + glyphs("/nowhere/model", ""))
                  .ok());
  EXPECT_NE(base_.run()["error"].get<std::string>().find("/nowhere/model"), std::string::npos);
}

}  // namespace
}  // namespace tadpole
