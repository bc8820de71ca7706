// SPDX-License-Identifier: Apache-2.0
#include "learning/narration/narration.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "core/base/process.h"
#include "core/data/audio_file.h"

namespace tadpole::learning {
namespace {

TEST(Narration, sentences_end_where_they_end) {
  EXPECT_EQ(sentences_of("A chip  listens.\nIt needs 0.5 mW, e.g. from a cell! Why? Because."),
            (std::vector<std::string>{"A chip listens.", "It needs 0.5 mW, e.g. from a cell!",
                                      "Why?", "Because."}));
  EXPECT_EQ(sentences_of(" no end"), (std::vector<std::string>{"no end"}));
  EXPECT_TRUE(sentences_of(" \n ").empty());
}

class SpokenNarration : public testing::Test {
 protected:
  void SetUp() override {
    if (find_program("espeak-ng").empty()) GTEST_SKIP() << "espeak-ng is not installed";
    folder_ = std::filesystem::temp_directory_path() /
              ("tadpole_narration_" + std::to_string(::getpid()));
    std::filesystem::remove_all(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  Path folder_;
};

TEST_F(SpokenNarration, every_sentence_has_a_cue_inside_the_sound_and_nothing_is_spoken_twice) {
  const std::vector<std::string> slides = {"A chip listens. It waits for a word.",
                                           "-v is said too."};
  const auto first = narrate(slides, "en", folder_);
  ASSERT_TRUE(first.ok()) << first.error().message;
  const auto& cues = first.value().cues;
  ASSERT_EQ(cues.size(), 3U);
  EXPECT_EQ(cues[0].slide, 0);
  EXPECT_EQ(cues[2].slide, 1);
  for (std::size_t i = 0; i < cues.size(); ++i) {
    EXPECT_GT(cues[i].end, cues[i].start + 0.3);
    if (i > 0) EXPECT_GT(cues[i].start, cues[i - 1].end);
  }
  const auto audio = read_audio(first.value().audio);
  ASSERT_TRUE(audio.ok());
  EXPECT_EQ(audio.value().rate_hz, 22050);
  EXPECT_GT(audio.value().duration_s(), cues[2].end);
  const auto seconds = audio.value().duration_s();
  EXPECT_LT(static_cast<double>(std::filesystem::file_size(first.value().audio)), seconds * 12000);
  const auto time = std::filesystem::last_write_time(first.value().audio);
  const auto again = narrate(slides, "en", folder_);
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(std::filesystem::last_write_time(again.value().audio), time);
  EXPECT_EQ(again.value().cues[1].text, "It waits for a word.");
}

TEST_F(SpokenNarration, a_language_that_nobody_speaks_is_said) {
  const auto refused = narrate({"Hello."}, "xx-none", folder_);
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message.find("xx-none"), std::string::npos);
}

}  // namespace
}  // namespace tadpole::learning
