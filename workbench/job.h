// SPDX-License-Identifier: Apache-2.0
// Stages of a project at work, and comparisons and searches. Long work shows where it is, pauses,
// takes single epochs, stops and goes on after a kill, because every stage keeps what it has done.
#pragma once
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "server/http/message.h"
#include "workbench/job_work.h"
#include "workflow/train.h"

namespace tadpole::workbench {

enum class JobState : std::uint8_t { queued, running, paused, done, failed, stopped };

// Who listens to a project: a stream stays open from one job to the next. Thread-safe.
class Channel {
 public:
  std::shared_ptr<server::EventStream> listen();
  void push(const std::string& text);
  void close();

 private:
  std::mutex mutex_;
  std::vector<std::shared_ptr<server::EventStream>> streams_;
};

// Thread-safe.
class Job final : public Progress, public EpochListener {
 public:
  // Stages are done in the order of the walk.
  Job(Path folder, JobWork work, std::shared_ptr<Channel> channel);
  ~Job() override;
  Job(const Job&) = delete;
  Job& operator=(const Job&) = delete;

  void start_thread();
  // Without a thread: works about so long (training stops between two steps, any other stage is
  // done as a whole). true: there is more to do now.
  bool work(int milliseconds);

  void pause();
  void go_on();
  // One epoch, then pause. false: what is at work has no single epochs.
  bool step();
  void stop();
  void finish();  // stops, and waits until nothing of it is at work any more
  bool ended() const;
  // See Job of bench.ts.
  nlohmann::json json(bool with_curve = true) const;
  // Its state and the curve so far as an event of the stream, in the order of those that follow.
  void tell_to(server::EventStream& stream) const;

  // Progress, called by the stages.
  void begin(std::string_view what, std::int64_t total) override;
  void update(std::int64_t done, std::string_view note) override;
  void end() override {}
  void say(std::string_view sentence) override;
  bool stop_requested() const override;
  void on_epoch(const EpochReport& epoch) override;

 private:
  using Clock = std::chrono::steady_clock;
  Result<std::vector<std::string>> chosen() const;
  void run();
  void wait_while_paused() const;
  void take_turn() const;
  void give_turn() const;
  bool others_at_work() const;
  void advance();  // the current stage; then the next is current, or the job has ended or waits
  void set_state(JobState state);
  void tell(const nlohmann::json& event);
  void tell_state();
  std::string current_locked() const;  // "": nothing any more
  nlohmann::json json_locked(bool with_curve, bool with_says = true) const;

  const Path folder_;
  const std::string id_;
  std::mutex joining_;
  std::thread thread_;     // joining_ guards it
  bool threaded_ = false;  // before anybody else knows this
  std::atomic<bool> stop_ = false;
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  JobWork work_;  // names: those that are done, once chosen_
  bool chosen_ = false, paused_ = false;
  int steps_ = 0;  // epochs to do before it pauses again
  std::size_t index_ = 0;
  JobState state_ = JobState::queued;
  std::string what_, note_, error_;
  std::int64_t done_ = 0, total_ = 0;
  std::vector<std::string> says_;
  std::size_t told_says_ = 0;  // events bring the sentences only when there are new ones
  nlohmann::json curve_ = nlohmann::json::array();
  std::shared_ptr<Channel> channel_;
  Clock::time_point told_{};
  Clock::time_point slice_ends_ = Clock::time_point::max();
  bool moved_ = false;  // in this slice: it must not be spent on beginning anew
};

const char* job_state_name(JobState state);

}  // namespace tadpole::workbench
