// SPDX-License-Identifier: Apache-2.0
#include "core/base/thread_pool.h"

#include <algorithm>

#include "core/base/make_team.h"

namespace tadpole {

ThreadPool::ThreadPool(int threads) : team_(make_team(threads)) {
  const int most = team_->helpers() + 1;
  threads_ = used_ = threads > 0 ? std::min(threads, most) : most;
}

ThreadPool::~ThreadPool() = default;

void ThreadPool::run(std::size_t shards, const std::function<void(std::size_t)>& work) {
  team_->run(shards, std::min(used_, threads_) - 1, work);
}

}  // namespace tadpole
