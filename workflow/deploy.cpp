// SPDX-License-Identifier: Apache-2.0
#include "workflow/deploy.h"

#include <fmt/format.h>

#include <cmath>

#include "core/eval/evaluation.h"
#include "kit/deploy/deploy_to_board.h"
#include "kit/deploy/export_library.h"
#include "workflow/artifacts.h"
#include "workflow/infer.h"

namespace tadpole {
namespace {

std::string text_of(const DeployReport& r) {
  std::string text =
      fmt::format("board {}: flash {} of {} bytes, RAM {} of {} bytes (arena {}, stack {})\n",
                  r.board, r.flash_bytes, r.flash_limit_bytes, r.ram_bytes, r.ram_limit_bytes,
                  r.arena_bytes, r.stack_bytes);
  text += fmt::format(
      "instructions: features {}, inference {}; estimated {:.1f} ms and {:.2f} mJ at {:.0f} MHz "
      "(an estimate, no real board was measured)\n",
      r.features_instructions, r.inference_instructions, r.estimated_ms, r.estimated_mj,
      r.clock_hz / 1e6);
  text += r.host_equal
              ? fmt::format("board and host agree on every byte of {} inputs\n", r.compared)
              : "board and host DIFFER: " + r.difference + "\n";
  return text;
}

// A board that is asked more often than it can answer falls behind: say so.
std::string pace_note(const DeployReport& r, int hop_ms) {
  const double features = static_cast<double>(r.features_instructions);
  const double inference = static_cast<double>(r.inference_instructions);
  if (features + inference <= 0.0) return {};
  const double decision_ms =
      r.estimated_ms * (inference + features * hop_ms / 1000.0) / (features + inference);
  if (decision_ms <= hop_ms) return {};
  return fmt::format(
      "a decision takes an estimated {:.0f} ms at {:.0f} MHz, but one is asked for every {} ms: "
      "set "
      "hop_ms to {:.0f} or more, or train a smaller model",
      decision_ms, r.clock_hz / 1e6, hop_ms, std::ceil(decision_ms / 10.0) * 10.0);
}

nlohmann::json plan_json(const MemoryPlan& plan) {
  nlohmann::json buffers = nlohmann::json::array();
  for (const PlannedBuffer& b : plan.buffers) {
    buffers.push_back({{"name", b.name},
                       {"offset", b.offset},
                       {"bytes", b.bytes},
                       {"first_op", b.first_op},
                       {"last_op", b.last_op}});
  }
  return {{"arena_bytes", plan.arena_bytes}, {"buffers", buffers}};
}

// Evenly over the test clips.
Result<std::vector<std::vector<std::int16_t>>> test_clips(const Dataset& dataset, int wanted) {
  std::vector<const Clip*> clips;
  for (const Clip& clip : dataset.clips) {
    if (clip.split == Split::test) clips.push_back(&clip);
  }
  if (clips.empty())
    return Error{
        "there is no test clip to run on the board; collect clips of at least three speakers"};
  const std::size_t take =
      wanted <= 0 ? clips.size() : std::min(clips.size(), static_cast<std::size_t>(wanted));
  std::vector<std::vector<std::int16_t>> samples;
  for (std::size_t i = 0; i < take; ++i)
    samples.push_back(TADPOLE_TRY(load_clip(dataset, *clips[i * clips.size() / take])));
  return samples;
}

// The threshold at which the int8 model was tested in a room, when it was.
device::SmootherOptions smoothing_of(const Project& project) {
  device::SmootherOptions smoothing;
  const auto read = read_json(project.folder() / "optimized" / "optimize.json");
  if (!read.ok() || !read.value().contains("evaluation")) return smoothing;
  const auto report = evaluation_from_json(read.value()["evaluation"]);
  if (report.ok() && report.value().streaming)
    smoothing.threshold = report.value().streaming->options.smoothing.threshold;
  return smoothing;
}

Outcome expect_equal(const DeployReport& report) {
  if (report.host_equal) return Done{};
  return Error{"the board does not compute what the host computes: " + report.difference +
               "; please report this, the model should not be used"};
}

Result<StageWork> onto_board(Project& project, Progress& progress) {
  const Recipe& recipe = project.recipe();
  const Dataset dataset = TADPOLE_TRY(load_dataset(dataset_folder(project)));
  const Path folder = project.folder() / "deploy";
  const Path model_file = project.folder() / "optimized" / "model_int8.tflite";
  SpotterOptions spotter{.features = recipe.preprocess,
                         .labels = dataset.labels,
                         .hop_ms = recipe.evaluate.hop_ms,
                         .smoothing = smoothing_of(project)};
  DeployRequest request{.model = TADPOLE_TRY(read_bytes(model_file)),
                        .model_name = model_file.string(),
                        .board = recipe.deploy.board,
                        .spotter = spotter,
                        .clips = TADPOLE_TRY(test_clips(dataset, recipe.deploy.clips)),
                        .inputs = {},
                        .folder = folder / "firmware"};
  const DeployReport report = TADPOLE_TRY(deploy_to_board(request, progress));
  ExportRequest library{.model = request.model,
                        .name = project.name(),
                        .spotter = spotter,
                        .folder = folder / "library"};
  const ExportReport exported = TADPOLE_TRY(export_library(library));
  StageWork work;
  work.facts = to_json(report);
  work.facts["library"] = exported.folder.string();
  const std::string note = pace_note(report, spotter.hop_ms);
  work.facts["note"] = note;
  nlohmann::json all = work.facts;
  all["plan"] = plan_json(report.plan);
  TADPOLE_TRY(write_json(folder / "deploy.json", all));
  work.output = TADPOLE_TRY(hash_file(folder / "deploy.json"));
  work.text = text_of(report) + fmt::format("firmware project: {}\nC++ library: {}\n",
                                            request.folder.string(), library.folder.string());
  if (!note.empty()) work.text += "note: " + note + "\n";
  TADPOLE_TRY(expect_equal(report));
  return work;
}

}  // namespace

Result<StageResult> deploy(Project& project, Progress& progress) {
  return do_stage(project, "deploy", [&] { return onto_board(project, progress); });
}

Result<StageResult> deploy_model(const Path& model, const DeployModelOptions& options,
                                 Progress& progress) {
  Path folder = options.output;
  if (folder.empty()) folder = model.parent_path() / (model.stem().string() + "-deploy");
  DeployRequest request{.model = TADPOLE_TRY(read_bytes(model)),
                        .model_name = model.string(),
                        .board = options.board,
                        .spotter = {},
                        .clips = {},
                        .inputs = {},
                        .folder = folder};
  for (const Path& input : options.inputs) request.inputs.push_back(TADPOLE_TRY(read_bytes(input)));
  const Result<DeployReport> deployed = deploy_to_board(request, progress);
  if (!deployed.ok()) {
    const Error& error = deployed.error();
    const bool names_it = error.message.find(model.string()) != std::string::npos;
    return Error{names_it ? error.message : model.string() + ": " + error.message, error.kind};
  }
  const DeployReport& report = deployed.value();
  StageResult result{
      .stage = "deploy", .up_to_date = false, .facts = to_json(report), .text = text_of(report)};
  result.text += "firmware project: " + folder.string() + "\n";
  TADPOLE_TRY(expect_equal(report));
  return result;
}

}  // namespace tadpole
