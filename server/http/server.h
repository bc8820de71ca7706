// SPDX-License-Identifier: Apache-2.0
// The HTTP server: keeps connections, hands whole requests to one function on worker threads,
// writes answers and event streams. All Boost.Beast code of the project is in server.cpp.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "server/http/message.h"

namespace tadpole::server {

struct ServerOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 8080;               // 0: any free one
  std::string certificate_file, key_file;  // PEM; both: HTTPS
  std::size_t workers = 8;                 // threads that answer
  std::size_t most_body_bytes = std::size_t{64} << 20;
  std::size_t most_connections = 20000;
  int idle_seconds = 75;  // a connection that says nothing is closed
};

// Called on worker threads, many at a time. Must not throw.
using RequestHandler = std::function<Response(const Request&)>;

// One request as it comes over the wire, read and answered as on a connection, without one: for
// tests and fuzzing. Of event streams the head alone. "": the server would close without a word.
std::string answer_bytes(std::string_view bytes, const ServerOptions& options,
                         const RequestHandler& handler);

class HttpServer {
 public:
  // Binds and listens. Fails with what to do when the port is taken, the address is none of this
  // machine's, or the certificate cannot be read.
  static Result<std::unique_ptr<HttpServer>> create(ServerOptions options, RequestHandler handler);
  ~HttpServer();
  std::uint16_t port() const;
  // Serves until stop(): then takes no more connections, finishes the requests in work (5 s at
  // most), closes event streams. Blocks.
  void run();
  // From any thread, also from a signal's.
  void stop();
  // The files of the certificate were written anew: connections from now on get it. One that cannot
  // be used is left aside. From any thread.
  void reload_certificate();

 private:
  class Impl;
  explicit HttpServer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace tadpole::server
