// SPDX-License-Identifier: Apache-2.0
#include "core/quant/lstm_trace.h"

#include <algorithm>

namespace tadpole {
namespace {

const GraphTensor& input_of(const Graph& graph, const GraphOp& op, int slot) {
  return graph.tensors[static_cast<std::size_t>(op.inputs[static_cast<std::size_t>(slot)])];
}

const float* floats(const Graph& graph, const GraphOp& op, int slot) {
  return reinterpret_cast<const float*>(input_of(graph, op, slot).data.data());
}

}  // namespace

LstmTrace::LstmTrace(const Graph& graph, const GraphOp& op) : forgets_(graph.forgets) {
  using namespace device::lstm_input;
  const std::vector<int>& kernel = input_of(graph, op, kInputWeights).shape;
  params_.shape.units = kernel[0];
  params_.shape.inputs = kernel[1];
  params_.cell_clip = op.options.cell_clip;
  for (int gate = 0; gate < device::kLstmGates; ++gate) {
    weights_.input[gate] = floats(graph, op, kInputWeights + gate);
    weights_.hidden[gate] = floats(graph, op, kHiddenWeights + gate);
    weights_.bias[gate] = floats(graph, op, kBias + gate);
  }
  const auto units = static_cast<std::size_t>(kernel[0]);
  hidden_.resize(units);
  cell_.resize(units);
  gates_.resize(units * device::kLstmGates);
}

std::vector<float> LstmTrace::cells(std::span<const float> input) {
  if (forgets_) {
    std::fill(hidden_.begin(), hidden_.end(), 0.0F);
    std::fill(cell_.begin(), cell_.end(), 0.0F);
  }
  const device::LstmState<float, float> state{hidden_.data(), cell_.data(), gates_.data()};
  std::vector<float> all, output(hidden_.size());
  const auto width = static_cast<std::size_t>(params_.shape.inputs);
  for (std::size_t at = 0; at < input.size(); at += width) {
    device::unidirectional_sequence_lstm(params_, weights_, input.data() + at, state,
                                         output.data());
    all.insert(all.end(), cell_.begin(), cell_.end());
  }
  return all;
}

}  // namespace tadpole
