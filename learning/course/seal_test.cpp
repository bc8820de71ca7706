// SPDX-License-Identifier: Apache-2.0
#include "learning/course/seal.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "learning/course/new_course.h"
#include "learning/course/read_program.h"

namespace tadpole::learning {
namespace {

constexpr const char* kWords = "four words make one";

constexpr const char* kUnit = R"(---
id: exam01
title: "Exam"
kind: test
---
Three questions.

:::item {#q1 type=single}
What does training change?
[ ] The labels -> That would be cheating.
[x] The parameters
>> Training turns the knobs.
That is all it does.
:::

:::item {#q2 type=numeric tolerance=1%}
@ n = 1..99
Twice {n}?
= {2*n}
! {3*n} -> That is thrice.
? Add it to itself.
:::

:::item {#q3 type=ordering}
In which order?
1. collect
2. train
3. deploy
:::
)";

class SealTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() /
              ("tadpole_seal_" + std::to_string(::getpid()) + "_" +
               testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::remove_all(folder_);
    ASSERT_TRUE(new_course(folder_, "1-one", "One").ok());
    const Program made = program();
    section_ = section(made).folder;
    id_ = section(made).id;
    ASSERT_TRUE(write_file(folder_ / section_ / "section.yaml",
                           "id: " + id_ + "\ntitle: Exam\ntype: test\nunits: [exam]\n")
                    .ok());
    ASSERT_TRUE(write_file(unit_file(), std::string_view(kUnit)).ok());
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  Program program() const { return read_program(folder_).value().program; }
  const Section& section(const Program& of) const { return of.courses[0].chapters[0].sections[0]; }
  Path unit_file() const { return folder_ / section_ / "exam.md"; }
  Result<int> seal() const { return seal_section(folder_, id_, kWords, SealCost::least); }

  Path folder_;
  std::string section_, id_;
};

TEST_F(SealTest, the_text_keeps_the_questions_and_loses_what_answers_them) {
  EXPECT_EQ(seal().value(), 3);
  const std::string text = read_text(unit_file()).value();
  for (const char* key : {"[x]", "cheating", "knobs", "all it does", "{2*n}", "thrice", "itself"})
    EXPECT_EQ(text.find(key), std::string::npos) << key << "\n" << text;
  for (const char* kept : {"What does training change?", "[ ] The parameters", "Twice {n}?",
                           "1. collect\n2. deploy\n3. train", "type=single sealed}"})
    EXPECT_NE(text.find(kept), std::string::npos) << kept << "\n" << text;
  const ReadProgram read = read_program(folder_).value();
  EXPECT_TRUE(read.problems.empty());
  EXPECT_TRUE(is_sealed(section(read.program)));
  EXPECT_TRUE(open_keys_of(section(read.program)).empty());
  const std::string sealed = read_text(folder_ / section_ / "keys.sealed").value();
  EXPECT_EQ(sealed.find("parameters"), std::string::npos);
}

TEST_F(SealTest, the_passphrase_opens_the_keys_and_brings_the_text_back_byte_by_byte) {
  ASSERT_TRUE(seal().ok());
  const Program sealed = program();
  const Keys keys = keys_of(sealed, section(sealed), kWords).value();
  ASSERT_EQ(keys.size(), 3U);
  EXPECT_TRUE(keys.at("exam01.q1").choices[1].right);
  EXPECT_EQ(keys.at("exam01.q2").keys[0], "{2*n}");
  EXPECT_EQ(keys.at("exam01.q3").steps[2], "deploy");
  EXPECT_EQ(unseal_section(folder_, id_, kWords).value(), 3);
  EXPECT_EQ(read_text(unit_file()).value(), kUnit);
  EXPECT_FALSE(std::filesystem::exists(folder_ / section_ / "keys.sealed"));
}

TEST_F(SealTest, what_cannot_be_sealed_or_opened_is_said) {
  const auto told = [](const auto& result) { return result.ok() ? "" : result.error().message; };
  EXPECT_NE(told(seal_section(folder_, "none", kWords)).find("no section 'none'"),
            std::string::npos);
  EXPECT_NE(told(seal_section(folder_, id_, "short")).find("at least 12"), std::string::npos);
  ASSERT_TRUE(seal().ok());
  EXPECT_NE(told(seal()).find("sealed already"), std::string::npos);
  const Program sealed = program();
  EXPECT_NE(told(keys_of(sealed, section(sealed), "other words than those")).find("passphrase"),
            std::string::npos);
  std::string text = read_text(unit_file()).value();
  text.replace(text.find("training"), 8, "learning");
  ASSERT_TRUE(write_file(unit_file(), text).ok());
  const Program changed = program();
  EXPECT_NE(told(keys_of(changed, section(changed), kWords)).find("exam01.q1 was changed"),
            std::string::npos);
  std::filesystem::remove(folder_ / section_ / "keys.sealed");
  EXPECT_NE(told(keys_of(changed, section(changed), kWords)).find("keys.sealed"),
            std::string::npos);
}

TEST(Seal, bytes_that_are_no_seal_are_refused) {
  for (const char* bad : {"", "tadpole-sealed 1\n", "tadpole-sealed 1\nsalt x\nnonce y\nz\n",
                          "tadpole-sealed 1\nsalt AAAA\nnonce AAAA\nAAAA\n"})
    EXPECT_NE(unseal_text(bad, kWords).error().message.find("damaged"), std::string::npos) << bad;
  std::string sealed = seal_text("secret", kWords, SealCost::least).value();
  EXPECT_EQ(unseal_text(sealed, kWords).value(), "secret");
  sealed[sealed.size() - 4] = sealed[sealed.size() - 4] == 'A' ? 'B' : 'A';
  EXPECT_FALSE(unseal_text(sealed, kWords).ok());
}

}  // namespace
}  // namespace tadpole::learning
