// SPDX-License-Identifier: Apache-2.0
// Float tensors of a graph -> int8 and int32 ones.
#pragma once
#include <span>

#include "core/graph/graph.h"
#include "core/quant/calibration.h"

namespace tadpole {

// How the kernel of an operator is laid out: one slice per output channel, or one for fully
// connected layers.
WeightLayout weight_layout(const GraphOp& op, const GraphTensor& weights);

struct KernelRule {
  const Quantization& input;  // of the operator's input
  KernelScale scale = KernelScale::per_channel;
  // Mean of each channel of the input, to correct the bias with; empty: no correction.
  std::span<const float> input_means = {};
};
// Kernel and bias of op, in place; the bias has 64 bits when op's input has 16.
void quantize_weights(Graph& graph, const GraphOp& op, const KernelRule& rule);

// The kernel alone, in place: no activation's scale is known.
void quantize_kernel(Graph& graph, const GraphOp& op);

// A constant activation (what is added or multiplied), in place, of its own range.
void quantize_constant(Graph& graph, int tensor, QuantizationScheme scheme);

// What an SVDF remembers, in place: state (16 bits, of the range that was seen), weights over time
// (ten bits, or 16 when op's input has them) and bias.
void quantize_memory(Graph& graph, const GraphOp& op, Range remembered);

// Weights, biases, hidden values and cells of an LSTM, in place, as TensorFlow Lite's integer
// kernel takes them. Hidden values are stored as the output is, which is quantized already; cells
// in 16 bits, by the power of two that just holds `cells`, the range that was seen; each gate's
// kernels in int8 with one scale. TensorFlow Lite reads the scale of hidden values from tensors
// that the operator names beside its inputs: they are added. op: not among the graph's operators.
void quantize_lstm(Graph& graph, GraphOp& op, Range cells);

}  // namespace tadpole
