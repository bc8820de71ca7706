// SPDX-License-Identifier: Apache-2.0
// What the files of rows share.
#pragma once
#include "workbench/workbench.h"

namespace tadpole::workbench {

struct RowMaker {
  server::Router& router;
  std::string prefix, needs;
  WhichBench which;

  // handler: of the workbench that the call is for; its error becomes the answer.
  using Handler = std::function<Result<server::Response>(Workbench&, const server::Call&)>;
  void add(const std::string& method, const std::string& path, const std::string& operation,
           const std::string& summary, server::Json takes, server::Json gives,
           Handler handler) const;
};

void add_project_rows(const RowMaker& rows);
void add_sample_rows(const RowMaker& rows);
void add_job_rows(const RowMaker& rows);
void add_result_rows(const RowMaker& rows);
void add_long_work_rows(const RowMaker& rows);

server::Response bytes_response(std::string type, Bytes bytes);

}  // namespace tadpole::workbench
