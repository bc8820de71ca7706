// SPDX-License-Identifier: Apache-2.0
// What the page asks first, and the description of the whole API.
#include "server/hub/hub.h"

namespace tadpole::server {

void add_hub_routes(Hub& hub, Router& router) {
  using namespace schema;
  router.add(
      {"GET", "/api/v1/hub", "read_hub", "name, version and languages of this hub", "", nullptr,
       object({{"name", text()},
               {"version", text()},
               {"classes_open", flag("new learners may join by a code")},
               {"localhost", flag("the page runs on the hub's own machine")},
               {"addresses", list(text("of this hub for other machines, the likeliest first"))},
               {"languages", list(text())}}),
       [&hub](const Call&) {
         const std::vector<std::string> addresses =
             hub.options().addresses ? hub.options().addresses() : std::vector<std::string>();
         return json_response({{"name", hub.options().name},
                               {"version", hub.options().version},
                               {"classes_open", !hub.options().only_localhost},
                               {"localhost", hub.options().only_localhost},
                               {"addresses", addresses},
                               {"languages", hub.program()->languages}});
       }});
  router.add(
      {"GET", "/api/v1/openapi.json", "read_openapi", "this description", "", nullptr, any(),
       [&hub](const Call&) { return json_response(hub.router().openapi(hub.options().version)); }});
}

}  // namespace tadpole::server
