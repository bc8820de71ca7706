// SPDX-License-Identifier: Apache-2.0
#include "core/data/table/generate_table.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>

#include "core/data/table/census.h"
#include "core/data/table/machine_tool.h"

namespace tadpole {
namespace {

SampleSet made(const TableGeneratorOptions& options) { return generate_table(options).value(); }
float value(const SampleSet& set, std::size_t row, std::size_t column) {
  return set.float_values(set.samples[row])[column];
}

TEST(GenerateTable, every_generator_gives_the_same_bytes_for_the_same_seed) {
  for (const std::string& name : table_generators()) {
    SCOPED_TRACE(name);
    const SampleSet a = made({.name = name, .rows = 300, .seed = 5});
    const SampleSet b = made({.name = name, .rows = 300, .seed = 5});
    EXPECT_EQ(a.bytes, b.bytes);
    EXPECT_EQ(a.samples.size(), name == "line" ? 6u : 300u);
    if (name != "line") {
      EXPECT_NE(a.bytes, made({.name = name, .rows = 300, .seed = 6}).bytes);
    }
    for (const Sample& s : a.samples) {
      EXPECT_EQ(s.origin, Origin::synthetic);
      EXPECT_FALSE(s.who.empty());
      EXPECT_EQ(s.values(), a.channels.size());
    }
    SampleSet split = a;
    EXPECT_TRUE(finish_samples(split, {}).ok());
  }
}

TEST(GenerateTable, line_is_the_six_points_of_the_first_lesson) {
  const SampleSet set = made({.name = "line"});
  ASSERT_EQ(set.samples.size(), 6u);
  for (std::size_t i = 0; i < 6; ++i) {
    const auto x = static_cast<float>(i) - 1.0F;
    EXPECT_EQ(value(set, i, 0), x);
    EXPECT_EQ(set.samples[i].targets, std::vector<float>{2.0F * x - 1.0F});
  }
}

TEST(GenerateTable, sine_without_noise_is_the_sine) {
  const SampleSet set = made({.name = "sine", .rows = 100, .noise = 0.0});
  for (std::size_t i = 0; i < 100; ++i)
    EXPECT_NEAR(set.samples[i].targets[0], std::sin(value(set, i, 0)), 1e-6);
}

TEST(GenerateTable, noise_has_the_deviation_that_the_header_says) {
  const SampleSet set = made({.name = "noisy_line", .rows = 10000});
  double square = 0.0;
  for (std::size_t i = 0; i < set.samples.size(); ++i) {
    const double error = set.samples[i].targets[0] - (2.0 * value(set, i, 0) - 1.0);
    square += error * error / 10000.0;
  }
  // The deviation of 10000 draws has a standard error of 0.5 / sqrt(20000) = 0.0035.
  EXPECT_NEAR(std::sqrt(square), 0.5, 4 * 0.0035);
}

TEST(GenerateTable, blobs_stand_around_their_centres) {
  const SampleSet set = made({.name = "blobs", .rows = 3000});
  double x = 0.0, y = 0.0;
  for (std::size_t i = 0; i < 3000; i += 3)
    x += value(set, i, 0) / 1000, y += value(set, i, 1) / 1000;
  EXPECT_NEAR(x, 0.0, 4 / std::sqrt(1000.0));
  EXPECT_NEAR(y, 4.0, 4 / std::sqrt(1000.0));
}

// Share of rich people among those of a sex.
double rich(const SampleSet& set, float sex) {
  int n = 0, high = 0;
  for (std::size_t i = 0; i < set.samples.size(); ++i) {
    if (value(set, i, 3) != sex) continue;
    ++n;
    high += set.samples[i].label == ">50k" ? 1 : 0;
  }
  return static_cast<double>(high) / n;
}

TEST(GenerateTable, the_census_pays_women_less_than_the_direct_effect_alone_explains) {
  const SampleSet set = made({.name = "census", .rows = 20000});
  const double gap = rich(set, 1.0F) - rich(set, 0.0F);
  // What the direct arrow alone would make: everybody's chance as a man less that as a woman.
  Rng rng(3);
  double direct = 0.0;
  for (int i = 0; i < 20000; ++i) {
    CensusPerson p = draw_census_person(rng);
    p.sex = CensusSex::male;
    const double man = census_income_chance(p);
    p.sex = CensusSex::female;
    direct += (man - census_income_chance(p)) / 20000;
  }
  EXPECT_GT(direct, 0.05);
  EXPECT_GT(gap, direct + 0.05);
}

TEST(GenerateTable, the_chances_of_the_census_differ_by_the_documented_log_odds) {
  const auto log_odds = [](double p) { return std::log(p / (1.0 - p)); };
  CensusPerson p{.group = CensusGroup::b, .occupation = 3};
  EXPECT_NEAR(log_odds(census_income_chance(p)) - log_odds(census_fair_chance(p)),
              kDirectSex + kDirectGroup, 1e-12);
  p.sex = CensusSex::male;
  p.group = CensusGroup::a;
  EXPECT_EQ(census_income_chance(p), census_fair_chance(p));
}

TEST(GenerateTable, labels_of_the_census_come_true_as_often_as_their_chance_says) {
  Rng rng(1);
  double expected = 0.0;
  for (int i = 0; i < 20000; ++i) expected += census_income_chance(draw_census_person(rng)) / 20000;
  const SampleSet set = made({.name = "census", .rows = 20000, .seed = 2});
  double found = 0.0;
  for (const Sample& s : set.samples) found += s.label == ">50k" ? 1.0 / 20000 : 0.0;
  EXPECT_NEAR(found, expected, 4 * std::sqrt(2 * 0.25 / 20000));  // four standard errors
}

TEST(GenerateTable, machines_fail_rarely_and_in_every_way) {
  const SampleSet set = made({.name = "machine", .rows = 10000});
  std::map<std::string, int> kinds;
  std::set<std::string> machines;
  for (const Sample& s : set.samples) ++kinds[s.label], machines.insert(s.who);
  EXPECT_EQ(machines.size(), 20u);
  for (const std::string& kind : kMachineFailures) EXPECT_GE(kinds[kind], 20) << kind;
  EXPECT_GT(kinds["none"], 9300);
}

TEST(GenerateTable, machine_failures_follow_the_rules) {
  MachineState s;  // 40 Nm at 1500 rpm: 6.3 kW
  const auto failure = [&s] {
    return kMachineFailures[static_cast<std::size_t>(machine_failure(s, 220))];
  };
  EXPECT_EQ(failure(), "none");
  s.wear_min = 221;
  EXPECT_EQ(failure(), "wear");
  s.torque_nm = 55;  // 221 * 55 = 12155, below the 13000 of high quality
  s.quality = 2;
  EXPECT_EQ(failure(), "overstrain");
  s.torque_nm = 60;  // 9425 W
  EXPECT_EQ(failure(), "power");
  s.process_k = 308.5;
  s.speed_rpm = 1379;
  EXPECT_EQ(failure(), "heat");
}

TEST(GenerateTable, refuses_what_it_does_not_know) {
  EXPECT_EQ(generate_table({.name = "sinus"}).error().message,
            "there is no table 'sinus' (did you mean 'sine'?); there are line, noisy_line, sine, "
            "blobs, census, machine");
  EXPECT_EQ(generate_table({.rows = 0}).error().message, "rows is 0; it must be from 1 to 1000000");
  EXPECT_EQ(generate_table({.noise = -1}).error().message,
            "noise is -1; it must be from 0 to 1000");
}

}  // namespace
}  // namespace tadpole
