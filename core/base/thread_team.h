// SPDX-License-Identifier: Apache-2.0
// Threads that wait for numbered shards of work: what a ThreadPool has beside its caller.
#pragma once
#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace tadpole {

class ThreadTeam {
 public:
  ThreadTeam() = default;
  ~ThreadTeam();
  ThreadTeam(const ThreadTeam&) = delete;
  ThreadTeam& operator=(const ThreadTeam&) = delete;

  // Starts so many threads, or as many as the system gives. Expects: called once, before run().
  void start(int helpers);
  int helpers() const { return static_cast<int>(threads_.size()); }
  // Calls work(shard) once for each shard in [0, shards), on the caller and on at most `helpers` of
  // the team, and returns when all are done. The waiting side spins briefly and then sleeps, so
  // that a busy machine is not made busier. While the team is at work, also from inside a shard,
  // another call does its shards on its caller alone.
  void run(std::size_t shards, int helpers, const std::function<void(std::size_t)>& work);

 private:
  void serve(int helper);
  void drain();

  std::mutex mutex_;
  std::condition_variable wake_;
  std::condition_variable finished_;
  std::atomic<bool> busy_{false};
  // One job at a time: an epoch number wakes the team, shards are handed out by an atomic counter.
  std::atomic<std::uint64_t> epoch_{0};
  std::atomic<std::size_t> next_{0};
  std::atomic<int> working_{0};
  std::size_t shards_ = 0;
  int helpers_ = 0;  // that take part
  const std::function<void(std::size_t)>* work_ = nullptr;
  bool quit_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace tadpole
