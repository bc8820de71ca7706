// SPDX-License-Identifier: Apache-2.0
// How many learners one hub carries: starts the program, plays a lesson's mix of requests on one
// connection a learner, then kills it with SIGKILL in the middle and counts acknowledged events
// that are gone.
//   load_bench PROGRAM LEARNERS SECONDS [REQUESTS_PER_MINUTE]
// Mix: 40 % a unit, 20 % the map of a course, 10 % the courses, 10 % the page, 20 % durable writes
// (half of them answers to a question, half events of the page). Times are from the request's due
// moment, so that a server that falls behind is not spared.
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <queue>
#include <random>
#include <set>

#include "core/base/files.h"
#include "server/store/store.h"

namespace tadpole {
namespace {

using Clock = std::chrono::steady_clock;

const char* const kUnits[] = {"w1chip",    "w1stages", "w1stand", "w1rules", "w1wrong",
                              "w1explore", "w1walk",   "w1quiz",  "w1risk"};

double seconds_now() {
  return std::chrono::duration<double>(Clock::now().time_since_epoch()).count();
}

// Accounts and sessions as if all had signed in before.
std::vector<std::string> make_learners(const Path& data, int count) {
  std::vector<std::string> tokens;
  auto store = server::open_store("sqlite:" + (data / "hub.db").string()).value();
  for (int i = 0; i < count; ++i) {
    const std::string id = "learner" + std::to_string(i), token = learning::new_token();
    if (!store
             ->put_account({.id = id,
                            .nickname = "L" + std::to_string(i),
                            .roles = {"learner"},
                            .secret_hash = "",
                            .created_ms = 1})
             .ok())
      std::abort();
    if (!store->put_session({learning::token_hash(token), id, std::int64_t{1} << 60}).ok())
      std::abort();
    tokens.push_back(token);
  }
  return tokens;
}

struct Learner {
  int socket = -1;
  std::string token, out, in, event;
  double due = 0;
  bool waiting = false, durable = false;
};

// A ULID of the page's own.
std::string new_event_id(std::mt19937_64& chance) {
  constexpr const char* kLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  std::string id = "01";
  for (int i = 0; i < 24; ++i) id += kLetters[chance() % 32];
  return id;
}

class Load {
 public:
  Load(std::uint16_t port, std::vector<std::string> tokens, double per_minute)
      : port_(port),
        tokens_(std::move(tokens)),
        mean_pause_(60.0 / per_minute),
        poll_(::epoll_create1(0)) {}

  bool connect_all() {
    learners_.resize(tokens_.size());
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      learners_[i].token = tokens_[i];
      if (!connect(i)) return false;
    }
    return true;
  }

  void run(double seconds) {
    const double begin = seconds_now(), end = begin + seconds;
    for (std::size_t i = 0; i < learners_.size(); ++i) plan(i, begin);
    while (seconds_now() < end) turn();
  }

  void report(double seconds) {
    const auto print = [&](const char* name, std::vector<double>& times) {
      std::sort(times.begin(), times.end());
      const auto at = [&](double share) {
        return times.empty()
                   ? 0.0
                   : times[std::min(
                         times.size() - 1,
                         static_cast<std::size_t>(share * static_cast<double>(times.size())))] *
                         1e3;
      };
      std::printf(
          "%-8s %8zu requests  %7.1f a second  p50 %6.1f ms  p95 %6.1f ms  p99 %6.1f ms  worst "
          "%7.1f ms\n",
          name, times.size(), static_cast<double>(times.size()) / seconds, at(0.5), at(0.95),
          at(0.99), times.empty() ? 0.0 : times.back() * 1e3);
    };
    print("reads", reads_);
    print("writes", writes_);
    std::vector<double> all = reads_;
    all.insert(all.end(), writes_.begin(), writes_.end());
    print("all", all);
    std::printf("answers that were no 200: %zu; connections lost: %zu\n", refused_, lost_);
  }
  const std::vector<std::string>& acknowledged() const { return acknowledged_; }

 private:
  bool connect(std::size_t i) {
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port_);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) {
      std::printf("learner %zu cannot connect (%s); raise the limit of open files\n", i,
                  std::strerror(errno));
      return false;
    }
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    ::fcntl(socket, F_SETFL, O_NONBLOCK);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = i;
    ::epoll_ctl(poll_, EPOLL_CTL_ADD, socket, &event);
    learners_[i].socket = socket;
    return true;
  }

  void plan(std::size_t i, double from) {
    std::exponential_distribution<double> pause(1.0 / mean_pause_);
    learners_[i].due = from + pause(chance_);
    due_.emplace(learners_[i].due, i);
  }

  void turn() {
    while (!due_.empty() && due_.top().first <= seconds_now()) {
      const std::size_t i = due_.top().second;
      due_.pop();
      if (learners_[i].socket >= 0) send(i);
    }
    epoll_event events[256];
    const int n = ::epoll_wait(poll_, events, 256, 1);
    for (int e = 0; e < n; ++e) receive(events[e].data.u64);
  }

  std::string get(const std::string& path) { return "GET " + path + " HTTP/1.1\r\n"; }
  void send(std::size_t i) {
    Learner& one = learners_[i];
    const std::string unit = kUnits[chance_() % std::size(kUnits)];
    const auto roll = chance_() % 100;
    one.durable = roll < 20;
    std::string head, body;
    if (one.durable) {
      one.event = new_event_id(chance_);
      const bool answer = roll < 10;
      body = answer ? "{\"response\":{\"choice\":\"a\"},\"id\":\"" + one.event + "\"}"
                    : "{\"events\":[{\"kind\":\"resume.at\",\"where\":\"" + unit +
                          "\",\"body\":{},\"id\":\"" + one.event + "\"}]}";
      head = std::string("POST ") +
             (answer ? "/api/v1/items/w1chip.q1/attempts" : "/api/v1/events") +
             " HTTP/1.1\r\nX-Tadpole: 1\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
    } else {
      head = get(roll < 60   ? "/api/v1/units/" + unit
                 : roll < 80 ? "/api/v1/courses/fundamentals"
                 : roll < 90 ? "/api/v1/courses"
                             : "/");
    }
    one.out = head +
              "Host: localhost\r\nAccept-Encoding: gzip\r\nCookie: tadpole_session=" + one.token +
              "\r\n\r\n" + body;
    one.waiting = true;
    one.in.clear();
    if (::send(one.socket, one.out.data(), one.out.size(), MSG_NOSIGNAL) !=
        static_cast<ssize_t>(one.out.size()))
      lose(i);
  }

  void lose(std::size_t i) {
    ++lost_;
    ::close(learners_[i].socket);
    learners_[i].socket = -1;
  }

  void receive(std::size_t i) {
    Learner& one = learners_[i];
    if (one.socket < 0) return;
    char chunk[16384];
    const ssize_t n = ::recv(one.socket, chunk, sizeof chunk, 0);
    if (n <= 0) return lose(i);
    one.in.append(chunk, static_cast<std::size_t>(n));
    const std::size_t end = one.in.find("\r\n\r\n");
    if (end == std::string::npos) return;
    const std::size_t length = one.in.find("Content-Length: ");
    const auto body = length < end ? std::strtoul(one.in.c_str() + length + 16, nullptr, 10) : 0;
    if (one.in.size() < end + 4 + body || !one.waiting) return;
    one.waiting = false;
    const bool fine = one.in.compare(9, 3, "200") == 0;
    (one.durable ? writes_ : reads_).push_back(seconds_now() - one.due);
    if (!fine) ++refused_;
    if (fine && one.durable) acknowledged_.push_back(one.event);
    plan(i, one.due);
  }

  std::uint16_t port_;
  std::vector<std::string> tokens_;
  double mean_pause_;
  int poll_;
  std::vector<Learner> learners_;
  using Due = std::pair<double, std::size_t>;
  std::priority_queue<Due, std::vector<Due>, std::greater<>> due_;
  std::mt19937_64 chance_{7};
  std::vector<double> reads_, writes_;
  std::vector<std::string> acknowledged_;
  std::size_t refused_ = 0, lost_ = 0;
};

double status_mb(pid_t pid, const std::string& field) {
  std::ifstream status("/proc/" + std::to_string(pid) + "/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(field)) return std::atof(line.c_str() + field.size()) / 1024;
  }
  return 0;
}

// Starts the server; its port is read from what it says.
pid_t start(const char* program, const Path& data, std::uint16_t& port) {
  int ends[2];
  if (::pipe(ends) != 0) return -1;
  const pid_t child = ::fork();
  if (child == 0) {
    ::dup2(ends[1], 2);
    ::execl(program, program, "serve", "--port", "0", "--data", data.c_str(), nullptr);
    ::_exit(127);
  }
  ::close(ends[1]);
  std::string said;
  for (char c = 0; said.find("Ctrl-C") == std::string::npos && ::read(ends[0], &c, 1) == 1;)
    said += c;
  const std::size_t at = said.find("localhost:");
  port =
      at == std::string::npos ? 0 : static_cast<std::uint16_t>(std::atoi(said.c_str() + at + 10));
  return child;
}

int run(const char* program, int learners, double seconds, double per_minute) {
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &files);
  const Path data =
      std::filesystem::temp_directory_path() / ("tadpole_load_" + std::to_string(::getpid()));
  std::filesystem::create_directories(data);
  std::vector<std::string> tokens = make_learners(data, learners);
  std::uint16_t port = 0;
  const double before = seconds_now();
  const pid_t hub = start(program, data, port);
  if (port == 0) return std::printf("%s does not start\n", program), 1;
  std::printf("started in %.0f ms, %.1f MB at rest\n", (seconds_now() - before) * 1e3,
              status_mb(hub, "VmRSS:"));
  Load load(port, std::move(tokens), per_minute);
  if (!load.connect_all()) return 1;
  load.run(seconds);
  std::printf("%d learners, %.1f requests a minute each, %.0f s; the hub took %.0f MB at most\n",
              learners, per_minute, seconds, status_mb(hub, "VmHWM:"));
  ::kill(hub, SIGKILL);
  ::waitpid(hub, nullptr, 0);
  load.report(seconds);
  const auto store = server::open_store("sqlite:" + (data / "hub.db").string());
  std::set<std::string> missing(load.acknowledged().begin(), load.acknowledged().end());
  std::int64_t cursor = 0;
  while (store.ok()) {
    const auto page = store.value()->events().read_since(cursor, 1000).value();
    for (const learning::Event& event : page.events) missing.erase(event.id);
    if (page.events.empty()) break;
    cursor = page.cursor;
  }
  std::printf("killed with SIGKILL: of %zu acknowledged writes %zu are lost\n",
              load.acknowledged().size(), missing.size());
  std::filesystem::remove_all(data);
  return missing.empty() ? 0 : 1;
}

}  // namespace
}  // namespace tadpole

int main(int argc, char** argv) {
  if (argc < 4) {
    std::fprintf(stderr, "usage: load_bench PROGRAM LEARNERS SECONDS [REQUESTS_PER_MINUTE]\n");
    return 2;
  }
  return tadpole::run(argv[1], std::atoi(argv[2]), std::atof(argv[3]),
                      argc > 4 ? std::atof(argv[4]) : 5.0);
}
