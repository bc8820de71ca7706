// SPDX-License-Identifier: Apache-2.0
// Inside of generate_table(): one function per kind of table.
#pragma once
#include "core/base/rng.h"
#include "core/data/table/generate_table.h"

namespace tadpole {

SampleSet generate_line(const TableGeneratorOptions& options);
SampleSet generate_noisy_line(const TableGeneratorOptions& options);
SampleSet generate_sine(const TableGeneratorOptions& options);
SampleSet generate_blobs(const TableGeneratorOptions& options);
SampleSet generate_census(const TableGeneratorOptions& options);
SampleSet generate_machine(const TableGeneratorOptions& options);

// A row named "<kind> <number>", of nobody else, made by us.
Sample generated_row(const std::string& kind, int number, std::size_t columns);

}  // namespace tadpole
