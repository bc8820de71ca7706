// SPDX-License-Identifier: Apache-2.0
#include "learning/artefact/artefact.h"

#include "core/base/zip.h"
#include "learning/artefact/artefact_test_block.h"

namespace tadpole::learning {
namespace {

TEST(Artefact, the_ending_and_an_empty_file_come_first) {
  const Options options = {{"accepts", "csv, .tsv"}, {"checker", "table"}};
  EXPECT_NE(message_of(verdict_of("a.png", "x,y\n1,2\n", options), "file").find("another ending"),
            std::string::npos);
  EXPECT_NE(message_of(verdict_of("a.csv", "", options), "file").find("empty"), std::string::npos);
  EXPECT_TRUE(verdict_of("A.CSV", "x,y\n1,2\n", options).accepted);
  EXPECT_TRUE(verdict_of("a.tsv", "x,y\n1,2\n", options).accepted);
}

TEST(Artefact, a_checker_that_is_not_there_is_said_with_what_was_meant) {
  Block block;
  block.options = {{"accepts", "csv"}, {"checker", "tabel"}};
  const auto verdict = judge({"a.csv", {}, block});
  ASSERT_FALSE(verdict.ok());
  EXPECT_NE(verdict.error().message.find("'table'"), std::string::npos) << verdict.error().message;
}

TEST(Artefact, a_bound_that_cannot_be_kept_is_told_to_the_teacher_and_not_held_against_learners) {
  const auto said = [](const std::string& checker, const std::string& bound,
                       const std::string& value) {
    Block block;
    block.options = {{"accepts", "md"}, {"checker", checker}, {bound, value}};
    const auto verdict = judge({"a.md", {}, block});
    return verdict.ok() ? "" : verdict.error().message;
  };
  EXPECT_EQ(said("model_card", "accuracy>", "nan"),
            "the block asks wrongly: accuracy>= is 'nan'; expected a share from 0 to 1 or a "
            "percentage, such "
            "as 90%; tell your teacher");
  EXPECT_NE(said("tflite", "size<", "20kB").find("size<= is '20kB'"), std::string::npos);
  EXPECT_EQ(
      said("tflite", "accuracy>", "0.9"),
      "the block asks wrongly: accuracy>= is nothing that the checker 'tflite' looks at; it knows "
      "size<=, macs<=, arena<=; tell your teacher");
  EXPECT_EQ(said("model_card", "accuracy>", "0.9"), "");
}

TEST(Artefact, names_of_files_are_harmless) {
  EXPECT_EQ(safe_name("../../etc/pass wd"), "pass_wd");
  EXPECT_EQ(safe_name("C:\\me\\model.tflite"), "model.tflite");
  EXPECT_EQ(safe_name("...hidden\r\n\"x\""), "hidden___x_");
  EXPECT_EQ(safe_name("/"), "file");
  EXPECT_EQ(safe_name(std::string(500, 'a')).size(), 80U);
}

// Whatever the bytes: a verdict, never a crash, never accepted.
TEST(Artefact, no_checker_accepts_noise) {
  std::uint32_t seed = 1;
  for (const std::string& checker : checkers()) {
    for (int i = 0; i < 50; ++i) {
      std::string noise = i % 3 == 0 ? "PK" : "";
      for (int n = 0; n < i * 7; ++n)
        noise += static_cast<char>((seed = seed * 1664525U + 1) >> 24);
      const Verdict verdict = verdict_of(
          "a.bin", noise, {{"accepts", "bin"}, {"checker", checker}, {"columns", "x,y"}});
      EXPECT_FALSE(verdict.accepted) << checker << i;
      EXPECT_FALSE(verdict.results.empty());
    }
  }
}

TEST(ZipNames, lists_files_without_folders_and_refuses_what_is_cut) {
  const std::string zip = zip_of({"yes/", "yes/a_1.wav", "no/b_1.wav"});
  const auto names = [](const std::string& bytes) {
    return zip_names({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
  };
  EXPECT_EQ(names(zip).value(), (std::vector<std::string>{"yes/a_1.wav", "no/b_1.wav"}));
  EXPECT_NE(names(zip.substr(0, zip.size() - 30)).error().message.find("damaged"),
            std::string::npos);
  EXPECT_NE(names("").error().message.find("no directory"), std::string::npos);
  std::string wrong = zip;
  wrong[wrong.size() - 6] = 'x';  // the directory's place
  EXPECT_NE(names(wrong).error().message.find("cut"), std::string::npos);
}

}  // namespace
}  // namespace tadpole::learning
