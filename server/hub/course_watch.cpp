// SPDX-License-Identifier: Apache-2.0
#include "server/hub/course_watch.h"

#include "core/base/hash.h"

namespace tadpole::server {
namespace {

// Another text when a file was written, added or removed. Cost: one stat a file.
std::string trace_of(const Path& folder) {
  Sha256 hash;
  std::error_code error;
  for (auto at = std::filesystem::recursive_directory_iterator(folder, error);
       !error && at != std::filesystem::recursive_directory_iterator(); at.increment(error)) {
    std::error_code gone;
    const auto time = std::filesystem::last_write_time(at->path(), gone);
    const auto ticks = gone ? 0 : time.time_since_epoch().count();
    hash.add(at->path().string()).add(" ").add(std::to_string(ticks)).add("\n");
  }
  return hash.hex();
}

}  // namespace

CourseWatch::CourseWatch(Path folder, std::function<void()> changed,
                         std::chrono::milliseconds period)
    : folder_(std::move(folder)),
      changed_(std::move(changed)),
      period_(period),
      told_(trace_of(folder_)),
      thread_([this] { watch(); }) {}

CourseWatch::~CourseWatch() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stop_.notify_one();
  thread_.join();
}

void CourseWatch::watch() {
  std::string last = told_;
  std::unique_lock lock(mutex_);
  while (!stop_.wait_for(lock, period_, [&] { return stopping_; })) {
    lock.unlock();
    const std::string now = trace_of(folder_);
    if (now != told_ && now == last) {
      told_ = now;
      changed_();
    }
    last = now;
    lock.lock();
  }
}

}  // namespace tadpole::server
