// SPDX-License-Identifier: Apache-2.0
// The same accuracy, group by group: a good average can hide that one accent is not understood.
// Source: Buolamwini & Gebru, Gender Shades (2018); Mitchell et al., Model Cards for Model
// Reporting (2019).
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "core/eval/metrics.h"

namespace tadpole {

struct Slice {
  std::string name;  // the group; "(not given)" for clips without one
  int n = 0;
  int speakers = 0;
  int correct = 0;
  double accuracy = 0.0;
  Interval interval;  // by speaker; with few speakers Wilson if that is wider; method says which
  double gap_to_best = 0.0;  // accuracy of the best trusted slice minus this one's, at least 0
  bool small = false;        // too few clips or speakers to conclude anything
};

struct SliceReport {
  std::string
      attribute;  // what the clips were grouped by: "speaker group", "speaker", "true class"
  std::vector<Slice> slices;          // worst accuracy first
  std::string best;                   // the best slice that is not small ("" when all are small)
  double largest_gap = 0.0;           // among slices that are not small
  std::vector<std::string> warnings;  // one sentence each
};

struct SliceOptions {
  int small_clips = 30;    // fewer clips than this: small
  int small_speakers = 3;  // fewer speakers than this: small
  BootstrapOptions bootstrap;
  Wording wording;
};

using SliceKey = std::function<std::string(const Prediction&)>;
SliceReport slice_by(const Predictions& predictions, const std::string& attribute,
                     const SliceKey& key, const SliceOptions& options = {});
// By Prediction::group, which is called Wording::group. Clips of "silence" are left out: nobody
// speaks in them.
SliceReport slice_by_group(const Predictions& predictions, const SliceOptions& options = {});

}  // namespace tadpole
