// SPDX-License-Identifier: Apache-2.0
#include "workbench/rows.h"

namespace tadpole::workbench {

using server::Call;
using server::Response;

namespace {

Response refused(const Error& error) {
  const bool use = error.kind != ErrorKind::failed;
  return server::error_response(use ? 400 : 500, use ? "refused" : "failed", error.message);
}

}  // namespace

void RowMaker::add(const std::string& method, const std::string& path, const std::string& operation,
                   const std::string& summary, server::Json takes, server::Json gives,
                   Handler handler) const {
  router.add({method, prefix + path, operation, summary, needs, std::move(takes), std::move(gives),
              [bench_of = which, handler = std::move(handler)](const Call& call) {
                const Result<Workbench*> bench = bench_of(call);
                if (!bench.ok())
                  return server::error_response(403, "not_here", bench.error().message);
                // A project that there is not is another answer than one that cannot do a thing.
                if (const std::string name = call.param("project"); !name.empty()) {
                  const Result<Path> folder = bench.value()->folder_of(name);
                  std::error_code code;
                  if (!folder.ok() ||
                      !std::filesystem::exists(folder.value() / "tadpole.toml", code))
                    return server::error_response(
                        404, "no_project", "there is no project '" + name + "' in this workbench");
                }
                Result<Response> response = handler(*bench.value(), call);
                return response.ok() ? std::move(response).value() : refused(response.error());
              }});
}

Response bytes_response(std::string type, Bytes bytes) {
  Response response;
  response.type = std::move(type);
  response.body.assign(bytes.begin(), bytes.end());
  return response;
}

void add_rows(server::Router& router, const std::string& prefix, const std::string& needs,
              WhichBench which) {
  const RowMaker rows{router, prefix, needs, std::move(which)};
  add_project_rows(rows);
  add_sample_rows(rows);
  add_job_rows(rows);
  add_result_rows(rows);
  add_long_work_rows(rows);
}

}  // namespace tadpole::workbench
