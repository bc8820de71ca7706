// SPDX-License-Identifier: Apache-2.0
// A search on the function of test_space.h, for tests.
#pragma once
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <string>
#include <thread>

#include "core/search/search.h"
#include "core/search/test_space.h"

namespace tadpole {

// Stops after so many trainings; keeps what it is told.
class SearchProgress final : public Progress {
 public:
  std::atomic<int> trainings{0};
  int stop_after = -1;
  std::string said, shown;
  void begin(std::string_view, std::int64_t) override {}
  void update(std::int64_t, std::string_view note) override { shown = note; }
  void end() override {}
  void say(std::string_view sentence) override { said += std::string(sentence) + "\n"; }
  bool stop_requested() const override { return stop_after >= 0 && trainings >= stop_after; }
};

struct TestSearch {
  Space space = test_space();
  std::unique_ptr<Sampler> sampler = make_sampler("tpe").value();
  SearchProgress progress;
  SearchJob job;
  bool dawdles = false;  // trainings end in another order than they begin

  explicit TestSearch(const std::string& strategy = "tpe")
      : sampler(make_sampler(strategy).value()) {
    job.space = &space;
    job.sampler = sampler.get();
    job.scheduler = {.eta = 3, .rungs = 3, .epochs = 9};
    job.trials = 30;
    // A network of depth and widths: 10 KB and 100 KB of RAM each.
    job.weigh = [this](const Candidate& c) -> Result<Footprint> {
      const double depth = space.number(c.point, "depth");
      Footprint f{.ram_bytes = static_cast<std::int64_t>(10000 * (depth + 1)), .parameters = 1};
      return f;
    };
    // One epoch is worth 1 less than all, 3 are worth 1/3 less, 9 a ninth.
    job.train = [this](const Candidate& c, int epochs) -> Result<double> {
      if (dawdles)
        std::this_thread::sleep_for(std::chrono::microseconds(mix64(c.seed + epochs) % 3000));
      ++progress.trainings;
      return test_value(space, c.point) - 1.0 / epochs;
    };
  }
  TestSearch(const TestSearch&) = delete;
  TestSearch& operator=(const TestSearch&) = delete;
  Result<SearchHistory> run() { return run_search(job, progress); }
  std::string refusal() {
    const Result<SearchHistory> history = run();
    return history.ok() ? "" : history.error().message;
  }
};

// All of a history but the seconds.
inline std::string history_text(const SearchHistory& history) {
  std::string text;
  for (const CandidateRecord& r : history.candidates) {
    text += std::to_string(r.candidate.number) + " " + r.candidate.text + " " + r.refused;
    for (const RungResult& rung : r.rungs)
      text += " " + std::to_string(rung.epochs) + ":" + std::to_string(rung.value) + rung.failed;
    text += "\n";
  }
  return text;
}

}  // namespace tadpole
