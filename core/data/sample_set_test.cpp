// SPDX-License-Identifier: Apache-2.0
#include "core/data/sample_set.h"

#include <gtest/gtest.h>

#include <map>

#include "core/data/test_folder.h"

namespace tadpole {
namespace {

Sample sample_of(int i) {
  return {.name = "pet/" + std::to_string(i),
          .label = i % 2 == 0 ? "cat" : "dog",
          .targets = {},
          .who = "photographer " + std::to_string(i / 4),
          .group = i % 3 == 0 ? "indoors, at night" : "",
          .given = {},
          .split = Split::train,
          .origin = i == 7 ? Origin::synthetic : Origin::recorded,
          .licence = "CC BY",
          .consent = {},
          .source = {},
          .shape = {1 + i % 3, 2, 1}};
}

// Pictures of different heights, so that offsets are no multiple of the index.
SampleSet pets() {
  SampleSet set{.kind = "image", .type = ValueType::uint8, .channels = {{.name = "grey"}}};
  for (int i = 0; i < 40; ++i) {
    const Sample sample = sample_of(i);
    set.add(sample, std::vector<std::uint8_t>(sample.values(), static_cast<std::uint8_t>(i)));
  }
  return set;
}

std::string refusal(const Outcome& outcome) { return outcome.ok() ? "" : outcome.error().message; }

TEST(SampleSet, comes_back_from_the_disk_as_it_was) {
  const TempFolder folder;
  SampleSet set = pets();
  ASSERT_TRUE(finish_samples(set, {}).ok());
  ASSERT_TRUE(save_samples(set, folder.path()).ok());
  const SampleSet back = load_samples(folder.path()).value();
  ASSERT_EQ(back.samples.size(), 40u);
  EXPECT_EQ(back.version, set.version);
  EXPECT_EQ(back.labels, (std::vector<std::string>{"cat", "dog"}));
  for (std::size_t i = 0; i < 40; ++i) {
    const Sample &a = set.samples[i], &b = back.samples[i];
    EXPECT_EQ(a.name, b.name);
    EXPECT_EQ(a.group, b.group);
    EXPECT_EQ(a.split, b.split);
    EXPECT_EQ(a.origin, b.origin);
    EXPECT_EQ(back.uint8_values(b)[b.values() - 1], i);
  }
}

TEST(SampleSet, keeps_targets_to_the_last_bit) {
  const TempFolder folder;
  SampleSet set{.kind = "table", .targets = {"price", "risk"}};
  set.channels = {{.name = "x"}};
  set.add(Sample{.name = "1", .targets = {0.1F, -3e-30F}}, std::vector<float>{0.3F});
  ASSERT_TRUE(save_samples(set, folder.path()).ok());
  const SampleSet back = load_samples(folder.path()).value();
  EXPECT_EQ(back.samples[0].targets, (std::vector<float>{0.1F, -3e-30F}));
  EXPECT_EQ(back.float_values(back.samples[0])[0], 0.3F);
}

TEST(SampleSet, never_puts_one_person_into_two_splits) {
  SampleSet set = pets();
  ASSERT_TRUE(finish_samples(set, {.validation_percent = 20, .test_percent = 20}).ok());
  std::map<std::string, Split> seen;
  for (const Sample& s : set.samples) {
    const auto [at, is_new] = seen.emplace(s.who, s.split);
    EXPECT_EQ(at->second, s.split) << s.who;
  }
}

TEST(SampleSet, joins_sources_of_one_kind_only) {
  SampleSet set = pets();
  ASSERT_TRUE(set.append(pets()).ok());
  EXPECT_EQ(set.samples.size(), 80u);
  EXPECT_EQ(set.uint8_values(set.samples[79])[0], 39);
  SampleSet colour = pets();
  colour.channels = {{.name = "red"}, {.name = "green"}, {.name = "blue"}};
  EXPECT_EQ(refusal(set.append(colour)),
            "the sources do not fit together: one holds image of uint8 at 0 Hz with channels grey, "
            "another image of uint8 at 0 Hz with channels red,green,blue; keep one of them, or "
            "make them alike");
}

TEST(SampleSet, refuses_a_single_class_and_no_sample) {
  SampleSet none;
  EXPECT_EQ(refusal(finish_samples(none, {})),
            "the sources hold no sample; give a folder or a file that holds some");
  SampleSet one{.kind = "image", .type = ValueType::uint8, .channels = {{.name = "grey"}}};
  one.add(sample_of(0), std::vector<std::uint8_t>(2));
  EXPECT_EQ(refusal(finish_samples(one, {})),
            "all samples have the label 'cat'; a classifier needs at least two classes");
}

TEST(SampleSet, says_that_a_folder_is_damaged) {
  const TempFolder folder;
  SampleSet set = pets();
  ASSERT_TRUE(save_samples(set, folder.path()).ok());
  std::string manifest = read_text(folder / "manifest.csv").value();
  ASSERT_TRUE(write_file(folder / "manifest.csv", manifest + "too,few\n").ok());
  EXPECT_EQ(load_samples(folder.path()).error().message,
            folder.path().string() +
                " is damaged: line 42 of manifest.csv names no sample; run collect again");
  ASSERT_TRUE(write_file(folder / "manifest.csv", manifest).ok());
  set.bytes[0] ^= 1;
  ASSERT_TRUE(write_file(folder / "samples.bin", set.bytes).ok());
  EXPECT_NE(load_samples(folder.path()).error().message.find("not those that dataset.json"),
            std::string::npos);
}

}  // namespace
}  // namespace tadpole
