// SPDX-License-Identifier: Apache-2.0
// Stages at work.
#include "core/base/json.h"
#include "workbench/rows.h"

namespace tadpole::workbench {
namespace {

using server::Call;
using server::Json;
using server::json_response;
using server::Response;

Result<Response> start(Workbench& bench, const Call& call) {
  std::vector<std::string> names;
  for (const Json& name : json_list(call.body, "stages")) names.push_back(name.get<std::string>());
  std::map<std::string, std::string> options;
  if (call.body.contains("options")) options = call.body["options"];
  JobWork work = TADPOLE_TRY(job_work(std::move(names), options));
  const std::shared_ptr<Job> job = TADPOLE_TRY(bench.start(call.param("project"), std::move(work)));
  return json_response(job->json());
}

Result<Response> steer(Workbench& bench, const Call& call) {
  const std::shared_ptr<Job> job = bench.job(call.param("project"));
  if (job == nullptr) return wrong_use("nothing is at work in this project");
  const std::string action = call.param("action");
  if (action == "pause") {
    job->pause();
  } else if (action == "go_on") {
    job->go_on();
  } else if (action == "step") {
    if (!job->step())
      return wrong_use(
          "a comparison and a search have no single epochs; take pause, go_on or stop");
  } else if (action == "stop") {
    job->stop();
  } else {
    return wrong_use("'" + action +
                     "' is nothing that a job does; take pause, go_on, step or stop");
  }
  return json_response(job->json());
}

}  // namespace

void add_job_rows(const RowMaker& rows) {
  using namespace server::schema;
  rows.add("POST", "/projects/{project}/job", "start_job",
           "runs stages, \"compare\" or \"search\" with its options; none named: all stages that "
           "have something new to do",
           object({{"stages?", list(text())}, {"options?", map_of(text())}}), any(), start);
  rows.add("GET", "/projects/{project}/job", "read_job", "the running or last job, or null",
           nullptr, any(), [](Workbench& bench, const Call& call) -> Result<Response> {
             const std::shared_ptr<Job> job = bench.job(call.param("project"));
             return json_response(job == nullptr ? Json(nullptr) : job->json());
           });
  rows.add("POST", "/projects/{project}/job/{action}", "steer_job",
           "pause, go_on, step (one epoch) or stop", nullptr, any(), steer);
  rows.add("GET", "/projects/{project}/job/events", "watch_job",
           "server-sent events: the state of jobs, and every epoch", nullptr, nullptr,
           [](Workbench& bench, const Call& call) -> Result<Response> {
             Response response;
             response.type = "text/event-stream";
             response.stream = bench.listen(call.param("project"));
             return response;
           });
}

}  // namespace tadpole::workbench
