// SPDX-License-Identifier: Apache-2.0
#include "workbench/workbench.h"

#include <algorithm>

#include "core/base/utf8.h"

namespace tadpole::workbench {
namespace {

constexpr std::size_t kLongestName = 60;

bool is_name(const std::string& name) {
  if (name.empty() || name.size() > kLongestName || name.front() == ' ' || name.back() == ' ')
    return false;
  return std::all_of(name.begin(), name.end(),
                     [](unsigned char c) {
                       return std::isalnum(c) != 0 || c == '-' || c == '_' || c == ' ' || c >= 0x80;
                     }) &&
         is_utf8(name);
}

}  // namespace

Workbench::Workbench(WorkbenchOptions options) : options_(std::move(options)) {}

Workbench::~Workbench() {
  for (const auto& [name, channel] : channels_) channel->close();
  for (const auto& [name, job] : jobs_) job->stop();
}

std::vector<std::string> Workbench::names() const {
  std::vector<std::string> names;
  std::error_code code;
  for (const auto& entry : std::filesystem::directory_iterator(options_.folder, code)) {
    const std::string name = entry.path().filename().string();
    if (is_name(name) && std::filesystem::exists(entry.path() / "tadpole.toml", code))
      names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

Result<Path> Workbench::folder_of(const std::string& name) const {
  if (!is_name(name)) {
    return wrong_use("'" + name +
                     "' cannot be the name of a project; take up to 60 letters, digits, '-' and "
                     "'_'");
  }
  return options_.folder / name;
}

Result<Project> Workbench::open(const std::string& name) const {
  const Path folder = TADPOLE_TRY(folder_of(name));
  return Project::open(folder);
}

Result<std::shared_ptr<const Samples>> Workbench::samples(const Project& project) {
  TADPOLE_TRY(project.require("preprocess"));  // that is: collect has run
  const std::string name = project.name();
  const Result<std::string> edits = read_text(project.folder() / kEditsFile);
  const std::string key =
      project.record("collect")->output + (edits.ok() ? edits.value() : std::string());
  {
    const std::lock_guard lock(mutex_);
    const auto known = kept_.find(name);
    if (known != kept_.end() && known->second.key == key) return known->second.samples;
  }
  std::shared_ptr<const Samples> samples = TADPOLE_TRY(Samples::load(project));
  const std::lock_guard lock(mutex_);
  kept_[name] = {key, samples};
  return samples;
}

Result<NetworkCost> Workbench::cost(const Project& project) {
  const std::string name = project.name(), key = project.key_of("train");
  {
    const std::lock_guard lock(mutex_);
    const auto known = costs_.find(name);
    if (known != costs_.end() && known->second.first == key) return known->second.second;
  }
  Result<NetworkCost> cost = Error{"not known"};
  const auto examples = task_of(project).examples(project);
  if (examples.ok()) cost = network_cost(project, *examples.value());
  const std::lock_guard lock(mutex_);
  costs_.insert_or_assign(name, std::pair(key, cost));
  return cost;
}

std::string Workbench::no_long_work() const {
  if (options_.threads) return "";
  return "the core in the page trains one network at a time and has no board, so it neither "
         "compares nor searches; take the project away as a .zip, unpack it, and run 'tadpole "
         "optimize PROJECT --compare' or 'tadpole search PROJECT' on your own machine";
}

std::shared_ptr<Channel> Workbench::channel_locked(const std::string& name) {
  std::shared_ptr<Channel>& channel = channels_[name];
  if (channel == nullptr) channel = std::make_shared<Channel>();
  return channel;
}

std::shared_ptr<Job> Workbench::job(const std::string& name) {
  const std::lock_guard lock(mutex_);
  const auto at = jobs_.find(name);
  return at == jobs_.end() ? nullptr : at->second;
}

std::shared_ptr<server::EventStream> Workbench::listen(const std::string& name) {
  std::shared_ptr<server::EventStream> stream;
  {
    const std::lock_guard lock(mutex_);
    stream = channel_locked(name)->listen();
  }
  // Afterwards, so that nothing happens in between unheard.
  if (const std::shared_ptr<Job> last = job(name)) last->tell_to(*stream);
  return stream;
}

Result<std::shared_ptr<Job>> Workbench::start(const std::string& name, JobWork work) {
  const Path folder = TADPOLE_TRY(folder_of(name));
  const auto alone = std::find_if(work.names.begin(), work.names.end(), is_long_work);
  if (alone != work.names.end() && !no_long_work().empty()) return unsupported(no_long_work());
  const auto changing = writing();  // not while it is deleted
  std::error_code code;
  if (!std::filesystem::exists(folder / "tadpole.toml", code))
    return wrong_use("there is no project '" + name + "' any more");
  const std::lock_guard lock(mutex_);
  std::shared_ptr<Job>& job = jobs_[name];
  if (job != nullptr && !job->ended())
    return wrong_use("the project is at work already; wait for it, or stop it first");
  job = std::make_shared<Job>(folder, std::move(work), channel_locked(name));
  if (options_.threads) job->start_thread();
  return job;
}

Outcome Workbench::remove(const std::string& name) {
  const Path folder = TADPOLE_TRY(folder_of(name));
  const auto changing = writing();
  std::shared_ptr<Job> job;
  {
    const std::lock_guard lock(mutex_);
    if (const auto at = jobs_.find(name); at != jobs_.end()) {
      job = std::move(at->second);
      jobs_.erase(at);
    }
    kept_.erase(name);
    costs_.erase(name);
    if (const auto at = channels_.find(name); at != channels_.end()) {
      at->second->close();
      channels_.erase(at);
    }
  }
  if (job != nullptr) job->finish();  // others may still look at it
  std::error_code code;
  std::filesystem::remove_all(folder, code);
  if (code)
    return Error{folder.string() + " cannot be removed (" + code.message() +
                 "); remove it by hand"};
  return Done{};
}

bool Workbench::work(int milliseconds) {
  std::vector<std::shared_ptr<Job>> jobs;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [name, job] : jobs_)
      if (job != nullptr) jobs.push_back(job);
  }
  return std::any_of(jobs.begin(), jobs.end(),
                     [&](const auto& job) { return job->work(milliseconds); });
}

}  // namespace tadpole::workbench
