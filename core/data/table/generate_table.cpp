// SPDX-License-Identifier: Apache-2.0
#include "core/data/table/generate_table.h"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "core/base/text.h"
#include "core/data/table/table_generators.h"

namespace tadpole {
namespace {

struct Generator {
  const char* name;
  SampleSet (*make)(const TableGeneratorOptions&);
};
constexpr std::array<Generator, 6> kGenerators = {{{"line", generate_line},
                                                   {"noisy_line", generate_noisy_line},
                                                   {"sine", generate_sine},
                                                   {"blobs", generate_blobs},
                                                   {"census", generate_census},
                                                   {"machine", generate_machine}}};
constexpr int kMostRows = 1000000;

}  // namespace

std::vector<std::string> table_generators() {
  std::vector<std::string> names;
  for (const Generator& g : kGenerators) names.emplace_back(g.name);
  return names;
}

OptionSet describe(TableGeneratorOptions& o) {
  OptionSet set;
  set.add("name", o.name, {.help = "which table is made", .choices = table_generators()})
      .add("rows", o.rows, {.help = "rows of the table", .min = 1, .max = kMostRows})
      .add("seed", o.seed, {.help = "the same seed makes the same table"})
      .add("noise", o.noise, {.help = "times the generator's usual spread", .min = 0, .max = 1000});
  return set;
}

Sample generated_row(const std::string& kind, int number, std::size_t columns) {
  Sample s{.name = fmt::format("{} {}", kind, number + 1), .origin = Origin::synthetic};
  s.who = s.name;
  s.licence = "made by a formula, no recorded person";
  s.source = kind;
  s.shape = {1, 1, static_cast<int>(columns)};
  return s;
}

Result<SampleSet> generate_table(const TableGeneratorOptions& o) {
  if (o.rows < 1 || o.rows > kMostRows)
    return wrong_use(fmt::format("rows is {}; it must be from 1 to {}", o.rows, kMostRows));
  if (!(o.noise >= 0.0 && o.noise <= 1000.0))
    return wrong_use(fmt::format("noise is {:g}; it must be from 0 to 1000", o.noise));
  for (const Generator& g : kGenerators)
    if (o.name == g.name) return g.make(o);
  const std::vector<std::string> names = table_generators();
  return wrong_use(fmt::format("there is no table '{}'{}; there are {}", o.name,
                               did_you_mean(o.name, names), join(names, ", ")));
}

}  // namespace tadpole
