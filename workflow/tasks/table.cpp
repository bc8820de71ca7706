// SPDX-License-Identifier: Apache-2.0
// Rows of a table -> one of several classes, or a number.
#include "workflow/samples/rows_task.h"

namespace tadpole {
namespace {

class TableTask final : public RowsTask {
 public:
  std::string feed() const override { return "table"; }
  std::string help() const override {
    return "rows of a CSV table: a class, or a number (regression)";
  }
  Goal goal(const Recipe& recipe) const override {
    return recipe.table.regression.empty() ? Goal::classify : Goal::regress;
  }

  Recipe defaults() const override {
    Recipe recipe;
    recipe.model.model = "mlp";
    recipe.train.epochs = 30;
    recipe.train.schedule.learning_rate = 0.003;
    recipe.train.optimizer.weight_decay = 0.001;
    recipe.train.label_smoothing = 0.0;
    recipe.train.ema = 0.99;
    recipe.train.keep = "validation_loss";
    recipe.deploy.clips = 200;
    return recipe;
  }

 protected:
  Subject subject() const override { return Subject::rows; }
  std::vector<std::string> generators() const override { return {"census", "machine", "blobs"}; }
};

}  // namespace

const Task& table_task() {
  static const TableTask task;
  return task;
}

}  // namespace tadpole
