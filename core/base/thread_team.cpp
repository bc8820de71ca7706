// SPDX-License-Identifier: Apache-2.0
#include "core/base/thread_team.h"

#include <system_error>

namespace tadpole {
namespace {

// Some 50 us, longer than the serial piece between two parallel ones of a training step.
#if defined(__x86_64__)
constexpr int kSpins = 2000;
inline void pause() { __builtin_ia32_pause(); }
#else
constexpr int kSpins = 20000;  // WASM has no instruction that waits
inline void pause() {}
#endif

}  // namespace

void ThreadTeam::start(int helpers) {
  for (int i = 0; i < helpers; ++i) {
    try {
      threads_.emplace_back([this, i] { serve(i); });
    } catch (const std::system_error&) {  // the system gives no more
      return;
    }
  }
}

ThreadTeam::~ThreadTeam() {
  {
    const std::lock_guard lock(mutex_);
    quit_ = true;
  }
  wake_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void ThreadTeam::drain() {
  for (std::size_t shard = next_++; shard < shards_; shard = next_++) (*work_)(shard);
}

void ThreadTeam::serve(int helper) {
  std::uint64_t seen = 0;
  for (;;) {
    for (int spin = 0; spin < kSpins && epoch_.load(std::memory_order_acquire) == seen; ++spin)
      pause();
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [&] { return quit_ || epoch_.load() != seen; });
      if (quit_) return;
      seen = epoch_.load();
    }
    if (helper < helpers_) drain();
    if (working_.fetch_sub(1, std::memory_order_acq_rel) == 1) {
      const std::lock_guard lock(mutex_);
      finished_.notify_one();
    }
  }
}

void ThreadTeam::run(std::size_t shards, int helpers,
                     const std::function<void(std::size_t)>& work) {
  if (threads_.empty() || helpers < 1 || shards <= 1 || busy_.exchange(true)) {
    for (std::size_t shard = 0; shard < shards; ++shard) work(shard);
    return;
  }
  {
    const std::lock_guard lock(mutex_);
    work_ = &work;
    shards_ = shards;
    helpers_ = helpers;
    next_ = 0;
    working_ = static_cast<int>(threads_.size());
    epoch_.fetch_add(1, std::memory_order_release);
  }
  wake_.notify_all();
  drain();
  for (int spin = 0; spin < kSpins && working_.load(std::memory_order_acquire) > 0; ++spin) pause();
  {
    std::unique_lock lock(mutex_);
    finished_.wait(lock, [&] { return working_.load() == 0; });
  }
  busy_ = false;
}

}  // namespace tadpole
