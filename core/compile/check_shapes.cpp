// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/compile/builtin.h"
#include "core/compile/check_graph.h"
#include "core/graph/operator_name.h"
#include "device/ops/window.h"

namespace tadpole {
namespace {

constexpr int kLargestFilter = 32767;  // times a dilation of 32767 it still fits 32 bits

std::string text(const std::vector<int>& shape) { return fmt::format("{}", fmt::join(shape, "x")); }

class ShapeCheck {
 public:
  ShapeCheck(const Graph& graph, int index)
      : graph_(graph),
        op_(graph.ops[static_cast<std::size_t>(index)]),
        what_(fmt::format("operator {} ({})", index, operator_name(op_))) {}

  Outcome check() const {
    switch (op_.builtin) {
      case builtin::kConv2d:
        return convolution();
      case builtin::kDepthwiseConv2d:
        return depthwise();
      case builtin::kAveragePool2d:
      case builtin::kMaxPool2d:
        return pool();
      case builtin::kFullyConnected:
        return dense();
      case builtin::kReshape:
      case builtin::kSqueeze:
      case builtin::kExpandDims:
        return alias();
      default:
        return Done{};
    }
  }

 private:
  const GraphTensor& input(std::size_t i) const {
    return graph_.tensors[static_cast<std::size_t>(op_.inputs[i])];
  }
  const GraphTensor& output() const {
    return graph_.tensors[static_cast<std::size_t>(op_.outputs[0])];
  }

  Outcome rank_4(const GraphTensor& t, const char* which) const {
    if (t.shape.size() == 4) return Done{};
    return Error{fmt::format("{} has {} of shape {}, four dimensions were expected", what_, which,
                             text(t.shape))};
  }

  // The output of a window over the input, with so many channels.
  Outcome expect_window(int filter_h, int filter_w, int dilation_h, int dilation_w,
                        int channels) const {
    const OpOptions& o = op_.options;
    if (filter_h > kLargestFilter || filter_w > kLargestFilter) {
      return Error{fmt::format("{} has a filter of {}x{}; {} is the largest", what_, filter_h,
                               filter_w, kLargestFilter)};
    }
    const auto mode =
        o.padding == Padding::same ? device::PaddingMode::same : device::PaddingMode::valid;
    const std::vector<int>& in = input(0).shape;
    const std::vector<int> expected = {
        in[0], device::window_output(mode, in[1], filter_h, o.stride_h, dilation_h),
        device::window_output(mode, in[2], filter_w, o.stride_w, dilation_w), channels};
    if (output().shape == expected) return Done{};
    return Error{fmt::format("{} has the output shape {}, its input and options ask for {}", what_,
                             text(output().shape), text(expected))};
  }

  Outcome convolution() const {
    TADPOLE_TRY(rank_4(input(0), "an input"));
    TADPOLE_TRY(rank_4(input(1), "weights"));
    const std::vector<int>& w = input(1).shape;
    const int channels = input(0).shape[3];
    if (channels % w[3] != 0 || w[0] % (channels / w[3]) != 0) {
      return Error{fmt::format("{} has {} input channels, but weights of shape {}", what_, channels,
                               text(w))};
    }
    return expect_window(w[1], w[2], op_.options.dilation_h, op_.options.dilation_w, w[0]);
  }

  Outcome depthwise() const {
    TADPOLE_TRY(rank_4(input(0), "an input"));
    TADPOLE_TRY(rank_4(input(1), "weights"));
    const std::vector<int>& w = input(1).shape;
    const int channels = input(0).shape[3];
    if (w[0] != 1 || w[3] % channels != 0) {
      return Error{fmt::format("{} has {} input channels, but weights of shape {}", what_, channels,
                               text(w))};
    }
    return expect_window(w[1], w[2], op_.options.dilation_h, op_.options.dilation_w, w[3]);
  }

  Outcome pool() const {
    TADPOLE_TRY(rank_4(input(0), "an input"));
    return expect_window(op_.options.filter_h, op_.options.filter_w, 1, 1, input(0).shape[3]);
  }

  Outcome dense() const {
    const std::vector<int>& w = input(1).shape;
    const std::size_t numbers = input(0).elements();
    const bool fits = w.size() == 2 && numbers % static_cast<std::size_t>(w[1]) == 0 &&
                      output().elements() ==
                          numbers / static_cast<std::size_t>(w[1]) * static_cast<std::size_t>(w[0]);
    if (fits) return Done{};
    return Error{fmt::format(
        "{} has {} input numbers and weights of shape {}, which do not give an output of shape {}",
        what_, numbers, text(w), text(output().shape))};
  }

  Outcome alias() const {
    if (input(0).bytes() == output().bytes()) return Done{};
    return Error{fmt::format("{} turns {} bytes into {}; they must be as many", what_,
                             input(0).bytes(), output().bytes())};
  }

  const Graph& graph_;
  const GraphOp& op_;
  std::string what_;
};

}  // namespace

Outcome check_shapes(const Graph& graph) {
  for (int i = 0; i < static_cast<int>(graph.ops.size()); ++i)
    TADPOLE_TRY(ShapeCheck(graph, i).check());
  return Done{};
}

}  // namespace tadpole
