// SPDX-License-Identifier: Apache-2.0
// Picks a kernel for every operator: a fast twin where the shape and the proof from the weights
// allow one, else the plain kernel of device/ops. Adding a fast twin: an emit_<kernel>.cpp with one
// maker below, and a line in the table of select_kernels.cpp. A maker answers nullopt for what it
// does not take.
#pragma once
#include <optional>
#include <vector>

#include "core/compile/compiler.h"
#include "core/compile/step.h"

namespace tadpole {

struct OpView {
  const Graph& graph;
  int index;  // of the operator
  const GraphOp& op() const { return graph.ops[static_cast<std::size_t>(index)]; }
  bool has_input(std::size_t slot) const {
    return slot < op().inputs.size() && op().inputs[slot] >= 0;
  }
  int input_index(std::size_t slot) const { return op().inputs[slot]; }
  int output_index() const { return op().outputs[0]; }
  const GraphTensor& input(std::size_t slot) const {
    return graph.tensors[static_cast<std::size_t>(op().inputs[slot])];
  }
  const GraphTensor& output() const {
    return graph.tensors[static_cast<std::size_t>(op().outputs[0])];
  }
  int zero_point(const GraphTensor& t) const {
    return static_cast<int>(t.quantization.zero_point[0]);
  }
};

using MaybeStep = Result<std::optional<Step>>;

// Fast twins for Cortex-M with DSP instructions (device/ops/cortex_m). int8 only.
MaybeStep cortex_m_conv_2d(const OpView& view);
MaybeStep cortex_m_depthwise_conv_2d(const OpView& view);
MaybeStep cortex_m_add(const OpView& view);
MaybeStep cortex_m_fully_connected(const OpView& view);
MaybeStep cortex_m_average_pool_2d(const OpView& view);

// The plain kernel of device/ops.
MaybeStep plain_kernel(const OpView& view);

// True when the operator only renames bytes that another one computes.
bool is_alias(const Graph& graph, const GraphOp& op);
// True when no code stands for the operator: an alias, the name of a variable, a call that reset()
// makes.
bool is_silent(const Graph& graph, const GraphOp& op);

// One step per operator that is not silent. Fails with the operator's name, index and output
// tensor.
Result<std::vector<Step>> select_kernels(const Graph& graph, Target target);

// Border before the first row or column, as TFLite computes it.
int padding_before(Padding padding, int input, int output, int filter, int stride, int dilation);

}  // namespace tadpole
