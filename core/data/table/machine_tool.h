// SPDX-License-Identifier: Apache-2.0
// Rows of a machine tool that sometimes fails, for predictive maintenance. Twenty machines (who),
// each a little warmer or stronger than the others; the tool wears until it is changed. Source of
// the rules: Matzka, Explainable artificial intelligence for predictive maintenance applications
// (AI4I 2020).
#pragma once
#include <string>
#include <vector>

namespace tadpole {

struct MachineState {
  double air_k = 300.0;      // temperature of the room
  double process_k = 310.0;  // temperature of the tool
  double speed_rpm = 1500.0;
  double torque_nm = 40.0;
  double wear_min = 0.0;  // minutes that the tool was used
  int quality = 0;        // of the part: index into kPartQualities
};
inline const std::vector<std::string> kPartQualities = {"high", "low", "medium"};
inline const std::vector<std::string> kMachineFailures = {"heat", "none", "overstrain", "power",
                                                          "wear"};

// Which failure the rules give; index into kMachineFailures. The first of several counts, in the
// order heat, power, overstrain, wear.
//   heat        tool less than 8.6 K above the room, and below 1380 rpm
//   power       torque * speed below 3500 W or above 9000 W
//   overstrain  wear * torque above 11000 (low), 12000 (medium), 13000 (high) min Nm
//   wear        used for longer than wear_limit_min, drawn for each tool from 200 ... 240
int machine_failure(const MachineState& state, double wear_limit_min);

}  // namespace tadpole
