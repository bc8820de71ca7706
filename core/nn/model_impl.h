// SPDX-License-Identifier: Apache-2.0
// The inside of a Model, for model.cpp and model_layers.cpp alone.
#pragma once
#include <algorithm>
#include <optional>

#include "core/nn/infer_runner.h"
#include "core/nn/loss.h"
#include "core/nn/model.h"
#include "core/nn/plan.h"
#include "core/nn/train_runner.h"

namespace tadpole {

struct Model::Impl {
  ModelSpec spec;
  Plan plan;
  Buffer parameters, gradients, decay_mask, state;
  ThreadPool* pool = nullptr;
  std::optional<TrainRunner> train;
  std::optional<InferRunner> infer;

  Impl(ModelSpec s, Plan p)
      : spec(std::move(s)),
        plan(std::move(p)),
        parameters(plan.parameter_count()),
        gradients(plan.parameter_count()),
        decay_mask(plan.parameter_count()),
        state(plan.state_count()) {
    for (const PlannedOp& op : plan.ops()) op.layer->initial_state(state.data() + op.state);
    fill_decay_mask();
  }
  void fill_decay_mask() {
    for (const PlannedOp& op : plan.ops()) {
      float* mask = decay_mask.data() + op.parameters;
      for (const ParameterBlock& block : op.layer->parameter_blocks()) {
        std::fill_n(mask, block.count, block.decay && !op.layer->frozen() ? 1.0F : 0.0F);
        mask += block.count;
      }
    }
  }
  void plan_again();
  int samples_of(std::span<const float> x) const {
    return static_cast<int>(x.size() / plan.tensors()[0].shape.elements());
  }
  bool takes_logits(const Loss& loss) const {
    return loss.takes_logits_of(static_cast<int>(plan.output_shape().elements())) ==
           plan.last_kind();
  }
  void expect_fit(std::span<const float> x, int n, const Targets& targets,
                  const StepOptions& options) const;
  void infer_into(std::span<const float> x, int n, std::span<float> out, bool logits);
  void infer_wanted(std::span<const float> x, int n, std::span<const InferRunner::Wanted> wanted);
};

// Fails unless the planned model runs frame by frame: see Model::lower_to_stream().
Outcome check_stream(const Plan& plan);

}  // namespace tadpole
