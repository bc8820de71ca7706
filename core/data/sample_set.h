// SPDX-License-Identifier: Apache-2.0
// Samples of any kind but spoken words: pictures, recordings of motion, rows of a table, sound of
// machines. Every importer and generator fills one; the stage collect writes it.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/data/dataset.h"
#include "core/data/split.h"

namespace tadpole {

// How the values of a set are stored, little-endian.
enum class ValueType : std::uint8_t { uint8, int16, float32 };
std::size_t value_bytes(ValueType type);
const char* value_type_name(ValueType type);  // "uint8", "int16", "float32"

// One channel of every sample: a colour, an axis of a sensor, a column of a table.
struct Channel {
  std::string name = {};  // "red", "acc_x", "age"
  std::string unit = {};  // "m/s^2"; may be empty
  // Not empty: the value is an index into these (float32 sets only), NaN where it is missing.
  std::vector<std::string> categories = {};
};

struct Sample {
  std::string name = {};             // for people: "rust/12.png", "adult.csv:17", "ecg 5"
  std::string label = {};            // its class; empty in a regression
  std::vector<float> targets = {};   // of a regression: one value per target; else empty
  std::string who = {};              // who or what may not be in two splits: a person, a machine,
                                     // a recording; empty: nobody is named; finish_samples() then
                                     // takes the sample itself
  std::string group = {};            // slice for fairness: device, light, room; may be empty
  std::optional<Split> given = {};   // the split that the source names
  Split split = Split::train;        // set by finish_samples()
  Origin origin = Origin::recorded;  // synthetic: made by a generator
  std::string licence = {}, consent = {}, source = {};
  std::array<int, 3> shape = {1, 1, 1};  // height (time), width, channels; values in this order
  std::size_t offset = 0;                // of its first value in the set, in values
  std::size_t values() const {
    return static_cast<std::size_t>(shape[0]) * static_cast<std::size_t>(shape[1]) *
           static_cast<std::size_t>(shape[2]);
  }
};

struct SampleSet {
  std::string kind = {};  // "image", "motion", "stroke", "table", "series", "sound"
  ValueType type = ValueType::float32;
  double rate_hz = 0.0;                   // of a recording over time; 0: no time
  std::vector<Channel> channels = {};     // as many as the samples' last dimension
  std::vector<std::string> labels = {};   // class order of every model made from it
  std::vector<std::string> targets = {};  // names of a regression's targets
  std::vector<Sample> samples = {};
  std::vector<std::uint8_t> bytes = {};  // all values
  std::string version = {};              // hash over everything above, set by save_samples()

  // Appends a sample and its values. Expects: values of the set's type, as many as its shape holds.
  void add(Sample sample, std::span<const std::uint8_t> values);
  void add(Sample sample, std::span<const std::int16_t> values);
  void add(Sample sample, std::span<const float> values);
  // Appends all samples of a set of the same kind, type and channels; labels are joined. Fails,
  // with both, when kind, type, rate or channels differ.
  Outcome append(const SampleSet& more);
  // The values of a sample as they are stored. Expects: the set's type.
  std::span<const std::uint8_t> uint8_values(const Sample& sample) const;
  std::span<const std::int16_t> int16_values(const Sample& sample) const;
  std::span<const float> float_values(const Sample& sample) const;
  // The stored bytes of a sample.
  std::span<const std::uint8_t> stored(const Sample& sample) const;
};

// Gives every sample its split: by `who`, never by sample (core/data/split.h); labels is filled
// from the samples, sorted, unless it has them already. Fails when there is no sample or, where
// there are labels, only one.
Outcome finish_samples(SampleSet& set, const SplitOptions& options);

// <folder>/manifest.csv, samples.bin, dataset.json, whole or not at all; computes the version.
Outcome save_samples(SampleSet& set, const Path& folder);
// Fails when a file is missing, damaged or of another version; says to run collect again.
Result<SampleSet> load_samples(const Path& folder);

}  // namespace tadpole
