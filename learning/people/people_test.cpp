// SPDX-License-Identifier: Apache-2.0
#include "learning/people/people.h"

#include <gtest/gtest.h>

#include <set>

namespace tadpole::learning {
namespace {

TEST(Permissions, each_role_may_what_its_row_and_those_below_say) {
  EXPECT_TRUE(allowed("guest", "course.read"));
  EXPECT_FALSE(allowed("guest", "attempt.write"));
  EXPECT_TRUE(allowed("learner", "attempt.write"));
  EXPECT_FALSE(allowed("learner", "class.read"));
  EXPECT_TRUE(allowed("mentor", "class.read"));
  EXPECT_FALSE(allowed("mentor", "class.write"));
  EXPECT_TRUE(allowed("instructor", "learner.export"));
  EXPECT_FALSE(allowed("instructor", "learner.erase"));
  EXPECT_FALSE(allowed("author", "class.read"));
  EXPECT_FALSE(allowed("nobody", "course.read"));
  for (const std::string& permission : all_permissions())
    EXPECT_TRUE(allowed("host", permission)) << permission;
  EXPECT_TRUE(allowed(std::vector<std::string>{"author", "mentor"}, "class.read"));
  EXPECT_EQ(enough_in_class("teach.read"), "instructor");
  EXPECT_EQ(enough_in_class("class.write"), "");
}

TEST(Nickname, letters_of_any_script_are_fine) {
  for (const char* name :
       {"Ada", "José", "Łukasz", "小明", "فاطمة", "Anne-Marie O'Neil", "r2_d2.x", "ไทย"})
    EXPECT_EQ(nickname_refusal(name), "") << name;
}

TEST(Nickname, what_hides_or_misleads_is_refused) {
  for (const char* name : {"", " Ada", "Ada ", "a\tb", "a\nb", "a\u200Bb", "a\u202Eb", "\u3164",
                           "<b>", "a/b", "\xff\xfe", "\xc0\x80", "\xed\xa0\x80"})
    EXPECT_NE(nickname_refusal(name), "") << name;
  EXPECT_EQ(nickname_refusal(std::string(40, 'x')), "");
  EXPECT_EQ(nickname_refusal(std::string(41, 'x')),
            "The nickname has 41 characters; choose one of 1 to 40.");
  EXPECT_EQ(nickname_refusal("a<b"),
            "'<' cannot stand in a nickname; use letters, digits, spaces, - _ . and '.");
}

TEST(Nickname, case_and_doubled_spaces_make_no_other_name) {
  EXPECT_EQ(nickname_key("Ada  Lovelace"), nickname_key("ada lovelace"));
  EXPECT_NE(nickname_key("ada"), nickname_key("adam"));
}

TEST(Secrets, fit_their_hash_alone) {
  const std::string hash = hash_secret("swim 42", SecretCost::least);
  EXPECT_TRUE(hash.starts_with("$argon2id$"));
  EXPECT_NE(hash, hash_secret("swim 42", SecretCost::least));  // salted
  EXPECT_TRUE(secret_fits(hash, "swim 42"));
  EXPECT_FALSE(secret_fits(hash, "swim 43"));
  EXPECT_FALSE(secret_fits("", ""));
  EXPECT_FALSE(secret_fits("no hash", "x"));
}

TEST(Secrets, ids_tokens_and_codes_do_not_repeat) {
  std::set<std::string> seen;
  for (int i = 0; i < 500; ++i) {
    EXPECT_TRUE(seen.insert(new_id()).second);
    EXPECT_TRUE(seen.insert(new_token()).second);
    const std::string code = new_class_code();
    EXPECT_EQ(code.size(), 6U);
    EXPECT_EQ(code.find_first_of("01258OILSBZ"), std::string::npos) << code;
  }
  EXPECT_EQ(new_token().size(), 43U);
  EXPECT_EQ(token_hash("abc").size(), 64U);
}

TEST(Roster, is_read_with_quotes_semicolons_and_marks_and_written_again) {
  const auto rows =
      read_roster("\xEF\xBB\xBFnickname;extension_days\r\nAda;0\r\n\r\n\"O'Neil; Bo\";7\r\n");
  ASSERT_FALSE(rows.ok());  // a semicolon is none of a nickname's signs
  EXPECT_NE(rows.error().message.find("line 4"), std::string::npos) << rows.error().message;
  const auto good = read_roster("nickname,extension_days\nAda,0\n\"Bo\",7\nCy\n").value();
  ASSERT_EQ(good.size(), 3U);
  EXPECT_EQ(good[1].nickname, "Bo");
  EXPECT_EQ(good[1].extension_days, 7);
  EXPECT_EQ(read_roster(write_roster(good)).value().size(), 3U);
}

TEST(Roster, mistakes_name_the_line) {
  const auto said = [](const char* csv) { return read_roster(csv).error().message; };
  EXPECT_EQ(said("name\nAda\n"),
            "line 1 of the roster: the first column is 'name'; begin with the header "
            "nickname,extension_days");
  EXPECT_EQ(said("nickname,days\nAda,1\n"),
            "line 1 of the roster: the second column is 'days'; it must be 'extension_days'");
  EXPECT_EQ(said("nickname,extension_days\nAda,soon\n"),
            "line 2 of the roster: 'soon' is no number of days from 0 to 365");
  EXPECT_NE(said("nickname\n\"Ada\n").find("a quote is opened"), std::string::npos);
  EXPECT_NE(said("nickname\n").find("names nobody"), std::string::npos);
}

TEST(Roster, who_has_an_account_comes_into_the_class_and_gets_no_second_one) {
  const RosterRow row{.nickname = "Ada", .extension_days = 3};
  const Account ada{.id = "a", .nickname = "ada", .roles = {"learner"}, .secret_hash = {}},
      teacher{.id = "t", .nickname = "Ada", .roles = {"learner", "instructor"}, .secret_hash = {}};
  const Member same{.classroom = "c", .account = "a", .role = "learner", .extension_days = 3};
  const Member other{.classroom = "c", .account = "a", .role = "learner", .extension_days = 0};
  const auto name = [&](const Account* account, const Member* member) {
    return enrolment_name(enrolment_of(row, account, member));
  };
  EXPECT_EQ(name(nullptr, nullptr), "made");
  EXPECT_EQ(name(&ada, nullptr), "added");
  EXPECT_EQ(name(&ada, &same), "same");
  EXPECT_EQ(name(&ada, &other), "changed");
  EXPECT_EQ(name(&teacher, nullptr), "needs_code");  // whoever teaches is nobody's learner unasked
}

TEST(RateLimiter, gives_a_burst_and_then_as_time_goes) {
  RateLimiter limiter(3, 60);  // one a second
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(limiter.take("ada", 1000));
  EXPECT_FALSE(limiter.take("ada", 1000));
  EXPECT_TRUE(limiter.take("bo", 1000));
  EXPECT_FALSE(limiter.take("ada", 1900));
  EXPECT_TRUE(limiter.take("ada", 2000));
  EXPECT_FALSE(limiter.take("ada", 2000));
}

TEST(RateLimiter, many_keys_do_not_fill_the_memory_or_free_the_busy) {
  RateLimiter limiter(1, 1);
  EXPECT_TRUE(limiter.take("busy", 0));
  for (int i = 0; i < 15000; ++i) limiter.take("key" + std::to_string(i), 0);
  EXPECT_FALSE(limiter.take("busy", 1000));
}

}  // namespace
}  // namespace tadpole::learning
