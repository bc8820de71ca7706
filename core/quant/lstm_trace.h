// SPDX-License-Identifier: Apache-2.0
// What the cells of an LSTM hold after every step: a run of the graph leaves those of the last.
#pragma once
#include <span>
#include <vector>

#include "core/graph/graph.h"
#include "device/ops/unidirectional_sequence_lstm.h"

namespace tadpole {

class LstmTrace {
 public:
  // op: UNIDIRECTIONAL_SEQUENCE_LSTM of the graph, float, passed by check_quantizable(). The graph
  // must outlive the trace.
  LstmTrace(const Graph& graph, const GraphOp& op);

  // input: of the operator, real values [1, T, C]. Gives the cells, [T, units], by the kernel that
  // the graph runs. Cells and hidden values are those that the input before left, or zeros where
  // the graph forgets. Cost: as the operator.
  std::vector<float> cells(std::span<const float> input);

 private:
  device::LstmFloatParams params_;  // of one step
  device::LstmWeights<float, float> weights_;
  bool forgets_;
  std::vector<float> hidden_, cell_, gates_;
};

}  // namespace tadpole
