// SPDX-License-Identifier: Apache-2.0
// Where the threads of a pool come from: on the host each pool starts its own; in the page all
// pools share those that the module was loaded with.
#pragma once
#include <memory>

#include "core/base/thread_team.h"

namespace tadpole {

// threads: with the caller; 0 = one per core. The team may have fewer helpers, or more.
std::shared_ptr<ThreadTeam> make_team(int threads);

}  // namespace tadpole
