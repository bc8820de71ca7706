// SPDX-License-Identifier: Apache-2.0
#include "core/compress/weight_kernels.h"

#include <algorithm>

namespace tadpole {
namespace {

bool has_bias(const LayerSpec& spec) {
  const auto given = spec.options.find("use_bias");
  return given == spec.options.end() || given->second != "false";
}

}  // namespace

std::vector<WeightKernel> weight_kernels(const Model& model) {
  std::vector<WeightKernel> kernels;
  const std::vector<LayerInfo> infos = model.layers();
  for (std::size_t i = 0; i < infos.size(); ++i) {
    const LayerSpec& spec = model.spec().layers[i];
    const bool conv = spec.kind == "conv2d" || spec.kind == "conv1d" ||
                      spec.kind == "depthwise_conv2d" || spec.kind == "conv2d_transpose";
    if (infos[i].frozen || !(conv || spec.kind == "dense")) continue;
    const auto outputs = static_cast<std::size_t>(infos[i].out[2]);
    const std::size_t count = infos[i].parameter_count - (has_bias(spec) ? outputs : 0);
    kernels.push_back({.layer = infos[i].name,
                       .first = infos[i].parameters,
                       .count = count,
                       .outputs = outputs,
                       .inner = conv ? 1 : count / outputs,
                       .per_channel = conv});
  }
  return kernels;
}

double kernel_sparsity(const Model& model) {
  std::size_t zeros = 0, all = 0;
  for (const WeightKernel& k : weight_kernels(model)) {
    const auto values = model.parameters().subspan(k.first, k.count);
    zeros += static_cast<std::size_t>(std::count(values.begin(), values.end(), 0.0F));
    all += k.count;
  }
  return all == 0 ? 0.0 : static_cast<double>(zeros) / static_cast<double>(all);
}

}  // namespace tadpole
