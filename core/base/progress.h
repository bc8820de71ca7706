// SPDX-License-Identifier: Apache-2.0
// How long work tells where it is and learns that it shall stop. The front end decides what is
// shown.
#pragma once
#include <atomic>
#include <cstdint>
#include <string_view>

namespace tadpole {

class Progress {
 public:
  virtual ~Progress() = default;
  // A new piece of work begins. total: its number of steps, 0 when unknown. what: "extract
  // features".
  virtual void begin(std::string_view what, std::int64_t total) = 0;
  // Called often, from the working thread that called begin(). note: short, e.g. "epoch 3/60,
  // val 81.2 %".
  virtual void update(std::int64_t done, std::string_view note) = 0;
  virtual void end() = 0;
  // A sentence for the user (a warning, a result). Never on stdout.
  virtual void say(std::string_view sentence) = 0;
  // True once the user asked to stop (Ctrl-C). Long work checks it between steps, keeps what is
  // done, and returns ErrorKind::cancelled.
  virtual bool stop_requested() const = 0;
};

// Shows nothing, never stops. For tests and for callers without a user.
class SilentProgress final : public Progress {
 public:
  void begin(std::string_view, std::int64_t) override {}
  void update(std::int64_t, std::string_view) override {}
  void end() override {}
  void say(std::string_view) override {}
  bool stop_requested() const override { return false; }
};

}  // namespace tadpole
