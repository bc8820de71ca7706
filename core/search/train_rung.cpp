// SPDX-License-Identifier: Apache-2.0
#include "core/search/train_rung.h"

#include <algorithm>

#include "core/train/checkpoint.h"

namespace tadpole {
namespace {

// Quiet; asks to stop at the end of the rung, or when the user does.
class RungProgress final : public Progress {
 public:
  RungProgress(const Progress& user, int epochs) : user_(user), epochs_(epochs) {}
  void begin(std::string_view, std::int64_t) override {}
  void update(std::int64_t, std::string_view) override {}
  void end() override {}
  void say(std::string_view) override {}
  bool stop_requested() const override { return rung_done() || user_.stop_requested(); }
  bool rung_done() const { return static_cast<int>(report.epochs.size()) >= epochs_; }
  TrainReport report;

 private:
  const Progress& user_;
  int epochs_;
};

// What the checkpoint tells of the first epochs, if it knows as many.
bool already_there(const Path& file, int epochs, TrainReport& report) {
  std::error_code code;
  if (file.empty() || !std::filesystem::exists(file, code)) return false;
  Result<Bytes> bytes = read_bytes(file);
  if (!bytes.ok()) return false;
  Result<Checkpoint> read = read_checkpoint(std::move(bytes).value(), file.string());
  if (!read.ok() || static_cast<int>(read.value().report.epochs.size()) < epochs) return false;
  report.epochs = std::move(read.value().report.epochs);
  report.epochs.resize(static_cast<std::size_t>(epochs));
  return true;
}

}  // namespace

Result<TrainReport> train_to(const RungTraining& training, int epochs, const Progress& stop) {
  RungProgress progress(stop, epochs);
  Model model = TADPOLE_TRY(Model::create(training.spec));
  TrainJob job{.train = training.train,
               .validation = training.validation,
               .options = training.options,
               .checkpoint = training.checkpoint,
               .fingerprint = training.fingerprint};
  progress.report = report_before(model, job);
  if (already_there(training.checkpoint, epochs, progress.report)) return progress.report;
  job.on_epoch = [&](Model&, const TrainReport& report) { progress.report = report; };
  ThreadPool pool(1);
  const Result<TrainReport> trained = train(model, job, pool, progress);
  if (trained.ok()) return trained;
  if (trained.error().kind == ErrorKind::cancelled && progress.rung_done()) return progress.report;
  return trained.error();
}

double kept_value(const TrainReport& report, const std::string& keep) {
  TADPOLE_EXPECT(!report.epochs.empty());
  const EpochReport* kept = &report.epochs.front();
  for (const EpochReport& epoch : report.epochs) {
    const bool lower = epoch.validation_loss < kept->validation_loss;
    const bool higher = epoch.validation_accuracy > kept->validation_accuracy ||
                        (epoch.validation_accuracy == kept->validation_accuracy && lower);
    if (keep == "last" || (keep == "validation_accuracy" ? higher : lower)) kept = &epoch;
  }
  return report.has_accuracy ? kept->validation_accuracy : -kept->validation_loss;
}

}  // namespace tadpole
