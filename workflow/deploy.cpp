// SPDX-License-Identifier: Apache-2.0
#include "workflow/deploy.h"

#include <fmt/format.h>

#include "kit/deploy/deploy_to_board.h"
#include "kit/deploy/export_library.h"
#include "workflow/optimize.h"
#include "workflow/task.h"

namespace tadpole {
namespace {

std::string text_of(const DeployReport& r) {
  if (!r.not_run.empty())
    return fmt::format("board {}: arena {} of {} bytes of RAM; {}\n", r.board, r.arena_bytes,
                       r.ram_limit_bytes, r.not_run);
  std::string text =
      fmt::format("board {}: flash {} of {} bytes, RAM {} of {} bytes (arena {}, stack {})\n",
                  r.board, r.flash_bytes, r.flash_limit_bytes, r.ram_bytes, r.ram_limit_bytes,
                  r.arena_bytes, r.stack_bytes);
  text += fmt::format(
      "instructions: features {}, inference {}; estimated {:.3g} ms and {:.2g} mJ at {:.0f} MHz "
      "(an estimate, no real board was measured)\n",
      r.features_instructions, r.inference_instructions, r.estimated_ms, r.estimated_mj,
      r.clock_hz / 1e6);
  text += r.host_equal
              ? fmt::format("board and host agree on every byte of {} inputs\n", r.compared)
              : "board and host DIFFER: " + r.difference + "\n";
  return text;
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

Outcome expect_equal(const DeployReport& report) {
  if (report.host_equal || !report.not_run.empty()) return Done{};
  return Error{"the board does not compute what the host computes: " + report.difference +
               "; please report this, the model should not be used"};
}

// What streaming is worth: the same network on the whole window, asked once per hop, on the same
// board; with why not where that does not fit.
Result<nlohmann::json> streaming_cost(const Project& project, const DeployReport& r,
                                      Progress& progress) {
  const Recipe& recipe = project.recipe();
  const double hops_per_second = 1000.0 / recipe.evaluate.hop_ms;
  nlohmann::json cost = {{"runs_per_second", 1000.0 / recipe.preprocess.stride_ms},
                         {"instructions_per_run", r.inference_instructions / r.runs_per_clip},
                         {"instructions_per_second",
                          1000.0 / recipe.preprocess.stride_ms *
                              static_cast<double>(r.inference_instructions) / r.runs_per_clip},
                         {"hop_ms", recipe.evaluate.hop_ms}};
  const Path file = project.folder() / "optimized" / kWholeWindowFile;
  const Result<DeployReport> window =
      deploy_to_board({.model = TADPOLE_TRY(read_bytes(file)),
                       .model_name = "the same network on the whole window",
                       .board = recipe.deploy.board,
                       .folder = project.folder() / "deploy" / "whole-window"},
                      progress);
  if (!window.ok() && window.error().kind == ErrorKind::cancelled) return window.error();
  if (!window.ok()) {
    cost["window_refused"] = window.error().message;
    return cost;
  }
  const auto instructions = static_cast<double>(window.value().inference_instructions);
  cost["window_instructions"] = instructions;
  cost["window_instructions_per_second"] = instructions * hops_per_second;
  cost["window_arena_bytes"] = window.value().arena_bytes;
  return cost;
}

std::string streaming_note(const nlohmann::json& cost) {
  std::string text = fmt::format(
      "the model streams: {} instructions for each new row of features, {:.3g} million for a "
      "second "
      "of listening",
      cost["instructions_per_run"].get<std::int64_t>(),
      cost["instructions_per_second"].get<double>() / 1e6);
  if (cost.contains("window_refused"))
    return text + "; " + cost["window_refused"].get<std::string>();
  return text + fmt::format(
                    "; the same network on the whole window takes {:.3g} million for each look, "
                    "{:.3g} million for a second with a look every {} ms",
                    cost["window_instructions"].get<double>() / 1e6,
                    cost["window_instructions_per_second"].get<double>() / 1e6,
                    cost["hop_ms"].get<int>());
}

Result<StageWork> onto_board(Project& project, Progress& progress) {
  const Task& task = task_of(project);
  const auto examples = TADPOLE_TRY(task.examples(project));
  const Path folder = project.folder() / "deploy";
  const Path model_file = project.folder() / "optimized" / "model_int8.tflite";
  DeployRequest request{.model = TADPOLE_TRY(read_bytes(model_file)),
                        .model_name = model_file.string(),
                        .board = project.recipe().deploy.board,
                        .spotter = {},
                        .clips = {},
                        .inputs = {},
                        .folder = folder / "firmware"};
  ExportRequest library{
      .model = request.model, .name = project.name(), .spotter = {}, .folder = folder / "library"};
  TADPOLE_TRY(task.prepare_deploy(project, *examples, request, library));
  const DeployReport report = TADPOLE_TRY(deploy_to_board(request, progress));
  const ExportReport exported = TADPOLE_TRY(export_library(library));
  StageWork work;
  work.facts = to_json(report);
  work.facts["library"] = exported.folder.string();
  const bool ran = report.not_run.empty();
  std::string note = ran ? task.deploy_note(project, report) : report.not_run;
  if (ran && project.recipe().model.streaming) {
    const auto cost = TADPOLE_TRY(streaming_cost(project, report, progress));
    note = streaming_note(cost) + (note.empty() ? "" : "; " + note);
    work.facts["streaming"] = cost;
  }
  work.facts["note"] = note;
  nlohmann::json all = work.facts;
  all["plan"] = plan_json(report.plan);
  all["serial"] = report.serial;
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
