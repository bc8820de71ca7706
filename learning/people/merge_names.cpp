// SPDX-License-Identifier: Apache-2.0
// Names when hubs meet. What was made here keeps its name; of those that came the one that was made
// first has the plain name, and the others a part of their id behind it. The outcome depends on who
// is there, not on the order in which they came.
#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "learning/people/people.h"

namespace tadpole::learning {
namespace {

constexpr std::size_t kRoomForName = 30;  // characters before a suffix, of 40

// At most so many characters of UTF-8.
std::string shortened(const std::string& text, std::size_t most) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool begins = (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
    if (begins && ++count > most) return text.substr(0, at);
  }
  return text;
}

std::string free_name(const Account& account, const std::set<std::string>& taken) {
  if (!taken.contains(nickname_key(account.came_as))) return account.came_as;
  const std::string begin = shortened(account.came_as, kRoomForName);
  for (std::size_t letters = 4; letters < account.id.size(); ++letters) {
    const std::string name = begin + " " + account.id.substr(0, letters);
    if (!taken.contains(nickname_key(name)) && nickname_refusal(name).empty()) return name;
  }
  return shortened(account.id, 40);  // ids are unlike each other
}

}  // namespace

std::vector<Account> merged_accounts(const std::vector<Account>& here,
                                     const std::vector<Account>& coming) {
  std::map<std::string, Account> all;
  for (const Account& one : here) all[one.id] = one;
  for (const Account& one : coming) {
    if (!nickname_refusal(one.nickname).empty()) continue;
    Account& known = all[one.id];
    if (known.id.empty()) {
      known = {one.id, "", {"learner"}, "", one.created_ms, one.nickname};
    } else if (!known.came_as.empty()) {
      known.came_as = std::min(known.came_as, one.nickname);
      known.created_ms = std::min(known.created_ms, one.created_ms);
    }
  }
  std::set<std::string> taken;
  std::vector<Account> came;
  for (const auto& [id, one] : all) {
    if (one.came_as.empty()) {
      taken.insert(nickname_key(one.nickname));
    } else {
      came.push_back(one);
    }
  }
  std::sort(came.begin(), came.end(), [](const Account& a, const Account& b) {
    return std::tie(a.created_ms, a.id) < std::tie(b.created_ms, b.id);
  });
  for (Account& one : came) {
    one.nickname = free_name(one, taken);
    taken.insert(nickname_key(one.nickname));
  }
  return came;
}

}  // namespace tadpole::learning
