// SPDX-License-Identifier: Apache-2.0
#include "server/hub/hub.h"

namespace tadpole::server {

#define TADPOLE_ENTRY(name) void add_##name##_routes(Hub& hub, Router& router);
#include "server/routes/routes.inc"
#undef TADPOLE_ENTRY

void add_all_routes(Hub& hub, Router& router) {
#define TADPOLE_ENTRY(name) add_##name##_routes(hub, router);
#include "server/routes/routes.inc"
#undef TADPOLE_ENTRY
}

}  // namespace tadpole::server
