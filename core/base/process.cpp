// SPDX-License-Identifier: Apache-2.0
#include "core/base/process.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>

#include "core/base/text.h"

extern char** environ;

namespace tadpole {
namespace {

using Clock = std::chrono::steady_clock;

// A pipe whose ends close themselves.
class Pipe {
 public:
  Pipe() { open_ = ::pipe2(ends_.data(), O_CLOEXEC) == 0; }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    close_end(0);
    close_end(1);
  }
  bool open() const { return open_; }
  int read_end() const { return ends_[0]; }
  int write_end() const { return ends_[1]; }
  void close_end(std::size_t end) {
    if (open_ && ends_[end] >= 0) ::close(ends_[end]);
    ends_[end] = -1;
  }

 private:
  std::array<int, 2> ends_{-1, -1};
  bool open_ = false;
};

struct SpawnSettings {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  SpawnSettings() {
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
  }
  SpawnSettings(const SpawnSettings&) = delete;
  SpawnSettings& operator=(const SpawnSettings&) = delete;
  ~SpawnSettings() {
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
  }
};

// 0, or the error number. The child leads a process group of its own, so that its children can be
// killed with it.
int spawn(const std::vector<std::string>& words, const Path& folder, const Pipe& out,
          const Pipe& err, pid_t& child) {
  SpawnSettings settings;
  posix_spawn_file_actions_addopen(&settings.actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&settings.actions, out.write_end(), 1);
  posix_spawn_file_actions_adddup2(&settings.actions, err.write_end(), 2);
  if (!folder.empty()) posix_spawn_file_actions_addchdir_np(&settings.actions, folder.c_str());
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&settings.attributes, &none);
  posix_spawnattr_setflags(&settings.attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK);
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  return posix_spawnp(&child, arguments[0], &settings.actions, &settings.attributes,
                      arguments.data(), environ);
}

// Reads what is there; false at the end of the stream.
bool take(int from, std::string& to, std::size_t most) {
  std::array<char, 65536> buffer;
  const ssize_t n = ::read(from, buffer.data(), buffer.size());
  if (n < 0) return errno == EINTR;
  if (to.size() < most)
    to.append(buffer.data(), std::min(static_cast<std::size_t>(n), most - to.size()));
  return n > 0;
}

int milliseconds_until(Clock::time_point deadline) {
  const auto left =
      std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
  return left < 0 ? 0 : static_cast<int>(std::min<long long>(left + 1, 3'600'000));
}

// Until both streams end or the time is over; false when it is over.
bool collect(const Pipe& out, const Pipe& err, Clock::time_point deadline, std::size_t most,
             ProcessRun& run) {
  std::array<pollfd, 2> waiting{{{out.read_end(), POLLIN, 0}, {err.read_end(), POLLIN, 0}}};
  while (waiting[0].fd >= 0 || waiting[1].fd >= 0) {
    const int ready = ::poll(waiting.data(), waiting.size(), milliseconds_until(deadline));
    if (ready == 0) return false;
    if (ready < 0) continue;  // a signal for us
    if (waiting[0].revents != 0 && !take(waiting[0].fd, run.output, most)) waiting[0].fd = -1;
    if (waiting[1].revents != 0 && !take(waiting[1].fd, run.errors, most)) waiting[1].fd = -1;
  }
  return true;
}

// Waits for the end, not longer than the deadline; false when it is over.
bool wait_for(pid_t child, Clock::time_point deadline, int& status) {
  for (;;) {
    const pid_t ended = ::waitpid(child, &status, WNOHANG);
    if (ended == child || (ended < 0 && errno != EINTR)) return true;
    if (Clock::now() > deadline) return false;
    ::usleep(500);
  }
}

}  // namespace

bool runs_programs() { return true; }

Result<ProcessRun> run_process(const std::vector<std::string>& words,
                               const ProcessOptions& options) {
  TADPOLE_EXPECT(!words.empty());
  Pipe out;
  Pipe err;
  if (!out.open() || !err.open())
    return Error{fmt::format("no pipe for {}: {}", words[0], std::strerror(errno))};
  pid_t child = 0;
  const int failed = spawn(words, options.folder, out, err, child);
  if (failed != 0)
    return Error{fmt::format("{} cannot be started: {}", words[0], std::strerror(failed))};
  out.close_end(1);
  err.close_end(1);

  ProcessRun run;
  const auto deadline =
      Clock::now() + std::chrono::microseconds(static_cast<long long>(options.timeout_s * 1e6));
  int status = 0;
  const bool in_time = collect(out, err, deadline, options.most_output_bytes, run);
  run.timed_out = !in_time || !wait_for(child, deadline, status);
  if (run.timed_out) {
    ::kill(-child, SIGKILL);
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
  }
  if (WIFEXITED(status)) run.exit_code = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) run.signal = WTERMSIG(status);
  return run;
}

std::string find_program(const std::string& name) {
  const char* path = std::getenv("PATH");
  for (const std::string& folder : split(path == nullptr ? "/usr/bin:/bin" : path, ':')) {
    const std::string candidate = folder + "/" + name;
    if (!folder.empty() && ::access(candidate.c_str(), X_OK) == 0) return candidate;
  }
  return "";
}

}  // namespace tadpole
