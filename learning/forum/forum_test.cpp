// SPDX-License-Identifier: Apache-2.0
#include "learning/forum/forum.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "learning/course/read_program.h"
#include "learning/forum/thread_place.h"

namespace tadpole::learning {
namespace {

class ForumTest : public testing::Test {
 protected:
  std::string add(const std::string& who, const std::string& kind, Json body,
                  const std::string& where = "w1hello.d1") {
    log_.push_back(device_.sign(who, kind, where, std::move(body)));
    forum_.add(std::span(&log_.back(), 1));
    return log_.back().id;
  }
  std::string write(const std::string& who, const std::string& text, const std::string& parent = "",
                    const std::string& room = "") {
    return add(who, "post.written", {{"text", text}, {"parent", parent}, {"room", room}});
  }

  Device device_ = Device::temporary();
  std::vector<Event> log_;
  Forum forum_;
};

TEST_F(ForumTest, a_thread_is_its_posts_in_order_and_each_room_has_its_own) {
  const std::string question = write("ada", "Why?");
  const std::string answer = write("bo", "Because.", question);
  write("cy", "In class", "", "room7b");
  const auto posts = forum_.posts({"", "w1hello.d1"});
  ASSERT_EQ(posts.size(), 2U);
  EXPECT_EQ(posts[0]->id, question);
  EXPECT_EQ(posts[1]->parent, question);
  EXPECT_EQ(posts[1]->id, answer);
  EXPECT_EQ(forum_.posts({"room7b", "w1hello.d1"}).size(), 1U);
  EXPECT_EQ(forum_.threads().size(), 2U);
}

TEST_F(ForumTest, only_the_author_edits_and_deletes_and_a_tombstone_stays) {
  const std::string post = write("ada", "Frist");
  add("bo", "post.edited", {{"post", post}, {"text", "stolen"}});
  add("bo", "post.deleted", {{"post", post}});
  EXPECT_EQ(forum_.post(post)->text, "Frist");
  add("ada", "post.edited", {{"post", post}, {"text", "First"}, {"reason", "a slip"}});
  EXPECT_EQ(forum_.post(post)->text, "First");
  EXPECT_EQ(forum_.post(post)->edit_reason, "a slip");
  add("ada", "post.deleted", {{"post", post}});
  EXPECT_TRUE(forum_.post(post)->deleted);
  EXPECT_EQ(forum_.post(post)->text, "");
  EXPECT_EQ(forum_.posts({"", "w1hello.d1"}).size(), 1U);
}

TEST_F(ForumTest, the_order_of_arrival_changes_nothing) {
  const std::string post = write("ada", "one");
  add("ada", "post.edited", {{"post", post}, {"text", "two"}});
  add("bo", "post.reported", {{"post", post}, {"reason", "rude"}});
  add("ada", "post.moderated", {{"post", post}, {"hide", true}, {"by", "mo"}});
  add("hub", "thread.locked", {{"room", ""}, {"on", true}});
  std::vector<Event> turned(log_.rbegin(), log_.rend());
  Forum other;
  for (const Event& event : turned) other.add(std::span(&event, 1));
  other.add(turned);  // twice is once
  EXPECT_EQ(other.post(post)->text, "two");
  EXPECT_TRUE(other.post(post)->hidden);
  EXPECT_TRUE(other.locked({"", "w1hello.d1"}));
  EXPECT_EQ(other.posts({"", "w1hello.d1"}).size(), 1U);
}

TEST_F(ForumTest, a_report_is_open_until_a_moderator_looked) {
  const std::string post = write("ada", "rude words");
  add("bo", "post.reported", {{"post", post}, {"reason", "rude"}});
  ASSERT_EQ(forum_.reported().size(), 1U);
  EXPECT_EQ(forum_.reported()[0]->reports.at("bo"), "rude");
  add("ada", "post.moderated", {{"post", post}, {"hide", false}, {"by", "mo"}});
  EXPECT_TRUE(forum_.reported().empty());
  EXPECT_FALSE(forum_.post(post)->hidden);
}

TEST_F(ForumTest, newcomers_write_three_posts_in_ten_minutes_and_others_twelve) {
  std::int64_t now = 0;
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(forum_.rate_refusal("ada", now), "");
    write("ada", "hello");
    now = log_.back().clock.wall_ms;
  }
  EXPECT_NE(forum_.rate_refusal("ada", now).find("You are new here"), std::string::npos);
  EXPECT_EQ(forum_.rate_refusal("ada", now + 11 * 60 * 1000), "");
  EXPECT_EQ(forum_.rate_refusal("bo", now), "");
}

TEST_F(ForumTest, an_erased_learner_is_gone_with_all_their_posts) {
  const std::string post = write("ada", "mine");
  const std::string answer = write("bo", "yours", post);
  forum_.forget("ada");
  EXPECT_EQ(forum_.post(post), nullptr);
  ASSERT_EQ(forum_.posts({"", "w1hello.d1"}).size(), 1U);
  EXPECT_EQ(forum_.posts({"", "w1hello.d1"})[0]->id, answer);
}

TEST_F(ForumTest, what_was_read_is_known_for_each_thread) {
  write("ada", "one");
  EXPECT_EQ(forum_.read_ms("bo", {"", "w1hello.d1"}), 0);
  add("bo", "thread.read", {{"room", ""}});
  EXPECT_GE(forum_.read_ms("bo", {"", "w1hello.d1"}), log_.front().clock.wall_ms);
  EXPECT_EQ(forum_.read_ms("bo", {"7b", "w1hello.d1"}), 0);
}

TEST_F(ForumTest, the_search_finds_all_words_where_the_reader_may_look) {
  write("ada", "The Learning rate was too high");
  write("bo", "a rate of learning", "", "7b");
  const auto all = [](const Post&) { return true; };
  const auto outside = [](const Post& post) { return post.room.empty(); };
  EXPECT_EQ(forum_.search("learning RATE", 10, all).size(), 2U);
  EXPECT_EQ(forum_.search("learning rate", 10, outside).size(), 1U);
  EXPECT_EQ(forum_.search("learning rate", 1, all).size(), 1U);
  EXPECT_TRUE(forum_.search("xylophone", 10, all).empty());
  EXPECT_TRUE(forum_.search("  ", 10, all).empty());
}

TEST(Snippet, marks_the_word_and_lets_no_html_through) {
  EXPECT_EQ(snippet_html("<b>Loss</b> & more", "loss"),
            "&lt;b&gt;<mark>Loss</mark>&lt;/b&gt; &amp; more");
  const std::string far = std::string(200, 'x') + " loss";
  EXPECT_TRUE(snippet_html(far, "loss").starts_with("…x"));
  // Never cut inside a character: ü has two bytes.
  std::string umlauts;
  for (int i = 0; i < 90; ++i) umlauts += "ü";
  const std::string cut = snippet_html(umlauts + "a loss", "loss");
  EXPECT_EQ(static_cast<unsigned char>(cut[3]), 0xC3U);
}

TEST(ThreadPlace, blocks_units_and_topics_have_one) {
  const Program program = read_program(Path(TADPOLE_SOURCE_DIR) / "courses").value().program;
  EXPECT_EQ(find_thread(program, "w1hello.d1")->title, "Introductions");
  EXPECT_EQ(find_thread(program, "w1hello")->unit, "w1hello");
  EXPECT_EQ(find_thread(program, "fundamentals:general")->course, "fundamentals");
  for (const char* none : {"w1hello.t1", "nothing", "nothing:general", "fundamentals:x", "", "."})
    EXPECT_FALSE(find_thread(program, none)) << none;
  Course course{.id = "c", .title = "C"};
  course.topics = {"Show what you made!"};
  EXPECT_EQ(topics_of(course)[1].thread, "c:show-what-you-made");
  EXPECT_GE(all_threads(program).size(), 3U);
}

}  // namespace
}  // namespace tadpole::learning
