// SPDX-License-Identifier: Apache-2.0
// The server over real sockets, spoken to byte by byte.
#include "server/http/server.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <thread>

namespace tadpole::server {
namespace {

// A connection that sends what it is told and reads what comes.
class Client {
 public:
  explicit Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const timeval patience{20, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0;
  }
  ~Client() { ::close(socket_); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  bool connected() const { return connected_; }

  void send(const std::string& text) const {
    ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
  }
  // Until `ending` was seen or the peer closed.
  std::string read_until(const std::string& ending) {
    while (seen_.find(ending) == std::string::npos) {
      char chunk[4096];
      const ssize_t n = ::recv(socket_, chunk, sizeof chunk, 0);
      if (n <= 0) break;
      seen_.append(chunk, static_cast<std::size_t>(n));
    }
    const std::size_t end = seen_.find(ending);
    const std::size_t cut = end == std::string::npos ? seen_.size() : end + ending.size();
    std::string text = seen_.substr(0, cut);
    seen_.erase(0, cut);
    return text;
  }
  std::string read_all() { return read_until("\x01never\x01"); }
  std::string ask(const std::string& text, const std::string& ending) {
    send(text);
    return read_until(ending);
  }

 private:
  int socket_;
  bool connected_ = false;
  std::string seen_;
};

class Serving {
 public:
  explicit Serving(RequestHandler handler, ServerOptions options = {}) {
    options.port = 0;
    server_ = HttpServer::create(std::move(options), std::move(handler)).value();
    thread_ = std::thread([this] { server_->run(); });
  }
  ~Serving() { stop(); }
  void stop() {
    if (!thread_.joinable()) return;
    server_->stop();
    thread_.join();
  }
  HttpServer& server() { return *server_; }
  std::uint16_t port() const { return server_->port(); }

 private:
  std::unique_ptr<HttpServer> server_;
  std::thread thread_;
};

Response text(std::string body) {
  Response response;
  response.type = "text/plain";
  response.body = std::move(body);
  return response;
}

TEST(HttpServer, answers_several_requests_on_one_connection) {
  Serving serving([](const Request& r) {
    return text(r.method + " " + r.path + " " + r.asked("q") + " " + r.header("x-me") + r.body);
  });
  Client client(serving.port());
  const std::string first =
      client.ask("GET /a%20b?q=1 HTTP/1.1\r\nHost: x\r\nX-Me: me\r\n\r\n", "me");
  EXPECT_NE(first.find("HTTP/1.1 200 OK"), std::string::npos);
  EXPECT_NE(first.find("Content-Length: 13"), std::string::npos) << first;
  EXPECT_TRUE(first.ends_with("GET /a b 1 me")) << first;
  const std::string second =
      client.ask("POST /c HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody", "body");
  EXPECT_TRUE(second.ends_with("POST /c  body")) << second;
}

TEST(HttpServer, a_head_request_gets_the_length_without_the_body) {
  Serving serving([](const Request&) { return text("twelve bytes"); });
  Client client(serving.port());
  const std::string head =
      client.ask("HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "never");
  EXPECT_NE(head.find("Content-Length: 12"), std::string::npos) << head;
  EXPECT_TRUE(head.ends_with("\r\n\r\n")) << head;
}

TEST(HttpServer, a_long_text_is_compressed_for_those_who_take_it) {
  Serving serving([](const Request&) { return text(std::string(100000, 'a')); });
  Client client(serving.port());
  const std::string packed = client.ask(
      "GET / HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n", "never");
  EXPECT_NE(packed.find("Content-Encoding: gzip"), std::string::npos);
  EXPECT_LT(packed.size(), 2000U);
}

TEST(HttpServer, a_body_that_is_too_large_is_refused_with_a_sentence) {
  Serving serving([](const Request&) { return text("taken"); }, {.most_body_bytes = 1 << 20});
  Client client(serving.port());
  const std::string answer = client.ask(
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\n" + std::string(1000, 'x'),
      "never");
  EXPECT_NE(answer.find("413"), std::string::npos) << answer;
  EXPECT_NE(answer.find("larger than the 1 MB that this server takes"), std::string::npos)
      << answer;
}

TEST(HttpServer, what_is_no_http_closes_the_connection_and_harms_nobody) {
  Serving serving([](const Request&) { return text("fine"); });
  for (const char* bad : {"\x16\x03\x01 hello\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n"}) {
    Client client(serving.port());
    client.send(bad);
    EXPECT_EQ(client.read_all().find("fine"), std::string::npos);
  }
  Client endless(serving.port());
  const std::string refused =
      endless.ask("GET / HTTP/1.1\r\nX: " + std::string(60000, 'a'), "never");
  EXPECT_NE(refused.find("431"), std::string::npos) << refused;
  Client escape(serving.port());
  EXPECT_NE(escape.ask("GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n", "}}").find("broken escape"),
            std::string::npos);
  Client client(serving.port());
  EXPECT_TRUE(client.ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n", "fine").ends_with("fine"));
}

RequestHandler sends(const std::shared_ptr<EventStream>& stream) {
  return [stream](const Request&) {
    Response response;
    response.stream = stream;
    return response;
  };
}

TEST(HttpServer, events_reach_the_page_and_closing_ends_the_answer) {
  auto stream = std::make_shared<EventStream>();
  Serving serving(sends(stream));
  Client client(serving.port());
  client.send("GET /events HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_NE(client.read_until("\r\n\r\n").find("text/event-stream"), std::string::npos);
  stream->push("epoch", "1");
  EXPECT_EQ(client.read_until("\n\n"), "event: epoch\ndata: 1\n\n");
  stream->push("epoch", "2");
  stream->close();
  EXPECT_EQ(client.read_all(), "event: epoch\ndata: 2\n\n");
}

TEST(HttpServer, a_page_that_leaves_is_noticed) {
  auto stream = std::make_shared<EventStream>();
  Serving serving(sends(stream));
  {
    Client client(serving.port());
    client.send("GET /events HTTP/1.1\r\nHost: x\r\n\r\n");
    client.read_until("\r\n\r\n");
  }
  for (int i = 0; i < 2000 && !stream->left(); ++i) {
    stream->push("tick", "x");
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  EXPECT_TRUE(stream->left());
}

// A request in work when the order to stop comes is finished; nobody new is let in.
TEST(HttpServer, stopping_finishes_what_is_in_work) {
  std::atomic<bool> begun = false, go_on = false;
  Serving serving([&](const Request&) {
    begun = true;
    while (!go_on) std::this_thread::yield();
    return text("finished");
  });
  Client busy(serving.port()), idle(serving.port());
  idle.ask("", "");
  busy.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  while (!begun) std::this_thread::yield();
  serving.server().stop();
  EXPECT_EQ(idle.read_all(), "");  // closed
  go_on = true;
  EXPECT_TRUE(busy.read_all().ends_with("finished"));
  serving.stop();
  EXPECT_FALSE(Client(serving.port()).connected());
}

TEST(HttpServer, a_taken_port_and_a_strange_address_are_said) {
  Serving serving([](const Request&) { return text(""); });
  const auto handler = [](const Request&) { return text(""); };
  const auto taken = HttpServer::create({.port = serving.port()}, handler);
  ASSERT_FALSE(taken.ok());
  EXPECT_EQ(taken.error().message, "port " + std::to_string(serving.port()) +
                                       " is taken by another program; stop it or choose another "
                                       "with --port");
  const auto strange = HttpServer::create({.host = "my laptop", .port = 0}, handler);
  ASSERT_FALSE(strange.ok());
  EXPECT_NE(strange.error().message.find("'my laptop' is no address"), std::string::npos);
  const auto bare = HttpServer::create(
      {.port = 0, .certificate_file = "/no/such.pem", .key_file = "/no/key.pem"}, handler);
  ASSERT_FALSE(bare.ok());
  EXPECT_NE(bare.error().message.find("/no/such.pem"), std::string::npos);
}

// Without a socket: the same reading and writing.
std::string answered(
    const std::string& bytes, const RequestHandler& handler = [](const Request& r) {
      return Response{.type = "text/plain", .body = r.method + " " + r.path + " " + r.body};
    }) {
  return answer_bytes(bytes, {.most_body_bytes = 1 << 20}, handler);
}

TEST(AnswerBytes, reads_and_answers_as_a_connection_does) {
  const std::string answer =
      answered("POST /a%20b?x=1 HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi");
  EXPECT_NE(answer.find("HTTP/1.1 200 OK\r\n"), std::string::npos) << answer;
  EXPECT_TRUE(answer.ends_with("\r\n\r\nPOST /a b hi")) << answer;
  EXPECT_TRUE(answered("HEAD /a HTTP/1.1\r\nHost: x\r\n\r\n").ends_with("\r\n\r\n"));
  EXPECT_TRUE(answered("POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                       "1\r\nh\r\n1\r\ni\r\n0\r\n\r\n")
                  .ends_with("POST /a hi"));
}

TEST(AnswerBytes, what_is_cut_or_no_http_is_closed_and_what_is_too_large_is_told) {
  for (const char* none : {"", "GET", "GET / HTTP/1.1\r\n", "hello\r\n\r\n",
                           "POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nhi"})
    EXPECT_EQ(answered(none), "") << none;
  EXPECT_NE(answered("GET /%zz HTTP/1.1\r\n\r\n").find("400 Bad Request"), std::string::npos);
  EXPECT_NE(answered("GET / HTTP/1.1\r\nX: " + std::string(40000, 'x') + "\r\n\r\n").find(" 431 "),
            std::string::npos);
  EXPECT_NE(answered("POST / HTTP/1.1\r\nContent-Length: 9999999\r\n\r\n").find(" 413 "),
            std::string::npos);
}

TEST(AnswerBytes, a_header_with_a_line_break_makes_no_header_of_its_own) {
  const std::string answer = answered("GET / HTTP/1.1\r\n\r\n", [](const Request&) {
    return Response{}.with("X-Name", "a\r\nSet-Cookie: b").with("X-Good", "c");
  });
  EXPECT_EQ(answer.find("Set-Cookie"), std::string::npos) << answer;
  EXPECT_NE(answer.find("X-Good: c\r\n"), std::string::npos) << answer;
}

}  // namespace
}  // namespace tadpole::server
