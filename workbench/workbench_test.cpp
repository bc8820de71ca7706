// SPDX-License-Identifier: Apache-2.0
#include "core/base/zip.h"
#include "core/data/image/picture.h"
#include "core/nn/model.h"
#include "workbench/test_bench.h"

namespace tadpole::workbench {
namespace {

TEST_F(BenchTest, every_template_says_what_feeds_it) {
  const auto all = ask("GET", "/templates").json;
  ASSERT_EQ(all.size(), template_names().size());
  for (const auto& one : all) {
    EXPECT_FALSE(one["feed"].get<std::string>().empty());
    EXPECT_FALSE(one["generators"].empty()) << one["name"];
    EXPECT_FALSE(one["models"].empty());
    for (const auto& model : one["models"]) {
      const auto names = reference_model_names();
      EXPECT_NE(std::find(names.begin(), names.end(), model.get<std::string>()), names.end());
    }
  }
}

TEST_F(BenchTest, a_project_walks_all_stages_and_is_asked) {
  make_pictures("shapes");
  ASSERT_EQ(post("/projects/shapes/job",
                 {{"stages", {"collect", "preprocess", "train", "evaluate", "optimize"}}})
                .status,
            200);
  const auto job = wait("shapes");
  ASSERT_EQ(job["state"], "done") << job.dump();
  EXPECT_EQ(job["curve"].size(), 4U);
  const auto project = ask("GET", "/projects/shapes").json;
  for (const char* stage : {"collect", "preprocess", "train", "evaluate", "optimize"})
    EXPECT_EQ(state_of(project, stage), "done") << stage;
  EXPECT_EQ(state_of(project, "deploy"), "missing");
  EXPECT_GT(project["cost"]["parameters"], 100);
  EXPECT_EQ(project["origin"], "synthetic");

  const auto samples = ask("GET", "/projects/shapes/samples?count=3&split=test").json;
  ASSERT_EQ(samples["samples"].size(), 3U);
  const std::string id = samples["samples"][0]["id"];
  const auto view = ask("GET", "/projects/shapes/samples/" + id).json;
  EXPECT_EQ(view["picture"], "/projects/shapes/samples/" + id + "/file");
  const Answer picture = ask("GET", "/projects/shapes/samples/" + id + "/file");
  EXPECT_EQ(picture.type, "image/png");
  const auto asked = ask("POST", "/projects/shapes/infer", picture.body);
  ASSERT_EQ(asked.status, 200) << asked.message();
  EXPECT_EQ(asked.json["answers"].size(), 1U);
  EXPECT_EQ(asked.json["answers"][0]["scores"].size(), project["labels"].size());
  const auto features = ask("GET", "/projects/shapes/samples/" + id + "/features").json;
  EXPECT_EQ(features["values"].size(), 256U);
  const auto smaller =
      ask("GET", "/projects/shapes/samples/" + id + "/features?preprocess.width=8").json;
  EXPECT_EQ(smaller["values"].size(), 128U);
  // What the next sample needs by the same recipe is there: nothing is read again.
  const std::string next = samples["samples"][1]["id"];
  const auto before =
      ask("GET", "/projects/shapes/samples/" + next + "/features?preprocess.width=8").json;
  std::filesystem::rename(folder_ / "shapes/dataset/samples.bin", folder_ / "away.bin");
  const auto kept =
      ask("GET", "/projects/shapes/samples/" + next + "/features?preprocess.width=8").json;
  EXPECT_EQ(kept, before);
  EXPECT_EQ(kept["values"].size(), 128U);
  EXPECT_NE(kept["values"], smaller["values"]);
  std::filesystem::rename(folder_ / "away.bin", folder_ / "shapes/dataset/samples.bin");
  EXPECT_EQ(state_of(ask("GET", "/projects/shapes").json, "preprocess"), "done") << "only tried";

  const auto runs = ask("GET", "/projects/shapes/runs").json;
  ASSERT_EQ(runs.size(), 1U);
  EXPECT_EQ(runs[0]["options"]["train.epochs"], "4");
  EXPECT_NE(runs[0]["test"].get<std::string>().find("accuracy"), std::string::npos);
  EXPECT_EQ(ask("GET", "/projects/shapes/map").json["ids"].size(),
            ask("GET", "/projects/shapes/map").json["pca"].size());
  EXPECT_FALSE(ask("GET", "/projects/shapes/report").json["evaluation"].is_null());
}

TEST_F(BenchTest, changing_an_option_makes_what_follows_stale_and_the_text_keeps_its_comments) {
  make_pictures("shapes", 12);
  post("/projects/shapes/job", {{"stages", {"collect", "preprocess", "train"}}});
  ASSERT_EQ(wait("shapes")["state"], "done");
  const std::string before = ask("GET", "/projects/shapes").json["recipe"];
  const auto changed =
      post("/projects/shapes/options", {{"section", "train"}, {"name", "epochs"}, {"value", "5"}})
          .json;
  EXPECT_EQ(state_of(changed, "preprocess"), "done");
  EXPECT_EQ(state_of(changed, "train"), "stale");
  const std::string after = changed["recipe"];
  EXPECT_EQ(std::count(before.begin(), before.end(), '#'),
            std::count(after.begin(), after.end(), '#'));
  const auto refused =
      post("/projects/shapes/options", {{"section", "train"}, {"name", "epochs"}, {"value", "-3"}});
  EXPECT_EQ(refused.status, 400);
  EXPECT_NE(refused.message().find("epochs"), std::string::npos);
  EXPECT_EQ(ask("GET", "/projects/shapes").json["recipe"], after);
}

TEST_F(BenchTest, a_training_pauses_steps_and_stops_and_the_rest_goes_on_later) {
  make_pictures("shapes", 12);
  post("/projects/shapes/options", {{"section", "train"}, {"name", "epochs"}, {"value", "3000"}});
  post("/projects/shapes/job", {{"stages", {"collect", "preprocess", "train"}}});
  for (int i = 0; i < 400; ++i) {
    if (ask("GET", "/projects/shapes/job").json["curve"].size() >= 2) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  EXPECT_EQ(post("/projects/shapes/job", nlohmann::json::object()).status, 400) << "one at a time";
  ask("POST", "/projects/shapes/job/pause");
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  const auto paused = ask("GET", "/projects/shapes/job").json;
  ASSERT_EQ(paused["state"], "paused");
  const auto epochs = paused["curve"].size();
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  EXPECT_EQ(ask("GET", "/projects/shapes/job").json["curve"].size(), epochs);
  ask("POST", "/projects/shapes/job/step");
  EXPECT_EQ(wait("shapes")["state"], "paused");
  EXPECT_EQ(ask("GET", "/projects/shapes/job").json["curve"].size(), epochs + 1);
  ask("POST", "/projects/shapes/job/stop");
  for (int i = 0; i < 100 && ask("GET", "/projects/shapes/job").json["state"] != "stopped"; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  ASSERT_EQ(ask("GET", "/projects/shapes/job").json["state"], "stopped");
  post("/projects/shapes/options", {{"section", "train"}, {"name", "epochs"}, {"value", "2"}});
  post("/projects/shapes/job", {{"stages", {"train"}}});
  EXPECT_EQ(wait("shapes")["state"], "done");
}

TEST_F(BenchTest, in_slices_it_learns_the_same_bytes) {
  make_pictures("whole", 12);
  post("/projects/whole/job", {{"stages", {"collect", "preprocess", "train"}}});
  ASSERT_EQ(wait("whole")["state"], "done");
  open(false);
  make_pictures("sliced", 12);
  post("/projects/sliced/job", {{"stages", {"collect", "preprocess", "train"}}});
  int slices = 0;
  while (bench_->work(0)) ASSERT_LT(++slices, 1000);
  const auto job = ask("GET", "/projects/sliced/job").json;
  ASSERT_EQ(job["state"], "done") << job.dump();
  EXPECT_GE(slices, 5) << "training came back between two steps";
  EXPECT_EQ(job["curve"].size(), 4U);
  const auto bytes = [&](const char* name) {
    return read_bytes(folder_ / name / "model" / "model.tadpole").value();
  };
  EXPECT_EQ(bytes("whole"), bytes("sliced"));
}

TEST_F(BenchTest, recordings_are_kept_relabelled_and_deleted) {
  ASSERT_EQ(post("/projects", {{"name", "mine"}, {"template", "image"}}).status, 200);
  const auto png = [](std::uint8_t level) {
    const Bytes bytes = write_png(blank_picture(8, 8, 1, level));
    return std::string(bytes.begin(), bytes.end());
  };
  std::vector<std::string> ids;
  for (int i = 0; i < 12; ++i) {
    const std::string who = "person" + std::to_string(i / 2);
    const Answer kept = ask("POST",
                            std::string("/projects/mine/recordings?label=") +
                                (i % 2 == 0 ? "dark" : "light") + "&who=" + who + "&consent=yes",
                            png(static_cast<std::uint8_t>((i % 2) * 150 + i)));
    ASSERT_EQ(kept.status, 200) << kept.message();
    EXPECT_EQ(kept.json["recording"], true);
    ids.push_back(kept.json["id"]);
  }
  EXPECT_EQ(ask("GET", "/projects/mine/samples").json["total"], 12);
  EXPECT_EQ(post("/projects/mine/samples", {{"ids", {ids[0]}}, {"label", "light"}}).json["changed"],
            1);
  EXPECT_EQ(post("/projects/mine/samples", {{"ids", {ids[1]}}, {"label", nullptr}}).json["changed"],
            1);
  EXPECT_EQ(ask("GET", "/projects/mine/samples?label=light").json["total"], 6);
  post("/projects/mine/job", {{"stages", {"collect"}}});
  const auto job = wait("mine");
  ASSERT_EQ(job["state"], "done") << job.dump();
  const auto project = ask("GET", "/projects/mine").json;
  EXPECT_EQ(project["origin"], "recorded");
  const auto collected = ask("GET", "/projects/mine/samples").json;
  EXPECT_EQ(collected["total"], 11);
  for (const auto& sample : collected["samples"]) {
    EXPECT_EQ(sample["recording"], true);
    EXPECT_NE(sample["split"], "");
  }
  // Of what was collected, a label set by hand shows at once and makes collect stale.
  post("/projects/mine/samples", {{"ids", {ids[3]}}, {"label", "dark"}});
  EXPECT_EQ(state_of(ask("GET", "/projects/mine").json, "collect"), "stale");
  const Answer wrong = ask("POST", "/projects/mine/recordings?label=dark", "\x01\x02\x03");
  EXPECT_EQ(wrong.status, 400);
  const Answer other = ask("POST", "/projects/mine/recordings?label=dark", "t,acc_x\n0,1\n");
  EXPECT_EQ(other.status, 400);
  EXPECT_NE(other.message().find("takes pictures"), std::string::npos);
  const Answer unlabelled = ask("POST", "/projects/mine/recordings", png(9));
  EXPECT_EQ(unlabelled.status, 400);
}

TEST_F(BenchTest, samples_that_a_generator_made_are_relabelled_by_hand_too) {
  make_pictures("shapes", 12);
  post("/projects/shapes/job", {{"stages", {"collect"}}});
  ASSERT_EQ(wait("shapes")["state"], "done");
  const auto before = ask("GET", "/projects/shapes/samples?count=1").json;
  const std::string id = before["samples"][0]["id"];
  post("/projects/shapes/samples", {{"ids", {id}}, {"label", nullptr}});
  post("/projects/shapes/job", {{"stages", {"collect"}}});
  ASSERT_EQ(wait("shapes")["state"], "done");
  EXPECT_EQ(ask("GET", "/projects/shapes/samples").json["total"], before["total"].get<int>() - 1);
}

TEST_F(BenchTest, a_project_travels_as_an_archive) {
  make_pictures("shapes", 12);
  post("/projects/shapes/job", {{"stages", {"collect"}}});
  ASSERT_EQ(wait("shapes")["state"], "done");
  const Answer packed = ask("GET", "/projects/shapes/archive");
  ASSERT_EQ(packed.type, "application/zip");
  const Answer opened = ask("POST", "/projects?archive=again", packed.body);
  ASSERT_EQ(opened.status, 200) << opened.message();
  EXPECT_EQ(state_of(opened.json, "collect"), "done");
  EXPECT_EQ(ask("POST", "/projects?archive=again", packed.body).status, 400)
      << "never over another";
  EXPECT_EQ(ask("POST", "/projects?archive=cut", packed.body.substr(0, 500)).status, 400);
  EXPECT_EQ(ask("DELETE", "/projects/again").status, 200);
  EXPECT_EQ(ask("GET", "/projects/again").status, 404);
}

TEST_F(BenchTest, an_archive_never_writes_outside) {
  const Bytes evil = zip({{"tadpole.toml", {}}, {"../../evil", {1}}});
  const auto files = unzip(evil);
  ASSERT_FALSE(files.ok());
  EXPECT_NE(files.error().message.find("outside"), std::string::npos);
  const Answer refused =
      ask("POST", "/projects?archive=evil", std::string(evil.begin(), evil.end()));
  EXPECT_EQ(refused.status, 400);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "evil"));
}

TEST_F(BenchTest, names_cannot_leave_the_folder) {
  for (const char* name : {"", "..", "a/b", ".hidden", " x", "a\nb"})
    EXPECT_EQ(post("/projects", {{"name", name}, {"template", "image"}}).status, 400) << name;
  EXPECT_NE(ask("GET", "/projects/..%2f..").status, 200);
  EXPECT_EQ(ask("GET", "/projects/nobody/files/tadpole.toml").status, 404);
}

TEST_F(BenchTest, only_listed_files_are_given_away) {
  make_pictures("shapes", 12);
  EXPECT_EQ(ask("GET", "/projects/shapes/files/tadpole.toml").status, 200);
  EXPECT_EQ(ask("GET", "/projects/shapes/files/.tadpole/lock").status, 404);
  EXPECT_EQ(ask("GET", "/projects/shapes/files/../shapes/tadpole.toml").status, 404);
}

TEST_F(BenchTest, a_broken_recipe_is_shown_and_can_be_mended) {
  make_pictures("shapes", 12);
  const std::string good = ask("GET", "/projects/shapes").json["recipe"];
  const Answer refused =
      ask("PUT", "/projects/shapes/recipe", nlohmann::json{{"recipe", "epochs = = 3"}}.dump());
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(ask("GET", "/projects/shapes").json["recipe"], good);
  ASSERT_TRUE(write_file(folder_ / "shapes" / "tadpole.toml", "[train]\nepochs = \"many\"\n").ok());
  const auto broken = ask("GET", "/projects/shapes").json;
  EXPECT_NE(broken["problem"], "");
  EXPECT_EQ(ask("PUT", "/projects/shapes/recipe", nlohmann::json{{"recipe", good}}.dump()).status,
            200);
}

TEST_F(BenchTest, a_source_is_dropped) {
  make_pictures("shapes", 12);
  post("/projects/shapes/sources", {{"generate", "figures"}, {"count", "7"}});
  EXPECT_EQ(ask("GET", "/projects/shapes").json["sources"].size(), 2U);
  const auto left = ask("DELETE", "/projects/shapes/sources/0").json;
  ASSERT_EQ(left["sources"].size(), 1U);
  EXPECT_EQ(left["sources"][0]["count"], "7");
  EXPECT_EQ(ask("DELETE", "/projects/shapes/sources/5").status, 400);
}

}  // namespace
}  // namespace tadpole::workbench
