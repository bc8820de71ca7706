// SPDX-License-Identifier: Apache-2.0
// The page's core has one thread: its memory is shared with nobody, so that it runs on every page.
#include "core/base/thread_pool.h"

namespace tadpole {

struct ThreadPool::Team {};

ThreadPool::ThreadPool(int) : threads_(1) {}

ThreadPool::~ThreadPool() = default;

void ThreadPool::run(std::size_t shards, const std::function<void(std::size_t)>& work) {
  for (std::size_t shard = 0; shard < shards; ++shard) work(shard);
}

}  // namespace tadpole
