// SPDX-License-Identifier: Apache-2.0
#include "workflow/project.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "workflow/artifacts.h"

namespace tadpole {
namespace {

class ProjectTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = Path(testing::TempDir()) / ("tadpole_project_" + std::to_string(::getpid()));
    std::filesystem::remove_all(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  Project make() {
    Recipe recipe = template_recipe("keyword").value();
    recipe.project.words = {"yes"};
    return Project::create(folder_, recipe).value();
  }
  // Pretends that a stage ran: its record, and the file that shows it.
  void pretend(Project& project, const std::string& stage, const std::string& shows,
               const std::string& output) {
    ASSERT_TRUE(write_file(folder_ / shows, "x").ok());
    ASSERT_TRUE(project.set_record(stage, {.key = project.key_of(stage), .output = output}).ok());
  }
  Path folder_;
};

TEST_F(ProjectTest, opens_what_was_created) {
  make();
  const auto project = Project::open(folder_);
  ASSERT_TRUE(project.ok()) << project.error().message;
  EXPECT_EQ(project.value().recipe().project.words, std::vector<std::string>{"yes"});
}

TEST_F(ProjectTest, is_not_made_twice) {
  make();
  const auto again = Project::create(folder_, template_recipe("keyword").value());
  ASSERT_FALSE(again.ok());
  EXPECT_NE(again.error().message.find("is there already"), std::string::npos);
}

TEST_F(ProjectTest, a_folder_without_recipe_is_no_project) {
  const auto none = Project::open(folder_);
  ASSERT_FALSE(none.ok());
  EXPECT_EQ(none.error().kind, ErrorKind::wrong_use);
  EXPECT_NE(none.error().message.find("is no project: it has no tadpole.toml"), std::string::npos);
}

TEST_F(ProjectTest, a_stage_is_current_until_something_before_it_changes) {
  Project project = make();
  pretend(project, "collect", "dataset/manifest.csv", "a");
  pretend(project, "preprocess", "features/features.json", "b");
  EXPECT_TRUE(project.is_current("preprocess"));
  ASSERT_TRUE(project.set("preprocess", "bands", "32").ok());
  EXPECT_TRUE(project.is_current("collect"));
  EXPECT_FALSE(project.is_current("preprocess"));
  ASSERT_TRUE(project.set("preprocess", "bands", "40").ok());
  EXPECT_TRUE(project.is_current("preprocess"));
  pretend(project, "collect", "dataset/manifest.csv", "other clips");
  EXPECT_FALSE(project.is_current("preprocess"));
}

// The firmware asks as often, and reacts at the threshold, as the table [evaluate] leads to.
TEST_F(ProjectTest, the_firmware_is_made_again_when_the_room_changes) {
  Project project = make();
  pretend(project, "deploy", "deploy/deploy.json", "a");
  EXPECT_TRUE(project.is_current("deploy"));
  ASSERT_TRUE(project.set("evaluate", "hop_ms", "320").ok());
  EXPECT_FALSE(project.is_current("deploy"));
}

TEST_F(ProjectTest, says_which_stage_is_missing) {
  Project project = make();
  pretend(project, "collect", "dataset/manifest.csv", "a");
  const auto missing = project.require("train");
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().message,
            "train takes what preprocess makes, and preprocess has not run yet; run: tadpole "
            "preprocess " +
                folder_.string());
}

TEST_F(ProjectTest, adds_a_source_once) {
  Project project = make();
  const std::string voices = (folder_ / "tadpole.toml").string();  // any path that is there
  ASSERT_TRUE(project.add_source({.import = voices}).ok());
  ASSERT_TRUE(project.add_source({.import = voices}).ok());
  const auto missing = project.add_source({.import = "no-such-folder"});
  ASSERT_FALSE(missing.ok());
  EXPECT_NE(missing.error().message.find("no-such-folder is not there"), std::string::npos);
  const auto read = Project::open(folder_);
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(read.value().recipe().sources.size(), 1U);
}

TEST_F(ProjectTest, a_damaged_record_file_costs_only_a_second_run) {
  make();
  ASSERT_TRUE(write_file(folder_ / ".tadpole/stages.json", "{\"collect\": 3, ").ok());
  const auto project = Project::open(folder_);
  ASSERT_TRUE(project.ok());
  EXPECT_EQ(project.value().record("collect"), nullptr);
}

TEST_F(ProjectTest, has_one_writer_at_a_time) {
  const Project project = make();
  const auto first = ProjectLock::take(project);
  ASSERT_TRUE(first.ok());
  const auto second = ProjectLock::take(project);
  ASSERT_FALSE(second.ok());
  EXPECT_NE(second.error().message.find("another tadpole command is working on"),
            std::string::npos);
}

}  // namespace
}  // namespace tadpole
