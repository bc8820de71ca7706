// SPDX-License-Identifier: Apache-2.0
// Quantization-aware training: the network is trained with the roundings that its int8 form will
// make, so that it learns to live with them. Batch norm is folded into the kernels before it, with
// its moving statistics, when the training begins: from then on there is no batch norm. The ranges
// of activations are moving averages of the extremes of each batch; they, and nothing else, become
// the int8 form's (quantize_post_training() reads them from the lowered graph).
// Source: Jacob et al.: Quantization and Training of Neural Networks for Efficient
// Integer-Arithmetic-Only Inference, arXiv:1712.05877, 2018.
#pragma once
#include <vector>

#include "core/compress/weight_kernels.h"
#include "core/graph/activation_range.h"
#include "core/quant/post_training.h"
#include "core/train/weight_rule.h"

namespace tadpole {

// The same network without batch norm and dropout: each batch norm is in the kernel before it, or
// a depthwise convolution by one pixel. Layers get new names. Fails for a network that does not run
// on the device, and with the operator that no layer here trains.
Result<Model> fold_batch_norms(const Model& model);

// A model that rounds its activations as its int8 form will: fake_quantize layers behind every
// layer whose output has int8 steps of its own. It computes with real weights; QuantizationRule
// rounds them. input: the range of the model's input values, which is fixed. Without a range that
// was learnt it computes what `model` computes. Fails as fold_batch_norms() does.
struct QuantizationAware {
  Model model;
  // Pairs of places in Model::state(): an average pool hands the steps of its input through, so the
  // range at `to` is that at `from`.
  struct Tie {
    std::size_t from = 0, to = 0;
  };
  std::vector<Tie> ties;
};
Result<QuantizationAware> make_quantization_aware(const Model& model, Range input);

// Kernels as symmetric int8, one scale per output channel of a convolution and one for a dense
// layer, or one per kernel everywhere: see KernelScale. The largest weight sets the scale, so none
// is clipped and the gradient goes straight through.
class QuantizationRule final : public WeightRule {
 public:
  QuantizationRule(const QuantizationAware& aware, KernelScale scale);

  std::string text() const override;
  void apply(std::int64_t step, const RuledWeights& weights) override;
  void pull_back(std::span<float>) const override {}
  void hold(std::span<float>) const override {}
  bool complete(std::int64_t) const override { return true; }

 private:
  std::vector<WeightKernel> kernels_;
  std::vector<QuantizationAware::Tie> ties_;
  KernelScale scale_;
};

// Rounds a kernel to its int8 steps, in place.
void round_kernel(std::span<float> values, const WeightKernel& kernel, KernelScale scale);

}  // namespace tadpole
