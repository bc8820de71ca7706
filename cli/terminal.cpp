// SPDX-License-Identifier: Apache-2.0
#include "cli/terminal.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>

namespace tadpole {
namespace {

volatile std::sig_atomic_t stop_signals = 0;  // NOLINT: a signal handler can reach nothing else

void on_stop_signal(int) {
  if (stop_signals != 0) _exit(130);
  stop_signals = 1;
}

bool colour_on(int fd) {
  static const bool wanted = std::getenv("NO_COLOR") == nullptr;
  return wanted && isatty(fd) != 0;
}

const char* code_of(Style style) {
  switch (style) {
    case Style::bold:
      return "1";
    case Style::dim:
      return "2";
    case Style::good:
      return "32";
    case Style::bad:
      return "31";
    case Style::warn:
      return "33";
  }
  return "0";
}

}  // namespace

std::string styled(std::string_view text, Style style, int fd) {
  if (!colour_on(fd)) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", code_of(style), text);
}

std::string spent_text(double seconds) {
  const auto s = static_cast<long>(std::max(0.0, seconds) + 0.5);
  if (s >= 3600) return fmt::format("{} h {:02} min", s / 3600, s % 3600 / 60);
  if (s >= 60) return fmt::format("{} min {:02} s", s / 60, s % 60);
  return fmt::format("{} s", s);
}

TerminalProgress::TerminalProgress() : is_terminal_(isatty(STDERR_FILENO) != 0) {
  struct sigaction action = {};
  action.sa_handler = on_stop_signal;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

void TerminalProgress::begin(std::string_view what, std::int64_t total) {
  what_ = what;
  total_ = total;
  started_ = drawn_ = Clock::now();
  if (!is_terminal_) fmt::print(stderr, "{} ...\n", what_);
}

void TerminalProgress::update(std::int64_t done, std::string_view note) {
  if (!is_terminal_) return;
  const auto now = Clock::now();
  if (now - drawn_ < std::chrono::milliseconds(80)) return;
  drawn_ = now;
  draw(done, note);
}

void TerminalProgress::draw(std::int64_t done, std::string_view note) {
  const double elapsed = std::chrono::duration<double>(Clock::now() - started_).count();
  std::string line = what_;
  if (total_ > 0) {
    const double share =
        std::clamp(static_cast<double>(done) / static_cast<double>(total_), 0.0, 1.0);
    const int filled = static_cast<int>(share * 24);
    for (int i = 0; i < 24; ++i)
      line += i == 0 ? (filled > 0 ? " █" : " ░") : (i < filled ? "█" : "░");
    line += fmt::format(" {:3.0f} %", 100 * share);
    if (done > 0 && elapsed > 1)
      line += fmt::format(", {} left", spent_text(elapsed * (1 - share) / std::max(share, 1e-9)));
  } else {
    line += fmt::format(" {} ({})", done, spent_text(elapsed));
  }
  if (!note.empty()) line += fmt::format("  {}", note);
  fmt::print(stderr, "\r\x1b[2K{}", line);
  std::fflush(stderr);
}

void TerminalProgress::clear_line() {
  if (is_terminal_) fmt::print(stderr, "\r\x1b[2K");
}

void TerminalProgress::end() {
  clear_line();
  if (what_.empty()) return;
  const double elapsed = std::chrono::duration<double>(Clock::now() - started_).count();
  if (elapsed >= 0.5 || !is_terminal_)
    fmt::print(stderr, "{} {} in {}\n", styled("done", Style::dim, STDERR_FILENO), what_,
               spent_text(elapsed));
  what_.clear();
}

void TerminalProgress::say(std::string_view sentence) {
  clear_line();
  fmt::print(stderr, "{}\n", sentence);
}

bool TerminalProgress::stop_requested() const { return stop_signals != 0; }

int report_error(const Error& error, bool json) {
  fmt::print(stderr, "{} {}\n", styled("tadpole:", Style::bad, STDERR_FILENO), error.message);
  if (json) {
    const nlohmann::json object = {{"error", error.message}};
    fmt::print("{}\n", object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
  }
  return error.kind == ErrorKind::wrong_use ? 2 : 1;
}

}  // namespace tadpole
