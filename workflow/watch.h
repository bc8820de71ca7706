// SPDX-License-Identifier: Apache-2.0
// What the model says of a few validation samples after every epoch: learning, seen from the side
// of the sample.
#pragma once
#include <nlohmann/json.hpp>

#include "core/nn/model.h"
#include "core/train/target_scaling.h"
#include "workflow/task.h"

namespace tadpole {

class Watch {
 public:
  // count: samples, evenly over the validation split. file: where the answers are kept, so that a
  // run that goes on after it was killed has those of its first part; fingerprint: of the training.
  // Fails when a sample cannot be read.
  static Result<Watch> create(const Examples& examples, Goal goal, int count, const Path& file,
                              const std::string& fingerprint);
  // Numbers are kept in their own units, whatever the network learns.
  void scale_by(const TargetScaling& scaling) {
    if (!scaling.scale.empty()) mean_ = scaling.mean[0], scale_ = scaling.scale[0];
  }
  // Asks the model after an epoch, from 1. Answers of later epochs that an earlier run left are
  // dropped. Fails when the file cannot be written.
  Outcome ask(Model& model, int epoch);
  // {"from": first epoch, "samples": [{"name", "truth", "said": [...], "value": [...]}]}: see
  // WatchedSample of core/report.
  const nlohmann::json& json() const { return json_; }

 private:
  Watch(Goal goal, Path file) : goal_(goal), file_(std::move(file)) {}
  // The label and the value to keep of one answer.
  std::pair<int, double> told(std::size_t sample, std::span<const float> answer) const;
  Goal goal_;
  double mean_ = 0.0, scale_ = 1.0;
  Path file_;
  std::vector<Example> examples_;
  std::vector<std::vector<float>> features_;
  nlohmann::json json_;
};

}  // namespace tadpole
