// SPDX-License-Identifier: Apache-2.0
// training_bench's networks in the page's module: rounds.mjs and page.html call these.
#include <emscripten.h>

#include <memory>
#include <string>

#include "benchmarks/course_models.h"

namespace {

std::unique_ptr<tadpole::Job>& job() {
  static std::unique_ptr<tadpole::Job> open;
  return open;
}

}  // namespace

extern "C" {

// One line of JSON a network. Valid for good.
EMSCRIPTEN_KEEPALIVE const char* bench_describe() {
  static const std::string text = [] {
    std::string lines;
    for (const tadpole::CourseModel& model : tadpole::course_models())
      lines += tadpole::description(model) + "\n";
    return lines;
  }();
  return text.c_str();
}

// Expects: a name of the list. What was open before is closed.
EMSCRIPTEN_KEEPALIVE void bench_open(const char* name, int batch, int threads) {
  job().reset();
  job() = std::make_unique<tadpole::Job>(tadpole::course_model(name), batch, threads);
}

EMSCRIPTEN_KEEPALIVE void bench_step() { job()->step(); }

}  // extern "C"
