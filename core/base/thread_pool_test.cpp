// SPDX-License-Identifier: Apache-2.0
#include "core/base/thread_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <vector>

namespace tadpole {
namespace {

TEST(ThreadPool, runs_every_shard_once) {
  for (const int threads : {1, 2, 5}) {
    ThreadPool pool(threads);
    for (int round = 0; round < 200; ++round) {
      std::vector<std::atomic<int>> count(17);
      pool.run(17, [&](std::size_t shard) { ++count[shard]; });
      for (const auto& c : count) ASSERT_EQ(c.load(), 1);
    }
  }
}

TEST(ThreadPool, does_nothing_for_no_shards) {
  ThreadPool pool(2);
  pool.run(0, [](std::size_t) { FAIL() << "there was no shard to run"; });
}

}  // namespace
}  // namespace tadpole
