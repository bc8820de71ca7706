// SPDX-License-Identifier: Apache-2.0
#include "core/train/trainer.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>

#include "core/base/hash.h"
#include "core/base/rng.h"
#include "core/base/thread_choice.h"
#include "core/nn/loss.h"
#include "core/train/batch.h"
#include "core/train/checkpoint.h"

namespace tadpole {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

std::string parameters_text(const Model& model) {
  return Sha256().add(model.parameters().data(), model.parameters().size_bytes()).hex();
}

// Frozen layers are not drawn afresh: they belong to what the run starts from.
std::string frozen_text(const Model& model) {
  Sha256 hash;
  bool any = false;
  for (const LayerInfo& layer : model.layers()) {
    if (!layer.frozen) continue;
    any = true;
    hash.add(model.parameters().data() + layer.parameters, layer.parameter_count * sizeof(float));
    hash.add(model.state().data() + layer.state, layer.state_count * sizeof(float));
  }
  return any ? "|frozen " + hash.hex() : "";
}

std::size_t input_values(const Model& model) {
  const auto in = model.input_shape();
  return static_cast<std::size_t>(in[0]) * static_cast<std::size_t>(in[1] * in[2]);
}

std::string job_fingerprint(const Model& model, const TrainJob& job) {
  TrainOptions options = job.options;
  std::string text = job.fingerprint + "|" + describe(options).fingerprint();
  text += fmt::format("|seed {}|{} and {} samples|", options.seed, job.train->size(),
                      job.validation->size());
  for (const int side : model.spec().input) text += std::to_string(side) + " ";
  for (const LayerSpec& layer : model.spec().layers) text += "|" + layer_text(layer);
  if (job.train->targets() > 0) text += fmt::format("|{} targets", job.train->targets());
  if (job.train->reconstructs()) text += "|reconstructs";
  if (job.teacher) text += "|teacher " + parameters_text(*job.teacher);
  if (job.rule) text += "|rule " + job.rule->text();
  if (job.start == TrainStart::fresh) text += frozen_text(model);
  if (job.start == TrainStart::as_given) text += "|" + parameters_text(model);
  return sha256_hex(text);
}

LossFit fit_of(const Model& model, const TrainJob& job) {
  const int values = job.teacher                 ? job.teacher->outputs()
                     : job.train->reconstructs() ? static_cast<int>(input_values(model))
                                                 : job.train->targets();
  return {.outputs = model.outputs(), .classes = job.train->classes(), .values = values};
}

std::string loss_line(const Model& model, const TrainJob& job) {
  if (job.options.loss != "auto") return job.options.loss;
  return job.teacher ? "distillation" : usual_loss(fit_of(model, job));
}

// Whether the share of right answers says anything: the network names one of the classes.
bool has_accuracy(const Model& model, const TrainJob& job) {
  const bool dense = job.train->reconstructs() || job.train->targets() > 0;
  return job.train->classes() > 0 && (!dense || loss_line(model, job).starts_with("distillation"));
}

Outcome check_keep(const Model& model, const TrainJob& job) {
  const std::string& keep = job.options.keep;
  if (keep != "validation_loss" && keep != "validation_accuracy" && keep != "last") {
    return wrong_use("keep = '" + keep +
                     "': expected one of: validation_loss, validation_accuracy, last");
  }
  if (keep == "validation_accuracy" && !has_accuracy(model, job)) {
    return wrong_use(
        "keep = 'validation_accuracy', but this network answers with numbers, not classes; set "
        "keep to validation_loss or last");
  }
  return Done{};
}

Outcome check_job(const Model& model, const TrainJob& job, const Loss& loss) {
  TADPOLE_TRY(check_keep(model, job));
  if (job.options.epochs < 1 || job.options.batch < 1) {
    return wrong_use(fmt::format("epochs and batch are {} and {}; expected at least 1 of each",
                                 job.options.epochs, job.options.batch));
  }
  if (job.rule && job.options.ema > 0.0) {
    return wrong_use(
        "ema averages weights, which breaks what they obey (pruning, clusters, steps of int8); set "
        "ema to 0");
  }
  if (job.train->size() == 0)
    return Error{"there is no training clip; collect some for the split train"};
  if (job.validation->size() == 0) {
    return Error{
        "there is no validation clip; collect clips of more speakers, or raise validation_percent"};
  }
  if (job.options.class_weights == "balanced" && job.train->classes() == 0) {
    return wrong_use(
        "class_weights = 'balanced', but the data has no labels; set class_weights to none");
  }
  if (model.trainable_count() == 0) {
    return wrong_use(
        "every layer with parameters is frozen; take trainable=false away from at least one");
  }
  return loss.check(fit_of(model, job));
}

class Trainer {
 public:
  Trainer(Model& model, const TrainJob& job, ThreadPool& pool, Progress& progress,
          std::unique_ptr<Loss> loss, Optimizer optimizer, Schedule schedule)
      : model_(model),
        job_(job),
        pool_(pool),
        progress_(progress),
        loss_(std::move(loss)),
        optimizer_(std::move(optimizer)),
        schedule_(std::move(schedule)),
        choice_(pool.threads()) {
    sample_ = input_values(model);
    now_.fingerprint = job_fingerprint(model, job);
    frozen_ = model.layers();
    std::erase_if(frozen_, [](const LayerInfo& layer) { return !layer.frozen; });
  }

  // The pool may end before the model and its teacher do.
  ~Trainer() {
    pool_.use(pool_.threads());
    model_.reserve_inference(nullptr);
    if (job_.teacher) job_.teacher->reserve_inference(nullptr);
  }
  Trainer(const Trainer&) = delete;
  Trainer& operator=(const Trainer&) = delete;

  Result<TrainReport> run();

 private:
  void prepare();
  void restore();
  Outcome save();
  Outcome save_when_due();
  Outcome train_epoch();
  Outcome train_step(std::span<const int> indices);
  std::vector<int> epoch_order() const;
  Targets targets_of(const Batch& batch);
  Outcome check_samples(std::span<const int> indices) const;
  Error not_a_number(std::span<const int> indices) const;
  Error cancelled();
  void average();
  void keep_frozen();
  // What the optimizer moves.
  std::span<float> trained() { return job_.rule ? std::span(trained_) : model_.parameters(); }
  void apply_rule();
  void finish_epoch();
  void validate(EpochReport& report);
  void validate_probabilities(const Batch& batch, std::vector<float>& out, EpochReport& report);
  void keep_if_best(const EpochReport& report);
  void show(double loss);

  bool averages() const { return job_.options.ema > 0.0; }
  int epochs_done() const { return static_cast<int>(now_.report.epochs.size()); }
  int steps_per_epoch() const { return std::max(1, job_.train->size() / job_.options.batch); }
  bool patience_over() const {
    return job_.options.patience > 0 && now_.epochs_since_best >= job_.options.patience;
  }

  Model& model_;
  const TrainJob& job_;
  ThreadPool& pool_;
  Progress& progress_;
  std::unique_ptr<Loss> loss_;
  Optimizer optimizer_;
  Schedule schedule_;
  ThreadChoice choice_;
  std::size_t sample_ = 0;  // values of one
  std::vector<float> class_weights_;
  std::vector<LayerInfo> frozen_;
  Batch batch_;
  std::vector<float> taught_;   // the teacher's logits
  std::vector<float> trained_;  // with a rule; the model then holds what is used
  Checkpoint now_;              // parameters, state and moments are filled in by save()
  Clock::time_point saved_at_, epoch_start_;
};

void copy_to(const std::vector<float>& from, std::span<float> to) {
  TADPOLE_EXPECT(from.size() == to.size());
  std::copy(from.begin(), from.end(), to.begin());
}

std::vector<float> copy_of(std::span<const float> values) { return {values.begin(), values.end()}; }

Result<TrainReport> Trainer::run() {
  prepare();
  restore();
  now_.report.loss = loss_line(model_, job_);
  now_.report.has_accuracy = has_accuracy(model_, job_);
  saved_at_ = Clock::now();
  progress_.begin("train", static_cast<std::int64_t>(steps_per_epoch()) * job_.options.epochs);
  while (epochs_done() < job_.options.epochs && !patience_over()) {
    TADPOLE_TRY(train_epoch());
    finish_epoch();
    const bool last = epochs_done() == job_.options.epochs || patience_over();
    TADPOLE_TRY(last ? save() : save_when_due());
  }
  progress_.end();
  now_.report.stopped_because =
      epochs_done() == job_.options.epochs
          ? "all epochs done"
          : fmt::format("nothing better for {} epochs", job_.options.patience);
  copy_to(now_.best_parameters, model_.parameters());
  copy_to(now_.best_state, model_.state());
  return now_.report;
}

void Trainer::prepare() {
  if (job_.start == TrainStart::fresh)
    model_.initialize(job_.options.seed, Model::Layers::trainable);
  model_.reserve(std::max(kValidationBatch, job_.options.batch), &pool_);
  if (job_.teacher) job_.teacher->reserve_inference(&pool_);
  if (job_.rule) trained_ = copy_of(model_.parameters());
  if (averages()) {
    now_.averaged_parameters = copy_of(model_.parameters());
    now_.averaged_state = copy_of(model_.state());
  }
  if (job_.options.class_weights == "balanced") {
    class_weights_ = balanced_weights(*job_.train, sample_, pool_);
  }
}

// Goes on where a killed run was. Any doubt: from the start, and said.
void Trainer::restore() {
  std::error_code code;
  if (job_.checkpoint.empty() || !std::filesystem::exists(job_.checkpoint, code)) return;
  Result<Bytes> bytes = read_bytes(job_.checkpoint);
  if (!bytes.ok()) return progress_.say(bytes.error().message + "; training starts afresh");
  Result<Checkpoint> read = read_checkpoint(std::move(bytes).value(), job_.checkpoint.string());
  if (!read.ok())
    return progress_.say("the checkpoint is damaged or of another version; training starts afresh");
  Checkpoint& c = read.value();
  if (c.fingerprint != now_.fingerprint || c.parameters.size() != model_.parameters().size() ||
      c.state.size() != model_.state().size() || c.moments.size() != optimizer_.moments().size()) {
    return progress_.say(
        "the checkpoint is of other options, data or network; training starts afresh");
  }
  copy_to(c.parameters, trained());
  copy_to(c.state, model_.state());
  optimizer_.moments() = c.moments;
  optimizer_.set_steps(c.steps);
  now_ = std::move(c);
  now_.report.resumed_at = epochs_done();
  if (epochs_done() < job_.options.epochs) {
    progress_.say(
        fmt::format("going on in epoch {} of {}", epochs_done() + 1, job_.options.epochs));
  }
}

Outcome Trainer::save() {
  saved_at_ = Clock::now();
  if (job_.checkpoint.empty()) return Done{};
  Checkpoint c = now_;
  c.parameters = copy_of(trained());
  c.state = copy_of(model_.state());
  c.moments = optimizer_.moments();
  if (c.epoch.steps > 0) c.epoch.seconds += seconds_since(epoch_start_);
  return write_file(job_.checkpoint, checkpoint_bytes(c));
}

Outcome Trainer::save_when_due() {
  return seconds_since(saved_at_) >= job_.checkpoint_seconds ? save() : Outcome(Done{});
}

std::vector<int> Trainer::epoch_order() const {
  std::vector<int> order(static_cast<std::size_t>(job_.train->size()));
  std::iota(order.begin(), order.end(), 0);
  // Not the stream that parameters or augmentation are drawn from.
  constexpr std::uint64_t kOrderStream = 7919;
  Rng(job_.options.seed)
      .fork(static_cast<std::uint64_t>(epochs_done()) + kOrderStream)
      .shuffle(order);
  return order;
}

// Stops between two steps when asked to.
Outcome Trainer::train_epoch() {
  epoch_start_ = Clock::now();
  const std::vector<int> order = epoch_order();
  const auto batch = static_cast<std::size_t>(job_.options.batch);
  while (now_.epoch.steps < steps_per_epoch()) {
    if (progress_.stop_requested()) {
      TADPOLE_TRY(save());
      return cancelled();
    }
    const auto first = static_cast<std::size_t>(now_.epoch.steps) * batch;
    const Clock::time_point begun = Clock::now();
    pool_.use(choice_.threads());
    TADPOLE_TRY(train_step(std::span(order).subspan(first, std::min(batch, order.size() - first))));
    choice_.took(seconds_since(begun));
    if (now_.epoch.steps < steps_per_epoch()) TADPOLE_TRY(save_when_due());
  }
  return Done{};
}

Outcome Trainer::train_step(std::span<const int> indices) {
  const TrainOptions& o = job_.options;
  batch_.fetch(*job_.train, indices, epochs_done(), sample_, pool_);
  const auto step = static_cast<std::uint64_t>(now_.steps);
  // A rectifier may swallow what is no number: the samples are looked at, not only the loss; and
  // before they are mixed, so that the right one is named.
  if (!batch_.all_numbers()) return not_a_number(indices);
  TADPOLE_TRY(check_samples(indices));
  constexpr std::uint64_t kMixStream = 104729;
  if (o.mixup > 0.0) batch_.mix(o.mixup, sample_, Rng(o.seed).fork(kMixStream).fork(step));
  const StepOptions options{.loss = loss_.get(),
                            .dropout_seed = mix64(o.seed * 1000003 + step),
                            .class_weights = class_weights_,
                            .label_smoothing = static_cast<float>(o.label_smoothing),
                            .other_labels = batch_.other_labels,
                            .shares = batch_.shares};
  apply_rule();
  const StepResult result = model_.step(batch_.x, targets_of(batch_), options);
  if (!std::isfinite(result.loss)) return not_a_number(indices);
  EpochSums& sums = now_.epoch;
  sums.learning_rate = schedule_.rate(now_.steps);
  if (job_.rule) job_.rule->pull_back(model_.gradients());
  optimizer_.step(sums.learning_rate, model_.gradients(), trained());
  if (job_.rule) job_.rule->hold(trained_);
  ++now_.steps;
  if (averages()) average();
  ++sums.steps;
  sums.loss += result.loss * static_cast<double>(indices.size());
  sums.correct += result.correct;
  sums.seen += static_cast<std::int64_t>(indices.size());
  show(result.loss);
  return Done{};
}

// A teacher answers for the batch as it is now.
Targets Trainer::targets_of(const Batch& batch) {
  Targets targets = batch.targets(*job_.train);
  if (!job_.teacher) return targets;
  taught_.resize(batch.size * static_cast<std::size_t>(job_.teacher->outputs()));
  job_.teacher->predict_logits(batch.x, static_cast<int>(batch.size), taught_);
  targets.values = taught_;
  return targets;
}

Outcome Trainer::check_samples(std::span<const int> indices) const {
  if (model_.check_input(batch_.x).ok()) return Done{};
  for (std::size_t i = 0; i < indices.size(); ++i) {
    const Outcome good = model_.check_input(std::span(batch_.x).subspan(i * sample_, sample_));
    if (!good.ok())
      return Error{fmt::format("training sample {}: {}", indices[i], good.error().message)};
  }
  return Done{};
}

Error Trainer::not_a_number(std::span<const int> indices) const {
  for (std::size_t i = 0; i < batch_.x.size(); ++i) {
    if (std::isfinite(batch_.x[i])) continue;
    return Error{fmt::format(
        "training sample {} holds a value that is no number; run collect, which finds such clips",
        indices[i / sample_])};
  }
  const auto width = static_cast<std::size_t>(job_.train->targets());
  for (std::size_t i = 0; i < batch_.values.size(); ++i) {
    if (std::isfinite(batch_.values[i])) continue;
    return Error{fmt::format("the target of training sample {} is no number; mend or remove it",
                             indices[i / width])};
  }
  return Error{
      fmt::format("the loss is no number any more in epoch {}; the learning rate {} is too high: "
                  "try a third of it",
                  epochs_done() + 1, number_text(job_.options.schedule.learning_rate))};
}

Error Trainer::cancelled() {
  const std::string kept = job_.checkpoint.empty()
                               ? "nothing was kept, because no checkpoint file was given"
                               : "the same command goes on from here";
  return {
      fmt::format("stopped in epoch {} of {}; {}", epochs_done() + 1, job_.options.epochs, kept),
      ErrorKind::cancelled};
}

// The first steps count more, so that the start is forgotten. Batch-norm statistics are averaged
// like the weights that they belong to.
void Trainer::average() {
  const auto step = static_cast<double>(now_.steps);
  const auto keep = static_cast<float>(std::min(job_.options.ema, (1.0 + step) / (10.0 + step)));
  const auto mix = [keep](std::vector<float>& average, std::span<const float> values) {
    for (std::size_t i = 0; i < average.size(); ++i) {
      average[i] = keep * average[i] + (1.0F - keep) * values[i];
    }
  };
  mix(now_.averaged_parameters, model_.parameters());
  mix(now_.averaged_state, model_.state());
  keep_frozen();
}

void Trainer::apply_rule() {
  if (!job_.rule) return;
  copy_to(trained_, model_.parameters());
  job_.rule->apply(now_.steps, {trained_, model_.parameters(), model_.state()});
}

// An average of equal numbers may differ from them by a rounding.
void Trainer::keep_frozen() {
  for (const LayerInfo& layer : frozen_) {
    std::copy_n(model_.parameters().data() + layer.parameters, layer.parameter_count,
                now_.averaged_parameters.data() + layer.parameters);
    std::copy_n(model_.state().data() + layer.state, layer.state_count,
                now_.averaged_state.data() + layer.state);
  }
}

void Trainer::show(double loss) {
  std::string note =
      fmt::format("epoch {}/{}, loss {:.3f}", epochs_done() + 1, job_.options.epochs, loss);
  if (!now_.report.epochs.empty()) {
    const EpochReport& last = now_.report.epochs.back();
    note += now_.report.has_accuracy
                ? fmt::format(", validation {:.1f} %", 100.0 * last.validation_accuracy)
                : fmt::format(", validation loss {:.3g}", last.validation_loss);
  }
  progress_.update(now_.steps, note);
}

// Validation runs on the averaged weights when there are any.
void Trainer::finish_epoch() {
  const EpochSums& sums = now_.epoch;
  // Whoever began before the rule was complete must not be kept for its better numbers.
  if (job_.rule && !job_.rule->complete(now_.steps - sums.steps)) now_.best_parameters.clear();
  apply_rule();
  EpochReport report{.epoch = epochs_done() + 1, .learning_rate = sums.learning_rate};
  report.loss = sums.loss / static_cast<double>(sums.seen);
  if (now_.report.has_accuracy)
    report.accuracy = static_cast<double>(sums.correct) / static_cast<double>(sums.seen);
  const std::vector<float> parameters = copy_of(model_.parameters()),
                           state = copy_of(model_.state());
  if (averages()) {
    copy_to(now_.averaged_parameters, model_.parameters());
    copy_to(now_.averaged_state, model_.state());
  }
  validate(report);
  keep_if_best(report);
  report.seconds = sums.seconds + seconds_since(epoch_start_);
  now_.report.epochs.push_back(report);
  now_.epoch = {};
  if (job_.on_epoch) job_.on_epoch(model_, now_.report);
  copy_to(parameters, model_.parameters());
  copy_to(state, model_.state());
}

// Plain samples count alike: no class weights, no smoothing.
void Trainer::validate(EpochReport& report) {
  const bool probabilities =
      now_.report.loss == "softmax_cross_entropy" && model_.spec().layers.back().kind == "softmax";
  std::vector<float> out;
  each_plain_batch(*job_.validation, sample_, pool_, [&](const Batch& batch) {
    if (probabilities) return validate_probabilities(batch, out, report);
    const StepResult result = model_.evaluate(batch.x, targets_of(batch), {.loss = loss_.get()});
    report.validation_loss += result.loss * static_cast<double>(batch.size);
    report.validation_accuracy += now_.report.has_accuracy ? result.correct : 0;
  });
  report.validation_loss /= job_.validation->size();
  report.validation_accuracy /= job_.validation->size();
}

void Trainer::validate_probabilities(const Batch& batch, std::vector<float>& out,
                                     EpochReport& report) {
  const auto classes = static_cast<std::size_t>(job_.validation->classes());
  out.resize(batch.size * classes);
  model_.predict(batch.x, static_cast<int>(batch.size), out);
  for (std::size_t i = 0; i < batch.size; ++i) {
    const auto p = std::span(out).subspan(i * classes, classes);
    const double right = static_cast<double>(p[static_cast<std::size_t>(batch.labels[i])]);
    // Not std::max: a probability that is no number must not look like a small one.
    report.validation_loss -= right < 1e-7 ? std::log(1e-7) : std::log(right);
    report.validation_accuracy +=
        std::max_element(p.begin(), p.end()) - p.begin() == batch.labels[i];
  }
}

void Trainer::keep_if_best(const EpochReport& report) {
  const bool first = now_.best_parameters.empty();
  const bool lower_loss = first || report.validation_loss < now_.best_loss;
  const bool higher = first || report.validation_accuracy > now_.best_accuracy ||
                      (report.validation_accuracy == now_.best_accuracy && lower_loss);
  const bool better = job_.options.keep == "validation_accuracy" ? higher : lower_loss;
  now_.epochs_since_best = better ? 0 : now_.epochs_since_best + 1;
  if (better) {
    now_.best_loss = report.validation_loss;
    now_.best_accuracy = report.validation_accuracy;
  }
  if (!better && job_.options.keep != "last") return;
  now_.report.best_epoch = report.epoch;
  now_.best_parameters = copy_of(model_.parameters());
  now_.best_state = copy_of(model_.state());
}

}  // namespace

std::string usual_loss(const LossFit& fit) {
  if (fit.values > 0) return "mse";
  return fit.outputs == 1 && fit.classes == 2 ? "binary_cross_entropy" : "softmax_cross_entropy";
}

TrainReport report_before(const Model& model, const TrainJob& job) {
  return {.loss = loss_line(model, job), .has_accuracy = has_accuracy(model, job)};
}

Result<TrainReport> train(Model& model, const TrainJob& job, ThreadPool& pool, Progress& progress) {
  TADPOLE_EXPECT(job.train != nullptr && job.validation != nullptr);
  TADPOLE_EXPECT(job.train->classes() == job.validation->classes() &&
                 job.train->targets() == job.validation->targets() &&
                 job.train->reconstructs() == job.validation->reconstructs());
  std::unique_ptr<Loss> loss = TADPOLE_TRY(make_loss(loss_line(model, job)));
  TADPOLE_TRY(check_job(model, job, *loss));
  const std::int64_t per_epoch = std::max(1, job.train->size() / job.options.batch);
  Optimizer optimizer = TADPOLE_TRY(Optimizer::create(job.options.optimizer, model.decay_mask()));
  Schedule schedule = TADPOLE_TRY(
      Schedule::create(job.options.schedule, per_epoch * job.options.epochs, per_epoch));
  return Trainer(model, job, pool, progress, std::move(loss), std::move(optimizer),
                 std::move(schedule))
      .run();
}

}  // namespace tadpole
