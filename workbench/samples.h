// SPDX-License-Identifier: Apache-2.0
// The samples of a project as a page lists and draws them, whatever their kind.
#pragma once
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "workflow/own_samples.h"
#include "workflow/task.h"

namespace tadpole::workbench {

struct SampleRef {
  std::string id;
  std::string label, who, name;
  std::optional<Split> split;  // none: not collected yet
  Origin origin = Origin::recorded;
  double seconds = 0.0;
  bool recording = false;  // of the project's own recordings
  bool edited = false;     // its label was changed by hand
  std::size_t index = 0;   // in the dataset
};

struct SampleFile {
  std::string type;  // "audio/wav", "image/png", "text/csv"
  Bytes bytes;
};

// What collect made. Immutable, so that threads may share it.
class Samples {
 public:
  virtual ~Samples() = default;
  // Fails when collect has not run or its files are damaged.
  static Result<std::shared_ptr<const Samples>> load(const Project& project);

  const std::vector<SampleRef>& all() const { return all_; }
  const std::vector<std::string>& labels() const { return labels_; }
  const SampleRef* find(const std::string& id) const;     // nullptr: none
  const SampleRef* named(const std::string& name) const;  // as examples call it; nullptr: none
  std::string origin() const;                             // "recorded", "synthetic", "mixed"

  // peaks, traces, values, shape, rate_hz as SampleView of bench.ts has them.
  virtual Result<nlohmann::json> view(const SampleRef& ref) const = 0;
  virtual Result<SampleFile> file(const SampleRef& ref) const = 0;
  // What the model would see of it by this recipe, as FeatureView of bench.ts.
  virtual Result<nlohmann::json> features(const Project& project, const SampleRef& ref) const = 0;

 protected:
  // Sets ids of own recordings and what was edited. Call last when all_ is filled.
  Outcome finish(const Project& project);
  std::vector<SampleRef> all_;
  std::vector<std::string> labels_;
};

nlohmann::json ref_json(const SampleRef& ref);
// Lowest and highest value of each of so many stretches, one after the other, in -1..1.
nlohmann::json peaks_json(std::span<const float> samples, std::size_t stretches = 240);
// At most so many points of each channel, evenly taken. values: [steps][channels].
nlohmann::json traces_json(std::span<const float> values, const std::vector<std::string>& channels,
                           std::size_t points = 240);
// values: [rows][columns][channels].
nlohmann::json feature_json(std::array<int, 3> shape, std::span<const float> values,
                            double stride_ms, const std::vector<std::string>& names);

// An own recording that was not collected yet.
SampleRef own_ref(const OwnSample& own);
Result<nlohmann::json> own_view(const Project& project, const OwnSample& own);
Result<SampleFile> own_file(const Project& project, const OwnSample& own);

// ".wav", ".png", ".jpg", ".bmp", ".ppm", ".json", ".csv", ".flac", ".ogg" by the first bytes; "":
// none of these.
std::string ending_of(std::span<const std::uint8_t> bytes);

// One per kind of dataset.
Result<std::shared_ptr<const Samples>> load_clips(const Project& project);
Result<std::shared_ptr<const Samples>> load_sets(const Project& project);

}  // namespace tadpole::workbench
