// SPDX-License-Identifier: Apache-2.0
// Tells when a file below a folder was written, added or removed: for authors, whose pages then
// show what they just wrote.
#pragma once
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "core/base/files.h"

namespace tadpole::server {

class CourseWatch {
 public:
  // Looks every `period`; calls `changed` on a thread of its own. A folder that is written to is
  // told of once it is quiet for one period. What is written after this returns is not missed.
  CourseWatch(Path folder, std::function<void()> changed,
              std::chrono::milliseconds period = std::chrono::milliseconds(700));
  ~CourseWatch();
  CourseWatch(const CourseWatch&) = delete;
  CourseWatch& operator=(const CourseWatch&) = delete;

 private:
  void watch();
  Path folder_;
  std::function<void()> changed_;
  std::chrono::milliseconds period_;
  std::string told_;  // what the folder looked like when it was last told of
  std::mutex mutex_;
  std::condition_variable stop_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace tadpole::server
