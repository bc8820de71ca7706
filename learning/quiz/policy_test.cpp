// SPDX-License-Identifier: Apache-2.0
#include "learning/quiz/policy.h"

#include <set>

#include "learning/quiz/item_test.h"

namespace tadpole::learning {
namespace {

// Rows: policy; then whether it shows: fresh, tried wrong, right, used up, past due.
struct Row {
  const char* policy;
  bool fresh, tried, right, used_up, late;
};
const Row kRows[] = {{"always", true, true, true, true, true},
                     {"answered", false, false, true, false, false},
                     {"attempted", false, true, true, true, true},
                     {"closed", false, false, false, true, true},
                     {"finished", false, false, true, true, true},
                     {"correct_or_past_due", false, false, true, false, true},
                     {"past_due", false, false, false, false, true},
                     {"never", false, false, false, false, false},
                     {"after_all_attempts", false, false, false, true, false},
                     {"after_all_attempts_or_correct", false, false, true, true, false},
                     {"attempted_no_past_due", false, true, true, true, false}};

TEST(Policy, the_eleven_reveal_policies_are_those_of_open_edx) {
  for (const Row& row : kRows) {
    const Item item = item_of("text", "Q\n= a", {{"reveal", row.policy}, {"max_attempts", "3"}});
    const Now open{100, 200}, late{300, 200};
    EXPECT_EQ(may_reveal(item, {}, open), row.fresh) << row.policy;
    EXPECT_EQ(may_reveal(item, {.attempts = 1, .last = {false}}, open), row.tried) << row.policy;
    EXPECT_EQ(may_reveal(item, {.attempts = 1, .correct = true, .last = {true}}, open), row.right)
        << row.policy;
    EXPECT_EQ(may_reveal(item, {.attempts = 3, .last = {false, false, false}}, open), row.used_up)
        << row.policy;
    EXPECT_EQ(may_reveal(item, {}, late), row.late) << row.policy;
    EXPECT_STREQ(name_of(*reveal_named(row.policy)), row.policy);
  }
  EXPECT_FALSE(reveal_named("sometimes"));
}

TEST(Policy, what_nobody_grades_is_shown_once_something_was_said) {
  const Item item = item_of("free", "Q\n>> Because.");
  EXPECT_FALSE(may_reveal(item, {}, {}));
  EXPECT_TRUE(may_reveal(item, {.attempts = 1}, {}));
}

TEST(Policy, attempts_end_and_so_does_the_time) {
  const Item item = item_of("text", "Q\n= a", {{"max_attempts", "2"}});
  EXPECT_EQ(attempts_left(item, {.attempts = 1}), 1);
  EXPECT_EQ(refusal(item, {.attempts = 1}, {}), "");
  EXPECT_EQ(refusal(item, {.attempts = 2}, {}), "All 2 attempts at this question are used.");
  EXPECT_EQ(refusal(item, {}, {300, 200}), "The time for this question is over.");
  EXPECT_FALSE(attempts_left(item_of("text", "Q\n= a"), {.attempts = 99}));
}

TEST(Policy, the_four_ways_to_randomise) {
  const auto seeds = [](const char* way) {
    const Item item = item_of("text", "Q\n= a", {{"randomise", way}});
    std::set<std::uint64_t> seen;
    for (const char* who : {"ada", "bo"}) {
      for (int attempts = 0; attempts < 3; ++attempts) {
        for (int resets = 0; resets < 2; ++resets)
          seen.insert(seed_of(item, who, {.attempts = attempts, .resets = resets}));
      }
    }
    return seen.size();
  };
  EXPECT_EQ(seeds("never"), 1U);
  EXPECT_EQ(seeds("per_student"), 2U);
  EXPECT_EQ(seeds("onreset"), 4U);
  EXPECT_EQ(seeds("always"), 8U);  // attempts + resets: 0 to 3
}

TEST(Policy, mastery_counts_the_last_attempts) {
  const Item item = item_of("text", "Q\n= a", {{"mastery", "2 of 3"}});
  const auto reached = [&](std::vector<bool> last) {
    return mastery_of(item, {.last = std::move(last)}).reached;
  };
  EXPECT_FALSE(reached({true}));
  EXPECT_TRUE(reached({true, true}));
  EXPECT_TRUE(reached({true, false, true}));
  EXPECT_FALSE(reached({true, true, false, false}));
  EXPECT_TRUE(mastery_of(item_of("text", "Q\n= a"), {.correct = true}).reached);
  EXPECT_EQ(item.randomise,
            Randomise::always);  // other numbers each time, unless it is said otherwise
}

}  // namespace
}  // namespace tadpole::learning
