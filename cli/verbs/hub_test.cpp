// SPDX-License-Identifier: Apache-2.0
#include "cli/hub_test.h"

#include <algorithm>

namespace tadpole {
namespace {

// All that counts of a hub, as text.
std::string state_of(server::Store& store) {
  std::vector<std::string> lines;
  const auto page = store.events().read_since(0, 100000).value();
  for (const learning::Event& event : page.events) lines.push_back(learning::canonical_text(event));
  const auto accounts = store.accounts().value();
  for (const learning::Account& one : accounts) lines.push_back(one.id + " is " + one.nickname);
  std::sort(lines.begin(), lines.end());
  std::string all;
  for (const std::string& line : lines) all += line + "\n";
  return all;
}

TEST_F(HubVerbTest, hub_merges_laptops_in_any_order_to_the_same) {
  for (const char* name : {"1", "2", "3"}) {
    make_hub(std::string("laptop") + name, std::string("bo") + name + "xyz", "Bo", 4);
    ASSERT_EQ(run_line({"hub", "export", at(std::string(name) + ".events"), "--data",
                        at(std::string("laptop") + name)})
                  .status,
              0);
  }
  ASSERT_EQ(
      run_line({"hub", "merge", at("1.events"), at("2.events"), at("3.events"), "--data", at("a")})
          .status,
      0);
  const Printed other =
      run_line({"hub", "merge", at("3.events"), at("1.events"), at("3.events"), "--data", at("b")});
  EXPECT_NE(other.out.find("4 new events, 0 known, 0 refused; 1 new people"), std::string::npos)
      << other.out << other.err;
  const Printed last = run_line({"hub", "merge", folder_.string(), "--data", at("b"), "--json"});
  EXPECT_EQ(last.json()["added"], 4) << last.err;
  EXPECT_EQ(state_of(*store("a")), state_of(*store("b")));
  EXPECT_NE(state_of(*store("a")).find("bo1xyz is Bo\n"), std::string::npos);
  EXPECT_NE(state_of(*store("a")).find("bo3xyz is Bo bo3x\n"), std::string::npos);
}

TEST_F(HubVerbTest, hub_exports_only_what_is_newer) {
  make_hub("data", "ada1", "Ada", 3);
  const Printed first = run_line({"hub", "export", at("1"), "--data", at("data"), "--json"});
  const std::string cursor = std::to_string(first.json()["cursor"].get<int>());
  const auto event =
      learning::Device::temporary().sign("ada1", "unit.done", "w1", learning::Json::object());
  ASSERT_TRUE(store("data")->events().append({&event, 1}).ok());
  ASSERT_EQ(run_line({"hub", "export", at("2"), "--since", cursor, "--data", at("data")}).status,
            0);
  const auto taken = learning::memory_event_store();
  EXPECT_EQ(
      learning::import_archive(read_text(at("2")).value(), *taken, learning::Device::temporary())
          .value()
          .added,
      1U);
}

TEST_F(HubVerbTest, hub_refuses_strangers_when_asked_to_and_says_what_is_wrong) {
  make_hub("laptop", "ada1", "Ada", 2);
  make_hub("data", "bo1", "Bo", 1);
  ASSERT_EQ(run_line({"hub", "export", at("l.events"), "--data", at("laptop")}).status, 0);
  const Printed strict =
      run_line({"hub", "merge", at("l.events"), "--known-devices", "--data", at("data"), "--json"});
  EXPECT_EQ(strict.json()["files"][0]["refused"], 2) << strict.err;
  std::string text = read_text(at("l.events")).value();
  text.replace(text.find("\"w0\""), 4, "\"w9\"");
  ASSERT_TRUE(write_file(at("forged.events"), text).ok());
  EXPECT_NE(run_line({"hub", "merge", at("forged.events"), "--data", at("data")})
                .out.find("its signature does not fit"),
            std::string::npos);
  ASSERT_TRUE(write_file(at("text.events"), std::string_view("hello")).ok());
  EXPECT_NE(run_line({"hub", "merge", at("text.events"), "--data", at("data")})
                .err.find("text.events: this is no archive"),
            std::string::npos);
  EXPECT_NE(run_line({"hub", "merge", "--data", at("data")}).err.find("say which archives"),
            std::string::npos);
  EXPECT_NE(run_line({"hub", "export", "--data", at("data")}).err.find("say where to write"),
            std::string::npos);
  EXPECT_NE(run_line({"hub", "paint"}).err.find("say export or merge"), std::string::npos);
}

}  // namespace
}  // namespace tadpole
