// SPDX-License-Identifier: Apache-2.0
// What the user sees: chatter, colour and progress on stderr, results on stdout.
#pragma once
#include <chrono>
#include <string>
#include <string_view>

#include "core/base/progress.h"
#include "core/base/result.h"

namespace tadpole {

// A bar with an estimate when stderr is a terminal; else a line at each piece of work's start and
// end. Ctrl-C (SIGINT, SIGTERM) asks the work to stop; a second one ends the process at once.
class TerminalProgress final : public Progress {
 public:
  TerminalProgress();
  void begin(std::string_view what, std::int64_t total) override;
  void update(std::int64_t done, std::string_view note) override;
  void end() override;
  void say(std::string_view sentence) override;
  bool stop_requested() const override;

 private:
  using Clock = std::chrono::steady_clock;
  void draw(std::int64_t done, std::string_view note);
  void clear_line();
  bool is_terminal_;
  std::string what_;
  std::int64_t total_ = 0;
  Clock::time_point started_;
  Clock::time_point drawn_;
};

enum class Style { bold, dim, good, bad, warn };
// The text in a style when file descriptor `fd` is a terminal and NO_COLOR is not set; else the
// text alone.
std::string styled(std::string_view text, Style style, int fd);

// "1 h 02 min", "3 min 20 s", "12 s".
std::string spent_text(double seconds);

// Prints the error (one line on stderr; with json also {"error": ...} on stdout) and gives the exit
// status: 1, or 2 for wrong use.
int report_error(const Error& error, bool json);

}  // namespace tadpole
