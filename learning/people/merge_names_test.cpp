// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "learning/people/people.h"

namespace tadpole::learning {
namespace {

using Names = std::map<std::string, std::string>;

// Merges hub after hub into one, as it is done: what came before is there.
Names names_after(const std::vector<std::vector<Account>>& hubs) {
  std::map<std::string, Account> here;
  here["host"] = {"host", "Ada", {"learner", "host"}, "hash", 50};
  for (const std::vector<Account>& hub : hubs) {
    std::vector<Account> all;
    for (const auto& [id, one] : here) all.push_back(one);
    const std::vector<Account> merged = merged_accounts(all, hub);
    for (const Account& one : merged) here[one.id] = one;
  }
  Names names;
  for (const auto& [id, one] : here) names[id] = one.nickname;
  return names;
}

TEST(MergedAccounts, have_names_that_do_not_depend_on_the_order_of_the_hubs) {
  std::vector<std::vector<Account>> hubs = {
      {{"bo11111", "Bo", {"host"}, "hash", 9}, {"ada1111", "ada", {}, "", 1}},
      {{"bo22222", "bo", {}, "", 3}, {"bo11111", "Bo", {}, "", 9}},
      {{"bo33333", "BO", {}, "", 7}, {"bad", "<b>", {}, "", 1}}};
  const Names expected = {{"host", "Ada"},
                          {"ada1111", "ada ada1"},
                          {"bo22222", "bo"},
                          {"bo11111", "Bo bo11"},
                          {"bo33333", "BO bo33"}};
  std::sort(hubs.begin(), hubs.end(),
            [](const auto& a, const auto& b) { return a[0].id < b[0].id; });
  do {
    EXPECT_EQ(names_after(hubs), expected);
  } while (std::next_permutation(hubs.begin(), hubs.end(),
                                 [](const auto& a, const auto& b) { return a[0].id < b[0].id; }));
  hubs.push_back(hubs[0]);  // and once more
  EXPECT_EQ(names_after(hubs), expected);
}

TEST(MergedAccounts, come_as_learners_without_secrets_and_leave_those_of_this_hub_alone) {
  const std::vector<Account> here = {{"a", "Ada", {"host"}, "hash", 5}};
  const auto merged =
      merged_accounts(here, {{"a", "Eve", {"host"}, "x", 1}, {"b", "Bo", {"host"}, "x", 1}});
  ASSERT_EQ(merged.size(), 1U);
  EXPECT_EQ(merged[0].id, "b");
  EXPECT_EQ(merged[0].roles, (std::vector<std::string>{"learner"}));
  EXPECT_EQ(merged[0].secret_hash, "");
}

TEST(MergedAccounts, with_long_names_of_any_script_stay_names) {
  const std::string name =
      "ありがとうございますありがとうございますありがとうございますありがとうございます";
  const auto merged =
      merged_accounts({}, {{"aaaaaa", name, {}, "", 1}, {"bbbbbb", name, {}, "", 2}});
  ASSERT_EQ(merged.size(), 2U);
  for (const Account& one : merged) EXPECT_EQ(nickname_refusal(one.nickname), "");
  EXPECT_NE(nickname_key(merged[0].nickname), nickname_key(merged[1].nickname));
}

}  // namespace
}  // namespace tadpole::learning
