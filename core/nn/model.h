// SPDX-License-Identifier: Apache-2.0
// A network that trains, layer after layer (adds and `input=` lead other ways): a list of layers
// with named options, as text in the recipe or built from C++.
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
// name. Every layer takes name=, trainable=false (frozen) and input= (reads that earlier layer).
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
// Ready-made, one file each in models/: a name with options, like "mobilenet_v1 alpha=0.5".
// outputs: the number of classes, or of values; autoencoders give as many as they take. Fails for
// an unknown name (with the list), for options out of range, and for an input that the model cannot
// take.
Result<ModelSpec> reference_model(const std::string& line, std::array<int, 3> input, int outputs);
// Fails as reference_model() does for the name and its options, before an input is known.
Outcome check_reference_model(const std::string& line);
std::vector<std::string> reference_model_names();

class Loss;

// What a step is to learn: labels, dense values, or both (distillation: the teacher's logits).
// Autoencoder: values = the input itself, nothing is copied.
struct Targets {
  std::span<const int> labels = {};    // [n], each in [0, classes)
  std::span<const float> values = {};  // [n, outputs()]
};

struct StepOptions {
  const Loss* loss = nullptr;  // core/nn/loss.h; nullptr: cross-entropy of labels, mse of values
  std::uint64_t dropout_seed = 0;             // seed of the run mixed with the step number
  std::span<const float> class_weights = {};  // [classes], empty: all 1
  float label_smoothing = 0.0F;
  // Mixed samples: labels[i] counts shares[i], other_labels[i] the rest. Both empty: not mixed.
  std::span<const int> other_labels = {};
  std::span<const float> shares = {};
};

struct StepResult {
  double loss = 0.0;  // mean over the batch, without weight decay
  int correct = 0;    // of mixed samples: the label with the larger share; without labels: the
                      // largest output is where the largest target is
};

// A layer of a model as it was built.
struct LayerInfo {
  std::string name;  // given, or "conv2d_1": kind and number
  std::string text;  // its line
  std::array<int, 3> out = {1, 1, 1};
  std::size_t parameters = 0, parameter_count = 0;  // where in parameters(), how many
  std::size_t state = 0, state_count = 0;           // where in state(), how many
  bool frozen = false;
};

// What a layer gave for n samples.
struct LayerOutput {
  std::string layer;
  std::array<int, 3> shape = {1, 1, 1};
  std::vector<float> values;  // [n, H, W, C]
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
  // He / Glorot initialization, the same for the same seed. trainable: frozen layers keep theirs.
  enum class Layers : std::uint8_t { all, trainable };
  void initialize(std::uint64_t seed, Layers which = Layers::all);
  // Trained values, one contiguous array in layer order; gradients has the same layout; decay_mask:
  // 1 where weight decay applies (kernels), 0 (bias, batch norm, frozen). state: batch-norm running
  // mean and variance.
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
  // For predict() and evaluate() alone; they do it by themselves, on the calling thread.
  void reserve_inference(ThreadPool* pool);
  // Forward in training mode, loss (a final softmax or sigmoid that belongs to it is part of it),
  // backward; overwrites gradients() with the mean over the batch; updates state(). x: [n, H, W,
  // C]. Expects: reserve(>= n), targets that the loss accepts (Loss::check).
  StepResult step(std::span<const float> x, const Targets& targets, const StepOptions& options);
  // The same loss in inference mode; neither gradients() nor state() change. Any n.
  StepResult evaluate(std::span<const float> x, const Targets& targets, const StepOptions& options);
  // Softmax cross-entropy against labels, when options name no loss.
  StepResult step(std::span<const float> x, std::span<const int> labels,
                  const StepOptions& options);
  // Mean squared error against target: [n, outputs()].
  StepResult step_mse(std::span<const float> x, std::span<const float> target, int n,
                      const StepOptions& options);
  // Inference mode. out: [n, outputs()]: probabilities when the model ends in softmax or sigmoid,
  // else the last layer's values (logits, when it was trained by a cross-entropy).
  void predict(std::span<const float> x, int n, std::span<float> out);
  // Without a final softmax or sigmoid: what a student of this model learns from.
  void predict_logits(std::span<const float> x, int n, std::span<float> out);

  // What the named layers give in inference mode: activation maps, features. A batch norm or
  // activation that melts into a layer is done in its output. Computes no further than the last of
  // them. Fails for a name that there is not, with those there are.
  Result<std::vector<LayerOutput>> activations(std::span<const float> x, int n,
                                               std::span<const std::string> layers);
  // Fails when a value of x cannot be computed with: an embedding's word number out of range. Then
  // step() and predict() take zeros for it. x: any number of samples.
  Outcome check_input(std::span<const float> x) const;

  std::vector<LayerInfo> layers() const;
  // Freezes this layer and all before it: their parameters and state do not change in training,
  // and backward ends where nothing before is trained. The same as `trainable=false` in their
  // lines. Fails for a name that there is not. Expects: no optimizer at work on this model.
  Outcome freeze_until(const std::string& layer);
  void unfreeze();
  std::size_t trainable_count() const;  // parameters that are not frozen

  // Fails with the first layer that no operator of the device computes, and what to take instead.
  Outcome runs_on_device() const;
  // The float graph for export: batch norm folded into the layer before, activations fused, NHWC,
  // batch 1. Expects: runs_on_device().
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

// The same as Model::runs_on_device(), before anything is built. Fails too for a spec that makes no
// model.
Outcome check_runs_on_device(const ModelSpec& spec);
// The same as Model::lower_to_stream() would fail, before anything is built.
Outcome check_runs_as_stream(const ModelSpec& spec);

}  // namespace tadpole
