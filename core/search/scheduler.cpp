// SPDX-License-Identifier: Apache-2.0
#include "core/search/scheduler.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/text.h"

namespace tadpole {
namespace {

const std::vector<std::string> kKinds = {"asha", "hyperband", "full"};

Outcome check(const SchedulerOptions& o) {
  if (std::find(kKinds.begin(), kKinds.end(), o.kind) == kKinds.end())
    return wrong_use("there is no scheduler '" + o.kind + "'" + did_you_mean(o.kind, kKinds) +
                     "; known schedulers: " + join(kKinds, ", "));
  if (o.eta >= 2 && o.eta <= 16 && o.rungs >= 1 && o.rungs <= 10 && o.epochs >= 1) return Done{};
  return wrong_use(fmt::format(
      "eta {}, rungs {} and epochs {}: expected eta from 2 to 16, rungs from 1 to 10 and at least "
      "1 epoch",
      o.eta, o.rungs, o.epochs));
}

}  // namespace

Result<Scheduler> Scheduler::create(const SchedulerOptions& options) {
  TADPOLE_TRY(check(options));
  Scheduler made;
  made.options_ = options;
  const int rungs = options.kind == "full" ? 1 : options.rungs;
  for (int epochs = options.epochs;
       epochs >= 1 && made.rungs_.size() < static_cast<std::size_t>(rungs); epochs /= options.eta)
    made.rungs_.insert(made.rungs_.begin(), epochs);
  const auto count = static_cast<int>(made.rungs_.size());
  made.brackets_.assign(made.rungs_.size(), std::vector<Scheduler::Rung>(made.rungs_.size()));
  // A bracket that begins higher has fewer candidates for the same epochs: eta^k (K + 1) / (k + 1)
  // of those with k rungs still to climb.
  for (int first = 0; first < (options.kind == "hyperband" ? count : 1); ++first) {
    const int climbs = count - 1 - first;
    const double share = std::pow(options.eta, climbs) * count / (climbs + 1);
    made.turns_.insert(made.turns_.end(), static_cast<std::size_t>(std::ceil(share)), first);
  }
  return made;
}

int Scheduler::first_rung(int candidate) const {
  return turns_[static_cast<std::size_t>(candidate) % turns_.size()];
}

void Scheduler::finished(int candidate, int rung, double value) {
  Rung& entries =
      brackets_[static_cast<std::size_t>(first_rung(candidate))][static_cast<std::size_t>(rung)];
  const Entry entry{candidate, value, false};
  const auto at = std::find_if(entries.begin(), entries.end(), [&](const Entry& other) {
    return value > other.value || (value == other.value && candidate < other.candidate);
  });
  entries.insert(at, entry);
}

std::optional<Scheduler::Promotion> Scheduler::promote_from(Rung& rung, std::size_t index,
                                                            std::size_t quota) {
  for (std::size_t i = 0; i < std::min(quota, rung.size()); ++i) {
    if (rung[i].gone || std::isinf(rung[i].value)) continue;
    rung[i].gone = true;
    return Promotion{rung[i].candidate, static_cast<int>(index) + 1};
  }
  return std::nullopt;
}

std::optional<Scheduler::Promotion> Scheduler::promote(Phase phase) {
  for (std::size_t r = rungs_.size(); r-- > 1;) {
    for (auto& bracket : brackets_) {
      Rung& rung = bracket[r - 1];
      std::size_t quota = rung.size() / static_cast<std::size_t>(options_.eta);
      if (phase == Phase::closing) quota = std::max<std::size_t>(quota, 1);
      if (const auto gone = promote_from(rung, r - 1, quota)) return gone;
    }
  }
  return std::nullopt;
}

}  // namespace tadpole
