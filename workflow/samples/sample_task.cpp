// SPDX-License-Identifier: Apache-2.0
#include "workflow/samples/sample_task.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/hash.h"
#include "core/base/json.h"
#include "core/base/text.h"
#include "core/data/image/picture.h"
#include "core/eval/anomaly.h"
#include "workflow/anomaly_score.h"
#include "workflow/infer.h"
#include "workflow/own_samples.h"
#include "workflow/report_parts.h"

namespace tadpole {
namespace {

constexpr int kExamplesShown = 3;  // of each class

// Evenly over a split.
std::vector<int> spread(int all, int wanted) {
  const int take = wanted <= 0 ? all : std::min(all, wanted);
  std::vector<int> indices;
  for (int i = 0; i < take; ++i)
    indices.push_back(static_cast<int>(static_cast<std::int64_t>(i) * all / take));
  return indices;
}

// Of the int8 detector.
double chosen_threshold(const nlohmann::json& judged) {
  const auto report = anomaly_from_json(judged);
  return report.ok() ? report.value().chosen.threshold : 0.0;
}

std::string source_line(const SourceOptions& source) {
  return source.import.empty() ? "made by the generator " + source.generate : source.import;
}

}  // namespace

SampleWords SampleTask::words() const {
  const WordingNouns n = nouns();
  if (n.who.empty()) return {.items = n.items, .who = n.item, .whos = n.items, .needs_who = false};
  return {.items = n.items, .who = n.who, .whos = n.whos, .needs_who = true};
}

OptionSet SampleTask::common_source_options(SourceOptions& o, const std::string& import_help,
                                            const std::string& count_help) const {
  OptionSet set;
  set.add("import", o.import, {.help = import_help})
      .add("generate", o.generate,
           {.help = "samples made by a generator instead: " + join(generators(), ", ")})
      .add("count", o.count, {.help = "generate: " + count_help, .min = 1, .max = 1000000})
      .add("label", o.label, {.help = "the class of all samples, where the source does not say"})
      .add("who", o.speaker,
           {.help = "the " + words().who +
                    " that all samples are of, where the source does not "
                    "say"})
      .add("group", o.group,
           {.help = "a slice for fairness, where the source does not say: device, place, light"})
      .add("licence", o.licence, {.help = "under which terms the samples may be used"})
      .add("consent", o.consent, {.help = "how the people in them agreed"});
  return set;
}

Outcome SampleTask::check_source(const SourceOptions& source) const {
  const std::vector<std::string> names = generators();
  if (source.import.empty() == source.generate.empty()) {
    return wrong_use("give either import = \"path\" or generate = \"" + names.front() + "\"");
  }
  if (source.generate.empty() ||
      std::find(names.begin(), names.end(), source.generate) != names.end())
    return Done{};
  return wrong_use("there is no generator '" + source.generate + "' for this template" +
                   did_you_mean(source.generate, names) + "; generators: " + join(names, ", "));
}

std::string SampleTask::next_step(const std::string& folder) const {
  return fmt::format("tadpole collect {} --import PATH    (or --generate {})", folder,
                     join(generators(), "|"));
}

// There must be something to learn.
Outcome SampleTask::check_truth(const Recipe& recipe, const SampleSet& set) const {
  if (goal(recipe) == Goal::regress) return Done{};
  for (const Sample& s : set.samples)
    if (!s.label.empty()) return Done{};
  return wrong_use(set.kind == "table"
                       ? "no column holds the classes; name it in tadpole.toml: [table] target = "
                         "\"COLUMN\", or regression = [\"COLUMN\"] for a number"
                       : "the " + words().items +
                             " have no label; put them into one folder per class, or give --label");
}

Result<StageWork> SampleTask::collect(Project& project, Progress& progress) const {
  const Recipe& recipe = project.recipe();
  SampleSet set;
  std::uint64_t seed = recipe.project.seed;
  for (SourceOptions source : recipe.sources) {
    if (!source.import.empty())
      source.import = source_path(project.folder(), source.import).string();
    const SampleSet more = source.import.empty()
                               ? TADPOLE_TRY(generate_source(source, recipe, seed))
                               : TADPOLE_TRY(import_source(source, recipe, progress));
    TADPOLE_TRY(set.append(more));
    ++seed;  // the same generator twice gives other samples
    if (progress.stop_requested())
      return Error{"stopped; run the same command again", ErrorKind::cancelled};
  }
  const std::map<std::string, std::string> edits = TADPOLE_TRY(edits_of(project));
  apply_edits(edits, set);
  TADPOLE_TRY(check_truth(recipe, set));
  TADPOLE_TRY(
      finish_samples(set, {recipe.collect.validation_percent, recipe.collect.test_percent}));
  const Path folder = dataset_folder(project);
  const std::vector<Finding> findings = check_samples(set, words());
  TADPOLE_TRY(save_samples(set, folder));
  const nlohmann::json sheet = sample_sheet(set, words(), findings);
  TADPOLE_TRY(write_json(folder / "datasheet.json", sheet));
  TADPOLE_TRY(refuse_errors(findings));
  say_warnings(findings, progress);
  StageWork work;
  work.output = set.version;
  work.facts = {{"version", set.version},
                {"samples", set.samples.size()},
                {"labels", set.labels},
                {"datasheet", sheet}};
  work.text = fmt::format("dataset {}: {} {}\n{}", set.version.substr(0, 12), set.samples.size(),
                          words().items, sample_sheet_text(sheet, words()));
  return work;
}

Result<std::unique_ptr<Examples>> SampleTask::examples(const Project& project) const {
  const Recipe& recipe = project.recipe();
  SampleExamplesParts parts{.set = TADPOLE_TRY(load_samples(dataset_folder(project))),
                            .words = words(),
                            .rows = {},
                            .front_end = nullptr,
                            .augment = augment(recipe),
                            .seed = recipe.project.seed,
                            .goal = goal(recipe),
                            .normal = normal_label(recipe),
                            .contamination_percent = recipe.anomaly.contamination_percent};
  TADPOLE_TRY(prepare(recipe, parts.set));
  parts.rows = TADPOLE_TRY(rows(recipe, parts.set));
  parts.front_end = TADPOLE_TRY(front_end(recipe, parts.set));
  parts.input = input_notes(parts.set);
  note_input(recipe, parts.set, parts.input);
  return std::unique_ptr<Examples>(std::make_unique<SampleExamples>(std::move(parts)));
}

Result<StageWork> SampleTask::preprocess(Project& project, Progress& progress) const {
  const auto all = TADPOLE_TRY(examples(project));
  Sha256 hash;
  hash.add(all->features_text());
  std::vector<float> x(all->values());
  int count = 0;
  std::array<int, 3> sizes{};
  for (const Split split : {Split::train, Split::validation, Split::test}) {
    sizes[static_cast<std::size_t>(split)] = all->size(split);
    progress.begin(fmt::format("{} examples", split_name(split)), all->size(split));
    for (int i = 0; i < all->size(split); ++i, ++count) {
      TADPOLE_TRY(all->features(split, i))->real(x);
      hash.add(x.data(), x.size() * sizeof(float));
      progress.update(i + 1, "");
      if (progress.stop_requested())
        return Error{"stopped; run the same command again", ErrorKind::cancelled};
    }
    progress.end();
  }
  const auto shape = all->shape();
  StageWork work;
  work.output = hash.hex();
  work.facts = {{"shape", shape},         {"examples", count}, {"train", sizes[0]},
                {"validation", sizes[1]}, {"test", sizes[2]},  {"features", all->features_text()},
                {"hash", work.output}};
  TADPOLE_TRY(write_json(project.folder() / "features" / "features.json", work.facts));
  work.text =
      fmt::format("features: {} examples of {} x {} x {}", count, shape[0], shape[1], shape[2]);
  return work;
}

Outcome SampleTask::prepare_deploy(const Project& project, const Examples& examples,
                                   DeployRequest& board, ExportRequest& library) const {
  const auto& all = dynamic_cast<const SampleExamples&>(examples);
  const int tests = all.size(Split::test);
  if (tests == 0)
    return Error{"there is no test example to run on the board; collect more " + words().items};
  // The board's sensor gives samples of one shape: that of the first.
  const auto shape = all.stored_shape(Split::test, 0);
  SensorOptions sensor{.front_end = all.front_end().device(shape)};
  if (all.goal() == Goal::classify) {
    sensor.labels = examples.labels();
    const auto notes = read_notes(board.model);
    if (notes.ok()) sensor.threshold = notes.value().threshold;
  }
  if (all.goal() == Goal::reconstruct) {
    sensor.score = score_rule_name(score_rule(project.recipe().anomaly.detector));
    const auto judged = read_json(project.folder() / "optimized" / "optimize.json");
    if (judged.ok() && judged.value().contains("evaluation"))
      sensor.threshold = chosen_threshold(judged.value()["evaluation"]);
  }
  sensor.features = [&all, shape](std::span<const std::uint8_t> raw, device::Quantization input,
                                  std::span<std::int8_t> features) {
    all.front_end().int8_of_raw(raw, shape, input, features);
  };
  for (const int i : spread(tests, project.recipe().deploy.clips)) {
    if (all.stored_shape(Split::test, i) != shape) continue;
    board.raw_samples.push_back(all.front_end().raw(all.stored(Split::test, i), shape));
  }
  library.sensor = sensor;
  board.sensor = std::move(sensor);
  return Done{};
}

namespace {

Bytes png_of(std::span<const std::uint8_t> pixels, std::array<int, 3> shape) {
  return write_png({.width = shape[1],
                    .height = shape[0],
                    .channels = shape[2],
                    .pixels = {pixels.begin(), pixels.end()}});
}

// What the model sees, each channel between its own extremes.
Bytes features_png(const SampleExamples& examples, std::span<const std::uint8_t> stored,
                   std::array<int, 3> shape) {
  std::vector<float> x(examples.values());
  examples.front_end().real(stored, shape, x);
  const auto [low, high] = std::minmax_element(x.begin(), x.end());
  const float range = std::max(1e-9F, *high - *low), base = *low;
  std::vector<std::uint8_t> pixels;
  for (const float v : x) pixels.push_back(static_cast<std::uint8_t>(255.0F * (v - base) / range));
  return png_of(pixels, examples.shape());
}

std::vector<std::string> channel_names(const SampleSet& set) {
  std::vector<std::string> names;
  for (const Channel& c : set.channels) names.push_back(c.name);
  names.resize(std::min(names.size(), kMostTraces));
  return names;
}

std::span<const float> as_floats(std::span<const std::uint8_t> stored) {
  return {reinterpret_cast<const float*>(stored.data()), stored.size() / sizeof(float)};
}

std::string cell_text(const Channel& channel, float value) {
  if (!(value == value)) return "missing";
  const auto index = static_cast<std::size_t>(std::max(0.0F, value));
  if (!channel.categories.empty())
    return index < channel.categories.size() ? channel.categories[index] : "?";
  return fmt::format("{:.5g}", value) + (channel.unit.empty() ? "" : " " + channel.unit);
}

ExampleClip picture_of(const SampleExamples& examples, Split split, int index) {
  const auto stored = examples.stored(split, index);
  const auto shape = examples.stored_shape(split, index);
  const std::string& kind = examples.set().kind;
  if (kind == "image")
    return make_picture_example(png_of(stored, shape), features_png(examples, stored, shape));
  ExampleClip clip;
  if (kind == "table") {
    const auto row = as_floats(stored);
    for (std::size_t i = 0; i < row.size(); ++i)
      clip.row.push_back(
          {examples.set().channels[i].name, cell_text(examples.set().channels[i], row[i])});
    const Sample& sample = examples.sample(split, index);
    for (std::size_t i = 0; i < sample.targets.size(); ++i)
      clip.row.push_back({examples.set().targets[i], fmt::format("{:.5g}", sample.targets[i])});
  } else if (kind == "stroke") {
    const auto points = as_floats(stored);
    for (std::size_t i = 0; i + 1 < points.size(); i += 2)
      clip.stroke.push_back({points[i], points[i + 1]});
  } else if (examples.set().type == ValueType::float32) {
    const std::vector<std::string> names = channel_names(examples.set());
    const std::size_t axes = examples.set().channels.size();
    std::vector<float> values;
    const auto all = as_floats(stored);
    for (std::size_t i = 0; i < all.size(); ++i)
      if (i % axes < names.size()) values.push_back(all[i]);
    const double rate = examples.set().rate_hz;
    clip = make_trace_example(values, names, rate > 0.0 ? shape[0] / rate : 0.0);
  }
  return clip;
}

}  // namespace

ExampleClip SampleTask::page_example(const SampleExamples& examples, Split split, int index) const {
  const Example e = examples.at(split, index);
  ExampleClip clip = picture_of(examples, split, index);
  clip.label = e.label < 0 ? "" : examples.labels()[static_cast<std::size_t>(e.label)];
  clip.word = clip.label, clip.speaker = e.who, clip.group = e.group;
  clip.split = split_name(split);
  clip.origin = origin_name(examples.sample(split, index).origin);
  return clip;
}

void SampleTask::report_data(const Project& project, RunReport& report) const {
  const auto made = examples(project);
  if (!made.ok()) return;
  const auto& all = dynamic_cast<const SampleExamples&>(*made.value());
  report.labels = all.labels();
  std::vector<std::string> sources;
  for (const SourceOptions& source : project.recipe().sources)
    sources.push_back(source_line(source));
  const auto shape = all.shape();
  if (project.record("preprocess") != nullptr) {
    report.features = FeatureSummary{
        .kind = all.set().kind,
        .options = named_options(project.recipe(), "preprocess"),
        .shape = fmt::format("{} \u00d7 {} \u00d7 {}", shape[0], shape[1], shape[2])};
  }
  report.dataset = dataset_summary(project, all.set().version, all.origin(), std::move(sources));
  std::vector<int> shown(std::max<std::size_t>(1, report.labels.size()));
  for (int i = 0; i < all.size(Split::train); ++i) {
    const auto label = static_cast<std::size_t>(std::max(0, all.at(Split::train, i).label));
    if (shown[label]++ < kExamplesShown)
      report.examples.push_back(page_example(all, Split::train, i));
  }
}

}  // namespace tadpole
