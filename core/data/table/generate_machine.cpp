// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>

#include "core/data/table/machine_tool.h"
#include "core/data/table/table_generators.h"

namespace tadpole {
namespace {

constexpr int kMachines = 20;
constexpr double kWattsPerNmRpm = 2.0 * 3.141592653589793 / 60.0;

enum Failure : int { heat, none, overstrain, power, wear };
enum Quality : int { high, low, medium };

double strain_limit(int quality) {
  return quality == low ? 11000.0 : quality == medium ? 12000.0 : 13000.0;
}

// One machine between two rows.
struct Machine {
  double warmth_k, strength;
  double air_k = 300.0, above_k = 10.0;  // walks
  double wear_min = 0.0;
  double wear_limit_min = 200.0;
};

void change_tool(Machine& m, Rng& rng) {
  m.wear_min = 0.0;
  m.wear_limit_min = rng.uniform(200.0, 240.0);
}

// A walk with a spring: deviation about `deviation` in the long run.
double walked(double at, double centre, double deviation, Rng& rng) {
  constexpr double kSpring = 0.05;
  return at + kSpring * (centre - at) + deviation * std::sqrt(2.0 * kSpring) * rng.normal();
}

int draw_quality(Rng& rng) {
  const double u = rng.uniform();
  return u < 0.5 ? low : u < 0.8 ? medium : high;
}

MachineState next_state(Machine& m, double noise, Rng& rng) {
  m.air_k = walked(m.air_k, 300.0 + m.warmth_k, 2.0 * noise, rng);
  m.above_k = walked(m.above_k, 10.0, 1.0 * noise, rng);
  MachineState s;
  s.air_k = m.air_k;
  s.process_k = m.air_k + m.above_k;
  s.torque_nm = std::max(3.0, m.strength * (40.0 + 10.0 * noise * rng.normal()));
  // About 6.3 kW whatever the torque, plus what the part asks for.
  const double speed = 6300.0 / kWattsPerNmRpm / s.torque_nm * (1.0 + 0.08 * noise * rng.normal());
  s.speed_rpm = std::clamp(speed, 1168.0, 2886.0);
  s.quality = draw_quality(rng);
  s.wear_min = m.wear_min;
  return s;
}

SampleSet machine_set() {
  SampleSet set{.kind = "table"};
  set.channels = {{.name = "air temperature", .unit = "K"},
                  {.name = "process temperature", .unit = "K"},
                  {.name = "speed", .unit = "rpm"},
                  {.name = "torque", .unit = "Nm"},
                  {.name = "wear", .unit = "min"},
                  {.name = "quality", .unit = {}, .categories = kPartQualities}};
  set.labels = kMachineFailures;
  return set;
}

// One decimal, as a sensor would give it.
float tenth(double value) { return static_cast<float>(std::round(value * 10.0) / 10.0); }

void add_row(SampleSet& set, int row, int machine, const MachineState& s, int failure) {
  Sample sample = generated_row("machine", row, set.channels.size());
  sample.label = kMachineFailures[static_cast<std::size_t>(failure)];
  sample.who = "machine " + std::to_string(machine + 1);
  sample.group = "quality " + kPartQualities[static_cast<std::size_t>(s.quality)];
  const std::array<float, 6> values = {tenth(s.air_k),     tenth(s.process_k),
                                       tenth(s.speed_rpm), tenth(s.torque_nm),
                                       tenth(s.wear_min),  static_cast<float>(s.quality)};
  set.add(std::move(sample), std::span<const float>(values));
}

}  // namespace

int machine_failure(const MachineState& s, double wear_limit_min) {
  if (s.process_k - s.air_k < 8.6 && s.speed_rpm < 1380.0) return heat;
  const double watts = s.torque_nm * s.speed_rpm * kWattsPerNmRpm;
  if (watts < 3500.0 || watts > 9000.0) return power;
  if (s.wear_min * s.torque_nm > strain_limit(s.quality)) return overstrain;
  return s.wear_min > wear_limit_min ? wear : none;
}

SampleSet generate_machine(const TableGeneratorOptions& o) {
  SampleSet set = machine_set();
  Rng rng(o.seed);
  std::vector<Machine> machines;
  for (int i = 0; i < kMachines; ++i) {
    machines.push_back({.warmth_k = rng.normal(), .strength = 1.0 + 0.03 * rng.normal()});
    change_tool(machines.back(), rng);
    machines.back().wear_min = std::floor(rng.uniform(0.0, 200.0));
  }
  for (int i = 0; i < o.rows; ++i) {
    Machine& m = machines[static_cast<std::size_t>(i % kMachines)];
    const MachineState s = next_state(m, o.noise, rng);
    const int failure = machine_failure(s, m.wear_limit_min);
    add_row(set, i, i % kMachines, s, failure);
    m.wear_min += s.quality == high ? 5.0 : s.quality == medium ? 3.0 : 2.0;
    if (failure == wear || failure == overstrain) change_tool(m, rng);
  }
  return set;
}

}  // namespace tadpole
