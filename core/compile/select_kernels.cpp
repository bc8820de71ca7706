// SPDX-License-Identifier: Apache-2.0
#include "core/compile/select_kernels.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/compile/builtin.h"

namespace tadpole {
namespace {

struct FastTwin {
  int builtin;
  MaybeStep (*make)(const OpView&);
};

constexpr FastTwin kCortexM[] = {
    {builtin::kConv2d, cortex_m_conv_2d},
    {builtin::kDepthwiseConv2d, cortex_m_depthwise_conv_2d},
    {builtin::kAdd, cortex_m_add},
    {builtin::kFullyConnected, cortex_m_fully_connected},
    {builtin::kAveragePool2d, cortex_m_average_pool_2d},
};

MaybeStep fast_twin(const OpView& view, Target target) {
  if (target != Target::cortex_m4) return std::optional<Step>();
  for (const FastTwin& twin : kCortexM) {
    if (twin.builtin == view.op().builtin) return twin.make(view);
  }
  return std::optional<Step>();
}

Error with_place(const OpView& view, const Error& error) {
  return {fmt::format("operator {} ({}, output '{}'): {}", view.index, builtin::name(view.op()),
                      view.output().name, error.message),
          error.kind};
}

Result<Step> select(const OpView& view, Target target) {
  MaybeStep fast = fast_twin(view, target);
  if (!fast.ok()) return with_place(view, fast.error());
  if (fast.value()) return *std::move(fast).value();
  MaybeStep plain = plain_kernel(view);
  if (!plain.ok()) return with_place(view, plain.error());
  if (plain.value()) return *std::move(plain).value();
  return with_place(view, unsupported(builtin::suggestion(view.op())));
}

}  // namespace

bool is_alias(const GraphOp& op) {
  return op.builtin == builtin::kReshape || op.builtin == builtin::kSqueeze ||
         op.builtin == builtin::kExpandDims;
}

int padding_before(Padding padding, int input, int output, int filter, int stride, int dilation) {
  if (padding == Padding::valid) return 0;
  const int reach = (filter - 1) * dilation + 1;
  return std::max(0, (output - 1) * stride + reach - input) / 2;
}

Result<std::vector<Step>> select_kernels(const Graph& graph, Target target) {
  std::vector<Step> steps;
  for (int i = 0; i < static_cast<int>(graph.ops.size()); ++i) {
    if (is_alias(graph.ops[static_cast<std::size_t>(i)])) continue;
    steps.push_back(TADPOLE_TRY(select({graph, i}, target)));
  }
  return steps;
}

}  // namespace tadpole
