// SPDX-License-Identifier: Apache-2.0
#include "core/data/motion/import_machine_sound.h"

#include <gtest/gtest.h>

#include <map>

#include "core/data/split.h"
#include "core/data/test_sound.h"

namespace tadpole {
namespace {

std::string said(const std::string& relative) {
  const MachineSoundName n = read_machine_sound_name(relative);
  return n.label + "|" + n.machine + "|" + n.type + "|" + n.split;
}

TEST(MachineSound, names_of_the_known_sets_are_understood) {
  EXPECT_EQ(said("ToyCar/train/normal_id_01_00000000.wav"), "normal|id_01|ToyCar|train");
  EXPECT_EQ(said("test/anomaly_id_02_00000003.wav"), "anomaly|id_02||test");
  EXPECT_EQ(said("6_dB_fan/fan/id_00/abnormal/00000000.wav"), "anomaly|id_00|fan|");
  EXPECT_EQ(said("fan/test/section_00_source_test_anomaly_0001_m-n_W.wav"),
            "anomaly|section_00|fan|test");
  EXPECT_EQ(said("pump.wav"), "|||");
}

void put(const TempFolder& folder, const std::string& name, int rate_hz = 16000) {
  write_sound(folder / name, kWav16, rate_hz, sine(440, 0.2, rate_hz));
}

TEST(MachineSound, folders_that_name_a_split_keep_it) {
  const TempFolder folder;
  put(folder, "ToyCar/train/normal_id_01_00000000.wav");
  put(folder, "ToyCar/test/anomaly_id_01_00000000.wav");
  const SampleSet set = import_machine_sound(folder.path(), {.licence = "CC BY"}).value();
  ASSERT_EQ(set.samples.size(), 2U);
  EXPECT_EQ(set.kind, "sound");
  EXPECT_EQ(set.samples[0].label, "anomaly");
  EXPECT_EQ(set.samples[0].given, Split::test);
  EXPECT_EQ(set.samples[1].given, Split::train);
  EXPECT_EQ(set.samples[1].group, "ToyCar id_01");
  EXPECT_TRUE(is_unnamed(set.samples[1].who));  // the same machine is in both on purpose
}

TEST(MachineSound, without_a_split_the_machine_is_who) {
  const TempFolder folder;
  put(folder, "fan/id_00/normal/00000000.wav", 8000);
  put(folder, "fan/id_02/abnormal/00000000.wav");
  const SampleSet set = import_machine_sound(folder.path(), {.seconds = 0.5}).value();
  EXPECT_EQ(set.samples[0].who, "fan id_00");
  EXPECT_EQ(set.samples[1].who, "fan id_02");
  EXPECT_EQ(set.samples[0].shape[0], set.samples[1].shape[0]);  // resampled
}

TEST(MachineSound, what_cannot_be_told_is_refused) {
  const TempFolder folder;
  const auto refusal = [](const Path& path, const MachineSoundOptions& o) {
    const auto set = import_machine_sound(path, o);
    return set.ok() ? "it was read" : set.error().message;
  };
  EXPECT_NE(refusal(folder.path(), {}).find("holds no recording"), std::string::npos);
  EXPECT_NE(refusal(folder.path(), {.rate_hz = 10}).find("the rate is 10 Hz"), std::string::npos);
  put(folder, "a.wav");
  EXPECT_NE(refusal(folder.path(), {}).find("a.wav says neither normal nor anomaly"),
            std::string::npos);
  EXPECT_EQ(refusal(folder.path(), {.label = "normal"}), "it was read");
  ASSERT_TRUE(write_file(folder / "normal_1.wav", std::string_view("no sound")).ok());
  EXPECT_NE(refusal(folder.path(), {.label = "normal"}).find("normal_1.wav"), std::string::npos);
}

}  // namespace
}  // namespace tadpole
