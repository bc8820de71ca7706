// SPDX-License-Identifier: Apache-2.0
#include "workflow/compress.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "core/base/text.h"
#include "core/compress/channel_pruning.h"
#include "core/compress/clustering.h"
#include "core/compress/pruning.h"
#include "core/compress/quantization_aware.h"
#include "core/compress/rule_chain.h"
#include "core/train/target_scaling.h"
#include "core/train/trainer.h"

namespace tadpole {
namespace {

constexpr double kPruneUntil = 0.6;    // of the steps; the rest heals
constexpr std::int64_t kChoices = 50;  // of what is pruned next

// Of the learning rate. What lost weights or channels learns best with the whole schedule once more
// (Renda et al., Comparing Rewinding and Fine-tuning in Neural Network Pruning, 2020); what is only
// rounded would forget with it.
double rate_share(std::string_view step) {
  if (step == "pruned" || step == "narrow") return 1.0;
  return step == "clustered" ? 0.3 : 0.1;
}

// Steps are of the whole training: their first rate falls as a cosine, or their last one stays.
Outcome set_rate(ScheduleOptions& schedule, double share) {
  if (schedule.kind != "steps") {
    schedule.learning_rate *= share;
    return Done{};
  }
  const bool is_whole = share >= 1.0;
  schedule.kind = is_whole ? "cosine" : "constant";
  const std::vector<std::string>& rates = schedule.step_rates;
  schedule.learning_rate = TADPOLE_TRY(parse_number(is_whole ? rates.front() : rates.back()));
  return Done{};
}

Result<Model> copy_of(const Model& model) { return model_from_bytes(model_bytes(model), "model"); }

bool has_batch_norm(const Model& model) {
  const auto& layers = model.spec().layers;
  return std::any_of(layers.begin(), layers.end(),
                     [](const LayerSpec& layer) { return layer.kind == "batch_norm"; });
}

TargetScaling inverse(const TargetScaling& scaling) {
  TargetScaling back;
  for (std::size_t t = 0; t < scaling.scale.size(); ++t) {
    back.scale.push_back(1.0F / scaling.scale[t]);
    back.mean.push_back(-scaling.mean[t] / scaling.scale[t]);
  }
  return back;
}

// What the rows of samples and the int8 input can hold.
Range input_range_of(const Examples& examples, std::span<const std::vector<float>> samples) {
  if (examples.input_scale() > 0.0F) {
    const auto zero = static_cast<float>(examples.input_zero_point());
    return {examples.input_scale() * (-128.0F - zero), examples.input_scale() * (127.0F - zero)};
  }
  Range range;
  for (const std::vector<float>& sample : samples) {
    for (const float v : sample) range = {std::min(range.low, v), std::max(range.high, v)};
  }
  return range;
}

class Compressor {
 public:
  Compressor(const CompressRequest& request, Progress& progress)
      : project_(request.project),
        examples_(request.examples),
        options_(request.options),
        folder_(request.folder),
        progress_(progress) {}

  Result<std::vector<CompressedModel>> run(const Model& trained,
                                           std::span<const std::vector<float>> samples) {
    TADPOLE_TRY(check_network());
    TADPOLE_TRY(check_method(trained, samples));
    TADPOLE_TRY(load_teacher(trained));
    training_ = TADPOLE_TRY(examples_.source(Split::train));
    validation_ = TADPOLE_TRY(examples_.source(Split::validation));
    Model model = TADPOLE_TRY(copy_of(trained));
    if (options_.prune_channels_percent > 0.0) TADPOLE_TRY(narrow(model));
    if (options_.prune_percent > 0.0) TADPOLE_TRY(prune(model));
    if (options_.clusters > 0) TADPOLE_TRY(cluster(model));
    if (options_.method == "quantization_aware")
      TADPOLE_TRY(train_for_int8(model, input_range_of(examples_, samples)));
    if (steps_.empty()) TADPOLE_TRY(distill(model));
    return std::move(steps_);
  }

 private:
  Outcome check_network() const {
    const Recipe& recipe = project_.recipe();
    const bool network = task_of(project_).goal(recipe) != Goal::reconstruct ||
                         recipe.anomaly.detector == "autoencoder";
    if (network) return Done{};
    return wrong_use("a " + recipe.anomaly.detector +
                     " is no network that trains on; take detector = \"autoencoder\", or leave "
                     "pruning, clusters, teacher and method as they are");
  }

  // Whether the last step can be gone, before the others are trained on.
  Outcome check_method(const Model& trained, std::span<const std::vector<float>> samples) const {
    if (options_.method != "quantization_aware") return Done{};
    const auto possible = make_quantization_aware(trained, input_range_of(examples_, samples));
    return possible.ok() ? Outcome(Done{}) : Outcome(possible.error());
  }

  Outcome load_teacher(const Model& trained) {
    const std::string& name = options_.teacher;
    if (name.empty()) return Done{};
    if (task_of(project_).goal(project_.recipe()) != Goal::classify) {
      return wrong_use(
          "teacher: a teacher says how likely each class is, this project has none; leave teacher "
          "empty");
    }
    const bool itself = name == "trained";
    teacher_ = TADPOLE_TRY(itself ? copy_of(trained) : load_model(project_.folder() / name));
    if (teacher_->input_shape() == trained.input_shape() &&
        teacher_->outputs() == trained.outputs())
      return Done{};
    const auto a = teacher_->input_shape(), b = trained.input_shape();
    return wrong_use(fmt::format(
        "the teacher {} takes {}x{}x{} and gives {} values, this network {}x{}x{} and {}; take one "
        "that was trained on the same features and classes",
        name, a[0], a[1], a[2], teacher_->outputs(), b[0], b[1], b[2], trained.outputs()));
  }

  std::int64_t steps() const {
    const int batch = project_.recipe().train.batch;
    return std::int64_t{std::max(1, training_->size() / batch)} * options_.tune_epochs;
  }

  // "pruned_clustered": ways that share their first steps share what those learned, no others.
  std::string way_to(const std::string& step) const {
    std::string way = teacher_ ? "taught_" : "";
    for (const CompressedModel& before : steps_) way += before.name + "_";
    return way + step;
  }

  // Trains on, under the rules that hold since their step.
  Outcome tune(Model& model, const std::string& step, WeightRule* rule) {
    const Recipe& recipe = project_.recipe();
    const TargetScaling scaling = fit_target_scaling(*training_, model);
    const ScaledTargets training(*training_, scaling), validation(*validation_, scaling);
    const bool scales = !scaling.scale.empty();
    if (scales) fold_target_scaling(inverse(scaling), model);
    TrainJob job{.train = scales ? &training : training_.get(),
                 .validation = scales ? &validation : validation_.get(),
                 .options = recipe.train,
                 .checkpoint = folder_ / ("checkpoint_" + way_to(step) + ".bin"),
                 .fingerprint = project_.key_of("train") + "|" + step,
                 .start = TrainStart::as_given,
                 .teacher = teacher_ ? &*teacher_ : nullptr,
                 .rule = rule};
    job.options.seed = recipe.project.seed;
    job.options.epochs = options_.tune_epochs;
    job.options.patience = 0;
    job.options.ema = 0.0;
    TADPOLE_TRY(set_rate(job.options.schedule, rate_share(step)));
    if (teacher_) job.options.loss = "distillation";
    progress_.say(
        fmt::format("optimize, {}: trained on for {} epochs", step, options_.tune_epochs));
    TADPOLE_TRY(train(model, job, pool_, progress_));
    fold_target_scaling(scaling, model);
    return Done{};
  }

  Outcome keep(const Model& model, const std::string& name) {
    int distinct = 0;
    for (const WeightKernel& k : weight_kernels(model))
      distinct = std::max(distinct, distinct_values(model.parameters().subspan(k.first, k.count)));
    steps_.push_back({.name = name,
                      .model = TADPOLE_TRY(copy_of(model)),
                      .kernel_scale = scale(),
                      .sparsity = kernel_sparsity(model),
                      .distinct_values = distinct});
    return Done{};
  }

  KernelScale scale() const {
    return clustered_ ? KernelScale::per_kernel : KernelScale::per_channel;
  }

  // A teacher and nothing else.
  Outcome distill(Model& model) {
    TADPOLE_TRY(tune(model, "distilled", nullptr));
    return keep(model, "distilled");
  }

  Outcome narrow(Model& model) {
    ChannelPruning pruned =
        TADPOLE_TRY(prune_channels(model, options_.prune_channels_percent / 100.0));
    model = std::move(pruned.model);
    TADPOLE_TRY(tune(model, "narrow", nullptr));
    return keep(model, "narrow");
  }

  Outcome prune(Model& model) {
    const auto end = static_cast<std::int64_t>(kPruneUntil * static_cast<double>(steps()));
    PruningRule rule = TADPOLE_TRY(
        PruningRule::create(model, {.final_sparsity = options_.prune_percent / 100.0,
                                    .end_step = end,
                                    .every = std::max<std::int64_t>(1, end / kChoices)}));
    TADPOLE_TRY(tune(model, "pruned", &rule));
    return keep(model, "pruned");
  }

  // Batch norm would pull the clusters of a kernel apart again, channel by channel.
  Outcome cluster(Model& model) {
    if (has_batch_norm(model)) model = TADPOLE_TRY(fold_batch_norms(model));
    RuleChain rules;
    add_rules_so_far(rules, model);
    rules.add(std::make_unique<ClusteringRule>(TADPOLE_TRY(clustering(model))));
    TADPOLE_TRY(tune(model, "clustered", &rules));
    clustered_ = true;
    return keep(model, "clustered");
  }

  Outcome train_for_int8(Model& model, Range input) {
    QuantizationAware aware = TADPOLE_TRY(make_quantization_aware(model, input));
    RuleChain rules;
    add_rules_so_far(rules, aware.model);
    if (clustered_)
      rules.add(std::make_unique<ClusteringRule>(TADPOLE_TRY(clustering(aware.model))));
    rules.add(std::make_unique<QuantizationRule>(aware, scale()));
    TADPOLE_TRY(tune(aware.model, "quantization_aware", &rules));
    model = std::move(aware.model);
    return keep(model, "quantization_aware");
  }

  void add_rules_so_far(RuleChain& rules, const Model& model) const {
    if (options_.prune_percent > 0.0)
      rules.add(std::make_unique<PruningRule>(PruningRule::keeping(model)));
  }
  Result<ClusteringRule> clustering(const Model& model) const {
    return ClusteringRule::create(
        model,
        {.clusters = options_.clusters,
         .zeros = options_.prune_percent > 0.0 ? ClusterZeros::keep : ClusterZeros::treat_as_others,
         .seed = project_.recipe().project.seed});
  }

  const Project& project_;
  const Examples& examples_;
  const OptimizeOptions& options_;
  const Path folder_;
  Progress& progress_;
  ThreadPool pool_;
  std::unique_ptr<BatchSource> training_, validation_;
  std::optional<Model> teacher_;
  bool clustered_ = false;
  std::vector<CompressedModel> steps_;
};

}  // namespace

bool compresses(const OptimizeOptions& o) {
  return o.method == "quantization_aware" || o.prune_percent > 0.0 ||
         o.prune_channels_percent > 0.0 || o.clusters > 0 || !o.teacher.empty();
}

Result<std::vector<CompressedModel>> compress(const CompressRequest& request, Progress& progress) {
  return Compressor(request, progress).run(request.trained, request.samples);
}

}  // namespace tadpole
