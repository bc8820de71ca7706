// SPDX-License-Identifier: Apache-2.0
// What a kind of layer is: described options, shapes, parameters, forward and backward on a chunk
// of samples, lowering. A layer works on any few samples of the batch at a time, so that they stay
// in the cache from layer to layer; only batch norm needs the whole batch, and says so
// (needs_batch).
#pragma once
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/options.h"
#include "core/base/result.h"
#include "core/graph/graph.h"
#include "core/tensor/kernels.h"
#include "core/tensor/shape.h"

namespace tadpole {

class Lowering;

// Values that train together: a kernel, a bias. In memory one after the other, in this order.
struct ParameterBlock {
  enum class Start : std::uint8_t { zeros, ones, he_normal, glorot_uniform };
  std::string name;  // "kernel"
  std::size_t count = 0;
  Start start = Start::zeros;
  int fan_in = 1, fan_out = 1;
  bool decay = false;  // weight decay applies
};

// One call of a layer: samples [first, first + n) of the batch.
struct Pass {
  const Kernels* kernels = nullptr;
  int first = 0, n = 0;
  View x, y;   // input and output; x has the layer's input_halo() around it
  View other;  // second input of a layer that has one
  View dy, dx,
      d_other;  // gradients; dx.data == nullptr: nobody needs it. dy has gradient_halo() around it
  const float* parameters = nullptr;  // of this layer
  const float* bias = nullptr;  // of this layer, or of the batch norm folded into it; may be null
  float* gradients = nullptr;   // of this layer, private to the shard
  bool learns = true;           // false: frozen; the gradients are thrown away, only dx matters
  bool accumulate = false;      // add to gradients; false on the shard's first chunk
  float* scratch = nullptr;     // scratch_floats(n)
  std::size_t shard = 0;
  std::uint64_t dropout_seed = 0;
  float lo = -kNoLimit, hi = kNoLimit;  // the fused activation as limits
};

class Layer {
 public:
  virtual ~Layer() = default;

  // Options with name, help, default and range. The layer outlives the set.
  virtual void describe(OptionSet&) {}
  // Sets shapes, parameters. Fails for an input it cannot take: what it got and what it needs, both
  // shapes.
  virtual Outcome build(const Shape& in) = 0;
  // For a layer with a second input, after build(): `name` is the layer that gives it. By default
  // it must have the first input's shape. Fails with both shapes.
  virtual Outcome build_second(const Shape& other, const std::string& name);
  const Shape& in() const { return in_; }
  const Shape& other_in() const { return other_in_; }
  const Shape& out() const { return out_; }
  const std::vector<ParameterBlock>& parameter_blocks() const { return blocks_; }
  std::size_t parameter_count() const;
  std::size_t state_count() const { return state_count_; }
  virtual std::int64_t macs() const { return 0; }

  // A frozen layer's parameters are not trained; batch norm then uses its running averages. Before
  // build().
  void freeze() { frozen_ = true; }
  bool frozen() const { return frozen_; }

  // Structure.
  virtual std::string second_input() const {
    return "";
  }                                                  // name of the layer whose output comes in too
  virtual bool is_reshape() const { return false; }  // same values, other shape: costs nothing
  virtual bool can_fuse_activation() const {
    return false;
  }  // a following relu becomes limits of the output
  virtual Activation activation() const {
    return Activation::none;
  }                                                // what this layer would fuse into the one before
  virtual bool is_cheap() const { return false; }  // rather computed twice than stored
  // Its answer to a frame (a line of the image) needs no later one: it can run on a device that is
  // given one frame at a time.
  virtual bool works_frame_by_frame() const { return false; }
  virtual bool only_trains() const { return false; }  // does nothing in inference (dropout)
  virtual Halo input_halo() const { return {}; }
  virtual Halo gradient_halo() const { return {}; }
  virtual bool backward_needs_input() const { return false; }
  virtual bool backward_needs_output() const { return false; }
  virtual std::size_t scratch_floats(int) const { return 0; }

  // Once per step, before any chunk, on one thread.
  virtual void prepare(const float* /*parameters*/) {}
  // The same for a frozen layer, besides prepare(): what it needs of its state.
  virtual void prepare_frozen(const float* /*parameters*/, const float* /*state*/) {}
  virtual void forward(const Pass& pass) const = 0;
  // Inference; pass.bias and pass.parameters may hold a folded batch norm.
  virtual void infer(const Pass& pass) const { forward(pass); }
  virtual void backward(const Pass& pass) const = 0;

  // Weights of which there are more than samples: their gradient is one product over the whole
  // batch, in parts that any thread may take, not a sum of the shards' own. 0: not so. In a part
  // pass holds the batch's x and dy, and gradients that are overwritten.
  virtual std::size_t gradient_parts() const { return 0; }
  virtual void gradient_part(const Pass& /*pass*/, std::size_t /*part*/) const {}

  // The whole batch: collect() and collect_gradient() run on chunks with sums per shard,
  // settle...() after all of them on one thread. backward() then gives dx.
  virtual bool needs_batch() const { return false; }
  virtual void reserve(std::size_t /*shards*/) {}
  virtual void begin_batch() {}
  virtual void collect(const Pass&) {}
  virtual void settle(const float* /*parameters*/, float* /*state*/) {}
  virtual void collect_gradient(const Pass&) {}
  virtual void settle_gradient(float* /*gradients*/) {}

  // Folding y = scale[c] * x + shift[c] in inference. Giver (gives_scale): fills both. Taker:
  // scales its kernel and bias.
  virtual bool gives_scale() const { return false; }
  virtual void inference_scale(const float* /*parameters*/, const float* /*state*/,
                               float* /*scale*/, float* /*shift*/) const {}
  virtual bool can_fold_scale() const { return false; }
  virtual void fold_scale(const float* /*scale*/, const float* /*shift*/,
                          const float* /*parameters*/, float* /*folded*/, float* /*bias*/) const {}
  virtual const float* own_bias(const float* /*parameters*/) const { return nullptr; }
  virtual void initial_state(float* /*state*/) const {}

  // Input that names table rows, not amounts: only the model's own input can. check_values() says
  // which value names none.
  virtual bool reads_indices() const { return false; }
  virtual Outcome check_values(std::span<const float> /*x*/) const { return Done{}; }
  // Memory that a sample needs beside input and output while it is worked on (recurrence).
  virtual std::size_t working_floats() const { return 0; }

  // Why no operator of the device computes this layer, and what to take instead; "": one does.
  virtual std::string device_refusal() const { return ""; }
  // Adds this layer's operators to the graph. parameters and bias as in infer(). Expects: no
  // device_refusal().
  virtual void lower(Lowering& to, const float* parameters, const float* bias,
                     Activation fused) const = 0;

 protected:
  void set_shapes(const Shape& in, const Shape& out) { in_ = in, out_ = out; }
  void set_other_shape(const Shape& other) { other_in_ = other; }
  void add_parameters(ParameterBlock block) { blocks_.push_back(std::move(block)); }
  void set_state_count(std::size_t count) { state_count_ = count; }

 private:
  Shape in_, out_, other_in_;
  std::vector<ParameterBlock> blocks_;
  std::size_t state_count_ = 0;
  bool frozen_ = false;
};

// "10x4" or "3" (both sides) -> {10, 4}. name: the option, for the message. Fails for anything else
// or a side < 1.
struct Extent {
  int h = 1, w = 1;
};
Result<Extent> parse_extent(const std::string& name, const std::string& text);

// Values in one layer's output, in its kernel and in all kernels together: no microcontroller holds
// a hundredth of it, and products of its factors fit an int.
inline constexpr std::size_t kMostValues = std::size_t{1} << 28;

// Fails when a kernel of these sides holds more than kMostValues. Ask before they are multiplied.
Outcome check_kernel(std::initializer_list<int> sides);

// Windows along one axis, as TFLite places them: SAME gives ceil(in/stride) outputs and puts the
// odd zero at the end.
struct Windows {
  int outputs = 0, before = 0, after = 0;
};
Windows windows(int in, int window, int stride, Padding padding);

// The registry: one entry per file in layers/.
std::vector<std::string> layer_kinds();
// nullptr when there is no such kind.
std::unique_ptr<Layer> make_layer(const std::string& kind);

}  // namespace tadpole
