// SPDX-License-Identifier: Apache-2.0
#include "server/store/backup.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "server/store/backup_file.h"
#include "server/store/store.h"
#include "server/store/tables.h"
#include "server/store/test_database.h"

namespace tadpole::server {
namespace {

using learning::Device;
using learning::Event;
using nlohmann::json;

enum class Home { inside, sqlite, postgres };
const char* name_of(Home home) {
  return home == Home::inside ? "inside" : home == Home::sqlite ? "sqlite" : "postgres";
}

class BackupTest : public testing::TestWithParam<std::tuple<Home, Home>> {
 protected:
  void SetUp() override {
    const auto [from, to] = GetParam();
    if (from == Home::postgres || to == Home::postgres) TADPOLE_SKIP_WITHOUT_POSTGRES();
    folder_ = std::filesystem::temp_directory_path() /
              ("tadpole_backup_" + std::to_string(::getpid()) + name_of(from) + name_of(to));
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    from_ = place("from", from);
    to_ = place("to", to);
    fill();
  }
  void TearDown() override {
    if (!folder_.empty()) std::filesystem::remove_all(folder_);
  }
  HubPlace place(const std::string& name, Home home) const {
    HubPlace place{"", folder_ / name};
    if (home == Home::sqlite) place.database = "sqlite:" + (folder_ / (name + ".db")).string();
    if (home == Home::postgres) place.database = TestPostgres::fresh_database();
    return place;
  }
  void fill() {
    std::filesystem::create_directories(from_.data / "courses-1.0");
    ASSERT_TRUE(write_file(from_.data / "device.key", std::string_view("secret\n")).ok());
    ASSERT_TRUE(write_file(from_.data / "courses-1.0/program.yaml", std::string_view("x")).ok());
    sound_ = std::string(700000, 'a') + std::string("\0\n\xff", 3);
    ASSERT_TRUE(write_file(from_.data / "media/ada/sound.wav", sound_).ok());
    ASSERT_TRUE(write_file(from_.data / "media/empty", std::string_view()).ok());
    const auto store = open_store(from_.address()).value();
    for (int i = 0; i < 300; ++i)
      events_.push_back(
          device_.sign(i % 2 ? "ada" : "bo", "unit.opened", "w\n\"ü", {{"score", 0.1}}));
    ASSERT_TRUE(store->events().append(events_).ok());
    ASSERT_TRUE(store->events().erase_learner("bo").ok());
    ASSERT_TRUE(store->put_account({"ada", "Ada", {"learner", "host"}, "hash", 5, "Adele"}).ok());
    ASSERT_TRUE(store->put_classroom({"c1", "7b", "ada", "ABCDEF", 1, 24}).ok());
    ASSERT_TRUE(store->put_member({"c1", "ada", "learner", 3}).ok());
    ASSERT_TRUE(store->put_session({"token", "ada", 99}).ok());
    ASSERT_TRUE(store->audit({7, "ada", "did", "that", "::1"}).ok());
  }
  std::vector<json> rows_of(const HubPlace& place) const {
    std::vector<json> rows;
    const auto db = open_database(place.address()).value();
    EXPECT_TRUE(db->begin_reading().ok());
    EXPECT_TRUE(dump_rows(*db, [&](const json& row) -> Outcome {
                  rows.push_back(row);
                  return Done{};
                }).ok());
    return rows;
  }

  Path folder_;
  HubPlace from_, to_;
  Device device_ = Device::temporary();
  std::vector<Event> events_;
  std::string sound_;
};
INSTANTIATE_TEST_SUITE_P(from, BackupTest,
                         testing::Values(std::tuple(Home::inside, Home::inside),
                                         std::tuple(Home::inside, Home::postgres),
                                         std::tuple(Home::postgres, Home::inside),
                                         std::tuple(Home::postgres, Home::postgres),
                                         std::tuple(Home::sqlite, Home::sqlite)),
                         [](const auto& one) {
                           return std::string(name_of(std::get<0>(one.param))) + "_to_" +
                                  name_of(std::get<1>(one.param));
                         });

TEST_P(BackupTest, every_row_and_file_comes_back_and_the_hub_goes_on) {
  const auto running = open_store(from_.address()).value();  // a hub that works meanwhile
  const Path file = folder_ / "hub.tadpole";
  const BackupReport out = backup(file, from_).value();
  EXPECT_EQ(out.events, 150U);
  EXPECT_EQ(out.files, 3U);  // key, sound, empty: courses come from the program
  struct stat about {};
  ASSERT_EQ(::stat(file.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777U, 0600U);
  const BackupReport in = restore(file, to_).value();
  EXPECT_EQ(in.rows, out.rows);
  EXPECT_EQ(in.files, 3U);
  EXPECT_EQ(rows_of(to_), rows_of(from_));
  EXPECT_EQ(read_text(to_.data / "media/ada/sound.wav").value(), sound_);
  EXPECT_EQ(read_text(to_.data / "media/empty").value(), "");
  EXPECT_FALSE(std::filesystem::exists(to_.data / "courses-1.0"));
  const auto store = open_store(to_.address()).value();
  const std::vector<Event> of_ada = store->events().of_learner("ada").value();
  for (const Event& one : of_ada) EXPECT_EQ(learning::verify(one), "");
  const std::int64_t last = store->events().read_since(0, 1000).value().cursor;
  const Event next = device_.sign("ada", "unit.done", "w1", json::object());
  EXPECT_EQ(store->events().append({&next, 1}).value(), 1U);
  EXPECT_GT(store->events().read_since(last, 9).value().cursor, last);
  EXPECT_EQ(store->events().append(events_).value(), 0U);  // bo stays erased
}

TEST_P(BackupTest, nothing_that_is_there_is_written_over) {
  const Path file = folder_ / "hub.tadpole";
  ASSERT_TRUE(backup(file, from_).ok());
  EXPECT_NE(backup(file, from_).error().message.find("is there already"), std::string::npos);
  EXPECT_NE(restore(file, from_).error().message.find("in it already"), std::string::npos);
  ASSERT_TRUE(restore(file, to_).ok());
  EXPECT_NE(restore(file, to_).error().message.find("in it already"), std::string::npos);
}

// Killed at a moment of chance: nothing is there or all of it, and once more brings it to its end.
TEST_P(BackupTest, a_restore_that_is_killed_is_whole_or_not_at_all) {
  const Path file = folder_ / "hub.tadpole";
  ASSERT_TRUE(backup(file, from_).ok());
  for (unsigned wait = 500; wait < 120000; wait = wait * 2) {
    const HubPlace to = place("killed" + std::to_string(wait), std::get<1>(GetParam()));
    const pid_t child = ::fork();
    if (child == 0) ::_exit(restore(file, to).ok() ? 0 : 1);
    ::usleep(wait);
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    if (WIFEXITED(status)) {
      EXPECT_EQ(WEXITSTATUS(status), 0);
    } else {
      ::usleep(to.database.starts_with("postgres") ? 50000 : 0);  // its server rolls back
      const Result<BackupReport> again = restore(file, to);
      // Killed behind the last step: all is there already.
      EXPECT_TRUE(again.ok() || again.error().message.find("already") != std::string::npos)
          << again.error().message;
    }
    EXPECT_EQ(rows_of(to), rows_of(from_)) << wait;
    EXPECT_EQ(read_text(to.data / "device.key").value(), "secret\n");
  }
}

class BackupFile : public testing::Test {
 protected:
  void SetUp() override {
    folder_ =
        std::filesystem::temp_directory_path() / ("tadpole_backups_" + std::to_string(::getpid()));
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  // A backup with these lines and a sum that fits.
  Path written(const std::vector<json>& lines) const {
    const Path file = folder_ / ("b" + std::to_string(++count_));
    BackupWriter writer = BackupWriter::create(file).value();
    for (const json& line : lines) EXPECT_TRUE(writer.line(line).ok());
    EXPECT_TRUE(writer.finish().ok());
    return file;
  }
  std::string refusal(const Path& file) const {
    const Result<BackupReport> restored = restore(file, {"", folder_ / "to"});
    EXPECT_FALSE(std::filesystem::exists(folder_ / "to"));
    return restored.ok() ? "" : restored.error().message;
  }

  Path folder_;
  mutable int count_ = 0;
};

TEST_F(BackupFile, truncated_at_any_place_or_with_any_byte_flipped_is_refused) {
  std::vector<json> lines;
  for (int i = 1; i < 20; ++i)
    lines.push_back({{"table", "learners"}, {"row", {i, "learner" + std::to_string(i)}}});
  const std::string whole = read_text(written(lines)).value();
  const Path bad = folder_ / "bad";
  for (std::size_t i = 0; i < whole.size(); ++i) {
    ASSERT_TRUE(write_file(bad, whole.substr(0, i)).ok());
    EXPECT_NE(refusal(bad), "") << "cut at " << i;
    std::string flipped = whole;
    flipped[i] = static_cast<char>(flipped[i] ^ 0x10);
    ASSERT_TRUE(write_file(bad, flipped).ok());
    // Of a gzip file time, system and the like carry nothing.
    if (i >= 10) {
      EXPECT_NE(refusal(bad), "") << "flipped at " << i;
    }
    std::filesystem::remove_all(folder_ / "to");
  }
}

TEST_F(BackupFile, lines_that_no_hub_wrote_are_refused_whatever_their_sum) {
  const auto row = [](const char* table, json values) {
    return json{{"table", table}, {"row", std::move(values)}};
  };
  const auto file = [](const std::string& name) {
    return json{{"file", name}, {"first", true}, {"data", "AAAA"}};
  };
  const std::pair<json, const char*> cases[] = {
      {row("sqlite_master", {1}), "no table"},
      {row("learners", {1}), "too few or too many"},
      {row("learners", {"1", "ada"}), "another type"},
      {row("learners", {std::int64_t{1} << 60, "ada"}), "out of range"},
      {row("learners", {1, std::string("a\0b", 3)}), "zero byte"},
      {row("events", {1, "id", 1, 1, 1, 1, "k", "p", "no json", "s"}), "body is no object"},
      {json{{"x", 1}}, "no table"},
      {file("../evil"), "leaves the data folder"},
      {file("a/../../evil"), "leaves the data folder"},
      {file("/etc/evil"), "no name"},
      {file(""), "no name"},
      {file("hub.db"), "of the database"},
      {file("hub.db-wal"), "of the database"},
      {json{{"file", "x"}, {"data", "?"}}, "bytes"}};
  for (const auto& [line, expected] : cases)
    EXPECT_NE(refusal(written({line})).find(expected), std::string::npos) << line;
  // An event of a device that is not there: the database refuses, and nothing stays.
  EXPECT_NE(refusal(written({row("events", {1, "id", 9, 1, 1, 9, "k", "p", "{}", "s"})})), "");
}

TEST_F(BackupFile, what_is_none_is_said) {
  EXPECT_NE(refusal(folder_ / "none").find("there is no backup"), std::string::npos);
  ASSERT_TRUE(write_file(folder_ / "text", std::string_view("hello\n")).ok());
  EXPECT_NE(refusal(folder_ / "text").find("is no backup of a hub"), std::string::npos);
  EXPECT_NE(refusal(folder_).find("no backup"), std::string::npos);
  EXPECT_NE(
      backup(folder_ / "out", {"", folder_ / "no_hub"}).error().message.find("there is no hub"),
      std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "no_hub"));
}

}  // namespace
}  // namespace tadpole::server
