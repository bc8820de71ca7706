// SPDX-License-Identifier: Apache-2.0
// START HERE. The projects of one learner as pages see them: rows of the API over workflow/, the
// same on the hub and in the page (wasm/). What they speak is web/src/api/bench.ts.
//   job.h        stages, comparisons and searches at work, with pause, step and stop
//   samples.h    samples of any kind: listed, looked at, relabelled
//   views.h      a project as JSON
//   zip.h        a project as one file
#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "server/http/router.h"
#include "workbench/job.h"
#include "workbench/samples.h"

namespace tadpole::workbench {

struct WorkbenchOptions {
  Path folder;          // a folder for each project
  bool threads = true;  // jobs run beside; false: work() does them, slice by slice
  // What this core cannot do, as a sentence for the learner; empty: it can. The page has no voices.
  std::string no_voices = {};
};

// Thread-safe.
class Workbench {
 public:
  explicit Workbench(WorkbenchOptions options);
  ~Workbench();
  const WorkbenchOptions& options() const { return options_; }

  // In alphabetical order; folders that hold no recipe are none.
  std::vector<std::string> names() const;
  // Fails for a name that cannot be a folder's: 1 to 60 letters, digits, '-', '_' and spaces.
  Result<Path> folder_of(const std::string& name) const;
  // The recipe and its records. A recipe that cannot be read is an error.
  Result<Project> open(const std::string& name) const;

  // The samples that collect made; kept in memory until they change. Fails when collect has not
  // run.
  Result<std::shared_ptr<const Samples>> samples(const Project& project);
  // What the recipe's network would cost before it is trained; kept until the recipe changes.
  Result<NetworkCost> cost(const Project& project);
  // The project's running or last job; null: none.
  std::shared_ptr<Job> job(const std::string& name);
  // The events of all its jobs, the present state first.
  std::shared_ptr<server::EventStream> listen(const std::string& name);
  // Fails while another one of this project is at work, when there is no such project, and as
  // no_long_work() says.
  Result<std::shared_ptr<Job>> start(const std::string& name, JobWork work);
  // Why this core does not compare and search; empty: it does.
  std::string no_long_work() const;
  // Who changes files of a project holds this: two changes at once would lose one.
  [[nodiscard]] std::unique_lock<std::mutex> writing() { return std::unique_lock(writing_); }
  // Ends its job and forgets it. Fails when files cannot be removed.
  Outcome remove(const std::string& name);
  // Without threads: goes on with the first job that can. false: there is nothing to do.
  bool work(int milliseconds);

 private:
  WorkbenchOptions options_;
  std::mutex writing_;  // taken before mutex_
  mutable std::mutex mutex_;
  std::shared_ptr<Channel> channel_locked(const std::string& name);
  std::map<std::string, std::shared_ptr<Job>> jobs_;
  std::map<std::string, std::shared_ptr<Channel>> channels_;
  struct Kept {
    std::string key;
    std::shared_ptr<const Samples> samples;
  };
  std::map<std::string, Kept> kept_;
  std::map<std::string, std::pair<std::string, Result<NetworkCost>>> costs_;
};

// Whose workbench a call is for; an error becomes the answer.
using WhichBench = std::function<Result<Workbench*>(const server::Call&)>;
// All rows below prefix ("/api/v1"). needs: the permission they ask for.
void add_rows(server::Router& router, const std::string& prefix, const std::string& needs,
              WhichBench which);

}  // namespace tadpole::workbench
