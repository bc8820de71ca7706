// SPDX-License-Identifier: Apache-2.0
// A fixed team of threads that works on numbered shards. The number of shards belongs to the work,
// never to the machine, so that results do not depend on how many threads there are.
#pragma once
#include <cstddef>
#include <functional>
#include <memory>

namespace tadpole {

class ThreadTeam;

class ThreadPool {
 public:
  // threads: 0 = one per core. The page has as many as its module was loaded with, and no more. One
  // thread runs everything on the caller and starts none (the page without isolation).
  explicit ThreadPool(int threads = 0);
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  int threads() const { return threads_; }
  // From now on run() works on at most so many of its threads. Expects: at least 1.
  void use(int threads) { used_ = threads; }
  // Calls work(shard) once for each shard in [0, shards), on any thread, and returns when all are
  // done. The waiting side spins briefly and then sleeps, so that a busy machine is not made
  // busier.
  void run(std::size_t shards, const std::function<void(std::size_t)>& work);

 private:
  std::shared_ptr<ThreadTeam> team_;
  int threads_ = 1, used_ = 1;
};

}  // namespace tadpole
