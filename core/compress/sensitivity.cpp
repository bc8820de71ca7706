// SPDX-License-Identifier: Apache-2.0
#include "core/compress/sensitivity.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/compress/pruning.h"
#include "core/train/batch.h"
#include "core/train/trainer.h"

namespace tadpole {

double accuracy_of(Model& model, const BatchSource& source, ThreadPool& pool) {
  TADPOLE_EXPECT(source.classes() > 0 && source.size() > 0);
  const LossFit fit{.outputs = model.outputs(), .classes = source.classes(), .values = 0};
  const std::unique_ptr<Loss> loss = make_loss(usual_loss(fit)).value();
  const auto in = model.input_shape();
  const auto values = static_cast<std::size_t>(in[0]) * static_cast<std::size_t>(in[1] * in[2]);
  model.reserve_inference(&pool);
  std::int64_t correct = 0;
  each_plain_batch(source, values, pool, [&](const Batch& batch) {
    correct += model.evaluate(batch.x, {.labels = batch.labels}, {.loss = loss.get()}).correct;
  });
  return static_cast<double>(correct) / source.size();
}

Result<Sensitivity> pruning_sensitivity(Model& model, const BatchSource& source,
                                        const std::vector<double>& levels, ThreadPool& pool,
                                        Progress& progress) {
  if (source.classes() == 0 || source.size() == 0)
    return wrong_use("sensitivity is a loss of accuracy; the data has no labels to lose it on");
  for (const double level : levels) {
    if (level >= 0.0 && level < 1.0) continue;
    return wrong_use(fmt::format(
        "a layer shall lose {} of its weights; expected shares from 0 to below 1, like 0.5",
        level));
  }
  const std::vector<WeightKernel> kernels = weight_kernels(model);
  Sensitivity all{.accuracy = accuracy_of(model, source, pool), .levels = levels, .rows = {}};
  progress.begin("sensitivity", static_cast<std::int64_t>(kernels.size() * levels.size()));
  std::int64_t done = 0;
  for (const WeightKernel& k : kernels) {
    const auto values = model.parameters().subspan(k.first, k.count);
    const std::vector<float> kept(values.begin(), values.end());
    SensitivityRow row{.layer = k.layer, .weights = k.count, .accuracy = {}};
    for (const double level : levels) {
      if (progress.stop_requested())
        return Error{"stopped while layers were pruned one by one; nothing was changed",
                     ErrorKind::cancelled};
      prune_smallest(values, level);
      row.accuracy.push_back(accuracy_of(model, source, pool));
      std::copy(kept.begin(), kept.end(), values.begin());
      progress.update(++done, k.layer);
    }
    all.rows.push_back(std::move(row));
  }
  progress.end();
  return all;
}

}  // namespace tadpole
