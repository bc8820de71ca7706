// SPDX-License-Identifier: Apache-2.0
// Which layer bears how much pruning: each alone loses its smallest weights, and the network is
// tested without training on. Source: Li, Kadav, Durdanovic, Samet, Graf: Pruning Filters for
// Efficient ConvNets, arXiv:1608.08710, 2017, section 3.2.
#pragma once
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/base/thread_pool.h"
#include "core/nn/model.h"
#include "core/train/batch_source.h"

namespace tadpole {

struct SensitivityRow {
  std::string layer;
  std::size_t weights = 0;
  std::vector<double> accuracy;  // by level
};

struct Sensitivity {
  double accuracy = 0.0;       // of the whole network
  std::vector<double> levels;  // shares of zeros
  std::vector<SensitivityRow> rows;
};

// source: plain samples with labels, not those of the test. The model is as before afterwards.
// Cost: one pass over the source per kernel and level. Fails without labels, for levels outside
// [0, 1), and (cancelled) when the user stops.
Result<Sensitivity> pruning_sensitivity(Model& model, const BatchSource& source,
                                        const std::vector<double>& levels, ThreadPool& pool,
                                        Progress& progress);

// The share of plain samples that the model names rightly. The pool must outlive the model's next
// reserve. Expects: a source with labels.
double accuracy_of(Model& model, const BatchSource& source, ThreadPool& pool);

}  // namespace tadpole
