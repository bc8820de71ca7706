// SPDX-License-Identifier: Apache-2.0
// Cross-entropy of softmax(logits) against labels, with class weights w and label smoothing e:
//   loss = sum over samples of [ (1-e) w[y] (-log p[y]) + e/K sum over c of w[c] (-log p[c]) ] /
//   sum of w[y].
// A mixed sample has two labels: its loss is the one for y by its share and the one for the other
// by the rest. Source: Szegedy et al.: Rethinking the Inception Architecture, arXiv:1512.00567,
// 2016 (smoothing). Zhang et al.: mixup, arXiv:1710.09412, 2018 (mixed samples).
#pragma once
#include <span>

#include "core/nn/model.h"
#include "core/tensor/view.h"

namespace tadpole {

// The sum that the mean divides by: of w[y], or the number of samples without weights.
double weight_sum(std::span<const int> labels, const StepOptions& options);

// A chunk's part of the loss (already divided by total_weight) and its right answers; writes the
// gradient of the logits. logits, gradient: [n, K]; labels: [n], each in [0, K). first: where the
// chunk begins in options.other_labels and options.shares.
StepResult softmax_cross_entropy(const View& logits, std::span<const int> labels,
                                 const StepOptions& options, double total_weight,
                                 const View& gradient, int first = 0);

}  // namespace tadpole
