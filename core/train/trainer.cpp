// SPDX-License-Identifier: Apache-2.0
#include "core/train/trainer.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>

#include "core/base/rng.h"
#include "core/nn/losses/losses.h"
#include "core/train/binary.h"

namespace tadpole {
namespace {

constexpr const char* kCheckpointMagic = "tadpole checkpoint 1";

// Everything a run must remember to end with the same bytes after a kill.
struct RunState {
  std::int64_t step = 0;
  int epoch = 0;  // epochs done
  double best_loss = 1e300;
  int epochs_since_best = 0;
  std::vector<float> best_parameters, best_state, averaged;
  TrainReport report;
};

struct Run {
  Model& model;
  const TrainJob& job;
  ThreadPool& pool;
  Progress& progress;
  Optimizer optimizer;
  Schedule schedule;
  RunState state;
  std::vector<float> class_weights;
  int sample = 0;  // values of one
  std::vector<float> x;
  std::vector<int> labels;

  int steps_per_epoch() const { return std::max(1, job.train->size() / job.options.batch); }
};

void fetch_batch(Run& run, const BatchSource& source, std::span<const int> indices, std::int64_t epoch) {
  run.x.resize(indices.size() * static_cast<std::size_t>(run.sample));
  run.labels.resize(indices.size());
  run.pool.run(indices.size(), [&](std::size_t i) {
    const std::size_t size = static_cast<std::size_t>(run.sample);
    run.labels[i] = source.fetch(indices[i], epoch, std::span(run.x).subspan(i * size, size));
  });
}

std::vector<int> epoch_order(const Run& run, int epoch) {
  std::vector<int> order(static_cast<std::size_t>(run.job.train->size()));
  std::iota(order.begin(), order.end(), 0);
  Rng(run.job.options.seed).fork(static_cast<std::uint64_t>(epoch) + 7919).shuffle(order);
  return order;
}

std::vector<float> balanced_weights(const BatchSource& source, int sample) {
  std::vector<double> counts(static_cast<std::size_t>(source.classes()), 0.0);
  std::vector<float> x(static_cast<std::size_t>(sample));
  for (int i = 0; i < source.size(); ++i) counts[static_cast<std::size_t>(source.fetch(i, -1, x))] += 1.0;
  std::vector<float> weights;
  for (const double count : counts) {
    weights.push_back(count > 0 ? static_cast<float>(source.size() / (count * static_cast<double>(counts.size()))) : 0.0F);
  }
  return weights;
}

void average(Run& run) {
  if (run.job.options.ema <= 0.0) return;
  // The first steps count more, so that the start is forgotten.
  const double kept = std::min(run.job.options.ema, (1.0 + static_cast<double>(run.state.step)) / (10.0 + static_cast<double>(run.state.step)));
  const auto keep = static_cast<float>(kept);
  const auto parameters = run.model.parameters();
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    run.state.averaged[i] = keep * run.state.averaged[i] + (1.0F - keep) * parameters[i];
  }
}

// One epoch of training. Stops between two steps when asked to.
Result<EpochReport> train_epoch(Run& run) {
  const TrainOptions& o = run.job.options;
  const std::vector<int> order = epoch_order(run, run.state.epoch);
  EpochReport report{.epoch = run.state.epoch + 1};
  const int steps = run.steps_per_epoch();
  std::int64_t seen = 0;
  for (int s = 0; s < steps; ++s) {
    if (run.progress.stop_requested()) {
      return Error{"stopped; the same command goes on after epoch " + std::to_string(run.state.epoch), ErrorKind::cancelled};
    }
    const auto first = static_cast<std::size_t>(s) * static_cast<std::size_t>(o.batch);
    const auto count = std::min(static_cast<std::size_t>(o.batch), order.size() - first);
    fetch_batch(run, *run.job.train, std::span(order).subspan(first, count), run.state.epoch);
    const StepOptions step{.dropout_seed = mix64(o.seed * 1000003 + static_cast<std::uint64_t>(run.state.step)),
                           .class_weights = run.class_weights, .label_smoothing = static_cast<float>(o.label_smoothing)};
    const StepResult result = run.model.step(run.x, run.labels, step);
    if (!std::isfinite(result.loss)) {
      return Error{fmt::format("the loss is no number in epoch {}; the learning rate {} is too high, try a third of it", report.epoch, o.schedule.learning_rate)};
    }
    report.learning_rate = run.schedule.rate(run.state.step);
    run.optimizer.step(report.learning_rate, run.model.gradients(), run.model.parameters());
    ++run.state.step;
    average(run);
    report.loss += result.loss * static_cast<double>(count);
    report.accuracy += result.correct;
    seen += static_cast<std::int64_t>(count);
    const auto& past = run.state.report.epochs;
    run.progress.update(static_cast<std::int64_t>(run.state.epoch) * steps + s + 1,
                        past.empty() ? fmt::format("epoch {}, loss {:.3f}", report.epoch, result.loss)
                                     : fmt::format("epoch {}, loss {:.3f}, validation {:.1f} %", report.epoch, result.loss, 100 * past.back().validation_accuracy));
  }
  report.loss /= static_cast<double>(seen);
  report.accuracy /= static_cast<double>(seen);
  return report;
}

void validate(Run& run, EpochReport& report) {
  const BatchSource& source = *run.job.validation;
  std::vector<float> out;
  const auto classes = static_cast<std::size_t>(source.classes());
  std::vector<float> delta(classes), scores(classes);
  for (int first = 0; first < source.size(); first += 64) {
    std::vector<int> indices(static_cast<std::size_t>(std::min(64, source.size() - first)));
    std::iota(indices.begin(), indices.end(), first);
    fetch_batch(run, source, indices, -1);
    out.resize(indices.size() * classes);
    run.model.predict(run.x, static_cast<int>(indices.size()), out);
    for (std::size_t i = 0; i < indices.size(); ++i) {
      const auto label = static_cast<std::size_t>(run.labels[i]);
      const std::span<const float> p(out.data() + i * classes, classes);
      report.validation_loss -= std::log(std::max(1e-7, static_cast<double>(p[label])));
      report.validation_accuracy += std::max_element(p.begin(), p.end()) - p.begin() == run.labels[i];
    }
  }
  report.validation_loss /= source.size();
  report.validation_accuracy /= source.size();
}

std::string job_fingerprint(const Run& run) {
  TrainOptions options = run.job.options;
  std::string text = run.job.fingerprint + "|" + describe(options).fingerprint() + "|" + std::to_string(options.seed);
  for (const LayerSpec& layer : run.model.spec().layers) text += "|" + layer_text(layer);
  return text;
}

Outcome save_checkpoint(Run& run) {
  BinaryWriter out(kCheckpointMagic);
  out.text(job_fingerprint(run));
  const RunState& s = run.state;
  out.number(s.step), out.number(s.epoch), out.number(s.best_loss), out.number(s.epochs_since_best);
  out.number(s.report.best_epoch), out.number(run.optimizer.steps());
  out.floats(run.model.parameters()), out.floats(run.model.state()), out.floats(run.optimizer.moments());
  out.floats(s.best_parameters), out.floats(s.best_state), out.floats(s.averaged);
  out.text(train_report_json(s.report).dump());
  return write_file(run.job.checkpoint, out.finish());
}

void restore_epochs(TrainReport& report, const std::string& text) {
  const nlohmann::json json = nlohmann::json::parse(text, nullptr, false);
  for (const auto& e : json.value("epochs", nlohmann::json::array())) {
    report.epochs.push_back({e.value("epoch", 0), e.value("loss", 0.0), e.value("accuracy", 0.0), e.value("validation_loss", 0.0),
                             e.value("validation_accuracy", 0.0), e.value("learning_rate", 0.0), e.value("seconds", 0.0)});
  }
}

// Goes on where a killed run was. Any doubt: from the start, and said.
void restore_checkpoint(Run& run) {
  std::error_code code;
  if (run.job.checkpoint.empty() || !std::filesystem::exists(run.job.checkpoint, code)) return;
  Result<Bytes> bytes = read_bytes(run.job.checkpoint);
  if (!bytes.ok()) return run.progress.say(bytes.error().message);
  Result<BinaryReader> opened = BinaryReader::open(std::move(bytes).value(), kCheckpointMagic, run.job.checkpoint.string());
  if (!opened.ok()) return run.progress.say("the checkpoint is damaged; training starts afresh");
  BinaryReader& in = opened.value();
  if (in.text() != job_fingerprint(run)) return run.progress.say("the checkpoint is of other options or data; training starts afresh");
  RunState s;
  s.step = in.number<std::int64_t>(), s.epoch = in.number<int>(), s.best_loss = in.number<double>();
  s.epochs_since_best = in.number<int>(), s.report.best_epoch = in.number<int>();
  const auto optimizer_steps = in.number<std::int64_t>();
  const std::vector<float> parameters = in.floats(), state = in.floats(), moments = in.floats();
  s.best_parameters = in.floats(), s.best_state = in.floats(), s.averaged = in.floats();
  restore_epochs(s.report, in.text());
  if (in.failed() || parameters.size() != run.model.parameters().size() || state.size() != run.model.state().size() ||
      moments.size() != run.optimizer.moments().size()) {
    return run.progress.say("the checkpoint does not fit the network; training starts afresh");
  }
  std::copy(parameters.begin(), parameters.end(), run.model.parameters().begin());
  std::copy(state.begin(), state.end(), run.model.state().begin());
  run.optimizer.moments() = moments;
  run.optimizer.set_steps(optimizer_steps);
  s.report.resumed_at = s.epoch;
  run.state = std::move(s);
  run.progress.say(fmt::format("going on after epoch {} of {}", run.state.epoch, run.job.options.epochs));
}

// Validation runs on the averaged weights when there are any.
void finish_epoch(Run& run, EpochReport& report) {
  std::vector<float> raw;
  if (run.job.options.ema > 0.0) {
    raw.assign(run.model.parameters().begin(), run.model.parameters().end());
    std::copy(run.state.averaged.begin(), run.state.averaged.end(), run.model.parameters().begin());
  }
  validate(run, report);
  if (report.validation_loss < run.state.best_loss) {
    run.state.best_loss = report.validation_loss;
    run.state.epochs_since_best = 0;
    run.state.report.best_epoch = report.epoch;
    run.state.best_parameters.assign(run.model.parameters().begin(), run.model.parameters().end());
    run.state.best_state.assign(run.model.state().begin(), run.model.state().end());
  } else {
    ++run.state.epochs_since_best;
  }
  if (!raw.empty()) std::copy(raw.begin(), raw.end(), run.model.parameters().begin());
}

Outcome check_job(const Model& model, const TrainJob& job) {
  TADPOLE_EXPECT(job.train != nullptr && job.validation != nullptr);
  if (job.train->size() == 0) return Error{"there is no training clip; collect some for the split train"};
  if (job.validation->size() == 0) return Error{"there is no validation clip; collect clips of more speakers, or raise validation_percent"};
  if (model.outputs() != job.train->classes()) {
    return wrong_use(fmt::format("the network's last layer gives {} values, the data has {} classes; set the last dense layer to units={}",
                                 model.outputs(), job.train->classes(), job.train->classes()));
  }
  return Done{};
}

}  // namespace

OptionSet describe(TrainOptions& o) {
  OptionSet set;
  set.add("epochs", o.epochs, {.help = "passes over the training clips", .min = 1, .max = 100000})
      .add("batch", o.batch, {.help = "clips per step", .min = 1, .max = 4096})
      .add("optimizer", o.optimizer.kind, {.help = "how steps are made", .choices = {"adam", "sgd"}})
      .add("momentum", o.optimizer.momentum, {.help = "sgd: share of the last step that is kept", .min = 0, .max = 0.999})
      .add("nesterov", o.optimizer.nesterov, {.help = "sgd: look ahead along the momentum"})
      .add("weight_decay", o.optimizer.weight_decay, {.help = "pulls kernels towards zero", .min = 0, .max = 1})
      .add("schedule", o.schedule.kind, {.help = "the learning rate over time", .choices = {"constant", "cosine", "steps", "exponential"}})
      .add("learning_rate", o.schedule.learning_rate, {.help = "the highest rate", .min = 1e-7, .max = 10})
      .add("warmup_percent", o.schedule.warmup_percent, {.help = "cosine: share of the steps with rising rate", .unit = "%", .min = 0, .max = 90})
      .add("decay", o.schedule.decay, {.help = "exponential: factor per epoch", .min = 0.01, .max = 1})
      .add("step_counts", o.schedule.step_counts, {.help = "steps: how many steps at each rate"})
      .add("step_rates", o.schedule.step_rates, {.help = "steps: the rates"})
      .add("label_smoothing", o.label_smoothing, {.help = "share of the target spread over all classes", .min = 0, .max = 0.9})
      .add("class_weights", o.class_weights, {.help = "balanced: rare classes count more", .choices = {"none", "balanced"}})
      .add("patience", o.patience, {.help = "stop after so many epochs without a better validation loss; 0: never", .min = 0, .max = 100000})
      .add("ema", o.ema, {.help = "average the weights over the steps: share kept per step; 0: off", .min = 0, .max = 0.99999});
  return set;
}

nlohmann::json train_report_json(const TrainReport& report) {
  nlohmann::json epochs = nlohmann::json::array();
  for (const EpochReport& e : report.epochs) {
    epochs.push_back({{"epoch", e.epoch}, {"loss", e.loss}, {"accuracy", e.accuracy}, {"validation_loss", e.validation_loss},
                      {"validation_accuracy", e.validation_accuracy}, {"learning_rate", e.learning_rate}, {"seconds", e.seconds}});
  }
  return {{"epochs", epochs}, {"best_epoch", report.best_epoch}, {"stopped_because", report.stopped_because}};
}

Result<TrainReport> train(Model& model, const TrainJob& job, ThreadPool& pool, Progress& progress) {
  TADPOLE_TRY(check_job(model, job));
  const auto in = model.input_shape();
  const std::int64_t per_epoch = std::max(1, job.train->size() / job.options.batch);
  Run run{.model = model, .job = job, .pool = pool, .progress = progress,
          .optimizer = TADPOLE_TRY(Optimizer::create(job.options.optimizer, model.decay_mask())),
          .schedule = TADPOLE_TRY(Schedule::create(job.options.schedule, per_epoch * job.options.epochs, per_epoch)),
          .state = {}, .class_weights = {}, .sample = in[0] * in[1] * in[2], .x = {}, .labels = {}};
  model.initialize(job.options.seed);
  model.reserve(std::max(64, job.options.batch), &pool);
  run.state.averaged.assign(model.parameters().begin(), model.parameters().end());
  if (job.options.class_weights == "balanced") run.class_weights = balanced_weights(*job.train, run.sample);
  restore_checkpoint(run);
  progress.begin("train", per_epoch * job.options.epochs);
  while (run.state.epoch < job.options.epochs && (job.options.patience == 0 || run.state.epochs_since_best < job.options.patience)) {
    const auto start = std::chrono::steady_clock::now();
    EpochReport report = TADPOLE_TRY(train_epoch(run));
    finish_epoch(run, report);
    report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    ++run.state.epoch;
    run.state.report.epochs.push_back(report);
    if (!job.checkpoint.empty()) TADPOLE_TRY(save_checkpoint(run));
  }
  progress.end();
  std::copy(run.state.best_parameters.begin(), run.state.best_parameters.end(), model.parameters().begin());
  std::copy(run.state.best_state.begin(), run.state.best_state.end(), model.state().begin());
  run.state.report.stopped_because = run.state.epoch < job.options.epochs
      ? fmt::format("no better validation loss for {} epochs", job.options.patience) : "all epochs done";
  return run.state.report;
}

Outcome save_model(const Model& model, const Path& file) {
  BinaryWriter out("tadpole model 1");
  for (const int side : model.spec().input) out.number(side);
  out.number<std::uint64_t>(model.spec().layers.size());
  for (const LayerSpec& layer : model.spec().layers) out.text(layer_text(layer));
  out.floats(model.parameters()), out.floats(model.state());
  return write_file(file, out.finish());
}

Result<Model> load_model(const Path& file) {
  BinaryReader in = TADPOLE_TRY(BinaryReader::open(TADPOLE_TRY(read_bytes(file)), "tadpole model 1", file.string()));
  ModelSpec spec;
  for (int& side : spec.input) side = in.number<int>();
  const auto layers = in.number<std::uint64_t>();
  for (std::uint64_t i = 0; i < layers && !in.failed(); ++i) spec.layers.push_back(TADPOLE_TRY(parse_layer(in.text())));
  const std::vector<float> parameters = in.floats(), state = in.floats();
  Model model = TADPOLE_TRY(Model::create(spec));
  if (in.failed() || parameters.size() != model.parameters().size() || state.size() != model.state().size()) {
    return Error{file.string() + " does not hold the numbers that its network needs; run: tadpole train"};
  }
  std::copy(parameters.begin(), parameters.end(), model.parameters().begin());
  std::copy(state.begin(), state.end(), model.state().begin());
  return model;
}

}  // namespace tadpole
