// SPDX-License-Identifier: Apache-2.0
#include "core/base/thread_team.h"

#include <gtest/gtest.h>

#include <chrono>
#include <set>

namespace tadpole {
namespace {

TEST(ThreadTeam, at_most_the_wanted_helpers_take_part) {
  ThreadTeam team;
  team.start(3);
  for (const int helpers : {0, 1, 3}) {
    std::mutex mutex;
    std::set<std::thread::id> seen;
    team.run(64, helpers, [&](std::size_t) {
      std::this_thread::sleep_for(std::chrono::microseconds(100));
      const std::lock_guard lock(mutex);
      seen.insert(std::this_thread::get_id());
    });
    EXPECT_LE(seen.size(), static_cast<std::size_t>(helpers) + 1);
  }
}

TEST(ThreadTeam, work_from_inside_a_shard_runs_on_that_thread) {
  ThreadTeam team;
  team.start(2);
  std::atomic<int> inner{0}, elsewhere{0};
  team.run(8, 2, [&](std::size_t) {
    const auto self = std::this_thread::get_id();
    team.run(5, 2, [&](std::size_t) {
      ++inner;
      if (std::this_thread::get_id() != self) ++elsewhere;
    });
  });
  EXPECT_EQ(inner.load(), 40);
  EXPECT_EQ(elsewhere.load(), 0);
}

TEST(ThreadTeam, two_callers_at_once_both_get_all_their_shards) {
  ThreadTeam team;
  team.start(2);
  std::atomic<int> count{0};
  const auto call = [&] {
    for (int round = 0; round < 200; ++round) team.run(7, 2, [&](std::size_t) { ++count; });
  };
  std::thread other(call);
  call();
  other.join();
  EXPECT_EQ(count.load(), 2 * 200 * 7);
}

}  // namespace
}  // namespace tadpole
