// SPDX-License-Identifier: Apache-2.0
// From the list of layers to operations on tensors, decided once: which layers melt into their
// neighbours, where the batch must meet (batch norm cuts the list into segments), which tensors are
// kept for the whole batch, which are computed twice, and where halos lie.
//
// A step runs segment by segment. Inside a segment every chunk of samples goes through all
// operations while it is in the cache; between segments batch norm settles its statistics. Backward
// goes the same way in reverse.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "core/nn/layer.h"
#include "core/nn/model.h"

namespace tadpole {

struct PlannedTensor {
  Shape shape;        // as its producer writes it
  int producer = -1;  // operation; -1: the model's input (tensor 0)
  std::vector<int> readers;
  bool reshaped = false;  // a reader sees it under another shape, or several read it: no halo
  bool stored = true;     // for the whole batch; else only for the chunk in work
  Halo halo;
  bool needs_gradient = true;  // something trainable lies at or before its producer
  bool gradient_stored = true;
  Halo gradient_halo;
};

struct PlannedOp {
  Layer* layer = nullptr;
  int number = 0;  // place in the list of layers
  int x = 0, other = -1, y = 0;
  Activation fused = Activation::none;
  int segment = 0;
  std::size_t parameters = 0, state = 0;  // offsets
  bool gathers = false;                   // weight gradient over the whole batch at once
  bool computed_twice = false;            // once more before the segment's backward
  bool adds_to_dx = false,
       adds_to_d_other = false;  // a later operation has written that gradient already
};

// One operation of inference: batch norm is folded, dropout is gone.
struct InferenceOp {
  int op = 0;
  int x = 0, other = -1, y = 0;
  int norm = -1;  // the batch norm whose scale is folded into op's kernel; its activation is op's
  Activation fused = Activation::none;
};

class Plan {
 public:
  // Fails with the layer's number and text, what it got and what it needs.
  static Result<Plan> create(const ModelSpec& spec);

  const std::vector<PlannedOp>& ops() const { return ops_; }
  const std::vector<PlannedTensor>& tensors() const { return tensors_; }
  const std::vector<InferenceOp>& inference() const { return inference_; }
  const std::vector<std::unique_ptr<Layer>>& layers() const { return layers_; }
  const std::vector<std::string>& names() const {
    return names_;
  }                                       // of the layers: given or "conv2d_1"
  int output() const { return output_; }  // tensor
  int inference_output() const { return inference_output_; }
  Shape output_shape() const { return layers_.back()->out(); }
  int segments() const { return ops_.back().segment + 1; }
  // Operations [begin, end) of a segment.
  int segment_begin(int segment) const;
  int segment_end(int segment) const { return segment_begin(segment + 1); }
  // Kind of the last layer that computes: "softmax".
  const std::string& last_kind() const { return last_kind_; }
  std::size_t parameter_count() const { return parameter_count_; }
  std::size_t state_count() const { return state_count_; }
  // Floats of one sample that a segment touches: how large a chunk of it may be.
  std::size_t working_set(int segment) const;
  // What holds the layer's output in inference: batch norm and activations that melt into it are
  // done there.
  int inference_tensor(int layer) const;
  // The layer of that name, -1: none. Its output is what a second input reads.
  int layer_of(const std::string& name) const;

 private:
  Outcome add_layer(const ModelSpec& spec, int number);
  Result<int> earlier_layer(const std::string& name) const;
  Outcome add_second_input(Layer& layer, PlannedOp& op) const;
  bool fuse(const Layer& layer, const ModelSpec& spec, int number);
  bool is_named_later(const ModelSpec& spec, int number) const;
  void add_op(Layer& layer, PlannedOp op);
  void connect();
  void decide_needs();
  void decide_storage();
  void decide_recomputation();
  void decide_gradients();
  void decide_halos();
  void plan_inference();
  bool folds_into(const PlannedOp& norm, const PlannedOp& before) const;
  void mark_reshaped(int tensor, const Shape& seen);

  std::vector<std::unique_ptr<Layer>> layers_;
  std::vector<std::string> names_;
  std::string last_kind_;
  std::vector<int> layer_output_;  // tensor of each layer's output
  std::vector<PlannedOp> ops_;
  std::vector<PlannedTensor> tensors_;
  std::vector<InferenceOp> inference_;
  std::vector<int> inference_alias_;  // of a tensor: the one that holds its values in inference
  int current_ = 0, output_ = 0, inference_output_ = 0, segment_ = 0;
  std::size_t parameter_count_ = 0, state_count_ = 0;
};

Halo union_of(const Halo& a, const Halo& b);
// The halo holds at least what is wanted.
bool covers(const Halo& halo, const Halo& wanted);

}  // namespace tadpole
