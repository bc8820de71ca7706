// SPDX-License-Identifier: Apache-2.0
#include "workbench/job.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>

namespace tadpole::workbench {
namespace {

using Json = nlohmann::json;
using std::chrono::milliseconds;

constexpr auto kTellEvery = milliseconds(150);
constexpr std::size_t kMostSentences = 200;

std::string new_id() {
  static std::atomic<int> next{1};
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return fmt::format("{}-{}", std::chrono::duration_cast<milliseconds>(now).count(), next++);
}

// One machine trains one thing at a time; others wait their turn. A job that pauses gives it up.
// Taken after a job's own mutex, never before.
struct Turn {
  std::mutex mutex;
  std::condition_variable changed;
  const Job* whose = nullptr;
};

Turn& turn() {
  static Turn all;
  return all;
}

Json point_of(const EpochReport& e) {
  return {{"epoch", e.epoch},
          {"loss", e.loss},
          {"validation_loss", e.validation_loss},
          {"accuracy", e.accuracy},
          {"validation_accuracy", e.validation_accuracy},
          {"learning_rate", e.learning_rate},
          {"seconds", e.seconds}};
}

bool is_end(JobState state) {
  return state == JobState::done || state == JobState::failed || state == JobState::stopped;
}

}  // namespace

const char* job_state_name(JobState state) {
  switch (state) {
    case JobState::queued:
      return "queued";
    case JobState::running:
      return "running";
    case JobState::paused:
      return "paused";
    case JobState::done:
      return "done";
    case JobState::failed:
      return "failed";
    default:
      return "stopped";
  }
}

std::shared_ptr<server::EventStream> Channel::listen() {
  auto stream = std::make_shared<server::EventStream>();
  const std::lock_guard lock(mutex_);
  streams_.push_back(stream);
  return stream;
}

void Channel::push(const std::string& text) {
  const std::lock_guard lock(mutex_);
  std::erase_if(streams_, [](const auto& stream) { return stream->left(); });
  for (const auto& stream : streams_) stream->push("message", text);
}

void Channel::close() {
  const std::lock_guard lock(mutex_);
  for (const auto& stream : streams_) stream->close();
  streams_.clear();
}

Job::Job(Path folder, JobWork work, std::shared_ptr<Channel> channel)
    : folder_(std::move(folder)),
      id_(new_id()),
      work_(std::move(work)),
      channel_(std::move(channel)) {}

Job::~Job() { finish(); }

void Job::finish() {
  stop();
  const std::lock_guard lock(joining_);
  if (thread_.joinable()) thread_.join();
}

void Job::start_thread() {
  const std::lock_guard lock(joining_);
  threaded_ = true;
  thread_ = std::thread([this] { run(); });
}

// What a library throws (too little memory, mostly) ends the job, not the program.
void Job::run() {
  while (!ended()) {
    wait_while_paused();
    take_turn();
    try {
      advance();
    } catch (const std::exception& e) {
      const std::lock_guard lock(mutex_);
      error_ = fmt::format("the stage {} broke off ({}); make it smaller, or close other programs",
                           what_, e.what());
      set_state(JobState::failed);
    }
  }
  give_turn();
}

void Job::wait_while_paused() const {
  std::unique_lock lock(mutex_);
  if (!paused_ || stop_) return;
  give_turn();
  changed_.wait(lock, [this] { return !paused_ || stop_; });
}

// Not when it shall stop: then nothing is left to wait for.
void Job::take_turn() const {
  std::unique_lock lock(turn().mutex);
  turn().changed.wait(lock,
                      [this] { return stop_ || turn().whose == nullptr || turn().whose == this; });
  if (turn().whose == nullptr) turn().whose = this;
}

void Job::give_turn() const {
  const std::lock_guard lock(turn().mutex);
  if (turn().whose == this) turn().whose = nullptr;
  turn().changed.notify_all();
}

bool Job::others_at_work() const {
  const std::lock_guard lock(turn().mutex);
  return threaded_ && turn().whose != nullptr && turn().whose != this;
}

bool Job::work(int slice) {
  {
    const std::lock_guard lock(mutex_);
    if (is_end(state_) || (paused_ && !stop_)) return false;
    slice_ends_ = Clock::now() + milliseconds(slice);
    moved_ = false;
  }
  advance();
  const std::lock_guard lock(mutex_);
  return !is_end(state_) && !paused_;
}

// All stages, in order, that have something new to do; or those asked for. What is no stage comes
// last.
Result<std::vector<std::string>> Job::chosen() const {
  const Project project = TADPOLE_TRY(Project::open(folder_));
  const std::vector<std::string>& names = work_.names;
  std::vector<std::string> wanted;
  for (const std::string& stage : stage_names()) {
    const bool asked = std::find(names.begin(), names.end(), stage) != names.end();
    // What stands behind a stage that is done anew is done anew as well, if it changed.
    if (names.empty() ? !wanted.empty() || !project.is_current(stage) : asked)
      wanted.push_back(stage);
  }
  std::copy_if(names.begin(), names.end(), std::back_inserter(wanted), is_long_work);
  return wanted;
}

void Job::advance() {
  {
    const std::lock_guard lock(mutex_);
    if (!chosen_) {
      Result<std::vector<std::string>> all = chosen();
      if (!all.ok()) {
        error_ = all.error().message;
        return set_state(JobState::failed);
      }
      work_.names = std::move(all).value();
      chosen_ = true;
    }
    if (stop_) return set_state(JobState::stopped);
    if (index_ >= work_.names.size()) return set_state(JobState::done);
    what_ = work_.names[index_];
    set_state(JobState::running);
  }
  const std::string stage = work_.names[index_];
  Outcome outcome = Done{};
  Result<Project> project = Project::open(folder_);
  if (!project.ok()) {
    outcome = project.error();
  } else {
    Result<StageResult> result = do_work(project.value(), stage, work_, *this);
    if (!result.ok()) {
      outcome = result.error();
    } else if (!result.value().up_to_date) {
      say(result.value().text);
    }
  }
  const std::lock_guard lock(mutex_);
  if (outcome.ok()) {
    ++index_;
    return set_state(index_ >= work_.names.size() ? JobState::done
                     : paused_                    ? JobState::paused
                                                  : JobState::running);
  }
  if (outcome.error().kind != ErrorKind::cancelled) {
    error_ = outcome.error().message;
    return set_state(JobState::failed);
  }
  // Between two slices it is still running; the stage goes on from what it kept.
  if (stop_) return set_state(JobState::stopped);
  set_state(paused_ ? JobState::paused : JobState::running);
}

void Job::pause() {
  const std::lock_guard lock(mutex_);
  if (is_end(state_)) return;
  paused_ = true;
  steps_ = 0;
  set_state(JobState::paused);
}

void Job::go_on() {
  const std::lock_guard lock(mutex_);
  if (is_end(state_)) return;
  paused_ = false;
  steps_ = 0;
  set_state(others_at_work() ? JobState::queued : JobState::running);
  changed_.notify_all();
}

bool Job::step() {
  const std::lock_guard lock(mutex_);
  if (is_long_work(current_locked())) return false;
  if (is_end(state_)) return true;
  paused_ = false;
  steps_ = 1;
  set_state(others_at_work() ? JobState::queued : JobState::running);
  changed_.notify_all();
  return true;
}

void Job::stop() {
  const std::lock_guard lock(mutex_);
  stop_ = true;
  if (state_ == JobState::paused && !threaded_) set_state(JobState::stopped);
  changed_.notify_all();
  const std::lock_guard waiting(turn().mutex);
  turn().changed.notify_all();
}

bool Job::ended() const {
  const std::lock_guard lock(mutex_);
  return is_end(state_);
}

// With a thread a pause waits here; without one the stage comes back, to go on later.
bool Job::stop_requested() const {
  if (threaded_) {
    wait_while_paused();
    take_turn();
    return stop_;
  }
  const std::lock_guard lock(mutex_);
  const bool training = current_locked() == "train";
  return stop_ || paused_ || (training && moved_ && Clock::now() >= slice_ends_);
}

void Job::begin(std::string_view what, std::int64_t total) {
  const std::lock_guard lock(mutex_);
  what_ = what;
  note_.clear();
  done_ = 0;
  total_ = total;
  if (state_ == JobState::queued) state_ = JobState::running;  // it waited for its turn
  tell_state();
}

void Job::update(std::int64_t done, std::string_view note) {
  const std::lock_guard lock(mutex_);
  done_ = done;
  note_ = note;
  moved_ = true;
  if (state_ == JobState::queued) state_ = JobState::running;
  if (Clock::now() - told_ < kTellEvery) return;
  told_ = Clock::now();
  tell_state();
}

void Job::say(std::string_view sentence) {
  const std::lock_guard lock(mutex_);
  if (says_.size() < kMostSentences) says_.emplace_back(sentence);
}

void Job::on_epoch(const EpochReport& epoch) {
  const std::lock_guard lock(mutex_);
  // A slice begins with the epoch that the one before could not end.
  while (!curve_.empty() && curve_.back()["epoch"].get<int>() >= epoch.epoch)
    curve_.erase(curve_.size() - 1);
  curve_.push_back(point_of(epoch));
  tell({{"kind", "epoch"}, {"point", curve_.back()}});
  if (steps_ > 0 && --steps_ == 0) {
    paused_ = true;
    set_state(JobState::paused);
  }
}

void Job::set_state(JobState state) {
  state_ = state;
  tell_state();
}

void Job::tell_state() {
  tell({{"kind", "job"}, {"job", json_locked(false, says_.size() != told_says_)}});
  told_says_ = says_.size();
}

void Job::tell(const Json& event) {
  channel_->push(event.dump(-1, ' ', false, Json::error_handler_t::replace));
}

std::string Job::current_locked() const {
  return index_ < work_.names.size() ? work_.names[index_] : "";
}

Json Job::json(bool with_curve) const {
  const std::lock_guard lock(mutex_);
  return json_locked(with_curve);
}

Json Job::json_locked(bool with_curve, bool with_says) const {
  const std::string stage = is_end(state_) ? "" : current_locked();
  Json json = {{"id", id_},
               {"state", job_state_name(state_)},
               {"stages", work_.names},
               {"stage", stage},
               {"what", what_},
               {"done", done_},
               {"total", total_},
               {"note", note_},
               {"error", error_},
               {"can_pause", stage == "train" || is_long_work(stage)},
               {"can_step", stage == "train"}};
  if (with_says) json["says"] = says_;
  if (with_curve) json["curve"] = curve_;
  return json;
}

void Job::tell_to(server::EventStream& stream) const {
  const std::lock_guard lock(mutex_);
  const Json event = {{"kind", "job"}, {"job", json_locked(true)}};
  stream.push("message", event.dump(-1, ' ', false, Json::error_handler_t::replace));
}

}  // namespace tadpole::workbench
