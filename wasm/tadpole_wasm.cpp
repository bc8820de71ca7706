// SPDX-License-Identifier: Apache-2.0
// The page's core as a flat C interface: the rows of workbench/ over files in memory. One thread
// calls it; every call returns soon but tadpole_work(), which takes about as long as it is told.
#include <emscripten.h>
#include <emscripten/threading.h>

#include <cstdlib>
#include <exception>
#include <map>
#include <string>

#include "core/base/json.h"
#include "core/base/thread_pool.h"
#include "core/tensor/kernels.h"
#include "wasm/landing_pad.h"
#include "workbench/workbench.h"

// clang-format off
// An event of a project's jobs, as a piece of a text/event-stream; also in the middle of work.
EM_JS(void, tadpole_tell, (const char* project, const char* text), {
  if (Module.tadpoleTell) Module.tadpoleTell(UTF8ToString(project), UTF8ToString(text));
});
// clang-format on

namespace tadpole {
namespace {

using server::Response;

struct Page {
  Page()
      : bench({.folder = "/projects",
               .threads = false,
               .no_voices = "the page has no voices: it runs no other program; record some words, "
                            "or synthesise on the machine where tadpole serve runs"}) {
    workbench::add_rows(
        router, "", "",
        [this](const server::Call&) -> Result<workbench::Workbench*> { return &bench; });
  }
  workbench::Workbench bench;
  server::Router router;
  std::map<std::string, std::shared_ptr<server::EventStream>> listened;
  int last = 0;
  std::map<int, Response> answers;
};

Page& page() {
  static Page one;
  return one;
}

Response answer(const char* method, const char* target, std::string body) {
  const auto parsed = server::parse_target(target);
  if (!parsed) return server::error_response(400, "bad_path", "this is no path of the page's core");
  server::Request request;
  request.method = method;
  request.path = parsed->path;
  request.query = parsed->query;
  request.body = std::move(body);
  auto match = page().router.find(request.method, request.path);
  if (match.route == nullptr)
    return server::error_response(404, "no_route", "there is nothing at " + request.path);
  request.params = std::move(match.params);
  server::Call call{request, {}, server::Json::object()};
  if (!match.route->takes.is_null()) {
    if (!request.body.empty()) call.body = parse_json(request.body);
    const std::string wrong = server::mismatch(call.body, match.route->takes);
    if (!wrong.empty()) return server::error_response(400, "bad_request", wrong + ".");
  }
  try {
    return match.route->handler(call);
  } catch (const std::exception& e) {  // of the library alone: no memory, above all
    return server::error_response(500, "failed",
                                  std::string("the page's core failed: ") + e.what());
  }
}

void listen(const std::string& project) {
  auto& stream = page().listened[project];
  if (stream != nullptr) stream->leave();
  stream = page().bench.listen(project);
  // Only this module's first thread has what JavaScript gave; what another one says goes out next.
  const auto tell = [project, from = std::weak_ptr(stream)] {
    if (const auto alive = from.lock(); alive && emscripten_is_main_runtime_thread()) {
      const auto taken = alive->take();
      if (!taken.text.empty()) tadpole_tell(project.c_str(), taken.text.c_str());
    }
  };
  tell();
  stream->on_change(tell);
}

std::string_view body_of(const Response& r) {
  return r.fixed.empty() ? std::string_view(r.body) : r.fixed;
}

}  // namespace
}  // namespace tadpole

extern "C" {

// Memory of the module for what JavaScript hands in.
EMSCRIPTEN_KEEPALIVE void* tadpole_alloc(int bytes) {
  return std::malloc(static_cast<std::size_t>(bytes > 0 ? bytes : 1));
}
EMSCRIPTEN_KEEPALIVE void tadpole_free(void* memory) { std::free(memory); }

// method "GET", target "/projects/a/samples?count=3", both ending in a zero byte; body: length
// bytes, may be null. Gives a number for the accessors below, until tadpole_close().
EMSCRIPTEN_KEEPALIVE int tadpole_request(const char* method, const char* target, const char* body,
                                         int length) {
  tadpole::Page& page = tadpole::page();
  std::string bytes(body ? body : "", body ? static_cast<std::size_t>(length) : 0);
  page.answers[++page.last] = tadpole::answer(method, target, std::move(bytes));
  return page.last;
}
EMSCRIPTEN_KEEPALIVE int tadpole_status(int handle) {
  return tadpole::page().answers[handle].status;
}
EMSCRIPTEN_KEEPALIVE const char* tadpole_type(int handle) {
  return tadpole::page().answers[handle].type.c_str();
}
EMSCRIPTEN_KEEPALIVE const char* tadpole_body(int handle) {
  return tadpole::body_of(tadpole::page().answers[handle]).data();
}
EMSCRIPTEN_KEEPALIVE int tadpole_body_length(int handle) {
  return static_cast<int>(tadpole::body_of(tadpole::page().answers[handle]).size());
}
EMSCRIPTEN_KEEPALIVE void tadpole_close(int handle) { tadpole::page().answers.erase(handle); }

// From now on tadpole_tell brings the events of the project's jobs, the present state at once.
EMSCRIPTEN_KEEPALIVE void tadpole_listen(const char* project) { tadpole::listen(project); }

// How many threads train, and with which kernels.
EMSCRIPTEN_KEEPALIVE int tadpole_threads() { return tadpole::ThreadPool().threads(); }
EMSCRIPTEN_KEEPALIVE const char* tadpole_kernels() { return tadpole::kernels().name; }

// Goes on with the current job for about so many milliseconds. 1: there is more to do.
EMSCRIPTEN_KEEPALIVE int tadpole_work(int milliseconds) {
  return tadpole::page().bench.work(milliseconds) ? 1 : 0;
}

}  // extern "C"
