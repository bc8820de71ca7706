// SPDX-License-Identifier: Apache-2.0
#include "core/base/thread_pool.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace tadpole {

// One job at a time: an epoch number wakes the team, shards are handed out by an atomic counter.
struct ThreadPool::Team {
  std::mutex mutex;
  std::condition_variable wake;
  std::condition_variable finished;
  std::atomic<std::uint64_t> epoch{0};
  std::atomic<std::size_t> next{0};
  std::atomic<int> working{0};
  std::size_t shards = 0;
  const std::function<void(std::size_t)>* work = nullptr;
  bool quit = false;
  std::vector<std::thread> threads;

  void drain() {
    for (std::size_t shard = next++; shard < shards; shard = next++) (*work)(shard);
  }

  void serve() {
    std::uint64_t seen = 0;
    for (;;) {
      for (int spin = 0; spin < 2000 && epoch.load(std::memory_order_acquire) == seen; ++spin) {
#if defined(__x86_64__)
        __builtin_ia32_pause();
#endif
      }
      {
        std::unique_lock lock(mutex);
        wake.wait(lock, [&] { return quit || epoch.load() != seen; });
        if (quit) return;
        seen = epoch.load();
      }
      drain();
      if (working.fetch_sub(1, std::memory_order_acq_rel) == 1) {
        const std::lock_guard lock(mutex);
        finished.notify_one();
      }
    }
  }
};

ThreadPool::ThreadPool(int threads) {
  threads_ = threads > 0 ? threads : static_cast<int>(std::thread::hardware_concurrency());
  if (threads_ <= 1) {
    threads_ = 1;
    return;
  }
  team_ = std::make_unique<Team>();
  for (int i = 1; i < threads_; ++i)
    team_->threads.emplace_back([team = team_.get()] { team->serve(); });
}

ThreadPool::~ThreadPool() {
  if (!team_) return;
  {
    const std::lock_guard lock(team_->mutex);
    team_->quit = true;
  }
  team_->wake.notify_all();
  for (std::thread& thread : team_->threads) thread.join();
}

void ThreadPool::run(std::size_t shards, const std::function<void(std::size_t)>& work) {
  if (!team_ || shards <= 1) {
    for (std::size_t shard = 0; shard < shards; ++shard) work(shard);
    return;
  }
  Team& team = *team_;
  {
    const std::lock_guard lock(team.mutex);
    team.work = &work;
    team.shards = shards;
    team.next = 0;
    team.working = static_cast<int>(team.threads.size());
    team.epoch.fetch_add(1, std::memory_order_release);
  }
  team.wake.notify_all();
  team.drain();
  for (int spin = 0; spin < 2000 && team.working.load(std::memory_order_acquire) > 0; ++spin) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#endif
  }
  std::unique_lock lock(team.mutex);
  team.finished.wait(lock, [&] { return team.working.load() == 0; });
}

}  // namespace tadpole
