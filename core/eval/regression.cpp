// SPDX-License-Identifier: Apache-2.0
#include "core/eval/regression.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "core/eval/normal.h"
#include "core/eval/who_bootstrap.h"

namespace tadpole {
namespace {

constexpr std::size_t kWorst = 10;
constexpr std::size_t kScatter = 500;
constexpr double kUnknown = 2e9;  // the largest number of a report (json_numbers.h)

bool finite(const std::vector<double>& values) {
  return std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); });
}

Outcome check(const RegressionPredictions& p) {
  if (p.targets.empty() || p.items.empty())
    return wrong_use("regression: there is no row or no target to evaluate; give both");
  for (const RegressionItem& item : p.items) {
    if (item.truth.size() != p.targets.size() || item.said.size() != p.targets.size())
      return wrong_use(
          fmt::format("regression: {} has {} true and {} predicted numbers for {} "
                      "targets; give one of each per target",
                      item.name, item.truth.size(), item.said.size(), p.targets.size()));
    if (!finite(item.truth) || !finite(item.said))
      return wrong_use(fmt::format(
          "regression: {} holds a number that is none; the model has diverged or the target is "
          "missing",
          item.name));
  }
  return Done{};
}

std::vector<Residual> residuals_of(const RegressionPredictions& p, std::size_t target) {
  std::vector<Residual> all;
  for (const RegressionItem& item : p.items)
    all.push_back({item.name, item.truth[target], item.said[target]});
  return all;
}

double error_of(const Residual& r) { return std::fabs(r.said - r.truth); }

double guess_mae(const std::vector<Residual>& residuals) {
  std::vector<double> truth;
  for (const Residual& r : residuals) truth.push_back(r.truth);
  std::sort(truth.begin(), truth.end());
  const double median = quantile_of_sorted(truth, 0.5);
  double sum = 0.0;
  for (const double t : truth) sum += std::fabs(t - median);
  return sum / static_cast<double>(truth.size());
}

std::vector<Residual> worst_of(std::vector<Residual> residuals) {
  std::stable_sort(residuals.begin(), residuals.end(),
                   [](const Residual& a, const Residual& b) { return error_of(a) > error_of(b); });
  residuals.resize(std::min(residuals.size(), kWorst));
  return residuals;
}

std::vector<Residual> evenly(const std::vector<Residual>& residuals) {
  std::vector<Residual> taken;
  const std::size_t n = std::min(residuals.size(), kScatter);
  for (std::size_t i = 0; i < n; ++i) taken.push_back(residuals[i * residuals.size() / n]);
  return taken;
}

std::vector<RegressionGroup> groups_of(const RegressionPredictions& p,
                                       const std::vector<Residual>& residuals) {
  std::map<std::string, std::vector<Residual>> by_group;
  for (std::size_t i = 0; i < residuals.size(); ++i) {
    const std::string& group = p.items[i].group;
    by_group[group.empty() ? "(not given)" : group].push_back(residuals[i]);
  }
  std::vector<RegressionGroup> groups;
  if (by_group.size() < 2) return groups;
  for (const auto& [name, of_group] : by_group)
    groups.push_back({name, regression_errors(of_group)});
  std::stable_sort(groups.begin(), groups.end(),
                   [](const RegressionGroup& a, const RegressionGroup& b) {
                     return a.errors.mae > b.errors.mae;
                   });
  return groups;
}

std::vector<std::string> who_of(const RegressionPredictions& p) {
  std::vector<std::string> who;
  for (const RegressionItem& item : p.items) who.push_back(item.who.empty() ? item.name : item.who);
  return who;
}

Interval mae_interval(const std::vector<std::string>& who, const std::vector<Residual>& residuals,
                      const BootstrapOptions& options) {
  const auto mae = [&residuals](const std::vector<std::size_t>& rows) -> std::optional<double> {
    double sum = 0.0;
    for (const std::size_t i : rows) sum += error_of(residuals[i]);
    return sum / static_cast<double>(rows.size());
  };
  return who_interval(who, mae, options, {.low = 0.0, .high = kUnknown});
}

void add_warnings(RegressionReport& report) {
  constexpr int kFew = 10;
  if (report.who < kFew)
    report.warnings.push_back(
        fmt::format("Only {} different source(s) of rows in the {} split: intervals are wide and "
                    "may still be too narrow; {} or more are better.",
                    report.who, report.split, kFew));
  for (const TargetReport& t : report.targets)
    if (t.errors.mae >= t.guess_mae)
      report.warnings.push_back(fmt::format(
          "'{}' is predicted no better than by always saying the middle value.", t.target));
}

}  // namespace

RegressionErrors regression_errors(const std::vector<Residual>& residuals) {
  TADPOLE_EXPECT(!residuals.empty());
  RegressionErrors e{.n = static_cast<int>(residuals.size())};
  double mean = 0.0, squares = 0.0, spread = 0.0;
  for (const Residual& r : residuals) {
    mean += r.truth / e.n;
    e.mae += error_of(r) / e.n;
    e.bias += (r.said - r.truth) / e.n;
    e.max_error = std::max(e.max_error, error_of(r));
    squares += error_of(r) * error_of(r);
  }
  for (const Residual& r : residuals) spread += (r.truth - mean) * (r.truth - mean);
  e.rmse = std::sqrt(squares / e.n);
  e.r2 = spread > 0.0 ? 1.0 - squares / spread : 0.0;
  return e;
}

Result<RegressionReport> evaluate_regression(const RegressionPredictions& p,
                                             const RegressionOptions& options) {
  TADPOLE_TRY(check(p));
  const std::vector<std::string> who = who_of(p);
  RegressionReport report{options.model, options.split, options.origin};
  report.rows = static_cast<int>(p.items.size());
  report.who = static_cast<int>(std::set<std::string>(who.begin(), who.end()).size());
  for (std::size_t i = 0; i < p.targets.size(); ++i) {
    const std::vector<Residual> residuals = residuals_of(p, i);
    TargetReport target{.target = p.targets[i], .errors = regression_errors(residuals)};
    target.guess_mae = guess_mae(residuals);
    target.mae_by_who = mae_interval(who, residuals, options.bootstrap);
    target.groups = groups_of(p, residuals);
    target.worst = worst_of(residuals);
    target.scatter = evenly(residuals);
    report.targets.push_back(std::move(target));
  }
  add_warnings(report);
  return report;
}

namespace {

std::string target_text(const TargetReport& t) {
  const RegressionErrors& e = t.errors;
  std::string text = fmt::format("  {}: mean error {:.4g}", t.target.substr(0, 30), e.mae);
  if (t.mae_by_who.high < kUnknown)
    text += fmt::format(" ({:.0f} % interval {:.4g} to {:.4g})", 100 * t.mae_by_who.level,
                        t.mae_by_who.low, t.mae_by_who.high);
  text +=
      fmt::format("\n    RMSE {:.4g}, R2 {:.3f}, largest {:.4g}, bias {:+.4g}; guessing {:.4g}\n",
                  e.rmse, e.r2, e.max_error, e.bias, t.guess_mae);
  for (const RegressionGroup& g : t.groups)
    text += fmt::format("    {:<24} mean error {:.4g} ({} rows)\n", g.name.substr(0, 24),
                        g.errors.mae, g.errors.n);
  return text;
}

}  // namespace

std::string regression_text(const RegressionReport& report) {
  std::string text = fmt::format("{} model on {} {} rows of {} sources{}\n", report.model,
                                 report.rows, report.split, report.who,
                                 report.origin == "synthetic" ? " [synthetic]"
                                 : report.origin == "mixed"   ? " [partly synthetic]"
                                                              : "");
  for (const TargetReport& t : report.targets) text += target_text(t);
  for (const std::string& warning : report.warnings) text += "  note: " + warning + "\n";
  return text;
}

}  // namespace tadpole
