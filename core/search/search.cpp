// SPDX-License-Identifier: Apache-2.0
#include "core/search/search.h"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <limits>
#include <mutex>
#include <set>

#include "core/base/hash.h"
#include "core/base/thread_pool.h"
#include "core/search/journal.h"
#include "core/search/search_cost.h"

namespace tadpole {
namespace {

constexpr int kMostRefusedInARow = 200;
constexpr std::size_t kFailuresThatStop = 5;
constexpr int kDraws = 50;  // for a point that was not there yet; the second half at random
constexpr double kCannotBeBuilt = 1e9;

Outcome check(const SearchJob& job) {
  TADPOLE_EXPECT(job.space != nullptr && job.sampler != nullptr && job.weigh && job.train);
  if (job.trials >= 1 && job.workers >= 1 && job.lookahead >= 1) return Done{};
  return wrong_use(
      fmt::format("trials {}, workers {} and lookahead {}: expected at least 1 of each", job.trials,
                  job.workers, job.lookahead));
}

// trials and workers do not belong to it: more of either goes on with the same search. Accuracy is
// not named, because no search named it while there was nothing else.
std::string fingerprint_of(const SearchJob& job) {
  const SchedulerOptions& s = job.scheduler;
  const std::string objective =
      lower_is_better(job.objective) ? "|" + objective_name(job.objective) : "";
  return sha256_hex(fmt::format("{}\n{}{}|{}|{}|{}|{}|{}|{}|{}|{}{}", job.fingerprint,
                                job.space->fingerprint(), s.kind, s.eta, s.rungs, s.epochs,
                                job.limits.ram_bytes, job.limits.flash_bytes,
                                job.limits.instructions, job.seed, job.lookahead, objective));
}

Error cancelled() { return {"the search was stopped", ErrorKind::cancelled}; }

class Search {
 public:
  Search(const SearchJob& job, Progress& progress, Scheduler scheduler, Journal journal)
      : job_(job),
        progress_(progress),
        scheduler_(std::move(scheduler)),
        journal_(std::move(journal)) {}

  Result<SearchHistory> run();

 private:
  // One rung of one candidate.
  struct Job {
    std::size_t candidate = 0;  // index of the record
    int rung = 0;
    std::size_t before = 0;  // records up to here are written before its result
    bool done = false;
    RungResult result = {};
  };
  enum class Next { job, wait, end };

  void work();
  Result<Next> next();
  Result<bool> learn_next();
  void push(std::size_t candidate, int rung);
  Result<bool> propose();
  Result<bool> draw(Candidate& candidate);
  Result<CandidateRecord> weigh(Candidate candidate);
  std::vector<Observation> told() const;
  Outcome finish(Job& job, Result<double> value, double cpu_seconds);
  Outcome write_done();
  void show();
  void stop_with(Outcome outcome);
  int epochs_of(int rung) const { return scheduler_.rungs()[static_cast<std::size_t>(rung)]; }

  const SearchJob& job_;
  Progress& progress_;
  std::mutex mutex_;
  std::condition_variable changed_;
  Scheduler scheduler_;
  Journal journal_;
  std::deque<CandidateRecord> records_;
  std::deque<Job> jobs_;
  std::set<std::string> seen_;
  std::size_t known_ = 0;    // jobs whose results decisions may use
  std::size_t written_ = 0;  // jobs in the journal
  std::size_t written_records_ = 0;
  int begun_ = 0, refused_in_a_row_ = 0, from_journal_ = 0;
  std::size_t failures_ = 0, successes_ = 0;
  bool no_more_points_ = false, over_ = false, stopped_ = false;
  Outcome outcome_ = Done{};
};

Result<SearchHistory> Search::run() {
  progress_.begin("search", job_.trials);
  const int workers = std::min(job_.workers, job_.lookahead);
  ThreadPool pool(workers);
  pool.run(static_cast<std::size_t>(workers), [this](std::size_t) { work(); });
  progress_.end();
  TADPOLE_TRY(outcome_);
  // Of a search that was stopped: what is there and was not asked for yet.
  for (; known_ < jobs_.size(); ++known_)
    if (jobs_[known_].done) records_[jobs_[known_].candidate].rungs.push_back(jobs_[known_].result);
  SearchHistory history{.objective = job_.objective,
                        .candidates = {records_.begin(), records_.end()},
                        .rungs = scheduler_.rungs(),
                        .stopped = stopped_,
                        .from_journal = from_journal_};
  for (const CandidateRecord& record : history.candidates) {
    history.cpu_seconds += record.cpu_seconds;
    for (const RungResult& rung : record.rungs) history.cpu_seconds += rung.cpu_seconds;
  }
  return history;
}

void Search::stop_with(Outcome outcome) {
  const bool by_user = !outcome.ok() && outcome.error().kind == ErrorKind::cancelled;
  stopped_ = stopped_ || by_user;
  if (!over_ && !by_user) outcome_ = std::move(outcome);
  over_ = true;
  changed_.notify_all();
}

void Search::work() {
  std::unique_lock lock(mutex_);
  while (!over_) {
    if (progress_.stop_requested()) return stop_with(cancelled());
    const Result<Next> what = next();
    if (!what.ok()) return stop_with(what.error());
    if (what.value() == Next::end) return stop_with(Done{});
    if (what.value() == Next::wait) {
      changed_.wait(lock);
      continue;
    }
    Job& job = jobs_.back();
    const Candidate& candidate = records_[job.candidate].candidate;
    const int epochs = epochs_of(job.rung);
    if (const auto read = journal_.rung(candidate.number, candidate.text, epochs)) {
      ++from_journal_;
      job.result = *read, job.done = true;
      successes_ += read->failed.empty() ? 1 : 0;
    } else {
      lock.unlock();
      const double before = thread_cpu_seconds();
      Result<double> value = job_.train(candidate, epochs);
      const double spent = thread_cpu_seconds() - before;
      lock.lock();
      const Outcome finished = finish(job, std::move(value), spent);
      if (!finished.ok()) return stop_with(finished);
    }
    const Outcome written = write_done();
    if (!written.ok()) return stop_with(written);
    show();
    changed_.notify_all();
  }
}

Outcome Search::finish(Job& job, Result<double> value, double cpu_seconds) {
  if (!value.ok() && value.error().kind == ErrorKind::cancelled) return value.error();
  job.result = {.epochs = epochs_of(job.rung), .cpu_seconds = cpu_seconds};
  if (value.ok())
    job.result.value = value.value();
  else
    job.result.failed = value.error().message;
  job.done = true;
  successes_ += value.ok() ? 1 : 0;
  failures_ += value.ok() ? 0 : 1;
  if (successes_ == 0 && failures_ >= kFailuresThatStop) return value.error();
  return Done{};
}

// In the order of the jobs, so that the file does not depend on who was first.
Outcome Search::write_done() {
  for (; written_ < jobs_.size() && jobs_[written_].done; ++written_) {
    const Job& job = jobs_[written_];
    for (; written_records_ < job.before; ++written_records_)
      TADPOLE_TRY(journal_.add(records_[written_records_]));
    TADPOLE_TRY(journal_.add(records_[job.candidate].candidate, job.result));
  }
  return Done{};
}

// Makes the next job's result known, if it is there.
Result<bool> Search::learn_next() {
  Job& job = jobs_[known_];
  if (!job.done) return false;
  ++known_;
  records_[job.candidate].rungs.push_back(job.result);
  scheduler_.finished(
      static_cast<int>(job.candidate), job.rung,
      job.result.failed.empty() ? job.result.value : -std::numeric_limits<double>::infinity());
  return true;
}

Result<Search::Next> Search::next() {
  const auto ahead = static_cast<std::size_t>(job_.lookahead);
  while (known_ + ahead < jobs_.size() + 1)
    if (!TADPOLE_TRY(learn_next())) return Next::wait;
  while (true) {
    const bool more = begun_ < job_.trials && !no_more_points_;
    const auto phase =
        more || known_ < jobs_.size() ? Scheduler::Phase::open : Scheduler::Phase::closing;
    if (const auto gone = scheduler_.promote(phase)) {
      push(static_cast<std::size_t>(gone->candidate), gone->rung);
      return Next::job;
    }
    if (more && TADPOLE_TRY(propose())) return Next::job;
    if (more) continue;
    if (known_ == jobs_.size()) return Next::end;
    if (!TADPOLE_TRY(learn_next())) return Next::wait;
  }
}

void Search::push(std::size_t candidate, int rung) {
  jobs_.push_back({.candidate = candidate, .rung = rung, .before = records_.size()});
}

std::vector<Observation> Search::told() const {
  std::vector<Observation> told;
  for (const CandidateRecord& r : records_) {
    Observation o{.point = r.candidate.point, .refused = !r.refused.empty(), .excess = r.excess};
    if (!o.refused) {
      if (r.rungs.empty()) continue;
      // What failed is worse than all that was trained and better than what does not fit.
      o.refused = !r.rungs.back().failed.empty();
      o.epochs = r.rungs.back().epochs;
      o.value = r.rungs.back().value;
    }
    told.push_back(std::move(o));
  }
  return told;
}

// A point that was not there yet; false: none was found.
Result<bool> Search::draw(Candidate& candidate) {
  Rng rng = Rng(job_.seed).fork(static_cast<std::uint64_t>(candidate.number));
  candidate.seed = rng.state();
  const std::vector<Observation> known = told();
  for (int i = 0; i < kDraws; ++i) {
    candidate.point =
        i < kDraws / 2 ? job_.sampler->propose(*job_.space, known, rng) : job_.space->sample(rng);
    candidate.text = job_.space->text(candidate.point);
    if (seen_.insert(candidate.text).second) return true;
  }
  return false;
}

// Draws and weighs until one fits, and makes it the next job; false: there are no more points.
Result<bool> Search::propose() {
  while (!progress_.stop_requested()) {
    Candidate candidate{.number = static_cast<int>(records_.size())};
    if (!TADPOLE_TRY(draw(candidate))) {
      no_more_points_ = true;
      progress_.say(
          fmt::format("the space has no further points; {} candidates were trained", begun_));
      return false;
    }
    records_.push_back(TADPOLE_TRY(weigh(std::move(candidate))));
    if (records_.back().refused.empty()) break;
    if (++refused_in_a_row_ < kMostRefusedInARow) continue;
    return Error{fmt::format(
        "the limits refused {} candidates in a row, the last one because it {}; allow more, or "
        "search a space of smaller networks",
        refused_in_a_row_, records_.back().refused)};
  }
  if (records_.empty() || !records_.back().refused.empty()) return cancelled();
  refused_in_a_row_ = 0;
  ++begun_;
  const std::size_t index = records_.size() - 1;
  push(index, scheduler_.first_rung(static_cast<int>(index)));
  return true;
}

Result<CandidateRecord> Search::weigh(Candidate candidate) {
  if (auto read = journal_.candidate(candidate.number, candidate.text)) {
    ++from_journal_;
    read->candidate = std::move(candidate);
    return std::move(*read);
  }
  CandidateRecord record;
  const double before = thread_cpu_seconds() + programs_cpu_seconds();
  const Result<Footprint> footprint = job_.weigh(candidate);
  record.cpu_seconds = thread_cpu_seconds() + programs_cpu_seconds() - before;
  record.candidate = std::move(candidate);
  if (!footprint.ok()) {
    if (footprint.error().kind == ErrorKind::cancelled) return footprint.error();
    record.refused = "cannot be built: " + footprint.error().message;
    record.excess = kCannotBeBuilt;
    return record;
  }
  record.footprint = footprint.value();
  record.refused = refusal(record.footprint, job_.limits);
  if (!record.refused.empty()) record.excess = excess(record.footprint, job_.limits);
  return record;
}

void Search::show() {
  std::size_t refused = 0, done = 0;
  std::set<std::size_t> trained;
  const RungResult* best = nullptr;
  for (const CandidateRecord& r : records_) refused += r.refused.empty() ? 0 : 1;
  for (const Job& job : jobs_) {
    if (!job.done) continue;
    ++done;
    trained.insert(job.candidate);
    const bool counts = job.result.failed.empty();
    if (counts && (best == nullptr || job.result.value > best->value)) best = &job.result;
  }
  std::string note = fmt::format("{} rungs, {} refused by the limits", done, refused);
  if (best != nullptr)
    note += fmt::format(", best {:.4g} after {} epochs", shown_value(job_.objective, best->value),
                        best->epochs);
  progress_.update(static_cast<std::int64_t>(trained.size()), note);
}

}  // namespace

Result<SearchHistory> run_search(const SearchJob& job, Progress& progress) {
  TADPOLE_TRY(check(job));
  Scheduler scheduler = TADPOLE_TRY(Scheduler::create(job.scheduler));
  Journal journal =
      TADPOLE_TRY(Journal::open(job.journal, fingerprint_of(job), job.objective, progress));
  return Search(job, progress, std::move(scheduler), std::move(journal)).run();
}

const RungResult* last_result(const CandidateRecord& record) {
  for (auto at = record.rungs.rbegin(); at != record.rungs.rend(); ++at)
    if (at->failed.empty()) return &*at;
  return nullptr;
}

int best_candidate(const SearchHistory& history) {
  int best = -1;
  const RungResult* most = nullptr;
  for (std::size_t i = 0; i < history.candidates.size(); ++i) {
    const RungResult* last = last_result(history.candidates[i]);
    if (last == nullptr) continue;
    if (most == nullptr || last->epochs > most->epochs ||
        (last->epochs == most->epochs && last->value > most->value))
      best = static_cast<int>(i), most = last;
  }
  return best;
}

}  // namespace tadpole
