// SPDX-License-Identifier: Apache-2.0
#include "workflow/train.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "core/nn/model.h"
#include "core/train/model_file.h"
#include "core/train/target_scaling.h"
#include "core/train/trainer.h"
#include "workflow/base_model.h"
#include "workflow/detector.h"
#include "workflow/task.h"
#include "workflow/transfer.h"
#include "workflow/watch.h"

namespace tadpole {
namespace {

// A ready-made network that ends in probabilities gives numbers where numbers are asked for.
Result<ModelSpec> ready_made(const std::string& line, std::array<int, 3> input, int outputs,
                             Goal goal) {
  ModelSpec spec = TADPOLE_TRY(reference_model(line, input, outputs));
  if (goal == Goal::regress && !spec.layers.empty() && spec.layers.back().kind == "softmax")
    spec.layers.pop_back();
  return spec;
}

Result<ModelSpec> model_spec(const ModelOptions& o, std::array<int, 3> input, int outputs,
                             Goal goal) {
  if (o.layers.empty()) return ready_made(o.model, input, outputs, goal);
  ModelSpec spec{.input = input, .layers = {}};
  for (const std::string& line : o.layers) spec.layers.push_back(TADPOLE_TRY(parse_layer(line)));
  return spec;
}

std::string text_of(const TrainReport& report, const Model& model, const std::string& tag) {
  const EpochReport& best =
      report.epochs[static_cast<std::size_t>(std::max(1, report.best_epoch)) - 1];
  const std::string measure =
      report.has_accuracy
          ? fmt::format("validation accuracy {:.1f} %", 100 * best.validation_accuracy)
          : fmt::format("validation loss {:.5g}", best.validation_loss);
  return fmt::format(
      "{} epochs ({}), best: epoch {}, {}{}\n{} parameters, {} multiply-accumulates per decision",
      report.epochs.size(), report.stopped_because, report.best_epoch, measure, tag,
      model.parameters().size(), model.macs());
}

// Few enough to read and to check by hand.
constexpr std::size_t kMostShownWeights = 20;

std::vector<float> shown_weights(const Model& model) {
  const auto all = model.parameters();
  if (all.size() > kMostShownWeights) return {};
  return {all.begin(), all.end()};
}

int outputs_of(const Task& task, const Recipe& recipe, const Examples& examples) {
  switch (task.goal(recipe)) {
    case Goal::classify:
      return static_cast<int>(examples.labels().size());
    case Goal::regress:
      return static_cast<int>(examples.target_names().size());
    default:
      return static_cast<int>(examples.values());
  }
}

// A detector that needs no training: the same files, no epochs.
Result<StageWork> fit_once(Project& project, const Examples& examples, Progress& progress) {
  const Recipe& recipe = project.recipe();
  const auto source = TADPOLE_TRY(examples.source(Split::train));
  const Model model = TADPOLE_TRY(
      fit_detector(recipe.anomaly, *source, examples.shape(), recipe.project.seed, progress));
  const Path file = project.folder() / "model" / "model.tadpole";
  TADPOLE_TRY(make_folder(file.parent_path()));
  TADPOLE_TRY(save_model(model, file));
  StageWork work;
  work.output = TADPOLE_TRY(hash_file(file));
  work.facts = train_report_json({});
  work.facts["model"] = recipe.anomaly.detector;
  work.facts["parameters"] = model.parameters().size();
  work.facts["macs"] = model.macs();
  work.facts["layers_text"] = model.summary();
  work.facts["stopped_because"] = "fitted, not trained";
  work.facts["origin"] = examples.origin();
  work.facts["hash"] = work.output;
  TADPOLE_TRY(write_json(project.folder() / "model" / "training.json", work.facts));
  work.text = fmt::format(
      "{} fitted on {} windows\n{} parameters, {} multiply-accumulates per "
      "decision",
      recipe.anomaly.detector, source->size(), model.parameters().size(), model.macs());
  return work;
}

// A base that learnt from pictures in -1..1 is lost on 0..255, and nothing else would say so.
Outcome say_if_out_of_range(const BaseModel& base, const Examples& examples, Progress& progress) {
  if (base.range.high <= base.range.low) return Done{};
  constexpr int kLooked = 32;
  std::vector<float> x(examples.values());
  float low = 0.0F, high = 0.0F;
  for (int i = 0; i < std::min(kLooked, examples.size(Split::train)); ++i) {
    TADPOLE_TRY(examples.features(Split::train, i))->real(x);
    low = std::min(low, *std::min_element(x.begin(), x.end()));
    high = std::max(high, *std::max_element(x.begin(), x.end()));
  }
  const float width = base.range.high - base.range.low, slack = 0.1F * width;
  if (low >= base.range.low - slack && high <= base.range.high + slack && high - low > width / 4.0F)
    return Done{};
  progress.say(fmt::format(
      "warning: the base {} was made for inputs from {:.3g} to {:.3g}, these features go from "
      "{:.3g} to {:.3g}; what it learnt may not hold for them, see [preprocess]",
      base.name, base.range.low, base.range.high, low, high));
  return Done{};
}

// What is trained, and where its first layers come from.
struct Network {
  ModelSpec spec;
  std::string title = {};
  std::optional<BaseModel> base = {};
  std::string until = {};  // the base's last layer that is taken
};

Result<Network> network_of(const Project& project, const Task& task, const Examples& examples,
                           Progress& progress) {
  const Recipe& recipe = project.recipe();
  const ModelOptions& o = recipe.model;
  const int outputs = outputs_of(task, recipe, examples);
  Network network{.spec = {}, .title = o.layers.empty() ? o.model : "own network"};
  if (!o.base.empty()) {
    network.base = TADPOLE_TRY(load_base(o.base, project.folder()));
    network.until = o.base_until;
    TADPOLE_TRY(say_if_out_of_range(*network.base, examples, progress));
  }
  if (network.base && (network.base->needs_head || !o.head.empty())) {
    BuiltOnBase built = TADPOLE_TRY(build_on_base(*network.base, o, examples.shape(), outputs,
                                                  task.goal(recipe) == Goal::classify));
    network.spec = std::move(built.spec), network.until = built.until;
    network.title = "a head on " + Path(o.base).filename().string();
    for (const Backbone& b : backbones())
      if (b.name == o.base) network.title += " (learnt from " + b.learnt_from + ")";
  } else {
    network.spec = TADPOLE_TRY(model_spec(o, examples.shape(), outputs, task.goal(recipe)));
  }
  return network;
}

Result<StageWork> fit(Project& project, Progress& progress) {
  const Recipe& recipe = project.recipe();
  const Task& task = task_of(project);
  const auto examples = TADPOLE_TRY(task.examples(project));
  if (task.goal(recipe) == Goal::reconstruct && recipe.anomaly.detector != "autoencoder")
    return fit_once(project, *examples, progress);
  const Network network = TADPOLE_TRY(network_of(project, task, *examples, progress));
  Model model = TADPOLE_TRY(Model::create(network.spec));
  progress.say(model.summary());
  const auto training = TADPOLE_TRY(examples->source(Split::train));
  const auto validation = TADPOLE_TRY(examples->source(Split::validation));
  const TargetScaling scaling = fit_target_scaling(*training, model);
  const ScaledTargets scaled_training(*training, scaling), scaled_validation(*validation, scaling);
  const bool scales = !scaling.scale.empty();
  ThreadPool pool;
  TrainJob job{.train = scales ? &scaled_training : training.get(),
               .validation = scales ? &scaled_validation : validation.get(),
               .options = recipe.train,
               .checkpoint = project.folder() / "model" / "checkpoint.bin",
               .fingerprint = project.key_of("train")};
  job.options.seed = recipe.project.seed;
  TrainReport report;
  std::optional<Watch> watch;
  Outcome watched = Done{};
  if (recipe.train.watch > 0 && !network.base) {
    watch = TADPOLE_TRY(Watch::create(*examples, task.goal(recipe), recipe.train.watch,
                                      project.folder() / "model" / "watch.json", job.fingerprint));
    watch->scale_by(scaling);
  } else if (recipe.train.watch > 0) {
    progress.say("note: with a base no samples are watched");
  }
  auto* listener = dynamic_cast<EpochListener*>(&progress);
  job.on_epoch = [&](Model& now, const TrainReport& so_far) {
    if (listener != nullptr) {
      TrainReport last{.loss = so_far.loss, .epochs = {so_far.epochs.back()}};
      report_in_own_units(scaling, last);
      listener->on_epoch(last.epochs.back());
    }
    if (!watch) return;
    const Outcome asked = watch->ask(now, so_far.epochs.back().epoch);
    if (!asked.ok()) watched = asked;
  };
  if (!network.base) {
    report = TADPOLE_TRY(train(model, job, pool, progress));
  } else {
    Transferred transferred =
        TADPOLE_TRY(train_transfer({.base = &*network.base,
                                    .spec = network.spec,
                                    .until = network.until,
                                    .fine_tune_epochs = recipe.model.fine_tune_epochs,
                                    .head = job,
                                    .augments = examples->augments()},
                                   pool, progress));
    model = std::move(transferred.model);
    report = transferred.report;
  }
  fold_target_scaling(scaling, model);
  report_in_own_units(scaling, report);
  TADPOLE_TRY(watched);
  const Path file = project.folder() / "model" / "model.tadpole";
  TADPOLE_TRY(save_model(model, file));
  StageWork work;
  work.output = TADPOLE_TRY(hash_file(file));
  const std::string origin = examples->origin();
  work.facts = train_report_json(report);
  work.facts["model"] = network.title;
  work.facts["parameters"] = model.parameters().size();
  work.facts["macs"] = model.macs();
  work.facts["layers_text"] = model.summary();
  work.facts["weights"] = shown_weights(model);
  work.facts["origin"] = origin;
  work.facts["hash"] = work.output;
  if (watch) work.facts["watch"] = watch->json();
  TADPOLE_TRY(write_json(project.folder() / "model" / "training.json", work.facts));
  work.text = text_of(report, model, origin == "recorded" ? "" : " (" + origin + " data)");
  return work;
}

}  // namespace

Result<StageResult> train(Project& project, Progress& progress) {
  return do_stage(project, "train", [&] { return fit(project, progress); });
}

Result<NetworkCost> network_cost(const Project& project, const Examples& examples) {
  const Task& task = task_of(project);
  const Recipe& recipe = project.recipe();
  if (task.goal(recipe) == Goal::reconstruct && recipe.anomaly.detector != "autoencoder")
    return Error{"a " + recipe.anomaly.detector + " has no size before it was fitted"};
  SilentProgress silent;
  const Network network = TADPOLE_TRY(network_of(project, task, examples, silent));
  const Model model = TADPOLE_TRY(Model::create(network.spec));
  return NetworkCost{static_cast<std::int64_t>(model.parameters().size()), model.macs()};
}

}  // namespace tadpole
