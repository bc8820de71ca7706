// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>

#include "core/data/table/census.h"
#include "core/data/table/table_generators.h"

namespace tadpole {
namespace {

double logistic(double x) { return 1.0 / (1.0 + std::exp(-x)); }

double whole(double value, double low, double high) {
  return std::clamp(std::round(value), low, high);
}

struct Occupation {
  double education;  // years that are usual
  double women;      // relative weight among women; men have 1
  double pay;        // log odds
  double hours;      // that are usual
};
// In the order of kCensusOccupations.
constexpr std::array<Occupation, 6> kOccupations = {{{11.0, 2.0, -0.2, 38.0},
                                                     {16.0, 0.3, 0.9, 42.0},
                                                     {8.0, 0.3, -0.8, 42.0},
                                                     {14.0, 0.6, 1.2, 46.0},
                                                     {13.0, 5.0, 0.0, 38.0},
                                                     {10.0, 1.2, -0.4, 38.0}}};

// Arrows education -> occupation and sex -> occupation.
int draw_occupation(const CensusPerson& p, Rng& rng) {
  std::array<double, kOccupations.size()> weights{};
  double sum = 0.0;
  for (std::size_t i = 0; i < kOccupations.size(); ++i) {
    const double distance = (p.education_years - kOccupations[i].education) / 2.0;
    const double women = p.sex == CensusSex::female ? kOccupations[i].women : 1.0;
    weights[i] = women * std::exp(-0.5 * distance * distance);
    sum += weights[i];
  }
  double at = rng.uniform() * sum;
  for (std::size_t i = 0; i < kOccupations.size(); ++i) {
    at -= weights[i];
    if (at < 0.0) return static_cast<int>(i);
  }
  return static_cast<int>(kOccupations.size()) - 1;
}

double fair_log_odds(const CensusPerson& p) {
  const double experience = std::clamp(p.age - p.education_years - 6.0, 0.0, 40.0);
  return -2.5 + 0.2 * (p.education_years - 10.0) + 0.06 * experience -
         0.0008 * experience * experience + 0.05 * (p.hours_per_week - 40.0) +
         kOccupations[static_cast<std::size_t>(p.occupation)].pay;
}

double direct_log_odds(const CensusPerson& p) {
  return (p.sex == CensusSex::female ? kDirectSex : 0.0) +
         (p.group == CensusGroup::b ? kDirectGroup : 0.0);
}

Channel text_column(const std::string& name, const std::vector<std::string>& categories) {
  return {.name = name, .unit = {}, .categories = categories};
}

}  // namespace

CensusPerson draw_census_person(Rng& rng) {
  CensusPerson p;
  p.sex = rng.uniform() < 0.5 ? CensusSex::female : CensusSex::male;
  p.group = rng.uniform() < 0.3 ? CensusGroup::b : CensusGroup::a;
  p.age = whole(rng.uniform(18.0, 75.0), 18.0, 75.0);
  const double access = p.group == CensusGroup::b ? -1.5 : 0.0;  // group -> education
  p.education_years = whole(12.0 + access + 2.5 * rng.normal(), 6.0, 20.0);
  p.occupation = draw_occupation(p, rng);
  const double part_time = p.sex == CensusSex::female ? -5.0 : 0.0;  // sex -> hours
  const double usual = kOccupations[static_cast<std::size_t>(p.occupation)].hours;
  p.hours_per_week = whole(usual + part_time + 6.0 * rng.normal(), 10.0, 70.0);
  return p;
}

double census_income_chance(const CensusPerson& p) {
  return logistic(fair_log_odds(p) + direct_log_odds(p));
}

double census_fair_chance(const CensusPerson& p) { return logistic(fair_log_odds(p)); }

SampleSet generate_census(const TableGeneratorOptions& o) {
  SampleSet set{.kind = "table"};
  set.channels = {{.name = "age", .unit = "years"},
                  {.name = "education", .unit = "years"},
                  {.name = "hours", .unit = "hours per week"},
                  text_column("sex", kCensusSexes),
                  text_column("group", kCensusGroups),
                  text_column("occupation", kCensusOccupations)};
  set.labels = {"<=50k", ">50k"};
  Rng rng(o.seed);
  for (int i = 0; i < o.rows; ++i) {
    const CensusPerson p = draw_census_person(rng);
    // noise 1: the chance decides by lot; 0: by half.
    const double lot = 0.5 + std::min(o.noise, 1.0) * (rng.uniform() - 0.5);
    const auto sex = static_cast<std::size_t>(p.sex), group = static_cast<std::size_t>(p.group);
    Sample s = generated_row("census", i, set.channels.size());
    s.label = set.labels[lot < census_income_chance(p) ? 1 : 0];
    s.group = kCensusSexes[sex] + ", " + kCensusGroups[group];
    const std::array<float, 6> values = {static_cast<float>(p.age),
                                         static_cast<float>(p.education_years),
                                         static_cast<float>(p.hours_per_week),
                                         static_cast<float>(sex),
                                         static_cast<float>(group),
                                         static_cast<float>(p.occupation)};
    set.add(std::move(s), std::span<const float>(values));
  }
  return set;
}

}  // namespace tadpole
