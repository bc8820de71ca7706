// SPDX-License-Identifier: Apache-2.0
#include "learning/log/event_store.h"
#include "server/hub/test_hub.h"

namespace tadpole::server {
namespace {

class ArchiveTest : public HubTest {
 protected:
  Response send(const std::string& method, const std::string& target, const std::string& body,
                const std::string& cookie) {
    Request request = request_of(method, "/api/v1" + target, nullptr, cookie);
    request.body = body;
    return hub_->handle(request);
  }
};

TEST_F(ArchiveTest, what_another_hub_knows_counts_here_at_once) {
  const std::string host = sign_in("Host"), ada = sign_in("Ada");
  const std::string id = id_of(ada);
  EXPECT_NE(ask("GET", "/units/w1stages", nullptr, ada).json["siblings"][0]["state"], "done");
  const learning::Device laptop = learning::Device::temporary();
  std::string text;
  learning::ArchiveWriter writer("laptop", [&](const std::string& part) -> Outcome {
    text += part;
    return Done{};
  });
  ASSERT_TRUE(writer.person({"other1", "ada", 5}).ok());
  ASSERT_TRUE(writer.event(laptop.sign(id, "unit.done", "w1chip", Json::object())).ok());
  ASSERT_TRUE(writer.finish().ok());
  // Everybody can sign: whose device it is the host says.
  const Json stranger = Json::parse(send("POST", "/archive", text, host).body);
  EXPECT_EQ(stranger["added"], 0);
  EXPECT_EQ(stranger["refused"], 1);
  EXPECT_EQ(stranger["people"], 0);
  EXPECT_EQ(stranger["new_devices"][0], laptop.id());
  EXPECT_EQ(stranger["problems"][0], "line 3: its device " + laptop.id() +
                                         " is not known here; admit it if you know whose it is");
  EXPECT_NE(ask("GET", "/units/w1stages", nullptr, ada).json["siblings"][0]["state"], "done");
  EXPECT_EQ(send("POST", "/archive?devices=laptop", text, host).status, 400);
  const std::string other = learning::Device::temporary().id();
  EXPECT_EQ(Json::parse(send("POST", "/archive?devices=" + other, text, host).body)["refused"], 1);
  const Json report =
      Json::parse(send("POST", "/archive?devices=" + other + "," + laptop.id(), text, host).body);
  EXPECT_EQ(report["added"], 1);
  EXPECT_EQ(report["people"], 1);
  EXPECT_EQ(report["renamed"][0]["here"], "ada othe");
  EXPECT_EQ(report["new_devices"][0], laptop.id());
  EXPECT_EQ(ask("GET", "/units/w1stages", nullptr, ada).json["siblings"][0]["state"], "done");
  EXPECT_EQ(Json::parse(send("POST", "/archive", text, host).body)["known"], 1);
  EXPECT_EQ(ask("GET", "/audit", nullptr, host).json[0]["action"], "archive.imported");
}

TEST_F(ArchiveTest, goes_out_whole_or_from_a_cursor_on) {
  const std::string host = sign_in("Host");
  ask("POST", "/items/w1chip.q1/attempts", {{"response", {{"choice", "a"}}}}, host);
  const Response all = send("GET", "/archive", "", host);
  EXPECT_EQ(all.type, "application/x-ndjson");
  EXPECT_NE(all.body.find("\"Host\""), std::string::npos);
  const auto store = learning::memory_event_store();
  const auto taken = learning::import_archive(all.body, *store, hub_->device()).value();
  EXPECT_EQ(taken.added, 1U);
  EXPECT_TRUE(taken.complete && taken.problems.empty());
  const std::string cursor = all.headers.at(0).second;
  const Response newer = send("GET", "/archive?since=" + cursor, "", host);
  EXPECT_EQ(newer.body.find("item.attempted"), std::string::npos);
  EXPECT_EQ(send("GET", "/archive?since=x", "", host).status, 400);
}

TEST_F(ArchiveTest, is_for_those_who_teach_and_must_be_one) {
  const std::string host = sign_in("Host"), ada = sign_in("Ada");
  EXPECT_EQ(send("GET", "/archive", "", ada).status, 403);
  EXPECT_EQ(send("POST", "/archive", "x", ada).status, 403);
  EXPECT_NE(send("POST", "/archive", "x", host).body.find("no archive of events"),
            std::string::npos);
}

// The command line works on the same database: the hub notices within seconds.
TEST_F(ArchiveTest, what_another_process_did_is_noticed) {
  const std::string ada = sign_in("Ada");
  const std::string id = id_of(ada);
  EXPECT_EQ(ask("GET", "/units/w1chip", nullptr, ada).status, 200);
  const auto other = open_store(hub_->options().database).value();
  const learning::Event event =
      learning::Device::temporary().sign(id, "unit.done", "w1chip", Json::object());
  ASSERT_TRUE(other->events().append({&event, 1}).ok());
  ASSERT_TRUE(other->touch().ok());
  ::usleep(2100000);
  EXPECT_EQ(ask("GET", "/units/w1stages", nullptr, ada).json["siblings"][0]["state"], "done");
}

}  // namespace
}  // namespace tadpole::server
