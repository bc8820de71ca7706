// SPDX-License-Identifier: Apache-2.0
// What a kind of loss is: what it needs, its value over a batch and the gradient of the outputs,
// chunk by chunk.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "core/base/options.h"
#include "core/base/result.h"
#include "core/nn/model.h"
#include "core/tensor/view.h"

namespace tadpole {

// All that a loss knows of a batch before its outputs are there.
struct LossBatch {
  Targets targets;
  const StepOptions& options;
  int n = 0;
  double weight = 1.0;  // sum of the samples' weights: what a mean over samples divides by

  LossBatch(const Targets& t, const StepOptions& o, int samples);
};

// What a model and its data are like. 0: there are none.
struct LossFit {
  int outputs = 0;  // values per sample of the last layer
  int classes = 0;  // labels
  int values = 0;   // dense target values per sample
};

class Loss {
 public:
  virtual ~Loss() = default;

  // Options with name, help, default and range. The loss outlives the set.
  virtual void describe(OptionSet&) {}
  // Fails for data that it cannot be computed from: what there is and what to do.
  virtual Outcome check(const LossFit& fit) const;
  // Kind of the final layer that is part of the loss ("softmax", "sigmoid"); "": none.
  virtual std::string takes_logits_of(int /*outputs*/) const { return ""; }
  // Samples [first, first + y.n) of the batch: their part of the loss, already divided by what the
  // mean divides by, and their right answers; writes the gradient of y. y: the last layer's values,
  // or its input when the layer is part of the loss.
  virtual StepResult run(const LossBatch& batch, const View& y, int first,
                         const View& gradient) const = 0;
};

// The registry: one entry per file in losses/.
std::vector<std::string> loss_names();
// From a line of text, like a layer: "huber delta=0.5". Fails for a name that there is not (with
// the one that was probably meant) and for options out of range.
Result<std::unique_ptr<Loss>> make_loss(const std::string& line);
// The loss when none is named: cross-entropy for labels, mean squared error for dense targets.
const Loss& default_loss(const Targets& targets);

// Helpers of the losses.

// The sum that a mean divides by: of w[y], or the number of samples without weights.
double weight_sum(std::span<const int> labels, const StepOptions& options);

// The label of a sample, or the two that it was mixed of, as a distribution over classes.
struct LabelTarget {
  int label = 0, other = 0;
  double part = 1.0;  // of the label; the rest is the other's
  std::span<const float> weights;
  double smoothing = 0.0;

  LabelTarget(const LossBatch& batch, int sample);
  double weight(int c) const {
    return weights.empty() ? 1.0 : static_cast<double>(weights[static_cast<std::size_t>(c)]);
  }
  double of(int c) const { return (c == label ? part : 0.0) + (c == other ? 1.0 - part : 0.0); }
  // Smoothed target of class c, without and with the class's weight.
  double smoothed(int c, int classes) const {
    return smoothing / classes + (1.0 - smoothing) * of(c);
  }
  double share(int c, int classes) const { return weight(c) * smoothed(c, classes); }
};

// Fails unless the model gives one value per class.
Outcome check_one_output_per_class(const LossFit& fit);
// Index of the largest value. Expects count >= 1.
int largest(const float* values, int count);

}  // namespace tadpole
