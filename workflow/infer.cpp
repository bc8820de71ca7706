// SPDX-License-Identifier: Apache-2.0
#include "workflow/infer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>

#include "core/base/json.h"
#include "core/tflite/inspect.h"
#include "core/tflite/tflite.h"
#include "workflow/anomaly_score.h"
#include "workflow/keyword/listen.h"
#include "workflow/predict.h"
#include "workflow/questions.h"

namespace tadpole {
namespace {

Result<TfliteExecutor> load_executor(const Path& model) {
  Bytes bytes = TADPOLE_TRY(read_bytes(model));
  Result<TfliteExecutor> executor = TfliteExecutor::create(std::move(bytes));
  if (!executor.ok())
    return Error{model.string() + ": " + executor.error().message, executor.error().kind};
  if (executor.value().graph().inputs.empty() || executor.value().graph().outputs.empty()) {
    return Error{model.string() + ": the model has no input or no output tensor"};
  }
  return executor;
}

std::vector<std::string> output_names(const std::vector<std::string>& given,
                                      const ModelNotes* notes, std::size_t count) {
  std::vector<std::string> names = !given.empty()     ? given
                                   : notes != nullptr ? notes->labels
                                                      : std::vector<std::string>();
  for (std::size_t i = names.size(); i < count; ++i) names.push_back(fmt::format("output {}", i));
  names.resize(count);
  return names;
}

std::string bar(double share) {
  return std::string(static_cast<std::size_t>(std::clamp(share, 0.0, 1.0) * 30.0 + 0.5), '#');
}

const std::string kUnknown = "unknown";  // as firmware/app/sensor.cpp says it

// What one question was answered.
struct Answered {
  std::string name;
  std::vector<float> values;
  double score = 0.0;  // of a detector
};

Result<Answered> ask(TfliteExecutor& executor, const ModelNotes* notes, const Question& question) {
  const Bytes bytes = TADPOLE_TRY(input_bytes(executor, *question.features, question.values));
  if (streams(executor)) executor.reset();
  TADPOLE_TRY(run_rows(executor, bytes));
  const GraphTensor& output =
      executor.graph().tensors[static_cast<std::size_t>(executor.graph().outputs[0])];
  if (output.type != DType::float32 && output.type != DType::int8 && output.type != DType::int16 &&
      output.type != DType::uint8) {
    return Error{
        fmt::format("the model's output is {}; expected float32, int8 or int16: use --raw-input "
                    "and --raw-output",
                    dtype_name(output.type))};
  }
  Answered answered{question.name, real_values(output, executor.output(0))};
  if (notes == nullptr || notes->score.empty()) return answered;
  const GraphTensor& input =
      executor.graph().tensors[static_cast<std::size_t>(executor.graph().inputs[0])];
  const std::vector<float> x = real_values(input, bytes);
  const ScoreRule rule = score_rule_of_name(notes->score);
  if (rule == ScoreRule::reconstruction && x.size() != answered.values.size()) {
    return Error{fmt::format(
        "the model's notes say that it rebuilds its input, but it takes {} values and gives {}; "
        "optimize the model again",
        x.size(), answered.values.size())};
  }
  answered.score = anomaly_score(rule, x, answered.values);
  return answered;
}

std::size_t top_of(const std::vector<float>& scores) {
  return static_cast<std::size_t>(std::max_element(scores.begin(), scores.end()) - scores.begin());
}

nlohmann::json scores_json(const std::vector<float>& scores,
                           const std::vector<std::string>& names) {
  nlohmann::json json = nlohmann::json::object();
  for (std::size_t i = 0; i < scores.size(); ++i) json[names[i]] = scores[i];
  return json;
}

// The one answer about a recording or a picture: every class with its score, the best first.
void tell_one(const Answered& answered, const std::vector<std::string>& names, double threshold,
              InferAnswer& answer) {
  const std::vector<float>& scores = answered.values;
  const std::size_t top = top_of(scores);
  const bool unsure = scores[top] < static_cast<float>(threshold);
  const std::string& said = unsure ? kUnknown : names[top];
  if (threshold > 0.0) answer.json["threshold"] = threshold;
  answer.json["label"] = said;
  answer.json["score"] = scores[top];
  answer.json["scores"] = scores_json(scores, names);
  std::vector<std::size_t> order(scores.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return scores[a] > scores[b]; });
  answer.text = said + (unsure ? fmt::format(": no class reaches {:.2f}\n", threshold) : "\n");
  for (const std::size_t i : order) {
    if (answer.text.size() < 2000)
      answer.text += fmt::format("  {:<14} {:6.3f}  {}\n", names[i], scores[i], bar(scores[i]));
  }
}

// A line for each window, row or stroke: its class.
void tell_classes(const std::vector<Answered>& all, const std::vector<std::string>& names,
                  double threshold, InferAnswer& answer) {
  if (threshold > 0.0) answer.json["threshold"] = threshold;
  for (const Answered& a : all) {
    const std::size_t top = top_of(a.values);
    const std::string& said = a.values[top] < static_cast<float>(threshold) ? kUnknown : names[top];
    answer.json["answers"].push_back({{"name", a.name},
                                      {"label", said},
                                      {"score", a.values[top]},
                                      {"scores", scores_json(a.values, names)}});
    answer.text += fmt::format("{:>12}  {:<14} {:.3f}\n", a.name, said, a.values[top]);
  }
}

void tell_numbers(const std::vector<Answered>& all, const std::vector<std::string>& names,
                  InferAnswer& answer) {
  for (const Answered& a : all) {
    answer.json["answers"].push_back({{"name", a.name}, {"values", scores_json(a.values, names)}});
    answer.text += fmt::format("{:>12}", a.name);
    for (std::size_t i = 0; i < a.values.size(); ++i)
      answer.text += fmt::format("  {} {:.5g}", names[i], a.values[i]);
    answer.text += "\n";
  }
}

std::string verdict(double score, double threshold) {
  return score > threshold ? "anomaly" : "normal";
}

// A line for each window, or, where the threshold is one of recordings, one for the whole file.
void tell_scores(const std::vector<Answered>& all, const ModelNotes& notes, InferAnswer& answer) {
  const bool per_recording = notes.score_of == "recording";
  double mean = 0.0;
  for (const Answered& a : all) {
    mean += a.score / static_cast<double>(all.size());
    nlohmann::json one = {{"name", a.name}, {"score", a.score}};
    if (!per_recording) {
      one["label"] = verdict(a.score, notes.threshold);
      answer.text += fmt::format("{:>12}  {:<10} {:.4g}\n", a.name,
                                 verdict(a.score, notes.threshold), a.score);
    }
    answer.json["answers"].push_back(std::move(one));
  }
  answer.json["threshold"] = notes.threshold;
  if (per_recording) {
    answer.json["label"] = verdict(mean, notes.threshold);
    answer.json["score"] = mean;
    answer.text += fmt::format("{}  {:.4g}, the mean of {} windows\n",
                               verdict(mean, notes.threshold), mean, all.size());
  }
  answer.text += fmt::format("What scores above {:.4g} is an anomaly.\n", notes.threshold);
}

}  // namespace

Result<InferAnswer> infer_file(const Path& model, const Path& file,
                               const std::vector<std::string>& labels) {
  TfliteExecutor executor = TADPOLE_TRY(load_executor(model));
  const Result<ModelNotes> found = read_notes(TADPOLE_TRY(read_bytes(model)));
  const ModelNotes* notes = found.ok() ? &found.value() : nullptr;
  std::vector<Answered> all;
  for (const Question& question : TADPOLE_TRY(read_questions(executor, notes, file)))
    all.push_back(TADPOLE_TRY(ask(executor, notes, question)));
  if (all.empty()) return Error{file.string() + ": there is nothing in it to ask about"};
  const bool numbers = notes != nullptr && !notes->targets.empty();
  const std::vector<std::string> names = output_names(
      labels.empty() && numbers ? notes->targets : labels, notes, all[0].values.size());
  InferAnswer answer;
  answer.json = {{"model", model.string()}, {"file", file.string()}};
  // Names from outside are those of another model's classes: its own threshold is not for them.
  const double threshold = notes != nullptr && labels.empty() ? notes->threshold : 0.0;
  if (notes != nullptr && !notes->score.empty()) {
    tell_scores(all, *notes, answer);
  } else if (numbers) {
    tell_numbers(all, names, answer);
  } else if (notes != nullptr && has_many(*notes)) {
    tell_classes(all, names, threshold, answer);
  } else {
    tell_one(all[0], names, threshold, answer);
  }
  if (notes != nullptr) {
    answer.json["origin"] = notes->origin;
    if (notes->origin != "recorded")
      answer.text += "The model was trained on " + notes->origin + " data.\n";
  }
  return answer;
}

Result<InferAnswer> infer_raw(const Path& model, const Path& input, const Path& output) {
  TfliteExecutor executor = TADPOLE_TRY(load_executor(model));
  const Bytes bytes = TADPOLE_TRY(read_bytes(input));
  const std::span<std::uint8_t> into = executor.input(0);
  if (bytes.size() != into.size()) {
    return Error{fmt::format("{} has {} bytes; the model's first input takes {}", input.string(),
                             bytes.size(), into.size())};
  }
  std::memcpy(into.data(), bytes.data(), bytes.size());
  TADPOLE_TRY(executor.run());
  TADPOLE_TRY(write_file(output, executor.output(0)));
  InferAnswer answer;
  answer.json = {
      {"model", model.string()}, {"output", output.string()}, {"bytes", executor.output(0).size()}};
  answer.text = fmt::format("wrote {} bytes to {}", executor.output(0).size(), output.string());
  return answer;
}

Result<InferAnswer> inspect(const Path& model) {
  const Bytes bytes = TADPOLE_TRY(read_bytes(model));
  const Result<InspectReport> report = inspect_tflite(bytes);
  if (!report.ok())
    return Error{model.string() + ": " + report.error().message, report.error().kind};
  return InferAnswer{.json = to_json(report.value()), .text = to_text(report.value())};
}

std::string notes_text(const ModelNotes& notes) {
  const nlohmann::json json = {{"labels", notes.labels},     {"features", notes.features},
                               {"origin", notes.origin},     {"threshold", notes.threshold},
                               {"targets", notes.targets},   {"score", notes.score},
                               {"score_of", notes.score_of}, {"input", notes.input}};
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

Result<ModelNotes> read_notes(std::span<const std::uint8_t> model) {
  const TfliteMetadata metadata = TADPOLE_TRY(read_tflite_metadata(model));
  for (const auto& [name, content] : metadata.entries) {
    if (name != kNotesEntry) continue;
    const nlohmann::json json = parse_json(content);
    if (!json.is_object()) break;
    ModelNotes notes;
    const auto names = [&](const char* key) {
      std::vector<std::string> all;
      for (const auto& one : json_list(json, key))
        all.push_back(one.is_string() ? one.get<std::string>() : "?");
      return all;
    };
    notes.labels = names("labels"), notes.targets = names("targets");
    notes.features = json_text(json, "features");
    notes.origin = json_text(json, "origin");
    notes.threshold = json_number(json, "threshold");
    notes.score = json_text(json, "score");
    notes.score_of = json_text(json, "score_of");
    if (json.contains("input")) notes.input = json["input"];
    return notes;
  }
  return Error{"the model carries no notes of Tadpole's: its labels and features are not known"};
}

}  // namespace tadpole
