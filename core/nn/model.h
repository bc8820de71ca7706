// SPDX-License-Identifier: Apache-2.0
// A sequential network (with residual adds) that trains: a list of layers with named options, as
// text in the recipe or built from C++.
#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/thread_pool.h"
#include "core/graph/graph.h"

namespace tadpole {

class Lowering;

// "conv2d filters=64 kernel=10x4 stride=2x2 padding=same use_bias=false": kind, then options by
// name.
struct LayerSpec {
  std::string kind;
  std::map<std::string, std::string> options;
};
// Fails when the line has no kind or an option without "=".
Result<LayerSpec> parse_layer(const std::string& line);
std::string layer_text(const LayerSpec& spec);

struct ModelSpec {
  std::array<int, 3> input = {49, 40, 1};  // height (time), width (band), channels
  std::vector<LayerSpec> layers;
};
// Ready-made: "tiny_conv" (micro_speech: 8 filters 10x8, stride 2, dropout, dense), "ds_cnn"
// (MLPerf Tiny KWS). The number of classes is the last layer's units. Fails with the list of names.
Result<ModelSpec> reference_model(const std::string& name, std::array<int, 3> input, int classes);
std::vector<std::string> reference_model_names();

struct StepOptions {
  std::uint64_t dropout_seed = 0;             // seed of the run mixed with the step number
  std::span<const float> class_weights = {};  // [classes], empty: all 1
  float label_smoothing = 0.0F;
  // Mixed samples: labels[i] counts shares[i], other_labels[i] the rest. Both empty: not mixed.
  std::span<const int> other_labels = {};
  std::span<const float> shares = {};
};

struct StepResult {
  double loss = 0.0;  // mean over the batch, without weight decay
  int correct = 0;    // of mixed samples: the label with the larger share
};

class Model {
 public:
  // Checks every shape; the message names the layer (its number and text), what it got and what it
  // needs. Cost: one allocation per layer for parameters, none for activations until reserve().
  static Result<Model> create(const ModelSpec& spec);
  Model(Model&&) noexcept;
  Model& operator=(Model&&) noexcept;
  ~Model();

  const ModelSpec& spec() const;
  std::array<int, 3> input_shape() const;
  int outputs() const;  // values per sample of the last layer
  // He / Glorot initialization, the same for the same seed.
  void initialize(std::uint64_t seed);
  // Trained values, one contiguous array in layer order; gradients has the same layout; decay_mask:
  // 1 where weight decay applies (kernels), 0 (bias, batch norm). state: batch-norm running mean
  // and variance.
  std::span<float> parameters();
  std::span<const float> parameters() const;
  std::span<float> gradients();
  std::span<const float> decay_mask() const;
  std::span<float> state();
  std::span<const float> state() const;

  // Allocates everything for batches of at most `batch`; the results of step() and predict() do not
  // depend on the number of threads of the pool. pool must outlive the model; nullptr: the calling
  // thread only.
  void reserve(int batch, ThreadPool* pool);
  // Forward in training mode, softmax cross-entropy on the last layer's logits (a final softmax
  // layer is part of the loss), backward; overwrites gradients() with the mean over the batch;
  // updates state(). x: [n, H, W, C]; labels: [n]. Expects: reserve(>= n).
  StepResult step(std::span<const float> x, std::span<const int> labels,
                  const StepOptions& options);
  // Mean squared error against target: [n, outputs()].
  StepResult step_mse(std::span<const float> x, std::span<const float> target, int n,
                      const StepOptions& options);
  // Inference mode. out: [n, outputs()]: probabilities when the model ends in softmax, else the
  // last layer's values.
  void predict(std::span<const float> x, int n, std::span<float> out);

  // The float graph for export: batch norm folded into the layer before, activations fused, NHWC,
  // batch 1.
  Graph lower() const;
  // The same for a device that is given one frame (a line of the input, [1, w * c]) at a time and
  // answers to each: what svdf layers remember is kept in variable tensors. After as many frames as
  // a clip has, the answer is that of lower() to the clip. Fails for a model in which a layer
  // before the last svdf needs the whole clip; names it.
  Result<Graph> lower_to_stream() const;
  // Text with one line per layer: output shape, parameters, multiply-accumulates.
  std::string summary() const;
  std::int64_t macs() const;  // multiply-accumulates of one inference

  // Internals: defined in model.cpp.
  struct Impl;

 private:
  Graph lower_into(Lowering to) const;
  explicit Model(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace tadpole
