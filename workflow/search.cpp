// SPDX-License-Identifier: Apache-2.0
#include "workflow/search.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/base/hash.h"
#include "core/base/text.h"
#include "core/search/network_space.h"
#include "core/search/search.h"
#include "core/search/train_rung.h"
#include "core/tflite/tflite.h"
#include "core/train/target_scaling.h"
#include "kit/deploy/board.h"
#include "kit/deploy/deploy_to_board.h"
#include "workflow/artifacts.h"
#include "workflow/recipe_edit.h"
#include "workflow/search_results.h"
#include "workflow/search_state.h"
#include "workflow/task.h"

namespace tadpole {
namespace {

constexpr int kWeighingSamples = 4;

// The recipe's own choice of what the search chooses must not matter: best.toml may become the
// recipe, and the search still goes on.
std::string data_fingerprint(const Project& project, const Space& space) {
  Recipe recipe = project.recipe();
  Rng rng(0);
  const SpacePoint any = space.sample(rng);
  std::string text = project.record("preprocess")->output + "\n";
  for (RecipeSection& section : describe(recipe)) {
    if (section.name == "train") {
      TADPOLE_EXPECT(section.options.set("epochs", "1", "search").ok());
      for (const auto& [name, value] : training_options(space, any))
        TADPOLE_EXPECT(section.options.set(name, value, "search").ok());
    }
    if (section.name == "train" || section.name == "augment" || section.name == "project")
      text += section.name + ":" + section.options.fingerprint() + "\n";
  }
  return text;
}

NetworkAnswer answer_of(const Project& project, const Examples& examples) {
  if (task_of(project).goal(project.recipe()) == Goal::classify)
    return {NetworkAnswer::Kind::classes, static_cast<int>(examples.labels().size())};
  return {NetworkAnswer::Kind::numbers, static_cast<int>(examples.target_names().size())};
}

// A candidate in all that the search needs of it.
class Candidates {
 public:
  static Result<std::unique_ptr<Candidates>> create(const Project& project,
                                                    const SearchOptions& options,
                                                    const BoardLimits& limits, Progress& progress) {
    std::unique_ptr<Candidates> made(new Candidates(project, options, limits, progress));
    TADPOLE_TRY(made->load());
    return made;
  }

  const Space& space() const { return networks_->space; }
  Objective objective() const {
    return answer_.kind == NetworkAnswer::Kind::classes ? Objective::validation_accuracy
                                                        : Objective::validation_loss;
  }
  const Examples& examples() const { return *examples_; }
  int epochs() const { return options_.epochs > 0 ? options_.epochs : recipe_.train.epochs; }

  Result<Footprint> weigh(const Candidate& candidate) const {
    const ModelSpec spec = TADPOLE_TRY(spec_of(candidate.point));
    CompiledCandidate compiled =
        TADPOLE_TRY(compile_candidate(spec, samples_,
                                      {.input_scale = examples_->input_scale(),
                                       .input_zero_point = examples_->input_zero_point()}));
    // What is too large is refused without a board.
    const BoardLimits memory{.ram_bytes = limits_.ram_bytes, .flash_bytes = limits_.flash_bytes};
    if (options_.measure && refusal(compiled.footprint, memory).empty())
      TADPOLE_TRY(measure(compiled));
    return compiled.footprint;
  }

  // Thread-safe for different candidates.
  Result<double> train(const Candidate& candidate, int epochs) const {
    const RungTraining training{
        .train = scaled_train_ ? scaled_train_.get() : train_.get(),
        .validation = scaled_validation_ ? scaled_validation_.get() : validation_.get(),
        .spec = TADPOLE_TRY(spec_of(candidate.point)),
        .options = TADPOLE_TRY(options_of(candidate.point)),
        .checkpoint = folder_ / "checkpoints" / (sha256_hex(candidate.text).substr(0, 16) + ".bin"),
        .fingerprint = project_.record("preprocess")->output};
    TrainReport report = TADPOLE_TRY(train_to(training, epochs, progress_));
    report_in_own_units(scaling_, report);
    return kept_value(report, training.options.keep);
  }

  // The text of the recipe with the candidate in it.
  Result<std::string> recipe_with(const SpacePoint& point) const {
    const std::string file = (project_.folder() / "tadpole.toml").string();
    std::string text = TADPOLE_TRY(read_text(file));
    const auto set = [&](const std::string& section, const std::string& option,
                         const std::string& value) -> Outcome {
      text = TADPOLE_TRY(with_option(text, file, section, option, value));
      return Done{};
    };
    for (const char* unused : {"head", "base", "base_until"}) TADPOLE_TRY(set("model", unused, ""));
    TADPOLE_TRY(set("model", "layers", join(networks_->layers_of(point, answer_), ",")));
    TADPOLE_TRY(set("train", "epochs", std::to_string(epochs())));
    for (const auto& [name, value] : training_options(space(), point))
      TADPOLE_TRY(set("train", name, value));
    return text;
  }

 private:
  Candidates(const Project& project, const SearchOptions& options, const BoardLimits& limits,
             Progress& progress)
      : project_(project),
        options_(options),
        limits_(limits),
        folder_(project.folder() / "search"),
        progress_(progress),
        recipe_(project.recipe()) {}

  Outcome load() {
    examples_ = TADPOLE_TRY(task_of(project_).examples(project_));
    train_ = TADPOLE_TRY(examples_->source(Split::train));
    validation_ = TADPOLE_TRY(examples_->source(Split::validation));
    networks_ = network_space(examples_->shape());
    answer_ = answer_of(project_, *examples_);
    TADPOLE_TRY(scale_targets());
    for (int i = 0; i < std::min(kWeighingSamples, examples_->size(Split::train)); ++i) {
      samples_.emplace_back(examples_->values());
      TADPOLE_TRY(examples_->features(Split::train, i))->real(samples_.back());
    }
    return Done{};
  }

  // As the train stage learns numbers. All networks end in the same layer: one scaling serves them.
  Outcome scale_targets() {
    Rng rng(0);
    const auto spec = TADPOLE_TRY(spec_of(space().sample(rng)));
    const Model any = TADPOLE_TRY(Model::create(spec));
    scaling_ = fit_target_scaling(*train_, any);
    if (scaling_.scale.empty()) return Done{};
    scaled_train_ = std::make_unique<ScaledTargets>(*train_, scaling_);
    scaled_validation_ = std::make_unique<ScaledTargets>(*validation_, scaling_);
    return Done{};
  }

  Result<ModelSpec> spec_of(const SpacePoint& point) const {
    ModelSpec spec{.input = examples_->shape(), .layers = {}};
    for (const std::string& line : networks_->layers_of(point, answer_))
      spec.layers.push_back(TADPOLE_TRY(parse_layer(line)));
    return spec;
  }

  // As the train stage takes them, with the project's seed.
  Result<TrainOptions> options_of(const SpacePoint& point) const {
    TrainOptions options = recipe_.train;
    OptionSet set = describe(options);
    for (const auto& [name, value] : training_options(space(), point))
      TADPOLE_TRY(set.set(name, value, "search"));
    options.epochs = epochs();
    options.seed = recipe_.project.seed;
    options.watch = 0;
    return options;
  }

  // On generated inputs; what an int8 model costs does not depend on them.
  Outcome measure(CompiledCandidate& compiled) const {
    SilentProgress silent;
    const Bytes model = TADPOLE_TRY(write_tflite(compiled.graph, {}));
    const DeployReport report = TADPOLE_TRY(deploy_to_board({.model = model,
                                                             .model_name = "the candidate",
                                                             .board = options_.board,
                                                             .folder = folder_ / "board"},
                                                            silent));
    if (!report.not_run.empty()) return Error{report.not_run};
    compiled.footprint.instructions = report.inference_instructions;
    compiled.footprint.measured = true;
    return Done{};
  }

  const Project& project_;
  const SearchOptions& options_;
  BoardLimits limits_;
  Path folder_;
  Progress& progress_;
  Recipe recipe_;
  std::unique_ptr<Examples> examples_;
  std::unique_ptr<BatchSource> train_, validation_;
  std::optional<NetworkSpace> networks_;  // there after load()
  NetworkAnswer answer_;
  TargetScaling scaling_;
  std::unique_ptr<BatchSource> scaled_train_, scaled_validation_;  // null: targets as they are
  std::vector<std::vector<float>> samples_;
};

// Everything of an earlier search that is ours.
Outcome clear(const Path& folder) {
  std::error_code code;
  for (const char* name : {"history.jsonl", "pareto.json", "pareto.html", "best.toml",
                           "options.json", "checkpoints", "board"})
    std::filesystem::remove_all(folder / name, code);
  if (code) return Error{folder.string() + " cannot be emptied: " + code.message()};
  return Done{};
}

Outcome write_results(const SearchHistory& history, const SearchFacts& facts,
                      const Candidates& candidates, const std::string& project,
                      const Path& folder) {
  TADPOLE_TRY(write_json(folder / "pareto.json", search_json(history, facts)));
  TADPOLE_TRY(write_file(folder / "pareto.html", search_page(history, facts, project)));
  const int best = best_candidate(history);
  if (best < 0) return Done{};
  const SpacePoint& point = history.candidates[static_cast<std::size_t>(best)].candidate.point;
  return write_file(folder / "best.toml", TADPOLE_TRY(candidates.recipe_with(point)));
}

}  // namespace

OptionSet describe(SearchOptions& o) {
  OptionSet set;
  set.add("trials", o.trials,
          {.help = "candidates to train; those that do not fit come on top",
           .min = 1,
           .max = 100000})
      .add("strategy", o.strategy,
           {.help = "how candidates are chosen", .choices = sampler_names()})
      .add("scheduler", o.scheduler,
           {.help = "full: each gets all epochs; else the better ones of each rung go on",
            .choices = {"asha", "hyperband", "full"}})
      .add("eta", o.eta, {.help = "one of so many goes on to the next rung", .min = 2, .max = 16})
      .add("rungs", o.rungs, {.help = "at most so many", .min = 1, .max = 10})
      .add("epochs", o.epochs,
           {.help = "of the last rung; 0: those of the recipe", .min = 0, .max = 100000})
      .add("board", o.board, {.help = "whose limits hold where none are given"})
      .add("ram", o.ram, {.help = "bytes for the model's arena, e.g. 64k; empty: the board's"})
      .add("flash", o.flash,
           {.help = "bytes for the model's constants, e.g. 256k; empty: the board's"})
      .add("instructions", o.instructions,
           {.help = "of one inference on a Cortex-M4, e.g. 10M; empty: any number"})
      .add("measure", o.measure,
           {.help = "count instructions on the virtual board instead of estimating them"})
      .add("workers", o.workers,
           {.help = "candidates trained at once; the history does not depend on it",
            .min = 1,
            .max = 256})
      .add("lookahead", o.lookahead,
           {.help = "candidates that may be open at once: more workers are idle",
            .min = 1,
            .max = 256})
      .add("seed", o.seed, {.help = "of the choice of candidates"})
      .add("fresh", o.fresh, {.help = "throw an earlier search away and begin anew"})
      .add("watts", o.energy.watts_per_core,
           {.help = "of one busy core, for the estimate of energy",
            .unit = "W",
            .min = 0,
            .max = 1e4})
      .add("grams_per_kwh", o.energy.grams_per_kwh,
           {.help = "CO2 of your electricity; the default is the world's mean of 2023 (Ember 2024)",
            .unit = "g/kWh",
            .min = 0,
            .max = 1e4});
  return set;
}

Outcome can_search(const Project& project) {
  if (task_of(project).goal(project.recipe()) == Goal::reconstruct)
    return unsupported(
        "the search chooses by validation, which holds nothing unusual here: the network that "
        "rebuilds the usual best may rebuild the unusual as well, so the smallest loss is not the "
        "best detector; try networks one by one and compare what evaluate tells");
  if (project.recipe().model.streaming)
    return unsupported(
        "the search looks for networks on the whole window; set streaming = false in [model]");
  return Done{};
}

Result<BoardLimits> search_limits(const SearchOptions& o) {
  const Board board = TADPOLE_TRY(find_board(o.board));
  BoardLimits limits{.ram_bytes = board.ram_bytes - board.stack_bytes,
                     .flash_bytes = board.flash_bytes};
  if (!o.ram.empty()) limits.ram_bytes = TADPOLE_TRY(parse_amount(o.ram, Counted::bytes));
  if (!o.flash.empty()) limits.flash_bytes = TADPOLE_TRY(parse_amount(o.flash, Counted::bytes));
  if (!o.instructions.empty())
    limits.instructions = TADPOLE_TRY(parse_amount(o.instructions, Counted::instructions));
  return limits;
}

Result<std::int64_t> parse_amount(const std::string& text, Counted what) {
  const std::int64_t thousand = what == Counted::bytes ? 1024 : 1000;
  std::int64_t factor = 1;
  std::string number = text;
  if (!text.empty() && (text.back() == 'k' || text.back() == 'K')) factor = thousand;
  if (!text.empty() && text.back() == 'M') factor = thousand * thousand;
  if (factor > 1) number.pop_back();
  const std::optional<double> value = parse_real(number);
  if (value && *value * static_cast<double>(factor) >= 1.0 && *value < 1e9)
    return std::llround(*value * static_cast<double>(factor));
  return wrong_use("'" + text + "' is no amount; write e.g. 65536, 64k or 1.5M");
}

Result<StageResult> search(Project& project, const SearchOptions& options, Progress& progress) {
  const ProjectLock lock = TADPOLE_TRY(ProjectLock::take(project));
  TADPOLE_TRY(project.require("train"));
  TADPOLE_TRY(can_search(project));
  const BoardLimits limits = TADPOLE_TRY(search_limits(options));
  const auto sampler = TADPOLE_TRY(make_sampler(options.strategy));
  const Path folder = project.folder() / "search";
  if (options.fresh) TADPOLE_TRY(clear(folder));
  TADPOLE_TRY(make_folder(folder));
  const auto candidates = TADPOLE_TRY(Candidates::create(project, options, limits, progress));
  const SearchJob job{
      .space = &candidates->space(),
      .sampler = sampler.get(),
      .scheduler = {.kind = options.scheduler,
                    .eta = options.eta,
                    .rungs = options.rungs,
                    .epochs = candidates->epochs()},
      .limits = limits,
      .trials = options.trials,
      .seed = options.seed,
      .workers = options.workers,
      .lookahead = options.lookahead,
      .journal = folder / "history.jsonl",
      .fingerprint = fmt::format("{}{}|{}|{}", data_fingerprint(project, candidates->space()),
                                 options.strategy, options.measure, options.board),
      .objective = candidates->objective(),
      .weigh = [&](const Candidate& c) { return candidates->weigh(c); },
      .train = [&](const Candidate& c, int epochs) { return candidates->train(c, epochs); }};
  // A search that is not this one keeps its options: this one will be refused.
  std::error_code code;
  if (!std::filesystem::exists(job.journal, code)) TADPOLE_TRY(keep_options(project, options));
  const SearchHistory history = TADPOLE_TRY(run_search(job, progress));
  TADPOLE_TRY(keep_options(project, options));
  const SearchFacts facts{.board = options.board,
                          .strategy = options.strategy,
                          .limits = limits,
                          .energy = options.energy,
                          .origin = candidates->examples().origin()};
  TADPOLE_TRY(write_results(history, facts, *candidates, project.name(), folder));
  if (history.stopped) {
    progress.say(search_text(history, facts));
    return Error{"the search was stopped; what there is stands in " + folder.string() +
                     ", and the same command goes on from here",
                 ErrorKind::cancelled};
  }
  StageResult result{.stage = "search", .facts = search_json(history, facts)};
  result.facts["folder"] = folder.string();
  result.text = search_text(history, facts);
  if (best_candidate(history) >= 0)
    result.text += fmt::format(
        "use the best: cp {0}/search/best.toml {0}/tadpole.toml && tadpole "
        "run {0}\n",
        project.folder().string());
  return result;
}

}  // namespace tadpole
