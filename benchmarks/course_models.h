// SPDX-License-Identifier: Apache-2.0
// The networks of the courses at the sizes they are taught with, and each as a piece of work whose
// steps can be timed.
#pragma once
#include <array>
#include <string>
#include <vector>

#include "core/base/thread_pool.h"
#include "core/nn/model.h"
#include "core/train/optimizer.h"

namespace tadpole {

// train: forward, loss, backward, Adam. frozen: the same, of the last layer alone, behind a base
// that stays. forward: inference.
enum class Work { train, frozen, forward };

struct CourseModel {
  const char* name;
  const char* line;  // of reference_model()
  std::array<int, 3> input;
  int outputs;  // classes, or values
  Work work = Work::train;
};
const std::vector<CourseModel>& course_models();
// Expects a name of the list.
const CourseModel& course_model(const std::string& name);

// One line of JSON: name, work, input, parameters, macs, and each layer's name, text, output shape,
// parameters and whether it is frozen: all that another engine needs to build the same network.
std::string description(const CourseModel& model);

// A model with its batch and optimizer, ready to step.
class Job {
 public:
  Job(const CourseModel& model, int batch, int threads);
  void step();

 private:
  void train_step();

  Work work_;
  int batch_;
  ThreadPool pool_;
  Model model_;
  Optimizer optimizer_;
  std::vector<float> x_, values_, out_;
  std::vector<int> labels_;
  std::uint64_t seed_ = 0;
};

}  // namespace tadpole
