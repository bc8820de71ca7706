// SPDX-License-Identifier: Apache-2.0
// Whole requests as they come over the wire: read, led to a row, its body held against the form,
// answered, written. Rows of every form that the hub has.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "server/http/router.h"
#include "server/http/server.h"

namespace {

using namespace tadpole::server;

// Reads all that its form promises, as rows of the hub do: json throws where the form lied.
Response events(const Call& call) {
  std::size_t letters = 0;
  for (const Json& one : call.body["events"])
    letters += one["kind"].get_ref<const std::string&>().size() +
               one["body"].get_ref<const Json::object_t&>().size() + one.value("id", "").size();
  return json_response({{"accepted", call.body["events"].size()}, {"letters", letters}});
}

Response option(const Call& call) {
  double sum = 0;
  for (const auto& [name, value] : call.body["numbers"].items())
    sum += value.get<double>() + static_cast<double>(name.size());
  return json_response({{"sum", sum}, {"on", call.body["on"].get<bool>()}});
}

// What came in goes out: in the body, and in the head.
Response file(const Call& call) {
  const Request& request = call.request;
  Response response;
  response.type = "text/plain";
  response.body = call.param("path") + request.asked("in") + request.body;
  const auto range = parse_range(request.header("range"), response.body.size(), 100);
  if (range) response.body = response.body.substr(range->first, range->count);
  return response.with("X-Name", call.param("path")).with("X-Cookie", request.cookie("session"));
}

Router rows() {
  using namespace schema;
  Router router;
  router.add({"POST", "/api/v1/events", "a", "", "",
              object({{"events",
                       list(object({{"kind", text()}, {"body", object({})}, {"id?", text()}}))}}),
              nullptr, events});
  router.add({"PUT", "/api/v1/options/{id}", "b", "", "",
              object({{"numbers", map_of(number())}, {"on", flag()}}), nullptr, option});
  router.add({"GET", "/api/v1/files/{path...}", "c", "", "", nullptr, nullptr, file});
  router.add({"POST", "/api/v1/files/{path...}", "d", "", "", nullptr, nullptr, file});
  return router;
}

Response handle(const Request& request) {
  static const Router router = rows();
  Router::Match match =
      router.find(request.method == "HEAD" ? "GET" : request.method, request.path);
  if (match.route == nullptr) return error_response(404, "no_route", "Nothing at " + request.path);
  return call_row(std::move(match), request, {});
}

// Names of the head's lines: none that the answer was not given.
bool is_expected(std::string_view line) {
  for (const std::string_view name :
       {"Content-Type: ", "Cache-Control: ", "X-Name: ", "X-Cookie: ", "Connection: ",
        "Content-Length: ", "Content-Encoding: ", "Vary: "})
    if (line.starts_with(name)) return true;
  return line == "X-Name:" || line == "X-Cookie:";
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string answer = answer_bytes({reinterpret_cast<const char*>(data), size},
                                          {.most_body_bytes = 1 << 16}, handle);
  if (answer.empty()) return 0;
  if (!answer.starts_with("HTTP/1.")) std::abort();
  std::size_t at = answer.find("\r\n");
  for (std::size_t end = 0; at != std::string::npos; at = end) {
    end = answer.find("\r\n", at + 2);
    if (end == std::string::npos) std::abort();  // the head has no end
    const std::string_view line = std::string_view(answer).substr(at + 2, end - at - 2);
    if (line.empty()) return 0;
    if (!is_expected(line)) std::abort();
  }
  std::abort();
}
