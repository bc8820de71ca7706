// SPDX-License-Identifier: Apache-2.0
// What hostile and impatient users do.
#include "core/base/zip.h"
#include "core/data/image/picture.h"
#include "workbench/test_bench.h"

namespace tadpole::workbench {
namespace {

std::string text_of(const Bytes& bytes) { return {bytes.begin(), bytes.end()}; }
Bytes bytes_of(const std::string& text) { return {text.begin(), text.end()}; }

class AttackTest : public BenchTest {
 protected:
  std::string png(int level) {
    return text_of(write_png(blank_picture(8, 8, 1, static_cast<std::uint8_t>(level))));
  }
  std::string recipe_with(const std::string& more) {
    make_pictures("plain", 12);
    return ask("GET", "/projects/plain").json["recipe"].get<std::string>() + more;
  }
  Answer unpack(const std::string& name, const std::map<std::string, Bytes>& files) {
    return ask("POST", "/projects?archive=" + name, text_of(zip(files)));
  }
  void start_long(const std::string& name) {
    make_pictures(name, 12);
    post("/projects/" + name + "/options",
         {{"section", "train"}, {"name", "epochs"}, {"value", "100000"}});
    ASSERT_EQ(post("/projects/" + name + "/job", Json::object()).status, 200);
  }
  std::string job_state(const std::string& name) {
    return ask("GET", "/projects/" + name + "/job").json["state"];
  }
  bool becomes(const std::string& name, const std::string& state) {
    for (int i = 0; i < 1000 && job_state(name) != state; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    return job_state(name) == state;
  }
  bool learns(const std::string& name) {
    for (int i = 0; i < 1000; ++i) {
      if (!ask("GET", "/projects/" + name + "/job").json["curve"].empty()) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
  }
};

TEST_F(AttackTest, recordings_that_arrive_at_once_are_all_kept) {
  ASSERT_EQ(post("/projects", {{"name", "mine"}, {"template", "image"}}).status, 200);
  std::atomic<int> kept{0};
  std::vector<std::thread> tabs;
  for (int t = 0; t < 8; ++t) {
    tabs.emplace_back([&, t] {
      for (int i = 0; i < 4; ++i)
        kept += ask("POST", "/projects/mine/recordings?label=x", png(t * 4 + i)).status == 200;
    });
  }
  for (std::thread& tab : tabs) tab.join();
  EXPECT_EQ(kept, 32);
  EXPECT_EQ(ask("GET", "/projects/mine/samples").json["total"], 32);
  EXPECT_EQ(ask("GET", "/projects/mine").json["sources"].size(), 1U);
}

TEST_F(AttackTest, a_job_that_waits_for_its_turn_stops_and_is_deleted_at_once) {
  start_long("first");
  ASSERT_TRUE(learns("first"));
  start_long("second");
  start_long("third");
  EXPECT_EQ(job_state("second"), "queued");
  ask("POST", "/projects/second/job/stop");
  EXPECT_TRUE(becomes("second", "stopped"));
  EXPECT_EQ(ask("DELETE", "/projects/third").status, 200);
  EXPECT_EQ(job_state("first"), "running");
}

TEST_F(AttackTest, a_paused_training_lets_another_one_pass) {
  start_long("first");
  ASSERT_TRUE(learns("first"));
  ask("POST", "/projects/first/job/pause");
  start_long("second");
  ASSERT_TRUE(learns("second"));
  ask("POST", "/projects/first/job/go_on");
  EXPECT_EQ(job_state("first"), "queued") << "the other one is at work";
  ask("POST", "/projects/second/job/stop");
  EXPECT_TRUE(becomes("first", "running"));
}

TEST_F(AttackTest, deleting_while_it_learns_leaves_nothing_and_a_page_that_looks_on_is_safe) {
  start_long("gone");
  ASSERT_TRUE(learns("gone"));
  const std::shared_ptr<Job> seen = bench_->job("gone");
  EXPECT_EQ(ask("DELETE", "/projects/gone").status, 200);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "gone"));
  EXPECT_TRUE(seen->ended());
  EXPECT_EQ(post("/projects/gone/job", Json::object()).status, 404);
  EXPECT_FALSE(bench_->start("gone", JobWork()).ok());
}

TEST_F(AttackTest, deleting_while_many_networks_are_searched_leaves_nothing) {
  make_pictures("gone", 12);
  ASSERT_EQ(post("/projects/gone/job",
                 {{"stages", {"collect", "preprocess", "search"}},
                  {"options", {{"trials", "500"}, {"epochs", "500"}, {"workers", "2"}}}})
                .status,
            200);
  const auto tried = [&] { return !ask("GET", "/projects/gone/search").json["results"].is_null(); };
  for (int i = 0; i < 2000 && !tried(); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  ASSERT_TRUE(tried());
  EXPECT_EQ(ask("DELETE", "/projects/gone").status, 200);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "gone"));
}

TEST_F(AttackTest, the_best_network_of_a_stranger_brings_its_layers_and_nothing_else) {
  const std::string recipe = recipe_with("");
  const std::string best = recipe + "\n[[source]]\nimport = \"/etc\"\n";
  ASSERT_EQ(
      unpack("got", {{"tadpole.toml", bytes_of(recipe)}, {"search/best.toml", bytes_of(best)}})
          .status,
      200);
  const Answer taken = ask("POST", "/projects/got/search/best");
  ASSERT_EQ(taken.status, 200) << taken.message();
  EXPECT_EQ(taken.json["recipe"].get<std::string>().find("/etc"), std::string::npos);
  EXPECT_EQ(taken.json["sources"].size(), 1U);
}

TEST_F(AttackTest, who_listens_hears_the_present_state) {
  start_long("heard");
  ASSERT_TRUE(learns("heard"));
  const auto stream = bench_->listen("heard");
  ask("POST", "/projects/heard/job/stop");
  ASSERT_TRUE(becomes("heard", "stopped"));
  const std::string told = stream->take().text;
  EXPECT_NE(told.find("\"state\":\"running\""), std::string::npos);
  EXPECT_NE(told.find("\"curve\":[{"), std::string::npos) << "who listens again misses no epoch";
  EXPECT_GT(told.rfind("\"state\":\"stopped\""), told.rfind("\"state\":\"running\""));
}

TEST_F(AttackTest, without_threads_a_paused_job_does_not_hold_up_the_next) {
  open(false);
  start_long("paused");
  bench_->work(10);
  ask("POST", "/projects/paused/job/pause");
  make_pictures("waits", 12);
  post("/projects/waits/job", {{"stages", {"collect"}}});
  EXPECT_EQ(wait("waits")["state"], "done");
}

TEST_F(AttackTest, an_archive_that_fails_leaves_no_folder) {
  const Bytes recipe = bytes_of(recipe_with(""));
  EXPECT_EQ(unpack("left", {{"a", {1}}, {"a/b", {1}}, {"tadpole.toml", recipe}}).status, 500);
  EXPECT_EQ(unpack("left", {{std::string(300, 'x'), {1}}, {"tadpole.toml", recipe}}).status, 500);
  EXPECT_EQ(unpack("left", {{"./b", {1}}, {"tadpole.toml", recipe}}).status, 400);
  EXPECT_EQ(unpack("left", {{"tadpole.toml", recipe}}).status, 200);
}

// The directory names the same bytes again and again. Source: Fifield, A better zip bomb, 2019.
TEST_F(AttackTest, an_archive_is_no_larger_than_its_files) {
  const Bytes one = zip({{"a", Bytes(10000, 0)}});
  const std::size_t local = 30 + 1 + 10000, entry = 46 + 1;
  Bytes bomb(one.begin(), one.begin() + static_cast<std::ptrdiff_t>(local));
  for (int i = 0; i < 50; ++i) {
    bomb.insert(bomb.end(), one.begin() + static_cast<std::ptrdiff_t>(local),
                one.begin() + static_cast<std::ptrdiff_t>(local + entry));
  }
  bomb.insert(bomb.end(), one.end() - 22, one.end());
  const auto files = unzip(bomb);
  ASSERT_FALSE(files.ok());
  EXPECT_NE(files.error().message.find("larger than itself"), std::string::npos);
}

TEST_F(AttackTest, an_archive_of_a_stranger_reads_nothing_of_this_machine) {
  for (const char* path : {"/etc", "../plain", "recordings/../../plain", "not-in-the-archive"}) {
    const Answer refused =
        unpack("evil",
               {{"tadpole.toml",
                 bytes_of(recipe_with(std::string("\n[[source]]\nimport = \"") + path + "\"\n"))}});
    EXPECT_EQ(refused.status, 400) << path;
    EXPECT_NE(refused.message().find("not in the archive"), std::string::npos) << refused.message();
    ask("DELETE", "/projects/plain");
  }
  const Bytes recipe = bytes_of(recipe_with("\n[[source]]\nimport = \"recordings\"\n"));
  const Answer listed =
      unpack("evil", {{"tadpole.toml", recipe},
                      {"recordings/manifest.csv", bytes_of("file,label\n/etc/passwd.png,x\n")}});
  EXPECT_EQ(listed.status, 400);
  EXPECT_NE(listed.message().find("/etc/passwd.png"), std::string::npos);
  EXPECT_EQ(unpack("good", {{"tadpole.toml", recipe},
                            {"recordings/manifest.csv", bytes_of("file,label\na.png,x\n")}})
                .status,
            200);
}

// No list of recordings, but one of tables: without a column of labels, or with a line too short.
TEST_F(AttackTest, a_list_of_tables_of_a_stranger_reads_nothing_of_this_machine) {
  ASSERT_TRUE(write_file(folder_ / "secret.csv", std::string_view("a,b\n1,x\n2,y\n")).ok());
  ASSERT_EQ(post("/projects", {{"name", "rows"}, {"template", "table"}}).status, 200);
  const std::string recipe = ask("GET", "/projects/rows").json["recipe"].get<std::string>() +
                             "\n[[source]]\nimport = \"set\"\n";
  int count = 0;
  for (const char* list : {"file\n../../secret.csv\n", "file,label\n../../secret.csv\n"}) {
    const std::string name = "evil" + std::to_string(++count);
    ASSERT_EQ(
        unpack(name, {{"tadpole.toml", bytes_of(recipe)}, {"set/manifest.csv", bytes_of(list)}})
            .status,
        200);
    post("/projects/" + name + "/job", {{"stages", {"collect"}}});
    const Json job = wait(name);
    EXPECT_EQ(job["state"], "failed") << job.dump();
    EXPECT_NE(job.dump().find("names no file below the manifest's folder"), std::string::npos)
        << job.dump();
  }
}

TEST_F(AttackTest, names_and_labels_are_texts) {
  const Bytes recipe = bytes_of(recipe_with(""));
  EXPECT_EQ(unpack("%FF%FE", {{"tadpole.toml", recipe}}).status, 400);
  EXPECT_EQ(
      post("/projects", {{"name", "gr\xC3\xBC\xC3\x9F \xF0\x9F\x90\xB8"}, {"template", "image"}})
          .status,
      200);
  for (const char* label : {"%FF", "%20", "a%0Ab"})
    EXPECT_EQ(ask("POST", std::string("/projects/plain/recordings?label=") + label, png(1)).status,
              400)
        << label;
  const Answer kept = ask("POST", "/projects/plain/recordings?label=%20..%2Fa%2C%22b%20", png(1));
  ASSERT_EQ(kept.status, 200);
  EXPECT_EQ(kept.json["label"], "../a,\"b");
  EXPECT_EQ(ask("GET", "/projects/plain/samples").json["samples"][0]["label"], "../a,\"b");
  const std::string id = kept.json["id"];
  EXPECT_EQ(post("/projects/plain/samples", {{"ids", {id}}, {"label", " "}}).status, 400);
}

TEST_F(AttackTest, a_manifest_damaged_by_hand_is_a_problem_with_its_line) {
  make_pictures("shapes", 12);
  for (const char* file : {"/etc/hostname.png", "../tadpole.toml", "noending"}) {
    ASSERT_TRUE(write_file(folder_ / "shapes/recordings/manifest.csv",
                           std::string("file,label\n") + file + ",x\n")
                    .ok());
    const std::string problem = ask("GET", "/projects/shapes").json["problem"];
    EXPECT_NE(problem.find("manifest.csv:2: found '"), std::string::npos) << problem;
    const Answer kept_back = ask("GET", "/projects/shapes/samples/noending/file");
    EXPECT_NE(kept_back.message().find("expected the name of a recording"), std::string::npos);
  }
}

TEST_F(AttackTest, files_damaged_since_they_were_collected_are_a_problem_that_is_told) {
  make_pictures("shapes", 12);
  post("/projects/shapes/job", {{"stages", {"collect"}}});
  ASSERT_EQ(wait("shapes")["state"], "done");
  EXPECT_EQ(ask("GET", "/projects/shapes").json["problem"], "");
  ASSERT_TRUE(write_file(folder_ / "shapes/edits.csv", "no hex digits,x\n").ok());
  const std::string edits = ask("GET", "/projects/shapes").json["problem"];
  EXPECT_NE(edits.find("edits.csv:1: expected the 16 hex digits"), std::string::npos) << edits;
  ASSERT_TRUE(write_file(folder_ / "shapes/edits.csv", "sample,label\n").ok());
  ASSERT_TRUE(write_file(folder_ / "shapes/dataset/samples.bin", "cut").ok());
  const std::string cut = ask("GET", "/projects/shapes").json["problem"];
  EXPECT_NE(cut.find("is damaged"), std::string::npos) << cut;
  EXPECT_EQ(ask("GET", "/projects/shapes/samples").status, 200);
}

}  // namespace
}  // namespace tadpole::workbench
