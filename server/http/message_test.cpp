// SPDX-License-Identifier: Apache-2.0
#include "server/http/message.h"

#include <gtest/gtest.h>

namespace tadpole::server {
namespace {

TEST(Target, a_path_and_its_query_are_decoded) {
  const auto target = parse_target("/units/a%20b?q=two+words&empty=&flag");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->path, "/units/a b");
  EXPECT_EQ(target->query.at("q"), "two words");
  EXPECT_EQ(target->query.at("empty"), "");
  EXPECT_EQ(target->query.at("flag"), "");
}

TEST(Target, what_is_no_path_of_ours_is_refused) {
  for (const char* bad : {"", "units", "/a%2", "/a%zz", "/a%00b", "/a?x=%1", "*"})
    EXPECT_FALSE(parse_target(bad)) << bad;
}

TEST(Request, a_cookie_is_found_among_others) {
  Request request;
  request.headers["cookie"] = "a=1; tadpole_session=xyz=; tadpole=2";
  EXPECT_EQ(request.cookie("tadpole_session"), "xyz=");
  EXPECT_EQ(request.cookie("tadpole"), "2");
  EXPECT_EQ(request.cookie("session"), "");
}

// RFC 9110, section 14.1.2: first-last, first-, -suffix.
TEST(Range, the_three_forms_are_met_and_cut_to_what_is_there) {
  const auto check = [](const char* header, std::size_t first, std::size_t count) {
    const auto range = parse_range(header, 1000, 400);
    ASSERT_TRUE(range) << header;
    EXPECT_EQ(range->first, first) << header;
    EXPECT_EQ(range->count, count) << header;
  };
  check("bytes=0-99", 0, 100);
  check("bytes=990-2000", 990, 10);
  check("bytes=100-", 100, 400);
  check("bytes=-10", 990, 10);
  check("bytes=-5000", 0, 400);
}

TEST(Range, what_cannot_be_met_is_none) {
  for (const char* bad : {"", "bytes=", "bytes=-", "bytes=-0", "bytes=1000-", "bytes=9-3",
                          "bytes=a-b", "bytes=1-2,4-5", "lines=0-1"})
    EXPECT_FALSE(parse_range(bad, 1000, 400)) << bad;
}

TEST(EventStream, events_come_in_order_line_by_line_and_wake_the_listener) {
  EventStream stream;
  int woken = 0;
  stream.on_change([&] { ++woken; });
  stream.push("epoch", "{\"n\":1}");
  stream.push("log", "two\nlines");
  stream.close();
  stream.push("late", "lost");
  const EventStream::Taken taken = stream.take();
  EXPECT_EQ(taken.text, "event: epoch\ndata: {\"n\":1}\n\nevent: log\ndata: two\ndata: lines\n\n");
  EXPECT_TRUE(taken.closed);
  EXPECT_EQ(woken, 3);
}

TEST(EventStream, of_a_page_that_takes_nothing_little_is_kept) {
  EventStream stream;
  const std::string event(1000, 'x');
  for (int i = 0; i < 3000; ++i) stream.push("message", event);
  EXPECT_FALSE(stream.left());
  for (int i = 0; i < 3000; ++i) stream.push("message", event);
  EXPECT_TRUE(stream.left());
  const EventStream::Taken taken = stream.take();
  EXPECT_TRUE(taken.closed);
  EXPECT_TRUE(taken.text.empty());
}

TEST(EventStream, after_the_page_has_left_nothing_is_kept) {
  EventStream stream;
  stream.leave();
  stream.push("epoch", "1");
  EXPECT_TRUE(stream.left());
  EXPECT_EQ(stream.take().text, "");
}

}  // namespace
}  // namespace tadpole::server
