// SPDX-License-Identifier: Apache-2.0
#include "server/http/message.h"

#include <charconv>

namespace tadpole::server {
namespace {

constexpr std::size_t kMostWaiting = std::size_t{4} << 20;

std::string found(const std::map<std::string, std::string>& in, const std::string& name) {
  const auto at = in.find(name);
  return at == in.end() ? "" : at->second;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

std::optional<std::size_t> number(std::string_view text) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return {};
  return value;
}

// The pairs of "a=1&b=2". false: a bad escape.
bool parse_query(std::string_view text, std::map<std::string, std::string>& query) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('&'), text.size());
    std::string pair(text.substr(0, end));
    for (char& c : pair) c = c == '+' ? ' ' : c;
    const std::size_t equals = std::min(pair.find('='), pair.size());
    const auto name = url_decoded(std::string_view(pair).substr(0, equals));
    const auto value =
        url_decoded(std::string_view(pair).substr(std::min(equals + 1, pair.size())));
    if (!name || !value) return false;
    if (!name->empty()) query[*name] = *value;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return true;
}

}  // namespace

std::string Request::header(const std::string& name) const { return found(headers, name); }
std::string Request::param(const std::string& name) const { return found(params, name); }
std::string Request::asked(const std::string& name) const { return found(query, name); }

std::string Request::cookie(std::string_view name) const {
  const std::string all = header("cookie");
  std::string_view rest = all;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(';'), rest.size());
    const std::string_view pair = trimmed(rest.substr(0, end));
    const std::size_t equals = pair.find('=');
    if (equals != std::string_view::npos && pair.substr(0, equals) == name)
      return std::string(pair.substr(equals + 1));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return "";
}

void EventStream::push(std::string_view name, std::string_view data) {
  std::function<void()> wake;
  {
    const std::lock_guard lock(mutex_);
    if (closed_ || left_) return;
    waiting_ += "event: ";
    waiting_ += name;
    for (std::size_t at = 0; at <= data.size();) {
      const std::size_t end = std::min(data.find('\n', at), data.size());
      waiting_ += "\ndata: ";
      waiting_ += data.substr(at, end - at);
      at = end + 1;
    }
    waiting_ += "\n\n";
    // A page that sleeps takes nothing; when it wakes up it asks anew and is told the present
    // state.
    if (waiting_.size() > kMostWaiting) {
      waiting_.clear();
      closed_ = left_ = true;
    }
    wake = wake_;
  }
  if (wake) wake();
}

void EventStream::close() {
  std::function<void()> wake;
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    wake = wake_;
  }
  if (wake) wake();
}

bool EventStream::left() const {
  const std::lock_guard lock(mutex_);
  return left_;
}

EventStream::Taken EventStream::take() {
  const std::lock_guard lock(mutex_);
  Taken taken{std::move(waiting_), closed_};
  waiting_.clear();
  return taken;
}

void EventStream::on_change(std::function<void()> wake) {
  const std::lock_guard lock(mutex_);
  wake_ = std::move(wake);
}

void EventStream::leave() {
  const std::lock_guard lock(mutex_);
  left_ = true;
  wake_ = nullptr;
  waiting_.clear();
}

std::optional<std::string> url_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    if (i + 2 >= text.size()) return {};
    const int high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
    if (high < 0 || low < 0 || (high == 0 && low == 0)) return {};
    out += static_cast<char>(16 * high + low);
    i += 2;
  }
  return out;
}

std::optional<Target> parse_target(std::string_view target) {
  if (target.empty() || target.front() != '/') return {};
  const std::size_t mark = std::min(target.find('?'), target.size());
  auto path = url_decoded(target.substr(0, mark));
  if (!path || path->find('\0') != std::string::npos) return {};
  Target parsed{std::move(*path), {}};
  if (!parse_query(target.substr(std::min(mark + 1, target.size())), parsed.query)) return {};
  return parsed;
}

std::optional<ByteRange> parse_range(std::string_view header, std::size_t size, std::size_t most) {
  if (!header.starts_with("bytes=") || size == 0) return {};
  header.remove_prefix(6);
  const std::size_t dash = header.find('-');
  if (dash == std::string_view::npos) return {};
  const auto from = number(header.substr(0, dash)), to = number(header.substr(dash + 1));
  std::size_t first = 0, last = size - 1;
  if (from) {
    first = *from;
    if (to) last = std::min(last, *to);
    if (dash + 1 < header.size() && !to) return {};
  } else {
    if (dash != 0 || !to || *to == 0) return {};
    first = *to < size ? size - *to : 0;
  }
  if (first > last || first >= size) return {};
  return ByteRange{first, std::min(last - first + 1, most)};
}

}  // namespace tadpole::server
