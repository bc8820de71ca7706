// SPDX-License-Identifier: Apache-2.0
// Comparisons and searches as jobs: started, looked at, paused, stopped, gone on with, taken.
#include "workbench/test_bench.h"
#include "workflow/recipe.h"

namespace tadpole::workbench {
namespace {

class LongWorkTest : public BenchTest {
 protected:
  // Rows of a table that a small network tells apart.
  void make_rows(const std::string& name) {
    ASSERT_EQ(post("/projects", {{"name", name}, {"template", "table"}}).status, 200);
    ASSERT_EQ(
        post("/projects/" + name + "/sources", {{"generate", "blobs"}, {"count", "90"}}).status,
        200);
    for (const auto& [section, option, value] :
         {std::array{"train", "epochs", "3"}, std::array{"optimize", "tune_epochs", "1"}}) {
      const Answer set = post("/projects/" + name + "/options",
                              {{"section", section}, {"name", option}, {"value", value}});
      ASSERT_EQ(set.status, 200) << set.message();
    }
  }
  void run(const std::string& name, const Json& stages) {
    ASSERT_EQ(post("/projects/" + name + "/job", {{"stages", stages}}).status, 200);
    const Json job = wait(name);
    ASSERT_EQ(job["state"], "done") << job.dump();
  }
  Answer search(const std::string& name, const Json& options) {
    return post("/projects/" + name + "/job", {{"stages", {"search"}}, {"options", options}});
  }
  // Until so many of a long work's rows are there.
  template <typename Count>
  bool becomes(Count count, std::size_t least) {
    for (int i = 0; i < 2000 && count() < least; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    return count() >= least;
  }
  Json search_row(const std::string& name) {
    return ask("GET", "/projects/" + name + "/search").json;
  }
  std::size_t trained(const std::string& name) {
    const Json row = search_row(name);
    return row["results"].is_null() ? 0 : row["results"]["rows"].size();
  }
};

const nlohmann::json& option_of(const nlohmann::json& options, const std::string& name) {
  const auto at = std::find_if(options.begin(), options.end(),
                               [&](const nlohmann::json& one) { return one["name"] == name; });
  static const nlohmann::json none;
  return at == options.end() ? none : *at;
}

TEST_F(LongWorkTest, a_search_is_a_job_and_its_best_network_is_taken_into_the_recipe) {
  make_rows("rows");
  const std::string before = ask("GET", "/projects/rows").json["recipe"];
  ASSERT_TRUE(write_file(folder_ / "rows" / "tadpole.toml", "# Mine.\n" + before).ok());
  Json row = search_row("rows");
  EXPECT_TRUE(row["results"].is_null());
  EXPECT_EQ(row["refused"], "");
  EXPECT_NE(row["command"].get<std::string>().find("tadpole search \""), std::string::npos);
  EXPECT_EQ(option_of(row["options"], "trials")["default"], "40");
  EXPECT_TRUE(option_of(row["options"], "fresh").is_null());
  EXPECT_EQ(ask("POST", "/projects/rows/search/best").status, 400);

  ASSERT_EQ(post("/projects/rows/job",
                 {{"stages", {"collect", "preprocess", "search"}},
                  {"options", {{"trials", "4"}, {"strategy", "random"}, {"ram", "64k"}}}})
                .status,
            200);
  const Json job = wait("rows");
  ASSERT_EQ(job["state"], "done") << job.dump();
  EXPECT_EQ(job["stages"], Json({"collect", "preprocess", "search"}));
  row = search_row("rows");
  EXPECT_EQ(row["is_whole"], true);
  EXPECT_EQ(row["is_stale"], false);
  EXPECT_EQ(option_of(row["options"], "ram")["value"], "64k");
  const Json& results = row["results"];
  EXPECT_EQ(results["rows"].size(), 4U);
  EXPECT_EQ(results["trained"], 4);
  EXPECT_EQ(results["limits"]["ram_bytes"], 65536);
  EXPECT_EQ(results["origin"], "synthetic");
  EXPECT_EQ(results["cost"]["is_estimate"], true);
  EXPECT_EQ(ask("GET", "/projects/rows/files/search/pareto.html").status, 200);

  // Changed since: it stays.
  post("/projects/rows/options", {{"section", "deploy"}, {"name", "clips"}, {"value", "7"}});
  const Answer taken = ask("POST", "/projects/rows/search/best");
  ASSERT_EQ(taken.status, 200) << taken.message();
  const std::string text = taken.json["recipe"];
  EXPECT_EQ(text.find("# Mine."), 0U) << text;
  const Recipe recipe = parse_recipe(text, "tadpole.toml").value();
  const Recipe best =
      parse_recipe(read_text(folder_ / "rows" / "search" / "best.toml").value(), "best").value();
  EXPECT_EQ(recipe.model.layers, best.model.layers);
  EXPECT_EQ(recipe.train.epochs, best.train.epochs);
  EXPECT_EQ(state_of(taken.json, "preprocess"), "done") << "the features are the same";
}

TEST_F(LongWorkTest, a_search_pauses_stops_and_goes_on_with_its_options) {
  make_rows("rows");
  run("rows", {"collect", "preprocess"});
  // So many epochs that it does not end by itself.
  const Json options = {{"trials", "400"}, {"epochs", "200"}, {"strategy", "random"}};
  ASSERT_EQ(search("rows", options).status, 200);
  ASSERT_TRUE(becomes([&] { return trained("rows"); }, 2));
  EXPECT_EQ(ask("GET", "/projects/rows/job").json["can_pause"], true);
  ask("POST", "/projects/rows/job/pause");
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  ASSERT_EQ(ask("GET", "/projects/rows/job").json["state"], "paused");
  const std::size_t rows = trained("rows");
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  EXPECT_EQ(trained("rows"), rows);
  const Answer step = ask("POST", "/projects/rows/job/step");
  EXPECT_NE(step.message().find("no single epochs"), std::string::npos) << step.message();
  ask("POST", "/projects/rows/job/go_on");
  ASSERT_TRUE(becomes([&] { return trained("rows"); }, rows + 1));
  ask("POST", "/projects/rows/job/stop");
  ASSERT_EQ(wait("rows")["state"], "stopped");
  Json row = search_row("rows");
  EXPECT_EQ(row["is_whole"], false);
  EXPECT_EQ(option_of(row["options"], "epochs")["value"], "200");
  const std::size_t kept = trained("rows");
  EXPECT_GE(kept, rows + 1);

  // The same search goes on; another one is told to begin anew.
  ASSERT_EQ(search("rows", {{"strategy", "tpe"}}).status, 200);
  Json job = wait("rows");
  EXPECT_EQ(job["state"], "failed");
  EXPECT_NE(job["error"].get<std::string>().find("another search"), std::string::npos) << job;
  EXPECT_EQ(option_of(search_row("rows")["options"], "strategy")["value"], "random");
  ASSERT_EQ(search("rows", options).status, 200);
  ASSERT_TRUE(becomes([&] { return trained("rows"); }, kept + 1));
  ask("POST", "/projects/rows/job/stop");
  wait("rows");
}

TEST_F(LongWorkTest, a_comparison_is_a_job_whose_rows_come_one_by_one) {
  make_rows("rows");
  run("rows", {"collect", "preprocess", "train"});
  const auto row = [&] { return ask("GET", "/projects/rows/comparison").json; };
  const Json none = row();
  EXPECT_EQ(none["rows"].size(), 0U);
  EXPECT_GT(none["seconds_left"], 0.0);
  EXPECT_NE(none["command"].get<std::string>().find("--compare"), std::string::npos);
  ASSERT_EQ(post("/projects/rows/job", {{"stages", {"compare"}}}).status, 200);
  ASSERT_TRUE(becomes([&] { return row()["rows"].size(); }, 2));
  ask("POST", "/projects/rows/job/stop");
  ASSERT_EQ(wait("rows")["state"], "stopped");
  const Json some = row();
  const Path first = folder_ / "rows/optimized/compare/rows/float.json";
  const auto written = std::filesystem::last_write_time(first);
  EXPECT_EQ(some["done"], some["rows"].size());
  EXPECT_LT(some["done"], some["ways"].size());
  EXPECT_LT(some["seconds_left"], none["seconds_left"]);
  run("rows", {"compare"});
  const Json all = row();
  EXPECT_EQ(all["rows"].size(), all["ways"].size());
  EXPECT_EQ(std::filesystem::last_write_time(first), written) << "what was finished stays";
  EXPECT_EQ(all["seconds_left"], 0.0);
  EXPECT_EQ(all["origin"], "synthetic");
  EXPECT_EQ(ask("GET", "/projects/rows/files/optimized/compare/compare.html").status, 200);
  // Of another training they are shown, and said to be.
  post("/projects/rows/options",
       {{"section", "optimize"}, {"name", "calibration_clips"}, {"value", "5"}});
  const Json stale = row();
  EXPECT_EQ(stale["is_stale"], true);
  EXPECT_EQ(stale["done"], 0);
  EXPECT_EQ(stale["rows"], all["rows"]);
}

TEST_F(LongWorkTest, what_cannot_be_asked_of_a_job_is_told) {
  make_rows("rows");
  const auto message = [&](const Json& body) { return post("/projects/rows/job", body).message(); };
  EXPECT_NE(message({{"stages", {"compare", "search"}}}).find("compares or searches once"),
            std::string::npos);
  EXPECT_NE(
      message({{"stages", {"train"}}, {"options", {{"epochs", "3"}}}}).find("from the recipe"),
      std::string::npos);
  EXPECT_NE(message({{"stages", {"compare"}}, {"options", {{"trials", "3"}}}}).find("trials"),
            std::string::npos);
  EXPECT_NE(message({{"stages", {"searches"}}}).find("is no stage"), std::string::npos);
  EXPECT_NE(search("rows", {{"trials", "-3"}}).message().find("trials"), std::string::npos);
  EXPECT_NE(search("rows", {{"ram", "lots"}}).message().find("is no amount"), std::string::npos);
  EXPECT_NE(search("rows", {{"board", "toaster"}}).message().find("toaster"), std::string::npos);
  EXPECT_EQ(post("/projects/rows/job", {{"options", {{"trials", 3}}}}).status, 400);
  ASSERT_EQ(search("rows", {{"trials", "3"}}).status, 200);
  const Json job = wait("rows");
  EXPECT_EQ(job["state"], "failed");
  EXPECT_NE(job["error"].get<std::string>().find("has not run"), std::string::npos) << job;
}

TEST_F(LongWorkTest, the_core_in_the_page_sends_who_asks_to_the_command_line) {
  open(false);
  make_rows("rows");
  for (const char* work : {"compare", "search"}) {
    const Answer refused = post("/projects/rows/job", {{"stages", {work}}});
    EXPECT_EQ(refused.status, 400);
    EXPECT_NE(refused.message().find("tadpole search PROJECT"), std::string::npos)
        << refused.message();
  }
  EXPECT_NE(search_row("rows")["refused"], "");
  EXPECT_NE(ask("GET", "/projects/rows/comparison").json["refused"], "");
}

TEST_F(LongWorkTest, a_detector_of_the_unusual_is_told_why_there_is_nothing_to_search_by) {
  ASSERT_EQ(post("/projects", {{"name", "beats"}, {"template", "anomaly"}}).status, 200);
  EXPECT_NE(search_row("beats")["refused"].get<std::string>().find("nothing unusual"),
            std::string::npos);
}

TEST_F(LongWorkTest, files_of_a_search_that_were_damaged_are_not_there) {
  make_rows("rows");
  run("rows", {"collect", "preprocess"});
  ASSERT_EQ(search("rows", {{"trials", "2"}}).status, 200);
  ASSERT_EQ(wait("rows")["state"], "done");
  const Path search = folder_ / "rows" / "search";
  ASSERT_TRUE(write_file(search / "options.json", "{\"options\":{\"trials\":\"-7\"}}").ok());
  ASSERT_TRUE(write_file(search / "pareto.json", "[[[").ok());
  Json row = search_row("rows");
  EXPECT_EQ(option_of(row["options"], "trials")["value"], "40");
  EXPECT_EQ(row["is_whole"], false);
  EXPECT_EQ(row["results"]["rows"].size(), 2U);
  const std::string journal = read_text(search / "history.jsonl").value();
  ASSERT_TRUE(write_file(search / "history.jsonl", "{\"candidate\":{}}\n\xFF\n" + journal).ok());
  EXPECT_EQ(search_row("rows")["results"]["rows"].size(), 2U);
  ASSERT_TRUE(write_file(search / "best.toml", "layers = = 3").ok());
  const Answer refused = ask("POST", "/projects/rows/search/best");
  EXPECT_EQ(refused.status, 400) << refused.body;
  EXPECT_NE(refused.message().find("best.toml"), std::string::npos) << refused.message();
}

}  // namespace
}  // namespace tadpole::workbench
