// SPDX-License-Identifier: Apache-2.0
// Activations: part of the operator before where .tflite can say so, operators of their own
// otherwise.
#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "core/onnx/fold.h"

namespace tadpole {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();

// Every element for itself: the layout stays.
Outcome give_map(Importer& in, const OnnxValue& x, int builtin, OpOptions options = {}) {
  OnnxValue y = x;
  const Dims shape = in.shape(x.tensor);
  y.tensor = in.add(builtin, {x.tensor}, shape, std::move(options));
  return in.give(0, std::move(y));
}

Outcome give_fused(Importer& in, const OnnxValue& x, Activation activation, int builtin) {
  if (fuse_activation(in, x, activation)) return in.give_view(x, x.dims, x.layout);
  return give_map(in, x, builtin);
}

Outcome import_relu(Importer& in) {
  return give_fused(in, TADPOLE_TRY(in.computed(0)), Activation::relu, builtin::kRelu);
}

template <int kBuiltin>
Outcome import_map(Importer& in) {
  return give_map(in, TADPOLE_TRY(in.computed(0)), kBuiltin);
}

// A bound of Clip: one number, or `absent`.
Result<float> read_bound(const Importer& in, std::size_t i, float absent) {
  if (!in.has_input(i)) return absent;
  const OnnxTensor* bound = TADPOLE_TRY(in.real_constant(i, "its bounds"));
  if (bound->elements() == 1) return bound->reals[0];
  return in.refuse(fmt::format("a bound has {} values, one is expected", bound->elements()));
}

Outcome import_clip(Importer& in) {
  const OnnxValue x = TADPOLE_TRY(in.computed(0));
  const float low = TADPOLE_TRY(read_bound(in, 1, -kInfinity));
  const float high = TADPOLE_TRY(read_bound(in, 2, kInfinity));
  const bool is_open = high >= std::numeric_limits<float>::max();
  if (low == 0.0F && is_open) return give_fused(in, x, Activation::relu, builtin::kRelu);
  if (low == 0.0F && high == 6.0F) return give_fused(in, x, Activation::relu6, builtin::kRelu6);
  if (low == -1.0F && high == 1.0F && fuse_activation(in, x, Activation::relu_n1_to_1))
    return in.give_view(x, x.dims, x.layout);
  return in.refuse(
      fmt::format("it clips to {} to {}, we have 0 to 6 and 0 to infinity; use ReLU6 "
                  "or ReLU",
                  low, high));
}

Outcome give_leaky(Importer& in, float alpha) {
  OpOptions options;
  options.alpha = alpha;
  return give_map(in, TADPOLE_TRY(in.computed(0)), builtin::kLeakyRelu, std::move(options));
}

Outcome import_leaky_relu(Importer& in) { return give_leaky(in, in.node().real("alpha", 0.01F)); }

Outcome import_p_relu(Importer& in) {
  const OnnxTensor* slope = TADPOLE_TRY(in.real_constant(1, "its slope"));
  for (const float alpha : slope->reals) {
    if (alpha != slope->reals[0]) {
      return in.refuse(
          "its slope differs from channel to channel, we have one for all; use "
          "PReLU(num_parameters=1) or LeakyReLU");
    }
  }
  return give_leaky(in, slope->reals[0]);
}

// Softmax is over the innermost axis here.
Outcome give_softmax(Importer& in) {
  const OnnxValue x = TADPOLE_TRY(in.computed(0));
  const int axis = TADPOLE_TRY(in.front_axis(in.node().whole("axis", -1), x.dims.size()));
  std::vector<int> axes = in.axes_of(x);
  const int size = x.dims[static_cast<std::size_t>(axis)];
  OpOptions options;
  options.beta = 1.0F;
  // The sum does not care how one axis is ordered within: a flattened picture may stay.
  const bool is_one_row = static_cast<int>(element_count(x.dims)) == size;
  if (is_one_row) {
    OnnxValue y = x;
    y.tensor = in.add(builtin::kSoftmax, {in.reshaped(x.tensor, {1, size})}, {1, size},
                      std::move(options));
    return in.give(0, std::move(y));
  }
  if (axes.back() != axis) {
    std::erase(axes, axis);
    axes.push_back(axis);
  }
  const int from = TADPOLE_TRY(in.arranged(x, axes));
  const Dims shape = in.shape(from);
  const int y = in.add(builtin::kSoftmax, {from}, shape, std::move(options));
  return in.give_stored(0, y, x.dims, axes);
}

Outcome import_log_softmax(Importer& in) {
  const std::string& name = in.node().outputs[0];
  if (!in.is_output(name) || !in.readers(name).empty()) {
    return in.refuse(
        "we have no logarithm, and it is not the last operator, where a softmax would "
        "do; export the model without it");
  }
  in.note("The last operator, LogSoftmax, became a Softmax: the output '" + name +
          "' holds probabilities, ONNX's holds their logarithms.");
  return give_softmax(in);
}

bool is_near(float a, float b) { return std::fabs(a - b) <= 1e-6F; }

// min(max(alpha * x + beta, 0), 1) as relu6(6 * alpha * x + 6 * beta) / 6.
Outcome give_hard_sigmoid(Importer& in, const OnnxValue& x, float alpha, float beta) {
  const Dims shape = in.shape(x.tensor);
  const Dims one(shape.size(), 1);
  OnnxValue y = x;
  y.tensor = in.add(builtin::kMul, {x.tensor, in.real_tensor("slope", one, {6.0F * alpha})}, shape);
  OpOptions options;
  options.activation = Activation::relu6;
  y.tensor = in.add(builtin::kAdd, {y.tensor, in.real_tensor("shift", one, {6.0F * beta})}, shape,
                    std::move(options));
  y.tensor = in.add(builtin::kMul, {y.tensor, in.real_tensor("scale", one, {1.0F / 6.0F})}, shape);
  return in.give(0, std::move(y));
}

// x * HardSigmoid(x) is HARD_SWISH: the product is then imported as that.
Outcome import_hard_sigmoid(Importer& in) {
  const OnnxValue x = TADPOLE_TRY(in.computed(0));
  const float alpha = in.node().real("alpha", 0.2F), beta = in.node().real("beta", 0.5F);
  const std::string& own = in.node().outputs[0];
  const std::string& from = in.node().inputs[0];
  const std::vector<const OnnxNode*> readers = in.readers(own);
  const bool is_swish = readers.size() == 1 && readers[0]->type == "Mul" && !in.is_output(own) &&
                        readers[0]->inputs.size() == 2 &&
                        (readers[0]->inputs[0] == from || readers[0]->inputs[1] == from) &&
                        is_near(alpha, 1.0F / 6.0F) && is_near(beta, 0.5F);
  if (!is_swish) return give_hard_sigmoid(in, x, alpha, beta);
  in.import_later_as(*readers[0],
                     [x](Importer& later) { return give_map(later, x, builtin::kHardSwish); });
  return in.give_view(x, x.dims, x.layout);
}

}  // namespace

extern const OnnxOperators& activation_operators();
const OnnxOperators& activation_operators() {
  static const OnnxOperators all = {{"Relu", import_relu},
                                    {"Clip", import_clip},
                                    {"LeakyRelu", import_leaky_relu},
                                    {"PRelu", import_p_relu},
                                    {"Sigmoid", import_map<builtin::kLogistic>},
                                    {"Tanh", import_map<builtin::kTanh>},
                                    {"HardSwish", import_map<builtin::kHardSwish>},
                                    {"HardSigmoid", import_hard_sigmoid},
                                    {"Softmax", give_softmax},
                                    {"LogSoftmax", import_log_softmax}};
  return all;
}

}  // namespace tadpole
