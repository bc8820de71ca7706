// SPDX-License-Identifier: Apache-2.0
// Tables of points: lines, the sine of the first device lesson (Warden & Situnayake, TinyML, 2019,
// chapter 4), clouds.
#include <array>
#include <cmath>

#include "core/data/table/table_generators.h"

namespace tadpole {
namespace {

constexpr double kPi = 3.141592653589793;

SampleSet curve_set() {
  SampleSet set{.kind = "table", .channels = {{.name = "x"}}, .targets = {"y"}};
  return set;
}

void add_point(SampleSet& set, const std::string& kind, double x, double y) {
  Sample s = generated_row(kind, static_cast<int>(set.samples.size()), 1);
  s.targets = {static_cast<float>(y)};
  const std::array<float, 1> values = {static_cast<float>(x)};
  set.add(std::move(s), std::span<const float>(values));
}

template <typename Function>
SampleSet noisy_curve(const TableGeneratorOptions& o, double low, double high, double deviation,
                      Function f) {
  SampleSet set = curve_set();
  Rng rng(o.seed);
  for (int i = 0; i < o.rows; ++i) {
    const double x = rng.uniform(low, high);
    add_point(set, o.name, x, f(x) + o.noise * deviation * rng.normal());
  }
  return set;
}

}  // namespace

SampleSet generate_line(const TableGeneratorOptions&) {
  SampleSet set = curve_set();
  for (int x = -1; x <= 4; ++x) add_point(set, "line", x, 2 * x - 1);
  return set;
}

SampleSet generate_noisy_line(const TableGeneratorOptions& o) {
  return noisy_curve(o, -2.0, 5.0, 0.5, [](double x) { return 2.0 * x - 1.0; });
}

SampleSet generate_sine(const TableGeneratorOptions& o) {
  return noisy_curve(o, 0.0, 2.0 * kPi, 0.1, [](double x) { return std::sin(x); });
}

// Centres at 90, 210 and 330 degrees; rows take turns.
SampleSet generate_blobs(const TableGeneratorOptions& o) {
  constexpr int kBlobs = 3;
  constexpr double kDistance = 4.0;
  SampleSet set{.kind = "table", .channels = {{.name = "x"}, {.name = "y"}}};
  Rng rng(o.seed);
  for (int i = 0; i < o.rows; ++i) {
    const int blob = i % kBlobs;
    const double angle = kPi / 2.0 + 2.0 * kPi * blob / kBlobs;
    const double x = kDistance * std::cos(angle) + o.noise * rng.normal();
    const double y = kDistance * std::sin(angle) + o.noise * rng.normal();
    Sample s = generated_row("blobs", i, 2);
    s.label = "blob " + std::to_string(blob + 1);
    const std::array<float, 2> values = {static_cast<float>(x), static_cast<float>(y)};
    set.add(std::move(s), std::span<const float>(values));
  }
  set.labels = {"blob 1", "blob 2", "blob 3"};
  return set;
}

}  // namespace tadpole
