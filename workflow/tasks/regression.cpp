// SPDX-License-Identifier: Apache-2.0
// Numbers -> a number: the first neuron (y = 2x - 1), the sine of "hello world", any table.
#include "workflow/samples/rows_task.h"

namespace tadpole {
namespace {

class RegressionTask final : public RowsTask {
 public:
  std::string feed() const override { return "table"; }
  std::string help() const override {
    return "a number from numbers: the first neuron (y = 2x - 1), a sine, a column of a table";
  }
  Goal goal(const Recipe&) const override { return Goal::regress; }

  // A neuron whose weight and bias can be read: nothing is scaled before it.
  Recipe defaults() const override {
    Recipe recipe;
    recipe.table.regression = {"y"};
    recipe.table_features.normalise = "none";
    recipe.model.model = "first_neuron";
    recipe.train.epochs = 300;
    recipe.train.batch = 6;
    recipe.train.schedule.kind = "constant";
    recipe.train.schedule.learning_rate = 0.05;
    recipe.train.optimizer.weight_decay = 0.0;
    recipe.train.label_smoothing = 0.0;
    recipe.train.keep = "last";
    return recipe;
  }

 protected:
  Subject subject() const override { return Subject::things; }
  std::vector<std::string> generators() const override { return {"line", "noisy_line", "sine"}; }
};

}  // namespace

const Task& regression_task() {
  static const RegressionTask task;
  return task;
}

}  // namespace tadpole
