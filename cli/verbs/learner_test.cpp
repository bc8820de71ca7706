// SPDX-License-Identifier: Apache-2.0
#include "cli/hub_test.h"
#include "core/base/zip.h"

namespace tadpole {
namespace {

TEST_F(HubVerbTest, learner_lists_takes_out_and_erases_for_good) {
  make_hub("data", "ada1", "Ada", 3);
  EXPECT_EQ(
      run_line({"learner", "list", "--data", at("data"), "--json"}).json()["learners"][0]["id"],
      "ada1");
  ASSERT_TRUE(write_file(at("data/projects/ada1/signs/recordings/a.png"), "a picture").ok());
  ASSERT_TRUE(write_file(at("data/artefacts/ada1/abc"), "a model").ok());
  const Printed out =
      run_line({"learner", "export", "ada", "--output", at("ada.events"), "--data", at("data")});
  EXPECT_EQ(out.status, 0) << out.err;
  const auto files = unzip(read_bytes(at("ada.events.zip")).value());
  ASSERT_TRUE(files.ok()) << files.error().message;
  EXPECT_TRUE(files.value().contains("projects/signs/recordings/a.png"));
  EXPECT_TRUE(files.value().contains("artefacts/abc"));
  EXPECT_NE(
      run_line({"learner", "export", "Ada", "--output", at("ada.events"), "--data", at("data")})
          .err.find("is there already"),
      std::string::npos);
  const Printed gone = run_line({"learner", "erase", "ada1", "--data", at("data"), "--json"});
  EXPECT_EQ(gone.json()["events"], 3);
  EXPECT_FALSE(std::filesystem::exists(at("data/projects/ada1")));
  EXPECT_FALSE(std::filesystem::exists(at("data/artefacts/ada1")));
  EXPECT_EQ(store("data")->accounts().value().size(), 0U);
  EXPECT_EQ(store("data")->touches().value(), 1);  // a hub that runs hears of it
  EXPECT_EQ(store("data")->audit_log(1).value().at(0).action, "learner.erased");
  // What was taken out does not bring the erased back.
  const Printed merged =
      run_line({"hub", "merge", at("ada.events"), "--data", at("data"), "--json"});
  EXPECT_EQ(merged.json()["added"], 0) << merged.err;
  EXPECT_EQ(store("data")->accounts().value().size(), 0U);
}

TEST_F(HubVerbTest, learner_says_what_it_cannot_do) {
  make_hub("data", "ada1", "Ada", 1);
  const auto err = [&](std::vector<std::string> words) {
    words.insert(words.begin(), "learner");
    words.insert(words.end(), {"--data", at("data")});
    return run_line(words).err;
  };
  EXPECT_NE(err({"paint"}).find("say list, export or erase"), std::string::npos);
  EXPECT_NE(err({"erase"}).find("say whose data"), std::string::npos);
  EXPECT_NE(err({"erase", "Adaa"}).find("did you mean 'Ada'?"), std::string::npos);
  EXPECT_NE(err({"export", "Ada"}).find("say where to write it"), std::string::npos);
  EXPECT_NE(run_line({"learner", "list", "--data", at("none")}).err.find("there is no hub"),
            std::string::npos);
}

}  // namespace
}  // namespace tadpole
