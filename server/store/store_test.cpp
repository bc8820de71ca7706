// SPDX-License-Identifier: Apache-2.0
#include "server/store/store.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <set>
#include <thread>

#include "server/store/test_database.h"

namespace tadpole::server {
namespace {

using learning::Device;
using learning::Event;

enum class Home { sqlite, postgres };

// Every test runs on each database.
class StoreTest : public testing::TestWithParam<Home> {
 protected:
  void SetUp() override {
    if (GetParam() == Home::postgres) TADPOLE_SKIP_WITHOUT_POSTGRES();
    const std::string name = testing::UnitTest::GetInstance()->current_test_info()->name();
    folder_ =
        std::filesystem::temp_directory_path() /
        ("tadpole_store_" + std::to_string(::getpid()) + "_" + name.substr(0, name.find('/')));
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    address_ = fresh("hub.db");
    store_ = open();
  }
  void TearDown() override {
    store_.reset();
    if (!folder_.empty()) std::filesystem::remove_all(folder_);
  }
  std::string fresh(const char* file) const {
    return GetParam() == Home::sqlite ? "sqlite:" + (folder_ / file).string()
                                      : TestPostgres::fresh_database();
  }
  std::unique_ptr<Store> open() const { return open_store(address_).value(); }
  Event event(const std::string& who, const std::string& where = "w1") const {
    return device_.sign(who, "unit.opened", where, {{"n", 1}});
  }

  Path folder_;
  std::string address_;
  Device device_ = Device::temporary();
  std::unique_ptr<Store> store_;
};
INSTANTIATE_TEST_SUITE_P(on, StoreTest, testing::Values(Home::sqlite, Home::postgres),
                         [](const auto& one) {
                           return std::string(one.param == Home::sqlite ? "sqlite" : "postgres");
                         });

TEST_P(StoreTest, events_come_back_as_they_were_signed_and_count_once) {
  const std::vector<Event> events = {event("ada"), event("bo", "w2"), event("ada", "w3")};
  EXPECT_EQ(store_->events().append(events).value(), 3U);
  EXPECT_EQ(store_->events().append(events).value(), 0U);
  store_.reset();
  store_ = open();
  const std::vector<Event> of_ada = store_->events().of_learner("ada").value();
  ASSERT_EQ(of_ada.size(), 2U);
  for (const Event& one : of_ada) EXPECT_EQ(learning::verify(one), "");
  EXPECT_EQ(of_ada[1].where, "w3");
  EXPECT_EQ(store_->events().latest().value(), events[2].clock);
  const auto page = store_->events().read_since(0, 2).value();
  EXPECT_EQ(page.events.size(), 2U);
  EXPECT_EQ(store_->events().read_since(page.cursor, 10).value().events.at(0).id, events[2].id);
}

TEST_P(StoreTest, of_two_events_of_a_device_under_one_id_the_same_is_kept_in_any_order) {
  const std::string id = "01HZZZZZZZZZZZZZZZZZZZZZZZ";
  const Device other = Device::temporary();
  const Event early = device_.sign("ada", "unit.opened", "w1", {{"n", 1}}, id),
              late = device_.sign("ada", "unit.done", "w2", {{"n", 2}}, id),
              foreign = other.sign("ada", "unit.done", "w3", {{"n", 3}}, id);
  const auto kept = [&](const std::vector<Event>& order) {
    const auto store =
        open_store(fresh(("order" + order[0].where + order[1].where).c_str())).value();
    std::int64_t cursor = 0;
    std::set<std::string> places;
    for (const Event& one : order) {
      EXPECT_TRUE(store->events().append({&one, 1}).ok());
      const auto page = store->events().read_since(cursor, 10).value();
      cursor = page.cursor;  // a reader that follows
      for (const Event& seen : page.events) places.insert(seen.where);
    }
    EXPECT_TRUE(places.contains("w1"));  // also when it took another's place
    std::set<std::string> signatures;
    const std::vector<Event> of_ada = store->events().of_learner("ada").value();
    for (const Event& one : of_ada) signatures.insert(one.signature);
    return signatures;
  };
  const std::set<std::string> expected = {early.signature, foreign.signature};
  EXPECT_EQ(kept({early, late, foreign}), expected);
  EXPECT_EQ(kept({late, early, foreign}), expected);
  EXPECT_EQ(kept({foreign, late, early}), expected);
}

TEST_P(StoreTest, an_event_with_a_zero_byte_is_refused_alone) {
  const Event bad = event(std::string("a\0b", 3)), good = event("ada");
  EXPECT_NE(store_->events().append({&bad, 1}).error().message.find("zero byte"),
            std::string::npos);
  EXPECT_EQ(store_->events().append({&good, 1}).value(), 1U);
  EXPECT_TRUE(store_->events().knows_device(good.public_key).value());
  EXPECT_FALSE(store_->events().knows_device("other").value());
}

// Two processes (a hub and a merge) write; one reads on behind its cursor and misses nothing.
TEST_P(StoreTest, a_reader_behind_two_writers_misses_no_event) {
  const auto second = open();
  std::atomic<int> writing = 2;
  const auto write = [&](Store& store, const std::string& who) {
    const Device device = Device::temporary();
    for (int i = 0; i < 60; ++i) {
      std::vector<Event> some;
      for (int k = 0; k <= i % 7; ++k) some.push_back(device.sign(who, "unit.opened", "w1", {}));
      EXPECT_EQ(store.events().append(some).value(), some.size());
    }
    --writing;
  };
  std::thread one([&] { write(*store_, "ada"); }), two([&] { write(*second, "bo"); });
  const auto reader = open();
  std::set<std::string> seen;
  std::int64_t cursor = 0;
  for (bool last = false; !last;) {
    last = writing == 0;
    auto page = reader->events().read_since(cursor, 1000).value();
    EXPECT_GE(page.cursor, cursor);
    cursor = page.cursor;
    for (const Event& event : page.events) seen.insert(event.id);
  }
  one.join();
  two.join();
  EXPECT_EQ(seen.size(), reader->events().count().value());
}

TEST_P(StoreTest, an_erased_learner_does_not_come_back) {
  const std::vector<Event> events = {event("ada"), event("bo")};
  ASSERT_TRUE(store_->events().append(events).ok());
  EXPECT_EQ(store_->events().erase_learner("ada").value(), 1U);
  EXPECT_EQ(store_->events().append(events).value(), 0U);
  EXPECT_TRUE(store_->events().erased("ada").value());
  EXPECT_FALSE(store_->events().erased("bo").value());
  EXPECT_TRUE(store_->events().of_learner("ada").value().empty());
  EXPECT_EQ(store_->events().count().value(), 1U);
}

TEST_P(StoreTest, eight_threads_lose_nothing) {
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 50; ++i) {
        const Event one = event("learner" + std::to_string(t));
        ASSERT_EQ(store_->events().append({&one, 1}).value(), 1U);
        ASSERT_TRUE(store_->put_session({"s" + std::to_string(t * 100 + i), "a", 1}).ok());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(store_->events().count().value(), 400U);
}

TEST_P(StoreTest, accounts_have_names_of_their_own) {
  ASSERT_TRUE(store_->put_account({"id1", "Ada", {"learner", "host"}, "hash", 5}).ok());
  EXPECT_EQ(store_->put_account({"id2", "ada", {"learner"}, "", 6}).error().message,
            "The name 'ada' is taken; choose another.");
  EXPECT_EQ(store_->account_named("ADA").value()->id, "id1");
  EXPECT_EQ(store_->account("id1").value()->roles, (std::vector<std::string>{"learner", "host"}));
  EXPECT_FALSE(store_->account("none").value());
  ASSERT_TRUE(store_->put_account({"id1", "Ada L", {}, "", 5}).ok());  // renamed, no roles
  EXPECT_TRUE(store_->account("id1").value()->roles.empty());
  EXPECT_EQ(store_->accounts().value().size(), 1U);
}

TEST_P(StoreTest, sessions_classes_and_members_go_with_their_account) {
  ASSERT_TRUE(store_->put_account({"id1", "Ada", {"learner"}, "", 5}).ok());
  ASSERT_TRUE(store_->put_session({"hash", "id1", 99}).ok());
  ASSERT_TRUE(store_->put_classroom({"c1", "Class 7b", "teacher", "ABCDEF", 1, 24}).ok());
  ASSERT_TRUE(store_->put_member({"c1", "id1", "learner", 3}).ok());
  EXPECT_EQ(store_->session("hash").value()->account, "id1");
  EXPECT_EQ(store_->members().value().at(0).extension_days, 3);
  EXPECT_EQ(store_->classrooms().value().at(0).grace_hours, 24);
  ASSERT_TRUE(store_->erase_account("id1").ok());
  EXPECT_FALSE(store_->session("hash").value());
  EXPECT_TRUE(store_->members().value().empty());
  ASSERT_TRUE(store_->audit({7, "ada", "did", "that", "::1"}).ok());
  EXPECT_EQ(store_->audit_log(10).value().at(0).action, "did");
}

TEST_P(StoreTest, names_change_hands_only_all_at_once) {
  ASSERT_TRUE(store_->put_account({"id1", "Ada", {"learner"}, "", 5}).ok());
  ASSERT_TRUE(store_->put_account({"id2", "Bo", {"learner"}, "", 6, "Ada"}).ok());
  const learning::Account both[] = {{"id1", "Bo", {"learner"}, "", 5},
                                    {"id2", "Ada", {"learner"}, "", 6, "Ada"}};
  ASSERT_TRUE(store_->put_accounts(both).ok());
  EXPECT_EQ(store_->account_named("ada").value()->id, "id2");
  EXPECT_EQ(store_->account_named("ada").value()->came_as, "Ada");
  const learning::Account twice[] = {{"id1", "Cy", {}, "", 5}, {"id2", "Cy", {}, "", 6}};
  EXPECT_FALSE(store_->put_accounts(twice).ok());
  EXPECT_EQ(store_->account_named("bo").value()->id, "id1");  // nothing of it happened
}

TEST_P(StoreTest, another_process_is_noticed) {
  EXPECT_EQ(store_->touches().value(), 0);
  const auto other = open();
  ASSERT_TRUE(other->touch().ok());
  ASSERT_TRUE(other->touch().ok());
  EXPECT_EQ(store_->touches().value(), 2);
}

// An address typed by hand may hold any bytes.
TEST_P(StoreTest, bytes_that_are_no_text_find_nobody) {
  const auto found = store_->account("a\xed\xa0\x80\xff");
  EXPECT_TRUE(found.ok() ? !found.value() : found.error().kind == ErrorKind::wrong_use);
  EXPECT_TRUE(store_->search("loss \xed\xa0\x80 \xe0\x80\xa7 \xff", 10).ok());
}

// Expected by hand: what a reader of each language would look for.
TEST_P(StoreTest, search_takes_any_script) {
  const std::vector<SearchRow> rows = {
      {"c", "w1", "w1.a", "学習", "機械学習は楽しい。モデルを訓練する。"},
      {"c", "w2", "w2.a", "Обучение", "Модель учится на ПРИМЕРАХ, ещё и ещё."},
      {"c", "w3", "w3.a", "Lernen", "Größe und Übung, ŁÓDŹ, Việt Nam"},
      {"c", "w4", "w4.a", "تعلم", "تعلم الآلة سهل"},
      {"c", "w5", "w5.a", "सीखना", "मशीन सीखती है"}};
  ASSERT_TRUE(store_->replace_search(rows).ok());
  const auto found = [&](const char* words) {
    std::string units;
    const std::vector<SearchHit> hits = store_->search(words, 10).value();
    for (const SearchHit& hit : hits) units += hit.unit + " ";
    return units;
  };
  EXPECT_EQ(found("学習"), "w1 ");
  EXPECT_EQ(found("訓練"), "w1 ");
  EXPECT_EQ(found("練訓"), "");
  EXPECT_EQ(found("примерах"), "w2 ");
  EXPECT_EQ(found("ЕЩЕ"), "w2 ");
  EXPECT_EQ(found("ubung größe"), "w3 ");
  EXPECT_EQ(found("lodz viet"), "w3 ");
  EXPECT_EQ(found("الآلة"), "w4 ");
  EXPECT_EQ(found("सीख"), "w5 ");
  EXPECT_EQ(store_->search("訓練", 10).value().at(0).snippet_html,
            "機械学習は楽しい。モデルを<mark>訓練</mark>する。");
}

TEST_P(StoreTest, search_finds_beginnings_of_words_and_takes_no_commands) {
  const std::vector<SearchRow> rows = {
      {"c", "w1", "w1.a", "Loss", "How wrong is the model? <b>Measure</b> it."},
      {"c", "w2", "w2.a", "Gradient", "Walk downhill over the loss. Café."}};
  ASSERT_TRUE(store_->replace_search(rows).ok());
  const auto hits = store_->search("measu", 10).value();
  ASSERT_EQ(hits.size(), 1U);
  EXPECT_EQ(hits[0].unit, "w1");
  EXPECT_EQ(hits[0].snippet_html,
            "How wrong is the model? &lt;b&gt;<mark>Measure</mark>&lt;/b&gt; it.");
  EXPECT_EQ(store_->search("loss", 10).value().at(0).unit, "w1");  // the title counts more
  EXPECT_EQ(store_->search("cafe", 10).value().size(), 1U);
  for (const char* odd : {"", "\"", "loss AND", "NEAR(", "a OR *", "-", "title:", "')--"})
    EXPECT_TRUE(store_->search(odd, 10).ok()) << odd;
  ASSERT_TRUE(store_->replace_search({}).ok());
  EXPECT_TRUE(store_->search("loss", 10).value().empty());
}

// A process that appends is killed at a moment of chance; every event it was told to be safe is
// there.
TEST_P(StoreTest, no_acknowledged_event_is_lost_when_the_process_is_killed) {
  store_.reset();
  std::set<std::string> acknowledged;
  for (int round = 0; round < 6; ++round) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      const auto store = open_store(address_);
      const Device device = Device::temporary();
      for (int i = 0; store.ok(); ++i) {
        const Event one =
            device.sign("ada", "unit.opened", "w" + std::to_string(i), learning::Json::object());
        if (store.value()->events().append({&one, 1}).ok() &&
            ::write(ends[1], one.id.data(), 26) != 26)
          break;
      }
      ::_exit(1);
    }
    ::close(ends[1]);
    ::usleep(150000 + 37000 * static_cast<unsigned>(round));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    char id[26];
    while (::read(ends[0], id, sizeof id) == static_cast<ssize_t>(sizeof id))
      acknowledged.insert(std::string(id, sizeof id));
    ::close(ends[0]);
  }
  EXPECT_GT(acknowledged.size(), 10U);
  const auto store = open();
  const std::vector<Event> kept = store->events().of_learner("ada").value();
  for (const Event& one : kept) acknowledged.erase(one.id);
  EXPECT_TRUE(acknowledged.empty());
}

// What is no database, and what cannot be reached, is said in a sentence.
TEST(Addresses, that_are_none_are_refused_without_their_passwords) {
  const auto refusal = [](const std::string& address) {
    const auto opened = open_store(address);
    return opened.ok() ? "" : opened.error().message;
  };
  const Path text = std::filesystem::temp_directory_path() / "tadpole_store_text";
  ASSERT_TRUE(write_file(text, std::string_view("hello, I am a text of some length")).ok());
  EXPECT_NE(refusal("sqlite:" + text.string()).find("is no database of a hub"), std::string::npos);
  std::filesystem::remove(text);
  EXPECT_NE(refusal("sqlite:/no/such/folder/hub.db").find("cannot be opened"), std::string::npos);
  EXPECT_NE(refusal("mysql://x:hush-hush@h").find("'mysql' begins no address"), std::string::npos);
  for (const char* address :
       {"postgresql://ada:hush-hush@127.0.0.1:1/hub",
        "postgresql://ada:hush-hush@127.0.0.1:bad/hub",
        "postgresql://ada:hush-hush@/hub?host=/none", "postgresql://ada:hush-hush@h/%zz",
        "postgresql://ada@/hub?host=/none&password=hush-hush", "mysql://x:hush-hush@h"}) {
    EXPECT_FALSE(refusal(address).empty()) << address;
    EXPECT_EQ(refusal(address).find("hush"), std::string::npos) << refusal(address);
  }
}

TEST(Sqlite, a_database_of_the_first_release_keeps_its_events_and_cursors) {
  const Path file = std::filesystem::temp_directory_path() /
                    ("tadpole_old_" + std::to_string(::getpid()) + ".db");
  std::filesystem::remove(file);
  const Device device = Device::temporary();
  const Event event = device.sign("ada", "unit.opened", "w1", learning::Json::object());
  {
    const auto db = connect("sqlite:" + file.string()).value();
    ASSERT_TRUE(db->run(db->migrations()[0]).ok());
    ASSERT_TRUE(db->run("PRAGMA user_version = 1; INSERT INTO learners VALUES(1, 'ada');").ok());
    ASSERT_TRUE(db->run("INSERT INTO devices VALUES(1, '" + event.device + "', '" +
                        event.public_key + "');")
                    .ok());
    ASSERT_TRUE(db->run("INSERT INTO events VALUES(41, '" + event.id + "', 1, " +
                        std::to_string(event.clock.wall_ms) +
                        ", 0, 1, 'unit.opened', 'w1', '{}', '" + event.signature +
                        "'); DELETE FROM sqlite_sequence; INSERT INTO "
                        "sqlite_sequence VALUES('events', 77);")
                    .ok());
  }
  {
    const auto store = open_store("sqlite:" + file.string()).value();
    EXPECT_EQ(store->events().read_since(0, 9).value().cursor, 41);
    EXPECT_EQ(store->events().of_learner("ada").value().at(0).signature, event.signature);
    const Event next = device.sign("ada", "unit.done", "w1", learning::Json::object());
    ASSERT_TRUE(store->events().append({&next, 1}).ok());
    EXPECT_EQ(store->events().read_since(0, 9).value().cursor, 78);
  }
  for (const char* more : {"", "-wal", "-shm"}) std::filesystem::remove(file.string() + more);
}

TEST(Sqlite, a_database_of_a_newer_program_is_left_alone) {
  const Path file = std::filesystem::temp_directory_path() /
                    ("tadpole_new_" + std::to_string(::getpid()) + ".db");
  ASSERT_TRUE(connect("sqlite:" + file.string()).value()->run("PRAGMA user_version = 99").ok());
  EXPECT_NE(open_store("sqlite:" + file.string()).error().message.find("by a newer Tadpole"),
            std::string::npos);
  for (const char* more : {"", "-wal", "-shm"}) std::filesystem::remove(file.string() + more);
}

// The server ends every connection; what is asked next comes back all the same.
TEST(Postgres, a_lost_connection_is_made_once_more) {
  TADPOLE_SKIP_WITHOUT_POSTGRES();
  const std::string address = TestPostgres::fresh_database();
  const auto store = open_store(address).value();
  const auto cut = [] {
    return connect(TestPostgres::address("postgres"))
        .value()
        ->run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = "
            "'tadpole' AND pid <> pg_backend_pid(); SELECT pg_sleep(0.2);");
  };
  const Device device = Device::temporary();
  for (int round = 0; round < 3; ++round) {
    const Event one = device.sign("ada", "unit.opened", "w1", {{"n", round}});
    ASSERT_TRUE(cut().ok());
    EXPECT_EQ(store->events().append({&one, 1}).value(), 1U);
    ASSERT_TRUE(cut().ok());
    EXPECT_EQ(store->events().of_learner("ada").value().size(), round + 1U);
    EXPECT_TRUE(store->put_account({"id1", "Ada", {"learner"}, "", 5}).ok());
    EXPECT_TRUE(store->accounts().ok());
  }
}

TEST(Postgres, a_server_that_stays_away_is_said_in_one_sentence) {
  TADPOLE_SKIP_WITHOUT_POSTGRES();
  const std::string name = "gone" + std::to_string(::getpid());
  const auto all = connect(TestPostgres::address("postgres")).value();
  ASSERT_TRUE(all->run("CREATE DATABASE " + name).ok());
  const auto store = open_store(TestPostgres::address(name)).value();
  ASSERT_TRUE(all->run("DROP DATABASE " + name + " WITH (FORCE)").ok());
  const std::string message = store->accounts().error().message;
  EXPECT_NE(message.find("was lost and does not come back"), std::string::npos) << message;
  EXPECT_NE(message.find("then try again"), std::string::npos) << message;
}

TEST(Postgres, a_database_of_another_encoding_is_refused) {
  TADPOLE_SKIP_WITHOUT_POSTGRES();
  const std::string name = "latin" + std::to_string(::getpid());
  ASSERT_TRUE(connect(TestPostgres::address("postgres"))
                  .value()
                  ->run("CREATE DATABASE " + name + " ENCODING 'LATIN1' TEMPLATE template0")
                  .ok());
  EXPECT_NE(open_store(TestPostgres::address(name)).error().message.find("keeps texts as LATIN1"),
            std::string::npos);
}

}  // namespace
}  // namespace tadpole::server
