// SPDX-License-Identifier: Apache-2.0
// The JSON form of a run report. Field names are the members' names; bytes are base64 text.
#include <fmt/core.h>

#include <algorithm>

#include "core/base/json.h"
#include "core/eval/json_numbers.h"
#include "core/report/encode.h"
#include "core/report/run_report.h"

namespace tadpole {

using nlohmann::json;

// As in core/eval: an interval has the same fields wherever it stands.
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Interval, low, high, level, method)
NLOHMANN_JSON_SERIALIZE_ENUM(StageState, {{StageState::not_run, "not run"},
                                          {StageState::done, "done"},
                                          {StageState::stale, "stale"}})
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ReportStage, name, state, command, seconds, output)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(CountRow, name, train, validation, test)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(DataCheck, name, severity, sentence, count)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(DatasetSummary, version, origin, hours, clips, speakers, classes,
                                   groups, licences, consents, sources, checks, datasheet)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(NamedValue, name, value)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(FeatureSummary, kind, times, bands, stride_ms, low_hz, high_hz,
                                   options)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(EpochPoint, epoch, train_loss, validation_loss, train_accuracy,
                                   validation_accuracy, learning_rate)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(TrainingSummary, model, epochs, best_epoch, parameters, macs,
                                   stopped_because, layers_text, options)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(LayerErrorRow, tensor, rms_error, signal_rms, sqnr_db)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ChangedClip, clip, truth, float_says, int8_says)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ModelForm, name, accuracy, interval, file_bytes, weight_bytes,
                                   macro_f1)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(OptimizeSummary, forms, layers, compared_clips, changed,
                                   calibration_clips)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(BoardResult, board, status, reason, flash_bytes, flash_limit,
                                   ram_bytes, ram_limit, arena_bytes, instructions_features,
                                   instructions_inference, clock_mhz, estimated_ms, estimated_mj,
                                   host_equal, compared_clips)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(PlannedBuffer, name, offset, bytes, first_op, last_op)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(MemoryPlan, buffers, arena_bytes)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(DeploySummary, model_file, plan, operators, boards)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(CardNotes, purpose, users, out_of_scope, owner, contact, licence,
                                   ethics, caveats)

namespace {

// Parts that are bytes travel as base64; broken text becomes empty and the shape check below
// refuses it.
std::string bytes_text(const void* data, std::size_t size) {
  return base64({static_cast<const std::uint8_t*>(data), size});
}

template <typename Byte>
void read_bytes_text(const json& j, std::vector<Byte>& out) {
  const Result<Bytes> bytes = from_base64(j.get<std::string>());
  out.clear();
  if (bytes.ok()) out.assign(bytes.value().begin(), bytes.value().end());
}

}  // namespace

static void to_json(json& j, const FeaturePicture& p) {
  j = {{"times", p.times},
       {"bands", p.bands},
       {"levels", bytes_text(p.levels.data(), p.levels.size())}};
}

static void from_json(const json& j, FeaturePicture& p) {
  j.at("times").get_to(p.times);
  j.at("bands").get_to(p.bands);
  read_bytes_text(j.at("levels"), p.levels);
}

static void to_json(json& j, const ExampleClip& e) {
  j = {{"label", e.label},
       {"word", e.word},
       {"speaker", e.speaker},
       {"group", e.group},
       {"split", e.split},
       {"origin", e.origin},
       {"features", e.features},
       {"wav", e.wav_base64},
       {"envelope", bytes_text(e.envelope.data(), e.envelope.size())}};
}

static void from_json(const json& j, ExampleClip& e) {
  j.at("label").get_to(e.label);
  j.at("word").get_to(e.word);
  j.at("speaker").get_to(e.speaker);
  j.at("group").get_to(e.group);
  j.at("split").get_to(e.split);
  j.at("origin").get_to(e.origin);
  j.at("features").get_to(e.features);
  j.at("wav").get_to(e.wav_base64);
  read_bytes_text(j.at("envelope"), e.envelope);
}

static void to_json(json& j, const ScoreTable& t) {
  j = {{"labels", t.labels},
       {"truths", bytes_text(t.truths.data(), t.truths.size())},
       {"tops", bytes_text(t.tops.data(), t.tops.size())},
       {"scores", bytes_text(t.scores.data(), t.scores.size())}};
}

static void from_json(const json& j, ScoreTable& t) {
  j.at("labels").get_to(t.labels);
  read_bytes_text(j.at("truths"), t.truths);
  read_bytes_text(j.at("tops"), t.tops);
  read_bytes_text(j.at("scores"), t.scores);
}

namespace {

template <typename Part>
void put_optional(json& j, const char* name, const std::optional<Part>& part) {
  if (part) j[name] = *part;
}

template <typename Part>
void get_optional(const json& j, const char* name, std::optional<Part>& part) {
  if (j.contains(name)) part = j.at(name).get<Part>();
}

bool picture_fits(const FeaturePicture& p) {
  constexpr int kLargest = 4096;
  if (p.times < 0 || p.bands < 0 || p.times > kLargest || p.bands > kLargest) return false;
  return p.levels.size() == static_cast<std::size_t>(p.times) * static_cast<std::size_t>(p.bands);
}

bool scores_fit(const ScoreTable& t) {
  if (t.scores.size() != t.truths.size() * t.labels.size() || t.tops.size() != t.truths.size())
    return false;
  const auto known = [&](std::uint8_t label) { return label < t.labels.size(); };
  return std::all_of(t.truths.begin(), t.truths.end(), known) &&
         std::all_of(t.tops.begin(), t.tops.end(), known);
}

Outcome check_parts(const RunReport& report) {
  for (const ExampleClip& example : report.examples) {
    if (!picture_fits(example.features) || !from_base64(example.wav_base64).ok()) {
      return Error{fmt::format(
          "report: the picture or sound of an example of '{}' is damaged; write the report again",
          example.label)};
    }
  }
  if (!scores_fit(report.scores)) {
    return Error{
        "report: the scores are not one row per clip and one column per label; write the report "
        "again"};
  }
  return Done{};
}

void fill_from_json(const json& j, RunReport& report) {
  j.at("project").get_to(report.project);
  j.at("template").get_to(report.template_name);
  j.at("labels").get_to(report.labels);
  j.at("created").get_to(report.created);
  j.at("stages").get_to(report.stages);
  j.at("examples").get_to(report.examples);
  j.at("scores").get_to(report.scores);
  j.at("provenance").get_to(report.provenance);
  j.at("card").get_to(report.card);
  get_optional(j, "dataset", report.dataset);
  get_optional(j, "features", report.features);
  get_optional(j, "training", report.training);
  get_optional(j, "optimize", report.optimize);
  get_optional(j, "deploy", report.deploy);
}

}  // namespace

json report_to_json(const RunReport& report) {
  json j = {{"format", report.format},
            {"project", report.project},
            {"template", report.template_name},
            {"labels", report.labels},
            {"created", report.created},
            {"stages", report.stages},
            {"examples", report.examples},
            {"scores", report.scores},
            {"provenance", report.provenance},
            {"card", report.card},
            {"origin_note", report_origin_tag(report)}};
  put_optional(j, "dataset", report.dataset);
  put_optional(j, "features", report.features);
  put_optional(j, "training", report.training);
  if (report.evaluation) j["evaluation"] = evaluation_to_json(*report.evaluation);
  put_optional(j, "optimize", report.optimize);
  put_optional(j, "deploy", report.deploy);
  static_cast<void>(hold_numbers(j));  // a datasheet that is too deep is refused when read
  return j;
}

Result<RunReport> report_from_json(const json& json_given) {
  TADPOLE_TRY(check_depth(json_given));
  json j = json_given;
  TADPOLE_TRY(hold_numbers(j));
  RunReport report;
  try {
    j.at("format").get_to(report.format);
    if (report.format != 1) {
      return Error{fmt::format(
          "report: format {} was found, this version reads format 1; use the version that wrote it",
          report.format)};
    }
    fill_from_json(j, report);
  } catch (const json::exception& e) {
    return Error{fmt::format(
        "report: the file does not have the expected form ({}); write the report again", e.what())};
  }
  if (j.contains("evaluation"))
    report.evaluation = TADPOLE_TRY(evaluation_from_json(j.at("evaluation")));
  TADPOLE_TRY(check_parts(report));
  return report;
}

std::string report_text(const RunReport& report) {
  return report_to_json(report).dump(1, ' ', false, json::error_handler_t::replace) + "\n";
}

Result<RunReport> parse_report(std::string_view text) {
  const json j = parse_json(text);
  if (!j.is_object()) return Error{"report: the text is no JSON object; write the report again"};
  return report_from_json(j);
}

}  // namespace tadpole
