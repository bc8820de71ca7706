// SPDX-License-Identifier: Apache-2.0
// What is wrong or doubtful in a set of samples, and what it holds.
#pragma once
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/data/checks.h"
#include "core/data/sample_set.h"

namespace tadpole {

// How the samples of a task and those they are of are called: "pictures", "people".
struct SampleWords {
  std::string items = "samples";
  std::string who = "person";
  std::string whos = "people";
  bool needs_who = true;  // false: samples are independent, as rows of a table are
};

// Somebody in two splits (error), the same values in two splits or with two labels, missing and
// rare classes, few people, values that are no number. Expects: finish_samples() was called.
std::vector<Finding> check_samples(const SampleSet& set, const SampleWords& words);
// Fails with the name of somebody who is in two splits; else says who is where.
Result<std::string> prove_sample_split(const SampleSet& set, const SampleWords& words);
// Counts per class, split, person and group; licences, consent; what the page of a run shows.
nlohmann::json sample_sheet(const SampleSet& set, const SampleWords& words,
                            const std::vector<Finding>& findings);
std::string sample_sheet_text(const nlohmann::json& sheet, const SampleWords& words);

}  // namespace tadpole
