// SPDX-License-Identifier: Apache-2.0
// People like those of a census, made by a causal graph that is written down here, so that the true
// unfairness is known and a measure of it can be judged. No number describes real people.
//
//   sex        -> occupation, hours, income (direct: kDirectSex)
//   group      -> education, income (direct: kDirectGroup)
//   age        -> experience
//   education  -> experience, occupation, income
//   occupation -> hours, income
//   hours      -> income
//   experience -> income (no column of its own: age - education - 6)
//
// Direct arrows from sex and group to income are discrimination: two people who are alike in all
// else are paid differently. The paths through education, occupation and hours are not visible in
// such a pair, yet they make the groups differ. Source: Pearl, Causality (2009); Kusner et al.,
// Counterfactual Fairness (2017).
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/rng.h"

namespace tadpole {

enum class CensusSex : std::uint8_t { female, male };
enum class CensusGroup : std::uint8_t { a, b };
inline const std::vector<std::string> kCensusSexes = {"female", "male"};
inline const std::vector<std::string> kCensusGroups = {"A", "B"};
inline const std::vector<std::string> kCensusOccupations = {"clerk",   "engineer", "labourer",
                                                            "manager", "nurse",    "seller"};

struct CensusPerson {
  double age = 40.0;              // years, 18 ... 75, whole
  double education_years = 10.0;  // 6 ... 20, whole
  double hours_per_week = 40.0;   // 10 ... 70, whole
  CensusSex sex = CensusSex::female;
  CensusGroup group = CensusGroup::a;
  int occupation = 0;  // index into kCensusOccupations
};

// The direct effects, in log odds of the chance to earn more than 50 thousand.
inline constexpr double kDirectSex = -0.7;    // of being a woman
inline constexpr double kDirectGroup = -0.5;  // of being in group B

// A person drawn from the graph.
CensusPerson draw_census_person(Rng& rng);
// The chance in [0, 1] that this person earns more than 50 thousand: the last arrow of the graph.
double census_income_chance(const CensusPerson& person);
// The same without the two direct effects: what a fair world would pay.
double census_fair_chance(const CensusPerson& person);

}  // namespace tadpole
