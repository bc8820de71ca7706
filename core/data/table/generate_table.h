// SPDX-License-Identifier: Apache-2.0
// Tables made by a formula that is known, so that what a model found can be held against the truth.
// The same name, rows and seed give the same table.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/options.h"
#include "core/data/sample_set.h"

namespace tadpole {

// Declared once; recipe keys, CLI flags and docs are made from describe() (core/base/options.h).
struct TableGeneratorOptions {
  std::string name = "sine";
  int rows = 1000;  // "line" has its six points whatever is asked for
  std::uint64_t seed = 1;
  double noise = 1.0;  // times the usual spread of the generator; 0: none
};
OptionSet describe(TableGeneratorOptions& options);

// line        x = -1 ... 4, y = 2 x - 1 exactly: the first model of every course
// noisy_line  x uniform in [-2, 5), y = 2 x - 1 + normal, deviation 0.5
// sine        x uniform in [0, 2 pi), y = sin x + normal, deviation 0.1
// blobs       three 2-D clouds of deviation 1, centres 4 from the middle: labels "blob 1" to "blob
// 3" census      people and whether they earn more than 50 thousand: census.h machine     a machine
// tool and its rare failures: machine_tool.h
std::vector<std::string> table_generators();

// kind "table", origin synthetic; no sample has a split yet. Fails (wrong_use) for an unknown name,
// rows outside 1 ... 1 000 000, and negative noise.
Result<SampleSet> generate_table(const TableGeneratorOptions& options);

}  // namespace tadpole
