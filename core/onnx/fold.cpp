// SPDX-License-Identifier: Apache-2.0
#include "core/onnx/fold.h"

#include <algorithm>
#include <cstring>

namespace tadpole {
namespace {

// Where an operator keeps its bias, -1: it has no weights; and whether its kernel has the output
// channels on the last axis instead of the first.
struct Weights {
  int bias = -1;
  bool channels_last = false;
};

Weights weights_of(int builtin) {
  switch (builtin) {
    case builtin::kConv2d:
    case builtin::kFullyConnected:
      return {.bias = 2};
    case builtin::kDepthwiseConv2d:
      return {.bias = 2, .channels_last = true};
    case builtin::kTransposeConv:
      return {.bias = 3};
    default:
      return {};
  }
}

// change(value, i) for every float of a constant.
template <typename Change>
void change_all(GraphTensor& tensor, const Change& change) {
  for (std::size_t i = 0; i < tensor.elements(); ++i) {
    float value = 0.0F;
    std::memcpy(&value, tensor.data.data() + i * sizeof value, sizeof value);
    value = change(value, i);
    std::memcpy(tensor.data.data() + i * sizeof value, &value, sizeof value);
  }
}

int channels_of(const Importer& in, const OnnxValue& value) {
  const Dims& shape = in.shape(value.tensor);
  return shape.empty() ? 1 : shape.back();
}

}  // namespace

std::vector<float> per_channel(const Importer& in, const OnnxValue& value,
                               const OnnxTensor& constant) {
  const int channels = channels_of(in, value);
  const auto n = static_cast<std::size_t>(channels);
  if (constant.elements() == 1) return std::vector<float>(n, constant.reals[0]);
  if (constant.elements() != n || constant.dims.size() > value.dims.size()) return {};
  const std::size_t lead = value.dims.size() - constant.dims.size();
  std::size_t axis = 0;
  while (axis < constant.dims.size() && constant.dims[axis] != channels) ++axis;
  if (axis == constant.dims.size() || value.dims[axis + lead] != channels) return {};
  const std::optional<AxisFactors> factors = cut(value.layout, value.dims);
  if (!factors) return {};
  int innermost = static_cast<int>(factors->layout.sizes.size());
  const std::vector<int>& own = factors->axes[axis + lead];
  for (std::size_t i = own.size(); i-- > 0;) {
    if (own[i] != --innermost) return {};
  }
  return constant.reals;
}

bool fold_linear(Importer& in, const OnnxValue& value, const std::vector<float>& factor,
                 const std::vector<float>& shift) {
  GraphOp* op = in.sole_maker(value);
  const Weights weights = op != nullptr ? weights_of(op->builtin) : Weights{};
  if (weights.bias < 0) return false;
  const auto channels = static_cast<std::size_t>(channels_of(in, value));
  if (!factor.empty() && factor.size() != channels) return false;
  if (!shift.empty() && shift.size() != channels) return false;
  auto& tensors = in.graph().tensors;
  GraphTensor& kernel = tensors[static_cast<std::size_t>(op->inputs[1])];
  GraphTensor& bias =
      tensors[static_cast<std::size_t>(op->inputs[static_cast<std::size_t>(weights.bias)])];
  if (!factor.empty()) {
    const std::size_t inner = kernel.elements() / channels;
    change_all(kernel, [&](float w, std::size_t i) {
      return w * factor[weights.channels_last ? i % channels : i / inner];
    });
    change_all(bias, [&](float b, std::size_t i) { return b * factor[i]; });
  }
  if (!shift.empty()) change_all(bias, [&](float b, std::size_t i) { return b + shift[i]; });
  return true;
}

bool fuse_activation(Importer& in, const OnnxValue& value, Activation activation) {
  GraphOp* op = in.sole_maker(value);
  if (op == nullptr) return false;
  switch (op->builtin) {
    case builtin::kConv2d:
    case builtin::kDepthwiseConv2d:
    case builtin::kFullyConnected:
    case builtin::kAdd:
    case builtin::kSub:
    case builtin::kMul:
    case builtin::kAveragePool2d:
    case builtin::kMaxPool2d:
      op->options.activation = activation;
      return true;
    default:
      return false;
  }
}

}  // namespace tadpole
