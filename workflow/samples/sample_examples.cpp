// SPDX-License-Identifier: Apache-2.0
#include "workflow/samples/sample_examples.h"

#include <fmt/format.h>

#include <algorithm>

namespace tadpole {
namespace {

class RowFeatures final : public Features {
 public:
  RowFeatures(const SampleFrontEnd& front_end, std::span<const std::uint8_t> stored,
              std::array<int, 3> shape)
      : front_end_(front_end), stored_(stored), shape_(shape) {}
  void real(std::span<float> x) const override { front_end_.real(stored_, shape_, x); }
  void int8(device::Quantization input, std::span<std::int8_t> x) const override {
    front_end_.int8(stored_, shape_, input, x);
  }

 private:
  const SampleFrontEnd& front_end_;
  std::span<const std::uint8_t> stored_;
  std::array<int, 3> shape_;
};

// What training sees of a split.
class SampleSource final : public BatchSource {
 public:
  SampleSource(const SampleExamples& examples, Split split) : examples_(examples), split_(split) {
    const bool only_normal = examples.goal() == Goal::reconstruct && !examples.normal().empty();
    std::vector<int> others;
    for (int i = 0; i < examples.size(split); ++i) {
      const bool fits = !only_normal || examples.sample(split, i).label == examples.normal();
      (fits ? indices_ : others).push_back(i);
    }
    if (split == Split::train) contaminate(others);
  }
  int size() const override { return static_cast<int>(indices_.size()); }
  int classes() const override {
    return examples_.goal() == Goal::classify ? static_cast<int>(examples_.labels().size()) : 0;
  }
  int targets() const override {
    return examples_.goal() == Goal::regress ? static_cast<int>(examples_.set().targets.size()) : 0;
  }
  bool reconstructs() const override { return examples_.goal() == Goal::reconstruct; }

  void fetch_target(int index, std::int64_t, std::span<float> y) const override {
    const auto& targets = examples_.sample(split_, at(index)).targets;
    std::copy(targets.begin(), targets.end(), y.begin());
  }

  int fetch(int index, std::int64_t epoch, std::span<float> x) const override {
    const auto stored = examples_.stored(split_, at(index));
    const auto shape = examples_.stored_shape(split_, at(index));
    if (epoch < 0 || !examples_.augment()) {
      examples_.front_end().real(stored, shape, x);
    } else {
      // As floats, so that values of every type lie where they may.
      std::vector<float> copy((stored.size() + sizeof(float) - 1) / sizeof(float));
      const std::span<std::uint8_t> changed(reinterpret_cast<std::uint8_t*>(copy.data()),
                                            stored.size());
      std::copy(stored.begin(), stored.end(), changed.begin());
      const std::uint64_t key =
          static_cast<std::uint64_t>(epoch) * 1000003 + static_cast<std::uint64_t>(index);
      examples_.augment()(changed, shape, Rng(examples_.seed()).fork(key));
      examples_.front_end().real(changed, shape, x);
    }
    return classes() == 0 ? 0 : examples_.at(split_, at(index)).label;
  }

 private:
  // Evenly over the others, at their places in the order.
  void contaminate(const std::vector<int>& others) {
    const double wanted =
        static_cast<double>(indices_.size()) * examples_.contamination_percent() / 100.0;
    const auto take = std::min(others.size(), static_cast<std::size_t>(wanted + 0.5));
    for (std::size_t i = 0; i < take; ++i) indices_.push_back(others[i * others.size() / take]);
    std::sort(indices_.begin(), indices_.end());
  }
  int at(int index) const { return indices_[static_cast<std::size_t>(index)]; }
  const SampleExamples& examples_;
  Split split_;
  std::vector<int> indices_;
};

}  // namespace

SampleExamples::SampleExamples(SampleExamplesParts parts) : parts_(std::move(parts)) {
  for (const SampleRow& row : parts_.rows) {
    const Sample& sample = parts_.set.samples[static_cast<std::size_t>(row.sample)];
    rows_[static_cast<std::size_t>(sample.split)].push_back(row);
  }
}

nlohmann::json SampleExamples::input_notes() const {
  nlohmann::json input = parts_.input;
  input["front_end"] = parts_.front_end->to_json();
  return input;
}

const Sample& SampleExamples::sample(Split split, int index) const {
  return parts_.set.samples[static_cast<std::size_t>(row(split, index).sample)];
}

std::string SampleExamples::origin() const {
  bool synthetic = false, recorded = false;
  for (const Sample& s : parts_.set.samples)
    (s.origin == Origin::synthetic ? synthetic : recorded) = true;
  return synthetic && recorded ? "mixed" : synthetic ? "synthetic" : "recorded";
}

int SampleExamples::label_of(const Sample& sample) const {
  const auto& all = parts_.set.labels;
  const auto found = std::find(all.begin(), all.end(), sample.label);
  return found == all.end() ? -1 : static_cast<int>(found - all.begin());
}

std::vector<float> SampleExamples::inputs_of(const Sample& sample) const {
  if (parts_.set.kind != "table") return {};
  const auto row = parts_.set.float_values(sample);
  return {row.begin(), row.end()};
}

Example SampleExamples::at(Split split, int index) const {
  const Sample& s = sample(split, index);
  const SampleRow& r = row(split, index);
  std::string name = s.name;
  if (r.length > 0 && parts_.set.rate_hz > 0.0)
    name += fmt::format(" at {:.2f} s", r.start / parts_.set.rate_hz);
  return {.name = std::move(name),
          .label = label_of(s),
          .targets = s.targets,
          .inputs = inputs_of(s),
          .who = s.who,
          .group = s.group,
          .recording = r.sample};
}

std::span<const std::uint8_t> SampleExamples::stored(Split split, int index) const {
  const Sample& s = sample(split, index);
  const SampleRow& r = row(split, index);
  const auto all = parts_.set.stored(s);
  if (r.length == 0) return all;
  const std::size_t step = all.size() / static_cast<std::size_t>(s.shape[0]);
  return all.subspan(static_cast<std::size_t>(r.start) * step,
                     static_cast<std::size_t>(r.length) * step);
}

std::array<int, 3> SampleExamples::stored_shape(Split split, int index) const {
  std::array<int, 3> shape = sample(split, index).shape;
  if (row(split, index).length > 0) shape[0] = row(split, index).length;
  return shape;
}

Result<std::unique_ptr<Features>> SampleExamples::features(Split split, int index) const {
  return std::unique_ptr<Features>(std::make_unique<RowFeatures>(
      *parts_.front_end, stored(split, index), stored_shape(split, index)));
}

Result<std::unique_ptr<BatchSource>> SampleExamples::source(Split split) const {
  return std::unique_ptr<BatchSource>(std::make_unique<SampleSource>(*this, split));
}

std::vector<SampleRow> whole_samples(const SampleSet& set) {
  std::vector<SampleRow> rows(set.samples.size());
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i].sample = static_cast<int>(i);
  return rows;
}

}  // namespace tadpole
