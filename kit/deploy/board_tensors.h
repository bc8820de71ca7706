// SPDX-License-Identifier: Apache-2.0
// All that a model computes on a board, tensor by tensor: to find the operator where a board and
// the host part.
#pragma once
#include <map>
#include <vector>

#include "core/base/progress.h"
#include "core/graph/graph.h"
#include "kit/deploy/board.h"

namespace tadpole {

// runs: for each run the bytes of every input tensor; the runs follow each other (a model that
// remembers remembers the earlier ones). Gives for each run the bytes of every tensor that an
// operator computes, by its index. What the board cannot hold at once is computed in several
// images, all in `folder`. Fails when the model does not compile or a tensor does not fit the board
// (named), when an input has the wrong size, and as build_firmware() and run_on_qemu() do.
Result<std::vector<std::map<int, Bytes>>> board_tensors(const Graph& graph, const Board& board,
                                                        const std::vector<std::vector<Bytes>>& runs,
                                                        const Path& folder, Progress& progress);

}  // namespace tadpole
