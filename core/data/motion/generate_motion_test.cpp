// SPDX-License-Identifier: Apache-2.0
#include "core/data/motion/generate_motion.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace tadpole {
namespace {

SampleSet made(const std::string& name, int per_class, std::uint64_t seed = 1) {
  auto set = generate_motion({.name = name, .per_class = per_class, .seed = seed, .people = 6});
  EXPECT_TRUE(set.ok()) << set.error().message;
  return set.ok() ? set.value() : SampleSet{};
}

std::vector<double> values_of(const SampleSet& set, const Sample& s) {
  std::vector<double> out;
  if (set.type == ValueType::int16) {
    for (const std::int16_t v : set.int16_values(s)) out.push_back(v / 32768.0);
  } else {
    for (const float v : set.float_values(s)) out.push_back(static_cast<double>(v));
  }
  return out;
}

std::string refusal(const GenerateOptions& options) {
  const auto set = generate_motion(options);
  return set.ok() ? "it was made" : set.error().message;
}

class Generators : public testing::TestWithParam<std::string> {};

TEST_P(Generators, make_every_label_by_many_people_each_of_whom_does_all) {
  const SampleSet set = made(GetParam(), 12);
  std::map<std::string, int> labels;
  std::map<std::string, std::set<std::string>> of_person;
  std::set<std::string> groups;
  for (const Sample& s : set.samples) {
    ++labels[s.label];
    of_person[s.who].insert(s.label);
    groups.insert(s.group);
    EXPECT_EQ(s.origin, Origin::synthetic);
    EXPECT_FALSE(s.licence.empty());
    EXPECT_EQ(static_cast<std::size_t>(s.shape[2]), set.channels.size());
  }
  EXPECT_EQ(labels.size(), set.labels.size());
  for (const auto& [label, count] : labels) EXPECT_EQ(count, 12) << label;
  EXPECT_EQ(of_person.size(), 6U);
  for (const auto& [who, theirs] : of_person) EXPECT_EQ(theirs.size(), set.labels.size()) << who;
  EXPECT_GE(groups.size(), 2U);
}

TEST_P(Generators, give_the_same_bytes_for_the_same_seed_and_others_for_another) {
  EXPECT_EQ(made(GetParam(), 2).bytes, made(GetParam(), 2).bytes);
  EXPECT_NE(made(GetParam(), 2).bytes, made(GetParam(), 2, 9).bytes);
  // More samples begin with those of fewer.
  const SampleSet few = made(GetParam(), 2), more = made(GetParam(), 3);
  EXPECT_TRUE(std::equal(few.bytes.begin(), few.bytes.end(), more.bytes.begin()));
}

TEST_P(Generators, give_finite_values_of_a_sensors_size) {
  const SampleSet set = made(GetParam(), 6);
  for (const Sample& s : set.samples) {
    const std::vector<double> x = values_of(set, s);
    double most = 0.0;
    for (const double v : x) most = std::max(most, std::isfinite(v) ? std::abs(v) : 1e9);
    EXPECT_GT(most, 0.0) << s.name;
    EXPECT_LT(most, set.kind == "sound" ? 0.999 : 90.0) << s.name;  // +-8 g, 16 bits unclipped
  }
}

// Numbers that a lazy learner would look at first.
std::vector<double> plain_numbers(const std::vector<double>& x) {
  double sum = 0.0, squares = 0.0, steps = 0.0, most = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    sum += x[i], squares += x[i] * x[i], most = std::max(most, std::abs(x[i]));
    if (i > 0) steps += std::abs(x[i] - x[i - 1]);
  }
  const double n = static_cast<double>(x.size());
  return {sum / n, std::log(squares / n), std::log(steps / n + 1e-9), std::log(most), n};
}

// Share of samples whose nearest neighbour in one number, of another person, has their label.
double share_by(const std::vector<std::vector<double>>& numbers, const SampleSet& set,
                std::size_t which) {
  int right = 0;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    double best = 1e300;
    std::string label;
    for (std::size_t k = 0; k < numbers.size(); ++k) {
      const double d = std::abs(numbers[i][which] - numbers[k][which]);
      if (set.samples[k].who == set.samples[i].who || d >= best) continue;
      best = d, label = set.samples[k].label;
    }
    right += label == set.samples[i].label ? 1 : 0;
  }
  return right / static_cast<double>(numbers.size());
}

TEST_P(Generators, are_not_solved_by_a_single_number) {
  const SampleSet set = made(GetParam(), 24);
  std::vector<std::vector<double>> numbers;
  for (const Sample& s : set.samples) numbers.push_back(plain_numbers(values_of(set, s)));
  for (std::size_t which = 0; which < numbers[0].size(); ++which)
    EXPECT_LT(share_by(numbers, set, which), 0.75) << which;
}

INSTANTIATE_TEST_SUITE_P(All, Generators,
                         testing::Values("gestures", "strokes", "activities", "ecg", "vibration",
                                         "machine_sound"));

TEST(GenerateMotion, takes_the_length_that_is_asked_for) {
  EXPECT_EQ(generate_motion({.name = "machine_sound", .per_class = 1, .seconds = 3})
                .value()
                .samples[0]
                .shape[0],
            48000);
  EXPECT_EQ(generate_motion({.name = "activities", .per_class = 1}).value().samples[0].shape[0],
            500);
  EXPECT_EQ(generate_motion({.name = "ecg", .per_class = 1}).value().samples[0].shape[0], 140);
}

TEST(GenerateMotion, says_what_does_not_fit) {
  EXPECT_EQ(refusal({.name = "gesture"}),
            "there is no generator 'gesture' (did you mean 'gestures'?); there are gestures, "
            "strokes, activities, ecg, vibration, machine_sound");
  EXPECT_EQ(refusal({.name = "ecg", .per_class = 0}),
            "per_class is 0, it must lie between 1 and 10000");
  EXPECT_EQ(refusal({.name = "ecg", .people = 0}), "people is 0, it must lie between 1 and 1000");
  EXPECT_EQ(refusal({.name = "ecg", .seconds = 0.1}),
            "seconds is 0.1, it must be 0 or lie between 0.5 and 60");
  EXPECT_EQ(refusal({.name = "machine_sound", .per_class = 10000}),
            "machine_sound would have 1280 million values, more than 536; ask for fewer or shorter "
            "samples");
}

}  // namespace
}  // namespace tadpole
