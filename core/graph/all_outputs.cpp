// SPDX-License-Identifier: Apache-2.0
#include "core/graph/all_outputs.h"

#include <algorithm>

namespace tadpole {

Graph all_outputs(const Graph& graph) {
  Graph all = graph;
  for (const GraphOp& op : graph.ops) {
    for (const int t : op.outputs) {
      if (t < 0 || std::find(all.outputs.begin(), all.outputs.end(), t) != all.outputs.end())
        continue;
      all.outputs.push_back(t);
    }
  }
  return all;
}

}  // namespace tadpole
