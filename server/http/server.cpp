// SPDX-License-Identifier: Apache-2.0
// Boost.Beast with coroutines. One thread moves bytes; answers are worked out on the pool, so that
// a slow one (a commit to disk) holds up nobody. Traps: state that suspended coroutines use must
// outlive the io_context; no braced lists inside a co_await expression (g++ 12).
#include "server/http/server.h"

#include <zlib.h>

#include <algorithm>
#include <atomic>
#include <boost/asio.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <chrono>
#include <optional>
#include <set>

namespace tadpole::server {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;
using asio::awaitable;
using asio::use_awaitable;
using Error = boost::system::error_code;
using Parser = http::request_parser<http::string_body>;
// The answer's bytes are the handler's, not copied.
using Answer = http::response<http::span_body<const char>>;

constexpr auto kNoThrow = asio::as_tuple(use_awaitable);
constexpr std::size_t kMostHeaderBytes = 32 * 1024;
constexpr std::size_t kWorthCompressing = 1400;  // less fits one packet

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

bool compresses_well(const std::string& type) {
  return type.starts_with("text/") || type.starts_with("application/json") ||
         type.starts_with("image/svg");
}

// gzip; "" when it fails.
std::string gzipped(std::string_view data) {
  z_stream z{};
  if (deflateInit2(&z, 5, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) return "";
  std::string out(deflateBound(&z, static_cast<uLong>(data.size())), '\0');
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(data.data()));  // NOLINT: zlib's old C
  z.avail_in = static_cast<uInt>(data.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  const int status = deflate(&z, Z_FINISH);
  out.resize(z.total_out);
  deflateEnd(&z);
  return status == Z_STREAM_END ? out : "";
}

Response refusal(int status, const std::string& sentence) {
  Response response;
  response.status = status;
  response.body = "{\"error\":{\"code\":\"http\",\"message\":\"" + sentence + "\"}}";
  return response;
}

// No line of a head may end early: what stands behind would be a header of its own.
bool fits_a_head(std::string_view value) {
  return std::all_of(value.begin(), value.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == '\t' || (byte >= 0x20 && byte != 0x7F);
  });
}

void set_limits(Parser& parser, const ServerOptions& options) {
  parser.header_limit(kMostHeaderBytes);
  parser.body_limit(options.most_body_bytes);
}

// What is told of a request that could not be read; nullopt: nothing, the connection is closed.
std::optional<Response> refusal_of(const Error& broken, const ServerOptions& options) {
  if (broken == http::error::header_limit || broken == http::error::bad_target)
    return refusal(431, "The request's head is larger than 32 kB; send less.");
  if (broken == http::error::body_limit)
    return refusal(413, "The request is larger than the " +
                            std::to_string(options.most_body_bytes >> 20) +
                            " MB that this server takes; send it in parts.");
  return std::nullopt;
}

Response refusal_of_target() {
  return refusal(400, "The address has a broken escape; check the link.");
}

std::optional<Target> target_of(const http::request<http::string_body>& request) {
  return parse_target(std::string_view(request.target().data(), request.target().size()));
}

// The answer as it goes out. Its bytes are those of `response`, or of `packed`.
Answer answer_of(const http::request<http::string_body>& request, const Response& response,
                 bool keep, std::string& packed) {
  std::string_view body = response.fixed.empty() ? std::string_view(response.body) : response.fixed;
  const bool head = request.method() == http::verb::head;
  const bool may_pack = response.fixed.empty() && body.size() >= kWorthCompressing &&
                        compresses_well(response.type) &&
                        std::string_view(request[http::field::accept_encoding]).find("gzip") !=
                            std::string_view::npos;
  if (may_pack) packed = gzipped(body);
  Answer answer(static_cast<http::status>(response.status), request.version());
  if (!packed.empty() && packed.size() < body.size()) {
    body = packed;
    answer.set(http::field::content_encoding, "gzip");
    answer.set(http::field::vary, "Accept-Encoding");
  }
  answer.set(http::field::content_type, response.type);
  for (const auto& [name, value] : response.headers)
    if (fits_a_head(value)) answer.insert(name, value);
  answer.keep_alive(keep);
  if (!head) answer.body() = beast::span<const char>(body.data(), body.size());
  answer.content_length(body.size());
  return answer;
}

Request request_of(const http::request<http::string_body>& from, const std::string& remote,
                   bool secure, Target target) {
  Request request;
  request.method = std::string(from.method_string());
  request.path = std::move(target.path);
  request.query = std::move(target.query);
  for (const auto& field : from) {
    std::string& value = request.headers[lower(field.name_string())];
    if (!value.empty()) value += ", ";
    value += std::string(field.value());
  }
  request.body = from.body();
  request.remote = remote;
  request.secure = secure;
  return request;
}

}  // namespace

class HttpServer::Impl {
 public:
  Impl(ServerOptions options, RequestHandler handler)
      : options_(std::move(options)),
        handler_(std::move(handler)),
        pool_(options_.workers),
        acceptor_(io_),
        drain_(io_) {}

  ~Impl() { pool_.join(); }

  Outcome listen();
  std::uint16_t port() const { return port_; }

  void run() {
    asio::co_spawn(io_, accept(), asio::detached);
    io_.run();
  }

  void stop() {
    asio::post(io_, [this] { begin_to_drain(); });
  }

  // On the thread that shakes hands, so that no handshake sees half of it.
  void reload_certificate() {
    asio::post(io_, [this] { (void)load_certificate(); });
  }

 private:
  Outcome load_certificate();
  void begin_to_drain();
  awaitable<void> accept();
  awaitable<void> serve_plain(tcp::socket socket);
  awaitable<void> serve_secure(tcp::socket socket);
  template <class Stream>
  awaitable<void> serve(Stream& stream, std::string remote, bool secure);
  awaitable<Response> answer(Request request);
  template <class Stream>
  awaitable<bool> write(Stream& stream, const http::request<http::string_body>& request,
                        Response& response, bool keep);
  template <class Stream>
  awaitable<void> write_events(Stream& stream, EventStream& events, unsigned version);

  ServerOptions options_;
  RequestHandler handler_;
  std::atomic<bool> draining_ = false;
  std::atomic<std::size_t> connections_ = 0;
  std::set<beast::tcp_stream*> idle_;  // wait for a request: closed when draining. io thread only
  std::set<EventStream*> streams_;     // io thread only
  std::uint16_t port_ = 0;
  asio::thread_pool pool_;
  asio::io_context io_{1};
  asio::ssl::context tls_{asio::ssl::context::tls_server};
  tcp::acceptor acceptor_;
  asio::steady_timer drain_;
};

Outcome HttpServer::Impl::load_certificate() {
  if (options_.certificate_file.empty()) return Done{};
  Error error;
  tls_.set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_tlsv1 |
                   asio::ssl::context::no_tlsv1_1);
  tls_.use_certificate_chain_file(options_.certificate_file, error);
  if (!error) tls_.use_private_key_file(options_.key_file, asio::ssl::context::pem, error);
  if (!error) return Done{};
  return wrong_use("the certificate " + options_.certificate_file + " or its key " +
                   options_.key_file + " cannot be used (" + error.message() +
                   "); give both as PEM files");
}

Outcome HttpServer::Impl::listen() {
  TADPOLE_TRY(load_certificate());
  Error error;
  const asio::ip::address address =
      asio::ip::make_address(options_.host == "localhost" ? "127.0.0.1" : options_.host, error);
  if (error) {
    return wrong_use("'" + options_.host +
                     "' is no address; give one of this machine's, 0.0.0.0 for all of them");
  }
  const tcp::endpoint endpoint(address, options_.port);
  acceptor_.open(endpoint.protocol(), error);
  if (!error) acceptor_.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) acceptor_.bind(endpoint, error);
  const std::string where = options_.host + ":" + std::to_string(options_.port);
  if (error == asio::error::address_in_use) {
    return wrong_use("port " + std::to_string(options_.port) +
                     " is taken by another program; stop it or choose another with --port");
  }
  if (error) return wrong_use("cannot listen on " + where + " (" + error.message() + ")");
  acceptor_.listen(4096, error);
  if (error) return wrong_use("cannot listen on " + where + " (" + error.message() + ")");
  port_ = acceptor_.local_endpoint().port();
  return Done{};
}

void HttpServer::Impl::begin_to_drain() {
  if (draining_.exchange(true)) return;
  Error ignored;
  acceptor_.close(ignored);
  for (beast::tcp_stream* stream : idle_) stream->cancel();
  for (EventStream* stream : streams_) stream->close();
  drain_.expires_after(std::chrono::seconds(5));
  drain_.async_wait([this](Error error) {
    if (!error) io_.stop();
  });
  if (connections_ == 0) drain_.cancel();
}

awaitable<void> HttpServer::Impl::accept() {
  while (!draining_) {
    auto [error, socket] = co_await acceptor_.async_accept(kNoThrow);
    if (error) {
      if (draining_) co_return;
      asio::steady_timer pause(io_, std::chrono::milliseconds(50));  // no file left to open
      co_await pause.async_wait(kNoThrow);
      continue;
    }
    if (connections_ >= options_.most_connections) continue;  // closes it
    ++connections_;
    auto done = [this](std::exception_ptr) {
      if (--connections_ == 0 && draining_) drain_.cancel();
    };
    if (options_.certificate_file.empty()) {
      asio::co_spawn(io_, serve_plain(std::move(socket)), done);
    } else {
      asio::co_spawn(io_, serve_secure(std::move(socket)), done);
    }
  }
}

awaitable<void> HttpServer::Impl::serve_plain(tcp::socket socket) {
  Error error;
  const tcp::endpoint peer = socket.remote_endpoint(error);
  if (error) co_return;
  socket.set_option(tcp::no_delay(true), error);
  beast::tcp_stream stream(std::move(socket));
  co_await serve(stream, peer.address().to_string(), false);
  stream.socket().shutdown(tcp::socket::shutdown_send, error);
}

awaitable<void> HttpServer::Impl::serve_secure(tcp::socket socket) {
  Error error;
  const tcp::endpoint peer = socket.remote_endpoint(error);
  if (error) co_return;
  socket.set_option(tcp::no_delay(true), error);
  beast::ssl_stream<beast::tcp_stream> stream(beast::tcp_stream(std::move(socket)), tls_);
  beast::get_lowest_layer(stream).expires_after(std::chrono::seconds(15));
  auto [refused] = co_await stream.async_handshake(asio::ssl::stream_base::server, kNoThrow);
  if (refused) co_return;
  co_await serve(stream, peer.address().to_string(), true);
  beast::get_lowest_layer(stream).expires_after(std::chrono::seconds(5));
  co_await stream.async_shutdown(kNoThrow);
}

// On the pool; then back on the thread of the connection.
awaitable<Response> HttpServer::Impl::answer(Request request) {
  auto work = [this, &request]() -> awaitable<Response> { co_return handler_(request); };
  co_return co_await asio::co_spawn(pool_, work(), use_awaitable);
}

template <class Stream>
awaitable<void> HttpServer::Impl::serve(Stream& stream, std::string remote, bool secure) {
  beast::tcp_stream& lowest = beast::get_lowest_layer(stream);
  beast::flat_buffer buffer(kMostHeaderBytes + 8192);
  bool keep = true;
  while (keep && !draining_) {
    Parser parser;
    set_limits(parser, options_);
    lowest.expires_after(std::chrono::seconds(options_.idle_seconds));
    idle_.insert(&lowest);
    auto [broken, header_bytes] =
        co_await http::async_read_header(stream, buffer, parser, kNoThrow);
    idle_.erase(&lowest);
    Response response;
    if (broken) {
      auto told = refusal_of(broken, options_);
      if (!told) co_return;
      response = std::move(*told);
    } else {
      if (lower(parser.get()[http::field::expect]) == "100-continue") {
        http::response<http::empty_body> go_on(http::status::continue_, 11);
        auto [gone, sent] = co_await http::async_write(stream, go_on, kNoThrow);
        if (gone) co_return;
      }
      lowest.expires_after(std::chrono::seconds(120));
      auto [cut, body_bytes] = co_await http::async_read(stream, buffer, parser, kNoThrow);
      if (cut) {
        auto told = refusal_of(cut, options_);
        if (!told) co_return;
        response = std::move(*told);
        broken = cut;
      } else if (auto target = target_of(parser.get())) {
        lowest.expires_never();
        response = co_await answer(request_of(parser.get(), remote, secure, std::move(*target)));
      } else {
        response = refusal_of_target();
      }
    }
    keep = !broken && parser.get().keep_alive() && !draining_;
    lowest.expires_after(std::chrono::seconds(120));
    if (response.stream) {
      lowest.expires_never();
      co_await write_events(stream, *response.stream, parser.get().version());
      co_return;
    }
    const bool written = co_await write(stream, parser.get(), response, keep);
    if (!written) co_return;
  }
}

template <class Stream>
awaitable<bool> HttpServer::Impl::write(Stream& stream,
                                        const http::request<http::string_body>& request,
                                        Response& response, bool keep) {
  std::string packed;
  Answer answer = answer_of(request, response, keep, packed);
  http::response_serializer<http::span_body<const char>> serializer(answer);
  if (request.method() == http::verb::head) {
    auto [gone, sent] = co_await http::async_write_header(stream, serializer, kNoThrow);
    co_return !gone;
  }
  auto [gone, sent] = co_await http::async_write(stream, serializer, kNoThrow);
  co_return !gone;
}

template <class Stream>
awaitable<void> HttpServer::Impl::write_events(Stream& stream, EventStream& events,
                                               unsigned version) {
  http::response<http::empty_body> head(http::status::ok, version);
  head.set(http::field::content_type, "text/event-stream");
  head.set(http::field::cache_control, "no-cache");
  head.keep_alive(false);
  http::response_serializer<http::empty_body> serializer(head);
  auto [refused, head_bytes] = co_await http::async_write_header(stream, serializer, kNoThrow);
  // Shared: a thread that pushes may wake it after the page has left.
  const auto changed = std::make_shared<asio::steady_timer>(io_);
  events.on_change([this, changed] { asio::post(io_, [changed] { changed->cancel(); }); });
  streams_.insert(&events);
  bool gone = static_cast<bool>(refused);
  while (!gone) {
    const EventStream::Taken taken = events.take();
    if (!taken.text.empty()) {
      auto [error, sent] = co_await asio::async_write(stream, asio::buffer(taken.text), kNoThrow);
      gone = static_cast<bool>(error);
      continue;
    }
    if (taken.closed || draining_) break;
    changed->expires_after(std::chrono::seconds(15));
    auto [waited] = co_await changed->async_wait(kNoThrow);
    if (!waited) {  // nothing for a while: a comment shows whether the page still listens
      static constexpr std::string_view kBeat = ": beat\n\n";
      auto [error, sent] = co_await asio::async_write(stream, asio::buffer(kBeat), kNoThrow);
      gone = static_cast<bool>(error);
    }
  }
  streams_.erase(&events);
  events.leave();
}

std::string answer_bytes(std::string_view bytes, const ServerOptions& options,
                         const RequestHandler& handler) {
  Parser parser;
  set_limits(parser, options);
  parser.eager(true);
  Error error;
  while (!error && !parser.is_done() && !bytes.empty())
    bytes.remove_prefix(parser.put(asio::buffer(bytes.data(), bytes.size()), error));
  Response response;
  if (error) {
    auto told = refusal_of(error, options);
    if (!told) return "";
    response = std::move(*told);
  } else if (!parser.is_done()) {
    return "";
  } else if (auto target = target_of(parser.get())) {
    response = handler(request_of(parser.get(), "127.0.0.1", false, std::move(*target)));
  } else {
    response = refusal_of_target();
  }
  std::string packed, out;
  Answer answer = answer_of(parser.get(), response, false, packed);
  http::response_serializer<http::span_body<const char>> serializer(answer);
  const bool head = parser.get().method() == http::verb::head;
  serializer.split(head);
  for (Error failed; !failed && !(head ? serializer.is_header_done() : serializer.is_done());)
    serializer.next(failed, [&](Error&, const auto& parts) {
      out += beast::buffers_to_string(parts);
      serializer.consume(beast::buffer_bytes(parts));
    });
  return out;
}

Result<std::unique_ptr<HttpServer>> HttpServer::create(ServerOptions options,
                                                       RequestHandler handler) {
  auto impl = std::make_unique<Impl>(std::move(options), std::move(handler));
  TADPOLE_TRY(impl->listen());
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(impl)));
}

HttpServer::HttpServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
HttpServer::~HttpServer() = default;
std::uint16_t HttpServer::port() const { return impl_->port(); }
void HttpServer::run() { impl_->run(); }
void HttpServer::stop() { impl_->stop(); }
void HttpServer::reload_certificate() { impl_->reload_certificate(); }

}  // namespace tadpole::server
