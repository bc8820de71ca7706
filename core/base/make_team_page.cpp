// SPDX-License-Identifier: Apache-2.0
// The module says how many threads it was given workers for (tadpoleThreads); the plain one has
// none and never starts one. Workers are not made while a call runs, so all pools share one team.
#include <emscripten.h>
#include <emscripten/threading.h>

#include "core/base/make_team.h"

// clang-format off
EM_JS(int, tadpole_given_threads, (), { return Module.tadpoleThreads || 1; });
// clang-format on

namespace tadpole {

std::shared_ptr<ThreadTeam> make_team(int) {
  static const std::shared_ptr<ThreadTeam> team = [] {
    auto one = std::make_shared<ThreadTeam>();
    if (emscripten_has_threading_support()) one->start(tadpole_given_threads() - 1);
    return one;
  }();
  return team;
}

}  // namespace tadpole
