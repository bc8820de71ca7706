// SPDX-License-Identifier: Apache-2.0
// A set of samples as examples: each sample, or each window of it, through a front end.
#pragma once
#include <functional>
#include <memory>

#include "core/base/rng.h"
#include "core/data/sample_checks.h"
#include "core/data/sample_set.h"
#include "core/dsp/sample_front_end.h"
#include "workflow/task.h"

namespace tadpole {

// One example: a sample, or length steps in time of it from `start`.
struct SampleRow {
  int sample = 0;
  int start = 0;
  int length = 0;  // 0: the whole sample
};

// Changes stored values as the world may: called afresh in every epoch.
using SampleAugment =
    std::function<void(std::span<std::uint8_t> stored, std::array<int, 3> shape, const Rng& rng)>;

struct SampleExamplesParts {
  SampleSet set;
  SampleWords words;
  std::vector<SampleRow> rows;
  std::unique_ptr<SampleFrontEnd> front_end;
  SampleAugment augment;  // empty: none
  std::uint64_t seed = 1;
  Goal goal = Goal::classify;
  // Goal::reconstruct: training and validation take samples of this label only.
  std::string normal = {};
  // So many other samples of the training split are mixed in, as a share of the normal ones.
  double contamination_percent = 0.0;
  nlohmann::json input = {};  // see Examples::input_notes()
};

class SampleExamples final : public Examples {
 public:
  explicit SampleExamples(SampleExamplesParts parts);
  const std::vector<std::string>& labels() const override { return parts_.set.labels; }
  std::vector<std::string> target_names() const override { return parts_.set.targets; }
  std::array<int, 3> shape() const override { return parts_.front_end->shape(); }
  std::string origin() const override;
  int size(Split split) const override { return static_cast<int>(rows(split).size()); }
  Example at(Split split, int index) const override;
  Result<std::unique_ptr<Features>> features(Split split, int index) const override;
  Result<std::unique_ptr<BatchSource>> source(Split split) const override;
  bool augments() const override { return static_cast<bool>(parts_.augment); }
  Result<std::string> split_proof() const override {
    return prove_sample_split(parts_.set, parts_.words);
  }
  std::string features_text() const override { return parts_.front_end->fingerprint(); }

  nlohmann::json input_notes() const override;

  Goal goal() const { return parts_.goal; }
  const std::string& normal() const { return parts_.normal; }
  double contamination_percent() const { return parts_.contamination_percent; }
  const SampleSet& set() const { return parts_.set; }
  const SampleFrontEnd& front_end() const { return *parts_.front_end; }
  const SampleAugment& augment() const { return parts_.augment; }
  std::uint64_t seed() const { return parts_.seed; }
  const Sample& sample(Split split, int index) const;
  // Of which sample of the set it is.
  std::size_t recording(Split split, int index) const {
    return static_cast<std::size_t>(row(split, index).sample);
  }
  // The example's values as they are stored, and their shape.
  std::span<const std::uint8_t> stored(Split split, int index) const;
  std::array<int, 3> stored_shape(Split split, int index) const;

 private:
  const std::vector<SampleRow>& rows(Split split) const {
    return rows_[static_cast<std::size_t>(split)];
  }
  const SampleRow& row(Split split, int index) const {
    return rows(split)[static_cast<std::size_t>(index)];
  }
  int label_of(const Sample& sample) const;
  std::vector<float> inputs_of(const Sample& sample) const;
  SampleExamplesParts parts_;
  std::array<std::vector<SampleRow>, 3> rows_;
};

// Every sample once, as a whole.
std::vector<SampleRow> whole_samples(const SampleSet& set);

}  // namespace tadpole
