// SPDX-License-Identifier: Apache-2.0
#include "workflow/model_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "core/data/manifest.h"
#include "core/eval/metrics.h"
#include "core/quant/dead_channels.h"
#include "core/tflite/tflite.h"
#include "kit/deploy/deploy_to_board.h"
#include "workflow/keyword/listen.h"
#include "workflow/predict.h"

namespace tadpole {
namespace {

constexpr std::uint32_t kTrials = 3;
constexpr double kMostShare = 1e-4;  // of the largest output, of float models

Error about(const Path& file, const Error& error) {
  return {file.string() + ": " + error.message, error.kind};
}

Result<TfliteExecutor> open(const Path& model, Bytes bytes) {
  Result<TfliteExecutor> made = TfliteExecutor::create(std::move(bytes));
  if (!made.ok()) return about(model, made.error());
  return made;
}

Result<std::vector<std::string>> output_labels(const Path& model, const Bytes& bytes,
                                               const std::vector<std::string>& given,
                                               std::size_t outputs) {
  std::vector<std::string> labels = given;
  if (labels.empty()) {
    const Result<ModelNotes> notes = read_notes(bytes);
    if (notes.ok()) labels = notes.value().labels;
  }
  if (labels.empty()) {
    for (std::size_t i = 0; i < outputs; ++i) labels.push_back(std::to_string(i));
  }
  if (labels.size() == outputs) return labels;
  return wrong_use(fmt::format("{} has {} outputs and {} labels; give one label for each output",
                               model.string(), outputs, labels.size()));
}

// One labelled input.
struct Labelled {
  Path file;
  int label = 0;
};

Result<std::vector<Labelled>> read_samples(const Path& manifest,
                                           const std::vector<std::string>& labels) {
  const std::string text = TADPOLE_TRY(read_text(manifest));
  std::vector<Labelled> samples;
  for (const ManifestRow& row : TADPOLE_TRY(parse_manifest(text, manifest.string()))) {
    const auto found = std::find(labels.begin(), labels.end(), row.label);
    if (found == labels.end()) {
      return Error{fmt::format(
          "{}, line {}: the label '{}' is none of the model's outputs ({}); name them in order "
          "with --labels",
          manifest.string(), row.line, row.label, fmt::join(labels, ", "))};
    }
    if (leaves_folder(row.file)) {
      return Error{fmt::format("{}, line {}: '{}' lies outside of the manifest's folder",
                               manifest.string(), row.line, row.file)};
    }
    samples.push_back(
        {manifest.parent_path() / row.file, static_cast<int>(found - labels.begin())});
  }
  return samples;
}

// Probabilities where the model gives some; else its numbers, of which the largest counts.
Result<std::vector<double>> ask(TfliteExecutor& executor, const Path& file) {
  const Bytes bytes = TADPOLE_TRY(read_bytes(file));
  if (bytes.empty() || bytes.size() % executor.input(0).size() != 0) {
    return Error{fmt::format("{} has {} bytes, the model's input takes {}; give raw input bytes",
                             file.string(), bytes.size(), executor.input(0).size())};
  }
  executor.reset();
  TADPOLE_TRY(run_rows(executor, bytes));
  const GraphTensor& output =
      executor.graph().tensors[static_cast<std::size_t>(executor.graph().outputs[0])];
  if (output.type != DType::float32 && output.type != DType::int8 && output.type != DType::uint8 &&
      output.type != DType::int16) {
    return unsupported(fmt::format("the model's output is {}, expected float32 or 8 or 16 bit",
                                   dtype_name(output.type)));
  }
  const std::vector<float> values = real_values(output, executor.output(0));
  return std::vector<double>(values.begin(), values.end());
}

std::string text_of(const ConfusionMatrix& confusion, const Interval& interval) {
  std::string text = fmt::format(
      "accuracy {:.1f} % ({} of {} inputs; 95 % interval {:.1f} to {:.1f} %, inputs taken as "
      "independent)\n",
      100.0 * accuracy(confusion), confusion.correct(), confusion.total(), 100.0 * interval.low,
      100.0 * interval.high);
  for (const ClassScore& score : class_scores(confusion)) {
    if (score.support == 0 && score.predicted == 0) continue;
    text += fmt::format("  {:<16} recall {:5.1f} %  precision {:5.1f} %  of {}\n", score.label,
                        100.0 * score.recall, 100.0 * score.precision, score.support);
  }
  return text;
}

// Whether both give the same to generated inputs, and else where they part.
Outcome expect_same_answers(TfliteExecutor& before, TfliteExecutor& after) {
  const Graph& graph = before.graph();
  for (std::uint32_t seed = 1; seed <= kTrials; ++seed) {
    for (std::size_t i = 0; i < graph.inputs.size(); ++i) {
      const Bytes input =
          generated_input(graph.tensors[static_cast<std::size_t>(graph.inputs[i])], seed);
      std::copy(input.begin(), input.end(), before.input(i).begin());
      std::copy(input.begin(), input.end(), after.input(i).begin());
    }
    TADPOLE_TRY(before.run());
    TADPOLE_TRY(after.run());
    for (std::size_t o = 0; o < graph.outputs.size(); ++o) {
      const auto a = before.output(o);
      const auto b = after.output(o);
      if (std::equal(a.begin(), a.end(), b.begin(), b.end())) continue;
      const GraphTensor& tensor = graph.tensors[static_cast<std::size_t>(graph.outputs[o])];
      bool close = tensor.type == DType::float32 && a.size() == b.size();
      if (close) {
        const std::vector<float> x = real_values(tensor, a);
        const std::vector<float> y = real_values(tensor, b);
        float most = 0.0F;
        for (const float value : x) most = std::max(most, std::fabs(value));
        for (std::size_t v = 0; v < x.size(); ++v)
          close = close && std::fabs(x[v] - y[v]) <= static_cast<float>(kMostShare) * most;
      }
      if (!close) {
        return Error{fmt::format(
            "the smaller model answers otherwise (generated input {}, output '{}'); nothing was "
            "written, please report this model",
            seed, tensor.name)};
      }
    }
  }
  return Done{};
}

}  // namespace

Result<InferAnswer> evaluate_model(const Path& model, const EvaluateModelOptions& options,
                                   Progress& progress) {
  const Bytes bytes = TADPOLE_TRY(read_bytes(model));
  TfliteExecutor executor = TADPOLE_TRY(open(model, bytes));
  const std::vector<std::string> labels =
      TADPOLE_TRY(output_labels(model, bytes, options.labels, output_values(executor)));
  const std::vector<Labelled> samples = TADPOLE_TRY(read_samples(options.samples, labels));
  ConfusionMatrix confusion{
      labels, std::vector<std::vector<int>>(labels.size(), std::vector<int>(labels.size(), 0))};
  progress.begin("ask the model", static_cast<std::int64_t>(samples.size()));
  for (std::size_t i = 0; i < samples.size(); ++i) {
    if (progress.stop_requested()) return Error{"evaluate: stopped", ErrorKind::cancelled};
    const std::vector<double> values = TADPOLE_TRY(ask(executor, samples[i].file));
    const auto best = std::max_element(values.begin(), values.end()) - values.begin();
    confusion.counts[static_cast<std::size_t>(samples[i].label)][static_cast<std::size_t>(best)] +=
        1;
    progress.update(static_cast<std::int64_t>(i + 1), "");
  }
  progress.end();
  const Interval interval = wilson_interval(confusion.correct(), confusion.total());
  InferAnswer answer;
  answer.json = {{"model", model.string()},
                 {"inputs", confusion.total()},
                 {"correct", confusion.correct()},
                 {"accuracy", accuracy(confusion)},
                 {"low", interval.low},
                 {"high", interval.high},
                 {"labels", labels},
                 {"confusion", confusion.counts}};
  answer.text = model.string() + ": " + text_of(confusion, interval);
  return answer;
}

Result<InferAnswer> optimize_model(const Path& model, const Path& output) {
  const Path target =
      output.empty() ? model.parent_path() / (model.stem().string() + "_small.tflite") : output;
  if (target.lexically_normal() == model.lexically_normal()) {
    return wrong_use("the output would replace the model " + model.string() +
                     "; give another name with --output");
  }
  const Bytes bytes = TADPOLE_TRY(read_bytes(model));
  TfliteExecutor before = TADPOLE_TRY(open(model, bytes));
  const Result<Graph> graph = read_tflite(bytes);
  if (!graph.ok()) return about(model, graph.error());
  const Result<ChannelRemoval> removal = remove_dead_channels(graph.value());
  if (!removal.ok()) return about(model, removal.error());
  const ChannelRemoval& small = removal.value();
  const TfliteMetadata notes = TADPOLE_TRY(read_tflite_metadata(bytes));
  const Bytes written = TADPOLE_TRY(write_tflite(small.graph, notes));
  TfliteExecutor after = TADPOLE_TRY(open(target, written));
  TADPOLE_TRY(expect_same_answers(before, after));
  TADPOLE_TRY(write_file(target, written));
  InferAnswer answer;
  answer.json = {
      {"model", model.string()},
      {"output", target.string()},
      {"channels", small.channels},
      {"file_bytes", {{"before", bytes.size()}, {"after", written.size()}}},
      {"constant_bytes", {{"before", small.bytes_before}, {"after", small.bytes_after}}},
      {"macs", {{"before", small.macs_before}, {"after", small.macs_after}}},
      {"arena_bytes", {{"before", before.arena_bytes()}, {"after", after.arena_bytes()}}}};
  answer.text =
      small.channels == 0
          ? fmt::format("{}: no channel can go without changing an answer\n", model.string())
          : fmt::format("{}: {} channels cannot change an answer and are gone\n", model.string(),
                        small.channels);
  answer.text += fmt::format(
      "  file      {:>10} -> {:>10} bytes\n  weights   {:>10} -> {:>10} bytes\n"
      "  multiply-adds {:>6} -> {:>10}\n  arena     {:>10} -> {:>10} bytes\n"
      "the same answers to {} generated inputs; written to {}\n",
      bytes.size(), written.size(), small.bytes_before, small.bytes_after, small.macs_before,
      small.macs_after, before.arena_bytes(), after.arena_bytes(), kTrials, target.string());
  return answer;
}

}  // namespace tadpole
