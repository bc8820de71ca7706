// SPDX-License-Identifier: Apache-2.0
// Training, with a learner's callback after every epoch.
#include "core/train/trainer.h"
#include "learn/answer.h"
#include "learn/augmented.h"
#include "learn/learn.h"
#include "learn/model.h"
#include "learn/samples.h"

namespace tadpole::learn {
namespace {

using Json = nlohmann::json;

// What a learner expects who has said nothing: as the field's other libraries do.
TrainOptions plain_options() {
  TrainOptions options;
  options.epochs = 10;
  options.optimizer.momentum = 0.0;
  options.schedule.kind = "constant";
  options.schedule.learning_rate = 0.001;
  options.label_smoothing = 0.0;
  options.keep = "last";
  return options;
}

struct Listener {
  learn_epoch epoch = nullptr;
  learn_pause pause = nullptr;
  void* user = nullptr;
};

// Stops when the learner's callback says so.
class Ear final : public Progress {
 public:
  explicit Ear(const Listener& listener) : listener_(listener) {}
  void begin(std::string_view, std::int64_t) override {}
  void update(std::int64_t, std::string_view) override {}
  void end() override {}
  void say(std::string_view) override {}
  bool stop_requested() const override {
    return enough_ || (listener_.pause && listener_.pause(listener_.user) == 0);
  }
  void hear(const std::string& report) {
    if (listener_.epoch && listener_.epoch(listener_.user, report.c_str()) == 0) enough_ = true;
  }

 private:
  Listener listener_;
  bool enough_ = false;
};

Json epoch_json(const EpochReport& epoch, bool accuracy, bool validated) {
  Json json = {{"epoch", epoch.epoch},
               {"loss", epoch.loss},
               {"learning_rate", epoch.learning_rate},
               {"seconds", epoch.seconds}};
  if (accuracy) json["accuracy"] = epoch.accuracy;
  if (validated) json["validation_loss"] = epoch.validation_loss;
  if (validated && accuracy) json["validation_accuracy"] = epoch.validation_accuracy;
  return json;
}

Json report_json(const TrainReport& report, bool validated) {
  Json epochs = Json::array();
  for (const EpochReport& epoch : report.epochs)
    epochs.push_back(epoch_json(epoch, report.has_accuracy, validated));
  return {{"loss", report.loss},
          {"epochs", epochs},
          {"best_epoch", report.best_epoch},
          {"stopped_because", report.stopped_because}};
}

Outcome read_options(const char* text, TrainOptions& options) {
  OptionSet set = describe(options);
  set.add("seed", options.seed, {.help = "of order and dropout", .max = 4294967295.0});
  return set_options(set, text);
}

Outcome check_keep(const TrainOptions& options, bool validated) {
  if (validated || (options.keep == "last" && options.patience == 0)) return Done{};
  return wrong_use(
      "keep and patience choose by validation samples, and there are none; give validation=(x, y)");
}

// The model belongs to training as long as this lives.
class Busy {
 public:
  explicit Busy(learn_model& handle) : handle_(handle) { handle_.training = true; }
  Busy(const Busy&) = delete;
  Busy& operator=(const Busy&) = delete;
  ~Busy() { handle_.training = false; }

 private:
  learn_model& handle_;
};

Result<Answer> fit(learn_model& handle, const learn_data& data, const learn_data* validation,
                   const char* text, const Listener& listener) {
  if (handle.training)
    return wrong_use("the model is being trained; train it again when fit has ended");
  Model& model = handle.model;
  const Samples train_samples = TADPOLE_TRY(Samples::create(data, model));
  const bool validated = validation != nullptr;
  const Samples held_out =
      validated ? TADPOLE_TRY(Samples::create(*validation, model)) : train_samples.first();
  TrainJob job{.train = &train_samples, .validation = &held_out, .start = TrainStart::as_given};
  job.options = plain_options();
  std::string lines = text != nullptr ? text : "";
  const std::optional<ImageAugmentOptions> augmentation = TADPOLE_TRY(take_augmentation(lines));
  TADPOLE_TRY(read_options(lines.c_str(), job.options));
  if (job.options.loss == "auto") job.options.loss = train_samples.usual_loss(model);
  TADPOLE_TRY(check_keep(job.options, validated));
  if (train_samples.classes() != held_out.classes() ||
      train_samples.targets() != held_out.targets())
    return wrong_use("the validation targets are of another form than those of training");
  std::optional<Augmented> augmented;
  if (augmentation) {
    augmented = TADPOLE_TRY(
        Augmented::create(train_samples, model.input_shape(), *augmentation, job.options.seed));
    job.train = &*augmented;
  }
  const Busy busy(handle);
  Ear ear(listener);
  TrainReport heard;
  job.on_epoch = [&](Model&, const TrainReport& report) {
    heard = report;
    ear.hear(json_dump(epoch_json(report.epochs.back(), report.has_accuracy, validated)));
  };
  Result<TrainReport> trained = train(model, job, *handle.pool, ear);
  if (trained.ok()) return json_answer(report_json(trained.value(), validated));
  if (trained.error().kind != ErrorKind::cancelled) return trained.error();
  heard.stopped_because = "the caller asked to stop";
  return json_answer(report_json(heard, validated));
}

}  // namespace
}  // namespace tadpole::learn

extern "C" int learn_model_fit(learn_model* model, const learn_data* data,
                               const learn_data* validation, const char* options, learn_epoch epoch,
                               learn_pause pause, void* user) {
  return tadpole::learn::answered([&] {
    return tadpole::learn::fit(*model, *data, validation, options, {epoch, pause, user});
  });
}
