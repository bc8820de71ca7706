// SPDX-License-Identifier: Apache-2.0
#include "workflow/keyword/report_words.h"

#include "core/base/json.h"
#include "core/data/dataset.h"
#include "core/dsp/feature_extractor.h"
#include "workflow/artifacts.h"
#include "workflow/report_parts.h"

namespace tadpole {
namespace {

using Json = nlohmann::json;

// One training clip of each class, the median speaker by name: not the prettiest one.
std::vector<ExampleClip> examples_of(const Project& project, const Dataset& dataset) {
  std::vector<ExampleClip> examples;
  const auto extractor = FeatureExtractor::create(project.recipe().preprocess);
  if (!extractor.ok()) return examples;
  const auto shape = extractor.value()->shape();
  std::vector<float> map(static_cast<std::size_t>(shape[0]) * static_cast<std::size_t>(shape[1]));
  for (const std::string& label : dataset.labels) {
    std::vector<const Clip*> clips;
    for (const Clip& clip : dataset.clips) {
      if (clip.label == label && clip.split == Split::train) clips.push_back(&clip);
    }
    if (clips.empty()) continue;
    const Clip& clip = *clips[clips.size() / 2];
    const auto samples = load_clip(dataset, clip);
    if (!samples.ok()) continue;
    extractor.value()->extract(samples.value(), map);
    ExampleClip example = make_example(samples.value(), shape[0], shape[1], map);
    example.label = label, example.word = clip.word, example.speaker = clip.speaker,
    example.group = clip.group;
    example.split = split_name(clip.split), example.origin = origin_name(clip.origin);
    examples.push_back(std::move(example));
  }
  return examples;
}

FeatureSummary features_of(const Recipe& recipe, const Json& facts) {
  FeatureSummary s{.kind = recipe.preprocess.kind,
                   .times = 0,
                   .bands = 0,
                   .stride_ms = static_cast<double>(recipe.preprocess.stride_ms),
                   .low_hz = recipe.preprocess.low_hz,
                   .high_hz = recipe.preprocess.high_hz,
                   .options = named_options(recipe, "preprocess")};
  const Json shape = json_list(facts, "shape");
  if (shape.size() == 3 && shape[0].is_number() && shape[1].is_number())
    s.times = shape[0].get<int>(), s.bands = shape[1].get<int>();
  return s;
}

std::vector<std::string> sources_of(const Project& project) {
  std::vector<std::string> lines;
  for (const SourceOptions& source : project.recipe().sources) {
    lines.push_back(source.synthesize ? "synthetic voices by espeak-ng, language " + source.language
                                      : source.import);
  }
  return lines;
}

}  // namespace

void report_words(const Project& project, RunReport& report) {
  const auto dataset = load_dataset(dataset_folder(project));
  if (!dataset.ok()) return;
  report.labels = dataset.value().labels;
  report.dataset = dataset_summary(project, dataset.value().version,
                                   dataset_origin(dataset.value()), sources_of(project));
  report.examples = examples_of(project, dataset.value());
  if (project.record("preprocess") == nullptr) return;
  const auto facts = read_json(project.folder() / "features" / "features.json");
  report.features = features_of(project.recipe(), facts.ok() ? facts.value() : Json::object());
}

}  // namespace tadpole
