// SPDX-License-Identifier: Apache-2.0
#include "core/search/search.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "core/search/journal.h"
#include "core/search/test_search.h"

namespace tadpole {
namespace {

// A file of its own for each test, removed at the end.
class SearchTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = Path(testing::TempDir()) / ("tadpole_search_" + std::to_string(::getpid()));
    std::filesystem::remove_all(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  Path journal(const std::string& name = "history.jsonl") const { return folder_ / name; }
  // What the journal holds but the seconds, which no two runs share.
  std::string journal_text(const std::string& name = "history.jsonl") const {
    return std::regex_replace(read_text(journal(name)).value(),
                              std::regex("\"cpu_seconds\":[-+.e0-9]+"), "");
  }
  Path folder_;
};

TEST_F(SearchTest, one_worker_and_four_give_the_same_history_and_journal) {
  for (const char* strategy : {"tpe", "evolution", "random"}) {
    TestSearch one(strategy), four(strategy);
    one.job.journal = journal(std::string("one_") + strategy);
    four.job.journal = journal(std::string("four_") + strategy);
    four.job.workers = 4;
    four.dawdles = true;
    const SearchHistory serial = one.run().value(), parallel = four.run().value();
    EXPECT_EQ(history_text(serial), history_text(parallel)) << strategy;
    EXPECT_EQ(journal_text(std::string("one_") + strategy),
              journal_text(std::string("four_") + strategy));
  }
}

TEST_F(SearchTest, a_candidate_that_does_not_fit_is_never_trained) {
  TestSearch search;
  search.job.limits.ram_bytes = 20000;  // depth 0 and 1
  std::set<std::string> trained;
  const auto train = search.job.train;
  search.job.train = [&](const Candidate& c, int epochs) {
    trained.insert(c.text);
    return train(c, epochs);
  };
  const SearchHistory history = search.run().value();
  int refused = 0;
  for (const CandidateRecord& r : history.candidates) {
    const bool fits = search.space.number(r.candidate.point, "depth") < 2.0;
    EXPECT_EQ(r.refused.empty(), fits);
    EXPECT_EQ(trained.count(r.candidate.text) == 1, fits);
    EXPECT_EQ(r.rungs.empty(), !fits);
    if (!fits) {
      EXPECT_EQ(r.refused, "takes 30000 bytes of RAM and 20000 are allowed");
      EXPECT_DOUBLE_EQ(r.excess, 0.5);
    }
    refused += fits ? 0 : 1;
  }
  EXPECT_EQ(trained.size(), 30U);
  EXPECT_GT(refused, 0);
}

TEST_F(SearchTest, a_search_that_was_stopped_goes_on_and_gives_the_same_history) {
  TestSearch whole;
  const std::string expected = history_text(whole.run().value());
  for (const int after : {1, 7, 20}) {
    TestSearch first, second;
    first.job.journal = second.job.journal = journal("stopped_" + std::to_string(after));
    first.job.workers = second.job.workers = 2;
    first.progress.stop_after = after;
    EXPECT_TRUE(first.run().value().stopped);
    const SearchHistory history = second.run().value();
    EXPECT_FALSE(history.stopped);
    EXPECT_EQ(history_text(history), expected);
    EXPECT_GE(history.from_journal, after);
    EXPECT_LE(first.progress.trainings + second.progress.trainings,
              whole.progress.trainings + 2);  // what a stop finds half done is done again
  }
}

// A kill may leave any number of bytes: the journal is cut in the middle of each of its lines.
TEST_F(SearchTest, a_half_written_last_line_is_dropped_with_a_warning) {
  TestSearch whole;
  whole.job.trials = 12;
  whole.job.journal = journal();
  const std::string expected = history_text(whole.run().value());
  const std::string text = read_text(journal()).value(), lines = journal_text();
  for (std::size_t end = text.find('\n'); end != std::string::npos;
       end = text.find('\n', end + 1)) {
    ASSERT_TRUE(write_file(journal(), text.substr(0, end - 3)).ok());
    TestSearch again;
    again.job.trials = 12;
    again.job.journal = journal();
    EXPECT_EQ(history_text(again.run().value()), expected) << "cut at byte " << end;
    EXPECT_NE(again.progress.said.find("half written"), std::string::npos);
    EXPECT_EQ(journal_text(), lines);
  }
}

TEST_F(SearchTest, a_journal_is_read_by_who_looks_on_whatever_its_last_line_is) {
  TestSearch whole;
  whole.job.trials = 12;
  whole.job.journal = journal();
  const SearchHistory history = whole.run().value();
  const std::string text = read_text(journal()).value();
  const auto records = Journal::records(text + "{\"candidate\": 3, \"epo");
  ASSERT_EQ(records.size(), history.candidates.size());
  for (std::size_t i = 0; i < records.size(); ++i) {
    EXPECT_EQ(records[i].candidate.number, history.candidates[i].candidate.number);
    EXPECT_EQ(records[i].refused, history.candidates[i].refused);
    ASSERT_EQ(records[i].rungs.size(), history.candidates[i].rungs.size());
  }
  SearchHistory read{.candidates = records};
  EXPECT_EQ(best_candidate(read), best_candidate(history));
  EXPECT_TRUE(Journal::records("").empty());
  EXPECT_TRUE(Journal::records("[1]\nno line\n").empty());
}

TEST_F(SearchTest, more_trials_go_on_from_fewer) {
  TestSearch few, more;
  few.job.journal = more.job.journal = journal();
  few.job.trials = 10;
  EXPECT_TRUE(few.run().ok());
  EXPECT_TRUE(more.run().ok());
  EXPECT_LT(more.progress.trainings, 40);
  int trained = 0;
  TestSearch again;
  again.job.journal = journal();
  const SearchHistory history = again.run().value();
  for (const CandidateRecord& r : history.candidates) trained += r.rungs.empty() ? 0 : 1;
  EXPECT_EQ(trained, 30);
  EXPECT_EQ(again.progress.trainings, 0);  // all of it was in the journal
}

// What is found does not depend on what the values are called.
TEST_F(SearchTest, a_search_for_a_small_loss_says_so_in_its_journal_and_shows_the_loss) {
  TestSearch search;
  search.job.objective = Objective::validation_loss;
  search.job.journal = journal();
  const SearchHistory history = search.run().value();
  EXPECT_EQ(history.objective, Objective::validation_loss);
  EXPECT_EQ(Journal::objective(read_text(journal()).value()), Objective::validation_loss);
  EXPECT_EQ(history_text(history), history_text(TestSearch().run().value()));
  const RungResult* best =
      last_result(history.candidates[static_cast<std::size_t>(best_candidate(history))]);
  EXPECT_NE(search.progress.shown.find(fmt::format("best {:.4g} after 9", -best->value)),
            std::string::npos)
      << search.progress.shown;
  // The same options for accuracy are another search.
  TestSearch other;
  other.job.journal = journal();
  EXPECT_NE(other.refusal().find("of another search"), std::string::npos);
}

// As the first line was written before there was anything but accuracy.
TEST_F(SearchTest, an_earlier_journal_that_names_no_objective_goes_on) {
  TestSearch first, second;
  first.job.journal = second.job.journal = journal();
  const std::string expected = history_text(first.run().value());
  const std::string text = std::regex_replace(
      read_text(journal()).value(), std::regex(R"(,?"objective":"validation_accuracy",?)"), ",");
  ASSERT_EQ(Journal::objective(text), Objective::validation_accuracy);
  ASSERT_TRUE(write_file(journal(), text).ok());
  EXPECT_EQ(history_text(second.run().value()), expected);
  EXPECT_EQ(second.progress.trainings, 0);
}

TEST_F(SearchTest, refuses_a_journal_that_is_not_its_own) {
  TestSearch one, other, damaged;
  one.job.journal = other.job.journal = damaged.job.journal = journal();
  EXPECT_TRUE(one.run().ok());
  other.job.seed = 2;
  EXPECT_NE(other.refusal().find("of another search"), std::string::npos);
  std::string text = read_text(journal()).value();
  text[text.find('\n') + 1] = '?';
  ASSERT_TRUE(write_file(journal(), text).ok());
  EXPECT_NE(damaged.refusal().find("line 2 is no record"), std::string::npos);
}

// Most trainings end at the first rung, one of three goes on.
TEST_F(SearchTest, asha_stops_the_bad_ones) {
  TestSearch halving, full;
  full.job.scheduler.kind = "full";
  const SearchHistory history = halving.run().value(), all = full.run().value();
  int epochs = 0, epochs_of_all = 0;
  double worst_kept = 0.0;
  for (const CandidateRecord& r : history.candidates) {
    if (r.rungs.empty()) continue;
    epochs += r.rungs.back().epochs;
    if (r.rungs.back().epochs == 9)
      worst_kept = std::min(worst_kept, test_value(halving.space, r.candidate.point));
  }
  for (const CandidateRecord& r : all.candidates) epochs_of_all += r.rungs.back().epochs;
  EXPECT_EQ(epochs_of_all, 30 * 9);
  EXPECT_LT(epochs, epochs_of_all / 2);
  int worse = 0;
  for (const CandidateRecord& r : history.candidates)
    worse += test_value(halving.space, r.candidate.point) < worst_kept ? 1 : 0;
  EXPECT_GE(worse, 15);  // at least half of the candidates are worse than all that were kept
}

TEST_F(SearchTest, what_fails_is_kept_with_its_reason_and_goes_no_further) {
  TestSearch search;
  const auto train = search.job.train;
  search.job.train = [&](const Candidate& c, int epochs) -> Result<double> {
    if (search.space.number(c.point, "rate") > 0.02) return Error{"the loss is no number"};
    return train(c, epochs);
  };
  int failed = 0;
  for (const CandidateRecord& r : search.run().value().candidates) {
    if (r.rungs.empty() || r.rungs[0].failed.empty()) continue;
    ++failed;
    EXPECT_EQ(r.rungs.size(), 1U);
    EXPECT_EQ(last_result(r), nullptr);
  }
  EXPECT_GT(failed, 0);
}

TEST_F(SearchTest, says_why_it_cannot_go_on) {
  TestSearch tight, broken, empty;
  tight.job.limits.ram_bytes = 5;
  tight.job.sampler = tight.sampler.get();
  // The space holds far fewer kinds of networks than rates: refusals never end.
  EXPECT_NE(tight.refusal().find("refused 200 candidates in a row"), std::string::npos);
  broken.job.train = [](const Candidate&, int) -> Result<double> { return Error{"no data"}; };
  EXPECT_EQ(broken.refusal(), "no data");
  empty.job.trials = 0;
  EXPECT_NE(empty.refusal().find("trials 0"), std::string::npos);
}

TEST_F(SearchTest, a_space_of_few_points_ends_the_search) {
  TestSearch search("random");
  search.space = Space::create({{.name = "kind", .choices = {"a", "b", "c"}}}).value();
  search.job.weigh = [](const Candidate&) -> Result<Footprint> { return Footprint{}; };
  search.job.train = [](const Candidate& c, int) -> Result<double> { return *c.point[0]; };
  const SearchHistory history = search.run().value();
  EXPECT_EQ(history.candidates.size(), 3U);
  EXPECT_NE(search.progress.said.find("no further points"), std::string::npos);
  const auto best = static_cast<std::size_t>(best_candidate(history));
  EXPECT_EQ(history.candidates[best].candidate.text, "kind=c");
}

}  // namespace
}  // namespace tadpole
