// SPDX-License-Identifier: Apache-2.0
// Recordings of machines, in the layouts of the sets that anomaly detection is learnt on.
#pragma once
#include <string>

#include "core/base/files.h"
#include "core/data/sample_set.h"

namespace tadpole {

struct MachineSoundOptions {
  int rate_hz = 16000;   // every recording is resampled to this
  double seconds = 0.0;  // of each recording, from its start; 0: all
  std::string label = {}, who = {}, group = {}, licence = {},
              consent = {};  // where nobody names it
};

// What names and places say about a recording.
struct MachineSoundName {
  std::string label = {};    // "normal", "anomaly" (also for "abnormal") or ""
  std::string machine = {};  // "id_01", "section_00" or ""
  std::string type = {};     // "fan", "ToyCar" or ""
  std::string split = {};    // "train", "test" or ""
};

// relative: with slashes. Layouts: "ToyCar/train/normal_id_01_00000000.wav" (ToyADMOS in DCASE
// 2020), "fan/id_00/abnormal/00000000.wav" (MIMII),
// "fan/test/section_00_source_test_anomaly_0001_x.wav" (DCASE 2021 and later). The folder that is
// no other word names the machine's type. Cannot fail.
MachineSoundName read_machine_sound_name(const std::string& relative);

// A folder, searched to any depth of four, or one file. Gives kind "sound", type int16, shape
// {time, 1, 1}. A sample's group is its machine ("fan id_00"). Where folders say train and test,
// that is its split, and every recording stands for itself; else the machine is who, so that
// machines that are tested were never heard. Fails when nothing is there, a recording cannot be
// read, or its label cannot be told.
Result<SampleSet> import_machine_sound(const Path& path, const MachineSoundOptions& options);

}  // namespace tadpole
