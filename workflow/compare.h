// SPDX-License-Identifier: Apache-2.0
// Compare: a trained network made smaller in every way there is, each written, tested and run on
// the board -> optimized/compare/: a table of what each costs and is worth.
//   compare.json   every way: its test, bytes, packed bytes, flash, RAM, instructions
//   compare.html   the same as pictures and a table
//   <way>.tflite   the files
#pragma once
#include <string>
#include <vector>

#include "workflow/project.h"

namespace tadpole {

// A way to make a model smaller. Ids are the names of files.
struct CompareWay {
  std::string id;      // "pruned_clustered_aware"
  std::string title;   // "pruned, clustered, trained for int8"
  std::string scheme;  // of quantization: "float", "int8", "int16x8", "dynamic_range"
  OptimizeOptions options;
};

// In this order: float; quantized after training as dynamic_range, int16x8, int8; trained for int8;
// pruned, clustered, both, each after training and trained for int8; narrow; narrow and taught by
// the trained network. Where the recipe sets prune_percent, clusters, prune_channels_percent or a
// teacher, its values are taken, else 60 %, 16, 50 % and the trained network itself.
std::vector<CompareWay> compare_ways(const OptimizeOptions& recipe);

// Every way in turn. A way that this project cannot go (a regression has no teacher) becomes a row
// with the reason. Stopped or killed, it goes on behind the last way that was finished. fresh:
// throws earlier rows away. The stages' own files stay as they are. Fails when train has not run;
// cancelled when the user stops.
Result<StageResult> compare(Project& project, bool fresh, Progress& progress);

}  // namespace tadpole
