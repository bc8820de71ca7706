// SPDX-License-Identifier: Apache-2.0
// The workbench on the hub's own core: for who sits at this machine. Others train in their page.
#include "server/hub/hub.h"
#include "workbench/workbench.h"

namespace tadpole::server {

void add_projects_routes(Hub& hub, Router& router) {
  workbench::add_rows(router, "/api/v1", "project.write",
                      [&hub](const Call& call) -> Result<workbench::Workbench*> {
                        if (!hub.sits_here(call.request)) {
                          return Error{
                              "the machine of the hub trains for who sits at it; from another one "
                              "the page trains by itself"};
                        }
                        return &hub.workbench_of(call.caller.learner);
                      });
}

}  // namespace tadpole::server
