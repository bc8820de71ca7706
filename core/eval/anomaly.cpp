// SPDX-License-Identifier: Apache-2.0
#include "core/eval/anomaly.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "core/eval/normal.h"
#include "core/eval/who_bootstrap.h"

namespace tadpole {
namespace {

constexpr std::size_t kCurvePoints = 200;
constexpr std::size_t kBins = 40;

double ratio(int part, int whole) {
  return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
}

int count_anomalous(const std::vector<AnomalyItem>& items) {
  return static_cast<int>(
      std::count_if(items.begin(), items.end(), [](const AnomalyItem& i) { return i.anomalous; }));
}

Outcome check_scores(const std::vector<AnomalyItem>& test, const std::vector<double>& normal) {
  const int anomalous = count_anomalous(test);
  if (anomalous == 0 || anomalous == static_cast<int>(test.size()))
    return wrong_use(fmt::format(
        "anomaly: the test has {} normal and {} anomalous rows; at least one of each is needed",
        test.size() - static_cast<std::size_t>(anomalous), anomalous));
  if (normal.empty())
    return wrong_use(
        "anomaly: there is no normal row outside the test to choose the threshold by; put some "
        "into validation or training");
  for (const AnomalyItem& item : test)
    if (!std::isfinite(item.score))
      return wrong_use(
          fmt::format("anomaly: the score of {} is no number; the model has diverged", item.name));
  if (!std::all_of(normal.begin(), normal.end(), [](double s) { return std::isfinite(s); }))
    return wrong_use("anomaly: a score of a normal row is no number; the model has diverged");
  return Done{};
}

Outcome check_options(const AnomalyOptions& o) {
  if (!(o.max_false_alarms > 0.0 && o.max_false_alarms <= 1.0))
    return wrong_use("anomaly: max_false_alarms must be above 0 and at most 1");
  const bool percentile = o.threshold.rule == ThresholdRule::percentile;
  if (percentile && !(o.threshold.value >= 0.0 && o.threshold.value <= 100.0))
    return wrong_use("anomaly: a percentile must be from 0 to 100");
  if (!std::isfinite(o.threshold.value))
    return wrong_use("anomaly: the number of deviations is none");
  return Done{};
}

std::vector<Score> scores_of(const std::vector<AnomalyItem>& items) {
  std::vector<Score> scores;
  for (const AnomalyItem& item : items) scores.push_back({item.score, item.anomalous});
  return scores;
}

// Rows in the order of their scores, so that the area of drawn rows needs no sorting.
class FastArea {
 public:
  explicit FastArea(const std::vector<AnomalyItem>& items) : items_(items), rank_(items.size()) {
    std::vector<double> values;
    for (const AnomalyItem& item : items) values.push_back(item.score);
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    for (std::size_t i = 0; i < items.size(); ++i)
      rank_[i] = static_cast<std::size_t>(
          std::lower_bound(values.begin(), values.end(), items[i].score) - values.begin());
    ranks_ = values.size();
  }

  std::optional<double> of(const std::vector<std::size_t>& rows) const {
    std::vector<double> normal(ranks_, 0.0), anomalous(ranks_, 0.0);
    for (const std::size_t i : rows) (items_[i].anomalous ? anomalous : normal)[rank_[i]] += 1.0;
    double below = 0.0, wins = 0.0, all_anomalous = 0.0;
    for (std::size_t r = 0; r < ranks_; ++r) {
      wins += anomalous[r] * (below + 0.5 * normal[r]);
      below += normal[r];
      all_anomalous += anomalous[r];
    }
    if (below == 0.0 || all_anomalous == 0.0) return std::nullopt;
    return wins / (below * all_anomalous);
  }

 private:
  const std::vector<AnomalyItem>& items_;
  std::vector<std::size_t> rank_;
  std::size_t ranks_ = 0;
};

std::vector<std::string> who_of(const std::vector<AnomalyItem>& items) {
  std::vector<std::string> who;
  for (const AnomalyItem& item : items) who.push_back(item.who.empty() ? item.name : item.who);
  return who;
}

AlarmPoint point_at(const std::vector<AnomalyItem>& items, double threshold,
                    const ThresholdChoice& choice) {
  AlarmPoint p{.rule = choice_text(choice), .threshold = threshold};
  for (const AnomalyItem& item : items) {
    const bool alarm = item.score > threshold;
    ++(item.anomalous ? (alarm ? p.alarms : p.misses) : (alarm ? p.false_alarms : p.rests));
  }
  const int all = p.alarms + p.misses + p.false_alarms + p.rests;
  p.false_alarm_rate = ratio(p.false_alarms, p.false_alarms + p.rests);
  p.accuracy = ratio(p.alarms + p.rests, all);
  p.precision = p.alarms + p.false_alarms == 0 ? 1.0 : ratio(p.alarms, p.alarms + p.false_alarms);
  p.recall = ratio(p.alarms, p.alarms + p.misses);
  p.f1 = ratio(2 * p.alarms, 2 * p.alarms + p.misses + p.false_alarms);
  return p;
}

std::vector<AlarmPoint> other_points(const std::vector<AnomalyItem>& test,
                                     const std::vector<double>& normal) {
  std::vector<AlarmPoint> points;
  const auto add = [&](ThresholdRule rule, double value) {
    const ThresholdChoice choice{rule, value};
    points.push_back(point_at(test, anomaly_threshold(normal, choice), choice));
  };
  for (const double percent : {95.0, 99.0, 99.9}) add(ThresholdRule::percentile, percent);
  for (const double k : {2.0, 3.0, 4.0}) add(ThresholdRule::deviations, k);
  return points;
}

ScoreHistogram histogram_of(const std::vector<AnomalyItem>& items) {
  ScoreHistogram h{.normal = std::vector<int>(kBins, 0), .anomalous = std::vector<int>(kBins, 0)};
  const auto [least, most] = std::minmax_element(
      items.begin(), items.end(),
      [](const AnomalyItem& a, const AnomalyItem& b) { return a.score < b.score; });
  h.low = least->score;
  h.high = most->score;
  for (const AnomalyItem& item : items) {
    const double part = h.high > h.low ? (item.score - h.low) / (h.high - h.low) : 0.0;
    const auto bin = std::min(kBins - 1, static_cast<std::size_t>(part * kBins));
    ++(item.anomalous ? h.anomalous : h.normal)[bin];
  }
  return h;
}

AnomalyGroup group_of(const std::string& name, const std::vector<AnomalyItem>& items,
                      double max_false_alarms) {
  AnomalyGroup group{.name = name, .anomalous = count_anomalous(items)};
  group.normal = static_cast<int>(items.size()) - group.anomalous;
  if (group.normal == 0 || group.anomalous == 0) return group;
  const std::vector<ErrorPoint> curve = error_curve(scores_of(items));
  group.auc = area_under_curve(curve);
  group.partial_auc = partial_area(curve, max_false_alarms);
  return group;
}

std::vector<AnomalyGroup> groups_of(const std::vector<AnomalyItem>& test, double max_false_alarms) {
  std::map<std::string, std::vector<AnomalyItem>> by_group;
  for (const AnomalyItem& item : test)
    by_group[item.group.empty() ? "(not given)" : item.group].push_back(item);
  std::vector<AnomalyGroup> groups;
  if (by_group.size() < 2) return groups;
  for (const auto& [name, items] : by_group)
    groups.push_back(group_of(name, items, max_false_alarms));
  return groups;
}

void add_warnings(AnomalyReport& report, std::size_t normal_scores) {
  constexpr int kFewAnomalies = 30;
  constexpr std::size_t kFewNormal = 100;
  if (report.anomalous < kFewAnomalies)
    report.warnings.push_back(
        fmt::format("Only {} anomalous row(s) in the {} split: {} or more are better.",
                    report.anomalous, report.split, kFewAnomalies));
  if (normal_scores < kFewNormal)
    report.warnings.push_back(
        fmt::format("The threshold was chosen by only {} normal row(s): its percentiles are rough.",
                    normal_scores));
  if (report.auc < 0.5)
    report.warnings.push_back(
        "Anomalous rows score lower than normal ones: worse than chance, look at the labels.");
}

}  // namespace

double partial_area(std::span<const ErrorPoint> curve, double max_false_alarms) {
  TADPOLE_EXPECT(max_false_alarms > 0.0 && max_false_alarms <= 1.0 && !curve.empty());
  double area = 0.0;
  for (std::size_t i = 1; i < curve.size(); ++i) {
    const ErrorPoint &a = curve[i - 1], &b = curve[i];
    const double width = b.false_accept - a.false_accept;
    if (a.false_accept >= max_false_alarms) break;
    const double part = width > 0.0 ? std::min(1.0, (max_false_alarms - a.false_accept) / width)
                                    : 1.0;  // the point where the curve leaves is interpolated
    const double hit_b = (1.0 - a.miss) + part * (a.miss - b.miss);
    area += part * width * ((1.0 - a.miss) + hit_b) / 2.0;
  }
  if (max_false_alarms == 1.0) return area;
  const double least = 0.5 * max_false_alarms * max_false_alarms;
  return 0.5 * (1.0 + (area - least) / (max_false_alarms - least));
}

std::string choice_text(const ThresholdChoice& choice) {
  if (choice.rule == ThresholdRule::percentile)
    return fmt::format("{:g} % of normal rows stay below", choice.value);
  return fmt::format("mean + {:g} deviations of normal rows", choice.value);
}

double anomaly_threshold(std::vector<double> scores, const ThresholdChoice& choice) {
  TADPOLE_EXPECT(!scores.empty());
  if (choice.rule == ThresholdRule::percentile) {
    std::sort(scores.begin(), scores.end());
    return quantile_of_sorted(scores, choice.value / 100.0);
  }
  const auto n = static_cast<double>(scores.size());
  double mean = 0.0, square = 0.0;
  for (const double s : scores) mean += s / n;
  for (const double s : scores) square += (s - mean) * (s - mean) / n;
  return mean + choice.value * std::sqrt(square);
}

Result<AnomalyReport> evaluate_anomalies(const std::vector<AnomalyItem>& test,
                                         const std::vector<double>& normal_scores,
                                         const AnomalyOptions& o) {
  TADPOLE_TRY(check_options(o));
  TADPOLE_TRY(check_scores(test, normal_scores));
  AnomalyReport report;
  report.model = o.model, report.split = o.split, report.origin = o.origin;
  report.anomalous = count_anomalous(test);
  report.normal = static_cast<int>(test.size()) - report.anomalous;
  const std::vector<std::string> who = who_of(test);
  report.who = static_cast<int>(std::set<std::string>(who.begin(), who.end()).size());
  const std::vector<ErrorPoint> curve = error_curve(scores_of(test));
  report.auc = area_under_curve(curve);
  report.max_false_alarms = o.max_false_alarms;
  report.partial_auc = partial_area(curve, o.max_false_alarms);
  report.equal_error = equal_error_rate(curve);
  report.curve = thinned(curve, kCurvePoints);
  const FastArea area(test);
  report.auc_by_who =
      who_interval(who, [&area](const std::vector<std::size_t>& rows) { return area.of(rows); },
                   o.bootstrap, {.low = 0.0, .high = 1.0});
  report.chosen = point_at(test, anomaly_threshold(normal_scores, o.threshold), o.threshold);
  report.others = other_points(test, normal_scores);
  report.histogram = histogram_of(test);
  report.groups = groups_of(test, o.max_false_alarms);
  add_warnings(report, normal_scores.size());
  return report;
}

namespace {

std::string group_text(const AnomalyGroup& g) {
  if (!g.auc) return fmt::format("  {:<24} no AUC: rows of one kind only\n", g.name.substr(0, 24));
  return fmt::format("  {:<24} AUC {:.4f}, partial {:.4f} ({} normal, {} anomalous)\n",
                     g.name.substr(0, 24), *g.auc, *g.partial_auc, g.normal, g.anomalous);
}

}  // namespace

std::string anomaly_text(const AnomalyReport& report) {
  const Interval& ci = report.auc_by_who;
  const AlarmPoint& p = report.chosen;
  std::string text =
      fmt::format("{} model on {} {} rows ({} anomalous) of {} sources{}\n", report.model,
                  report.normal + report.anomalous, report.split, report.anomalous, report.who,
                  report.origin == "synthetic" ? " [synthetic]"
                  : report.origin == "mixed"   ? " [partly synthetic]"
                                               : "");
  text += fmt::format(
      "  AUC {:.4f} ({:.0f} % interval {:.4f} to {:.4f}), partial AUC {:.4f} up to {:g} % false "
      "alarms\n",
      report.auc, 100 * ci.level, ci.low, ci.high, report.partial_auc,
      100 * report.max_false_alarms);
  text += fmt::format("  threshold {:.4g}: {}\n", p.threshold, p.rule);
  text += fmt::format("    {} of {} anomalies found, {} false alarms ({:.1f} % of normal rows)\n",
                      p.alarms, p.alarms + p.misses, p.false_alarms, 100 * p.false_alarm_rate);
  text += fmt::format("    precision {:.1f} %, recall {:.1f} %, F1 {:.3f}\n", 100 * p.precision,
                      100 * p.recall, p.f1);
  for (const AnomalyGroup& g : report.groups) text += group_text(g);
  for (const std::string& warning : report.warnings) text += "  note: " + warning + "\n";
  return text;
}

}  // namespace tadpole
