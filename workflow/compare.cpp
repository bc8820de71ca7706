// SPDX-License-Identifier: Apache-2.0
#include "workflow/compare.h"

#include <fmt/format.h>

#include "core/graph/cost.h"
#include "core/quant/fake_quant.h"
#include "core/train/model_file.h"
#include "kit/deploy/deploy_to_board.h"
#include "workflow/compare_results.h"
#include "workflow/compare_state.h"
#include "workflow/compress.h"
#include "workflow/optimized_form.h"

namespace tadpole {
namespace {

constexpr double kPrunePercent = 60.0, kChannelsPercent = 50.0;
constexpr int kClusters = 16;

class Comparison {
 public:
  static Result<Comparison> create(const Project& project, Progress& progress) {
    auto examples = TADPOLE_TRY(task_of(project).examples(project));
    Model model = TADPOLE_TRY(load_model(project.folder() / "model" / "model.tadpole"));
    return Comparison(project, std::move(examples), std::move(model), progress);
  }

  std::string origin() const { return examples_->origin(); }

  Result<CompareRow> row(const CompareWay& way) {
    if (auto known = kept_row(project_, way)) return *known;
    CompareRow row{.id = way.id, .title = way.title};
    const Outcome made = fill(way, row);
    if (!made.ok() && made.error().kind == ErrorKind::cancelled) return made.error();
    if (!made.ok()) row.refused = made.error().message;
    TADPOLE_TRY(keep_row(project_, way, row));
    return row;
  }

 private:
  Comparison(const Project& project, std::unique_ptr<Examples> examples, Model model,
             Progress& progress)
      : project_(project),
        examples_(std::move(examples)),
        model_(std::move(model)),
        progress_(progress) {}

  Path folder() const { return compare_folder(project_); }

  Outcome fill(const CompareWay& way, CompareRow& row) {
    std::vector<CompressedModel> steps;
    if (compresses(way.options)) steps = TADPOLE_TRY(compressed(way.options));
    const CompressedModel* last = steps.empty() ? nullptr : &steps.back();
    const Graph graph =
        TADPOLE_TRY(device_graph(last == nullptr ? model_ : last->model, project_.recipe()));
    const Graph made = TADPOLE_TRY(quantize(way, graph, last));
    OptimizedForm form{way.id, folder() / (way.id + ".tflite"), {}, {}};
    TADPOLE_TRY(measure(form, made, project_, *examples_, progress_));
    row.metric = form.judgement.metric;
    row.value = form.judgement.value, row.low = form.judgement.low, row.high = form.judgement.high;
    row.file_bytes = static_cast<std::int64_t>(form.bytes.size());
    if (const auto packed = packed_bytes(form.bytes); packed.is_number())
      row.packed_bytes = packed.get<std::int64_t>();
    row.macs = graph_macs(made);
    row.host_us = 1e6 * TADPOLE_TRY(seconds_per_run(form.bytes));
    return weigh(form, row);
  }

  Result<std::vector<CompressedModel>> compressed(const OptimizeOptions& options) {
    const auto samples = TADPOLE_TRY(
        calibration_samples(*examples_, options.calibration_clips, examples_->values()));
    return compress({.project = project_,
                     .examples = *examples_,
                     .options = options,
                     .trained = model_,
                     .samples = samples,
                     .folder = folder()},
                    progress_);
  }

  Result<Graph> quantize(const CompareWay& way, const Graph& graph, const CompressedModel* last) {
    if (way.scheme == "float") return take_fake_quant(graph).graph;
    const auto scale = last == nullptr ? KernelScale::per_channel : last->kernel_scale;
    const QuantizationScheme scheme = TADPOLE_TRY(parse_scheme(way.scheme));
    QuantizedForm form =
        TADPOLE_TRY(quantized({graph, project_.recipe(), *examples_, scale}, scheme, progress_));
    return std::move(form.graph);
  }

  // On the board. A model that does not fit or has no form there keeps its other figures.
  Outcome weigh(const OptimizedForm& form, CompareRow& row) {
    const Result<DeployReport> report = deploy_to_board({.model = form.bytes,
                                                         .model_name = form.file.string(),
                                                         .board = project_.recipe().deploy.board,
                                                         .folder = folder() / "board"},
                                                        progress_);
    if (!report.ok() && report.error().kind == ErrorKind::cancelled) return report.error();
    if (!report.ok()) {
      row.not_run = report.error().message;
      return Done{};
    }
    const DeployReport& r = report.value();
    row.not_run = r.not_run;
    if (!r.not_run.empty()) return Done{};
    row.flash_bytes = r.flash_bytes;
    row.ram_bytes = r.ram_bytes;
    row.instructions = r.inference_instructions / r.runs_per_clip;
    if (!r.host_equal)
      row.not_run = "the board does not compute what the host computes: " + r.difference;
    return Done{};
  }

  const Project& project_;
  std::unique_ptr<Examples> examples_;
  Model model_;
  Progress& progress_;
};

}  // namespace

std::vector<CompareWay> compare_ways(const OptimizeOptions& recipe) {
  OptimizeOptions plain = recipe;
  plain.method = "post_training";
  plain.prune_percent = plain.prune_channels_percent = 0.0;
  plain.clusters = 0;
  plain.teacher.clear();
  const double prune = recipe.prune_percent > 0.0 ? recipe.prune_percent : kPrunePercent;
  const double channels =
      recipe.prune_channels_percent > 0.0 ? recipe.prune_channels_percent : kChannelsPercent;
  const int clusters = recipe.clusters > 0 ? recipe.clusters : kClusters;
  const std::string teacher = recipe.teacher.empty() ? "trained" : recipe.teacher;
  std::vector<CompareWay> ways = {
      {"float", "float", "float", plain},
      {"dynamic_range", "float with int8 weights", "dynamic_range", plain},
      {"int16x8", "int16 with int8 weights", "int16x8", plain},
      {"int8", "int8 after training", "int8", plain}};
  const auto add = [&](const std::string& id, const std::string& title, const auto& change) {
    ways.push_back({id, title, "int8", plain});
    change(ways.back().options);
  };
  const auto both = [&](const std::string& id, const std::string& title, const auto& change) {
    if (!id.empty()) add(id, title, change);
    add(id.empty() ? "quantization_aware" : id + "_aware",
        id.empty() ? "trained for int8" : title + ", trained for int8", [&](OptimizeOptions& o) {
          change(o);
          o.method = "quantization_aware";
        });
  };
  both("", "", [](OptimizeOptions&) {});
  both("pruned", fmt::format("{:g} % pruned", prune),
       [&](OptimizeOptions& o) { o.prune_percent = prune; });
  both("clustered", fmt::format("{} clusters", clusters),
       [&](OptimizeOptions& o) { o.clusters = clusters; });
  both("pruned_clustered", fmt::format("{:g} % pruned, {} clusters", prune, clusters),
       [&](OptimizeOptions& o) { o.prune_percent = prune, o.clusters = clusters; });
  const std::string narrow = fmt::format("{:g} % of channels out", channels);
  add("narrow", narrow, [&](OptimizeOptions& o) { o.prune_channels_percent = channels; });
  add("narrow_distilled", narrow + ", taught",
      [&](OptimizeOptions& o) { o.prune_channels_percent = channels, o.teacher = teacher; });
  return ways;
}

Result<StageResult> compare(Project& project, bool fresh, Progress& progress) {
  const ProjectLock lock = TADPOLE_TRY(ProjectLock::take(project));
  TADPOLE_TRY(project.require("optimize"));
  const Path folder = compare_folder(project);
  std::error_code code;
  if (fresh) std::filesystem::remove_all(folder, code);
  if (code) return Error{folder.string() + " cannot be emptied: " + code.message()};
  TADPOLE_TRY(make_folder(folder / "rows"));
  Comparison comparison = TADPOLE_TRY(Comparison::create(project, progress));
  std::vector<CompareRow> rows;
  const auto ways = compare_ways(project.recipe().optimize);
  for (const CompareWay& way : ways) {
    progress.say(fmt::format("compare {} of {}: {}", rows.size() + 1, ways.size(), way.title));
    const Result<CompareRow> row = comparison.row(way);
    if (!row.ok() && row.error().kind == ErrorKind::cancelled)
      return Error{fmt::format("the comparison was stopped after {} of {} ways; the same command "
                               "goes on from here",
                               rows.size(), ways.size()),
                   ErrorKind::cancelled};
    rows.push_back(TADPOLE_TRY(row));
  }
  const CompareFacts facts{.project = project.name(),
                           .board = project.recipe().deploy.board,
                           .origin = comparison.origin(),
                           .tune_epochs = project.recipe().optimize.tune_epochs};
  mark_front(rows);
  TADPOLE_TRY(write_json(folder / "compare.json", compare_json(rows, facts)));
  TADPOLE_TRY(write_file(folder / "compare.html", compare_page(rows, facts)));
  StageResult result{.stage = "compare", .facts = compare_json(rows, facts)};
  result.facts["folder"] = folder.string();
  result.text =
      compare_text(rows, facts) + "the page of it: " + (folder / "compare.html").string() + "\n";
  return result;
}

}  // namespace tadpole
