// SPDX-License-Identifier: Apache-2.0
// A request and its answer as routes see them; nothing of the library that speaks HTTP. Which
// header to open first: this one, then router.h. Source: RFC 9110, HTTP Semantics, 2022; RFC 6265,
// cookies, 2011; server-sent events: WHATWG HTML.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tadpole::server {

struct Request {
  std::string method;  // "GET"
  std::string path;    // decoded, without the query: "/api/v1/units/u7k2m9"
  std::map<std::string, std::string> query;
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
  std::string remote;                         // address of the peer
  bool secure = false;                        // came over TLS
  std::map<std::string, std::string> params;  // filled by the router: {id}

  std::string header(const std::string& name) const;  // "" when absent; name in lower case
  std::string cookie(std::string_view name) const;    // "" when absent
  std::string param(const std::string& name) const;   // "" when absent
  std::string asked(const std::string& name) const;   // of the query; "" when absent
};

// Events to one page for as long as it listens. Any thread may push; thread-safe.
class EventStream {
 public:
  // One event; `data` may have several lines. Lost after the page has left.
  void push(std::string_view name, std::string_view data);
  void close();       // after what was pushed
  bool left() const;  // the page is gone: stop working for it

  // For the server: what was pushed since the last call, and whether more can come.
  struct Taken {
    std::string text;
    bool closed = false;
  };
  Taken take();
  void on_change(std::function<void()> wake);  // called on the pushing thread
  void leave();

 private:
  mutable std::mutex mutex_;
  std::string waiting_;
  bool closed_ = false, left_ = false;
  std::function<void()> wake_;
};

struct Response {
  int status = 200;
  std::string type = "application/json";
  std::string body;
  std::string_view fixed;  // instead of body: bytes that live as long as the program
  std::vector<std::pair<std::string, std::string>> headers;
  std::shared_ptr<EventStream> stream;  // instead of a body: server-sent events

  Response& with(std::string name, std::string value) {
    headers.emplace_back(std::move(name), std::move(value));
    return *this;
  }
};

// Splits "/a/b%20c?x=1" into path and query. nullopt: not a path of ours (bad escape, zero byte).
struct Target {
  std::string path;
  std::map<std::string, std::string> query;
};
std::optional<Target> parse_target(std::string_view target);
std::optional<std::string> url_decoded(std::string_view text);

// A part of `size` bytes that the header Range asks for ("bytes=0-99"), at most `most` long.
// nullopt: none, or none that can be met.
struct ByteRange {
  std::size_t first = 0, count = 0;
};
std::optional<ByteRange> parse_range(std::string_view header, std::size_t size, std::size_t most);

}  // namespace tadpole::server
