// SPDX-License-Identifier: Apache-2.0
#include "core/base/make_team.h"

namespace tadpole {

std::shared_ptr<ThreadTeam> make_team(int threads) {
  auto team = std::make_shared<ThreadTeam>();
  const int all = threads > 0 ? threads : static_cast<int>(std::thread::hardware_concurrency());
  team->start(all - 1);
  return team;
}

}  // namespace tadpole
