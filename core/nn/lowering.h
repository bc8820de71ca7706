// SPDX-License-Identifier: Apache-2.0
// Builds the float graph for export, operator after operator. Conventions of .tflite: convolution
// filters [O,H,W,I], depthwise [1,H,W,C*m], fully connected [O,I]; batch 1, NHWC.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "core/graph/graph.h"
#include "core/tensor/shape.h"

namespace tadpole {

// Codes of the .tflite operators that layers become. Source: TensorFlow Lite schema version 3.
namespace lowered {
inline constexpr int kAdd = 0, kAveragePool2d = 1, kConcatenation = 2, kConv2d = 3,
                     kDepthwiseConv2d = 4, kDequantize = 6, kFullyConnected = 9, kLogistic = 14,
                     kMaxPool2d = 17, kMul = 18, kRelu = 19, kRelu6 = 21, kReshape = 22,
                     kSoftmax = 25, kSvdf = 27, kTanh = 28, kPad = 34, kMean = 40,
                     kUnidirectionalSequenceLstm = 44, kStridedSlice = 45, kTransposeConv = 67,
                     kResizeNearestNeighbor = 97, kLeakyRelu = 98, kQuantize = 114,
                     kHardSwish = 117;
}

class Lowering {
 public:
  // clip: the graph takes the whole input. frame: it takes one line of it at a time, as a device
  // that listens does, and what must be remembered stays in variable tensors.
  enum class Takes : std::uint8_t { clip, frame };
  explicit Lowering(const Shape& input, Takes takes = Takes::clip);
  bool streams() const { return takes_ == Takes::frame; }

  // The tensor that the next operator reads, and its shape.
  int current() const { return current_; }
  const std::vector<int>& shape() const {
    return graph_.tensors[static_cast<std::size_t>(current_)].shape;
  }
  // Names the tensors of the following operators: "conv2d_1".
  void enter(std::string layer) {
    layer_ = std::move(layer);
    parts_ = 0;
  }
  int constant(const std::string& what, std::vector<int> shape, std::vector<float> values);
  int constant(const std::string& what, std::vector<int> values);
  int constant(const std::string& what, std::vector<int> shape, std::vector<int> values);
  // A tensor that stays from one run to the next; zeros at first. A graph that takes clips clears
  // it before every one of them (Graph::forgets).
  int variable(const std::string& what, std::vector<int> shape);
  // Adds an operator on the current tensor and further inputs; its output becomes current.
  void add(int builtin, std::vector<int> further_inputs, std::vector<int> out_shape,
           OpOptions options = {});
  // The same with all inputs in the order that the operator wants; current() is one of them.
  void add_with(int builtin, std::vector<int> inputs, std::vector<int> out_shape,
                OpOptions options = {});
  // The same values as [1, N] or as [1, H, W, C]: adds a RESHAPE only where the shape differs.
  void flat(const Shape& shape);
  void image(const Shape& shape);
  // The same of a shape of width 1 over time, as [1, T, C].
  void sequence(const Shape& shape);
  void set_current(int tensor) { current_ = tensor; }
  // The second input: a tensor that an earlier layer made, of shape `other`. It and the current
  // one, of shape `shape`, are brought to one form: both flat or both images.
  void set_other(int tensor, const Shape& other, const Shape& shape);
  int other() const { return other_; }
  Graph finish(std::string description);

 private:
  int push(GraphTensor tensor);
  void reshape(std::vector<int> to);
  void name_parts(const std::string& name);
  Graph graph_;
  std::string layer_;
  Takes takes_ = Takes::clip;
  int current_ = 0;
  int other_ = -1;
  int parts_ = 0;  // of this layer so far
};

// The batch axis in front: [1, H, W, C].
std::vector<int> batch_of_one(const Shape& shape);

}  // namespace tadpole
