// SPDX-License-Identifier: Apache-2.0
#include "core/train/checkpoint.h"

#include <array>

#include "core/train/binary.h"

namespace tadpole {
namespace {

constexpr const char* kMagic = "tadpole checkpoint 2";

void write_sums(BinaryWriter& out, const EpochSums& sums) {
  out.number(sums.steps);
  out.number(sums.loss);
  out.number(sums.correct);
  out.number(sums.seen);
  out.number(sums.learning_rate);
  out.number(sums.seconds);
}

EpochSums read_sums(BinaryReader& in) {
  EpochSums sums;
  sums.steps = in.number<int>();
  sums.loss = in.number<double>();
  sums.correct = in.number<std::int64_t>();
  sums.seen = in.number<std::int64_t>();
  sums.learning_rate = in.number<double>();
  sums.seconds = in.number<double>();
  return sums;
}

void write_report(BinaryWriter& out, const TrainReport& report) {
  out.number(report.best_epoch);
  out.number<std::uint64_t>(report.epochs.size());
  for (const EpochReport& e : report.epochs) {
    out.number(e.epoch);
    for (const double value : {e.loss, e.accuracy, e.validation_loss, e.validation_accuracy,
                               e.learning_rate, e.seconds}) {
      out.number(value);
    }
  }
}

TrainReport read_report(BinaryReader& in) {
  TrainReport report;
  report.best_epoch = in.number<int>();
  const auto epochs = in.number<std::uint64_t>();
  for (std::uint64_t i = 0; i < epochs && !in.failed(); ++i) {
    EpochReport e{.epoch = in.number<int>()};
    for (double* value : {&e.loss, &e.accuracy, &e.validation_loss, &e.validation_accuracy,
                          &e.learning_rate, &e.seconds}) {
      *value = in.number<double>();
    }
    report.epochs.push_back(e);
  }
  return report;
}

// The arrays in the order of the file.
template <typename C>
auto arrays(C& c) {
  return std::array{&c.parameters,     &c.state,           &c.moments,   &c.averaged_parameters,
                    &c.averaged_state, &c.best_parameters, &c.best_state};
}

}  // namespace

Bytes checkpoint_bytes(const Checkpoint& c) {
  BinaryWriter out(kMagic);
  out.text(c.fingerprint);
  out.number(c.steps);
  write_sums(out, c.epoch);
  out.number(c.epochs_since_best);
  out.number(c.best_loss);
  out.number(c.best_accuracy);
  for (const std::vector<float>* array : arrays(c)) out.floats(*array);
  write_report(out, c.report);
  return out.finish();
}

Result<Checkpoint> read_checkpoint(Bytes bytes, const std::string& file) {
  BinaryReader in = TADPOLE_TRY(BinaryReader::open(std::move(bytes), kMagic, file));
  Checkpoint c;
  c.fingerprint = in.text();
  c.steps = in.number<std::int64_t>();
  c.epoch = read_sums(in);
  c.epochs_since_best = in.number<int>();
  c.best_loss = in.number<double>();
  c.best_accuracy = in.number<double>();
  for (std::vector<float>* array : arrays(c)) *array = in.floats();
  c.report = read_report(in);
  if (!in.complete()) return Error{file + " ends too early; delete it and run the stage again"};
  return c;
}

}  // namespace tadpole
