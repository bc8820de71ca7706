// SPDX-License-Identifier: Apache-2.0
// The folder operators/ is the list; and what to say about the rest.
#include <utility>

#include "core/onnx/importer.h"

namespace tadpole {

#define TADPOLE_ENTRY(group) const OnnxOperators& group##_operators();
#include "core/onnx/operators/operators.inc"
#undef TADPOLE_ENTRY

const OnnxOperator* find_onnx_operator(const std::string& type) {
  const OnnxOperators* const groups[] = {
#define TADPOLE_ENTRY(group) &group##_operators(),
#include "core/onnx/operators/operators.inc"
#undef TADPOLE_ENTRY
  };
  for (const OnnxOperators* group : groups) {
    for (const OnnxOperator& one : *group) {
      if (type == one.type) return &one;
    }
  }
  return nullptr;
}

std::string rewrite_of(const std::string& type) {
  static const std::pair<const char*, const char*> kRewrites[] = {
      {"RNN", "use an LSTM or GRU layer, or convolutions over time"},
      {"If", "export with torch.jit.trace of one path, without conditions"},
      {"Loop", "export with fixed sizes, so that loops are unrolled"},
      {"Scan", "export with fixed sizes, so that loops are unrolled"},
      {"QuantizeLinear", "import the float model and give --int8, Tadpole quantizes it itself"},
      {"DequantizeLinear", "import the float model and give --int8, Tadpole quantizes it itself"},
      {"QLinearConv", "import the float model and give --int8, Tadpole quantizes it itself"},
      {"DynamicQuantizeLinear", "import the float model and give --int8"},
      {"ConvInteger", "import the float model and give --int8"},
      {"MatMulInteger", "import the float model and give --int8"},
      {"Elu", "use ReLU or LeakyReLU"},
      {"Selu", "use ReLU or LeakyReLU"},
      {"Celu", "use ReLU or LeakyReLU"},
      {"Erf", "use ReLU or Hardswish instead of GELU"},
      {"Gelu", "use ReLU or Hardswish"},
      {"Mish", "use Hardswish"},
      {"Softplus", "use ReLU"},
      {"Exp", "leave it to the program that reads the output"},
      {"Log", "leave it to the program that reads the output"},
      {"ArgMax", "export the scores and take the largest in the program that reads them"},
      {"TopK", "export the scores and sort them in the program that reads them"},
      {"NonMaxSuppression", "export the boxes and scores, choose among them outside the model"},
      {"InstanceNormalization", "use BatchNorm, which is folded into the convolution"},
      {"LayerNormalization", "use BatchNorm, which is folded into the layer before"},
      {"GroupNormalization", "use BatchNorm, which is folded into the convolution"},
      {"LpNormalization", "leave it to the program that reads the output"},
      {"Einsum", "write it as Linear or Conv layers"},
      {"Attention", "use convolutions over time"},
      {"DepthToSpace", "use ConvTranspose or Upsample(mode='nearest')"},
      {"SpaceToDepth", "use a convolution with a stride"},
      {"Sqrt", "compute it before the model"},
      {"Pow", "compute it before the model"},
      {"STFT", "compute features before the model, a Tadpole project has blocks for it"},
  };
  for (const auto& [name, advice] : kRewrites) {
    if (type == name) return advice;
  }
  return "replace it by layers that we have (Conv, Linear, BatchNorm, pools, ReLU, Sigmoid, Tanh, "
         "Softmax, Add, Mul, Concat), or compute it outside the model";
}

}  // namespace tadpole
