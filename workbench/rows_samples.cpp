// SPDX-License-Identifier: Apache-2.0
// Samples: recorded, listed, looked at, relabelled.
#include <algorithm>
#include <map>
#include <set>

#include "core/base/hash.h"
#include "core/base/json.h"
#include "core/base/text.h"
#include "core/data/image/picture.h"
#include "workbench/rows.h"
#include "workflow/explore.h"

namespace tadpole::workbench {
namespace {

using server::Call;
using server::Json;
using server::json_response;
using server::Response;

constexpr std::int64_t kMostListed = 1000;

std::span<const std::uint8_t> body_of(const Call& call) {
  return {reinterpret_cast<const std::uint8_t*>(call.request.body.data()),
          call.request.body.size()};
}

// A table is a source of its own: its columns hold what is to be learnt.
Result<SampleRef> add_table(Project& project, const std::string& name,
                            std::span<const std::uint8_t> bytes) {
  const std::string id = Sha256().add(bytes.data(), bytes.size()).hex().substr(0, 16);
  const std::string file = std::string(kRecordingsFolder) + "/" + id + ".csv";
  TADPOLE_TRY(write_file(project.folder() / file, bytes));
  SourceOptions source;
  source.import = file;
  TADPOLE_TRY(project.add_source(source));
  SampleRef ref;
  ref.id = id, ref.name = name.empty() ? file : name;
  return ref;
}

Result<Response> record(Workbench& bench, const Call& call) {
  Project project = TADPOLE_TRY(bench.open(call.param("project")));
  const auto bytes = body_of(call);
  const std::string ending = ending_of(bytes);
  const std::string feed = task_of(project).feed();
  if (ending.empty() || bytes.empty()) {
    return wrong_use(
        "the bytes are no sample that is known here; give a WAV, FLAC or OGG recording, a PNG, "
        "JPEG, BMP or PPM picture, a CSV log or a JSON file of strokes");
  }
  if (feed == "table") {
    if (ending != ".csv") return wrong_use("a table is a CSV file; this is a " + ending + " file");
    const auto changing = bench.writing();
    project = TADPOLE_TRY(bench.open(call.param("project")));
    const SampleRef ref = TADPOLE_TRY(add_table(project, call.request.asked("name"), bytes));
    return json_response(ref_json(ref));
  }
  const bool sound = ending == ".wav" || ending == ".flac" || ending == ".ogg";
  const bool text = ending == ".csv" || ending == ".json";
  const bool fits = feed == "sound" || feed == "long_sound" ? sound
                    : feed == "picture"                     ? !sound && !text
                                                            : text;
  if (!fits) {
    return wrong_use("a project of this kind takes " +
                     std::string(feed == "picture"                      ? "pictures"
                                 : feed == "motion" || feed == "stroke" ? "logs (CSV) or strokes"
                                                                        : "recordings (WAV)") +
                     "; this is a " + ending + " file");
  }
  // What cannot be read is refused now, not when everything is collected.
  if (feed == "picture") TADPOLE_TRY(read_picture(bytes, "this picture"));
  OwnSample about{.id = "",
                  .file = "sample" + ending,
                  .label = call.request.asked("label"),
                  .who = call.request.asked("who"),
                  .licence = call.request.asked("licence"),
                  .consent = call.request.asked("consent")};
  const auto changing = bench.writing();
  project = TADPOLE_TRY(bench.open(call.param("project")));  // as it is now
  const OwnSample own = TADPOLE_TRY(add_own_sample(project, about, bytes));
  const Result<Json> view = own_view(project, own);
  if (!view.ok()) {
    TADPOLE_TRY(edit_samples(project, {own.id}, ""));
    return wrong_use(view.error().message);
  }
  return json_response(ref_json(own_ref(own)));
}

// All samples: recordings that are not collected yet, then those of the dataset.
Result<std::vector<SampleRef>> all_samples(Workbench& bench, const Project& project) {
  std::vector<SampleRef> all;
  std::shared_ptr<const Samples> samples;
  if (auto collected = bench.samples(project); collected.ok()) samples = collected.value();
  const std::vector<OwnSample> own = TADPOLE_TRY(own_samples(project));
  std::set<std::string> collected;
  if (samples != nullptr)
    for (const SampleRef& ref : samples->all()) collected.insert(ref.id);
  std::map<std::string, std::string> said;  // labels of the recordings that are left
  for (const OwnSample& one : own) {
    said[one.id] = one.label;
    if (!collected.contains(one.id)) all.push_back(own_ref(one));
  }
  std::reverse(all.begin(), all.end());  // the newest first
  if (samples == nullptr) return all;
  const auto edits = TADPOLE_TRY(edits_of(project));
  for (SampleRef ref : samples->all()) {
    // What was said by hand since is shown at once.
    const auto edit = edits.find(ref.id);
    if (edit != edits.end()) ref.label = edit->second;
    const auto own_label = said.find(ref.id);
    if (own_label != said.end()) ref.label = own_label->second;
    const bool deleted = ref.recording && own_label == said.end();
    if (!deleted) all.push_back(std::move(ref));
  }
  return all;
}

std::int64_t number_asked(const Call& call, const char* name, std::int64_t otherwise) {
  return parse_whole(call.request.asked(name)).value_or(otherwise);
}

Result<Response> list_samples(Workbench& bench, const Call& call) {
  const Project project = TADPOLE_TRY(bench.open(call.param("project")));
  const std::vector<SampleRef> all = TADPOLE_TRY(all_samples(bench, project));
  const std::string label = call.request.asked("label"), split = call.request.asked("split");
  const std::int64_t from = std::max<std::int64_t>(0, number_asked(call, "from", 0));
  const std::int64_t count =
      std::clamp<std::int64_t>(number_asked(call, "count", 100), 0, kMostListed);
  const bool own_only = call.request.asked("recordings") == "only";
  Json shown = Json::array();
  std::int64_t total = 0;
  for (const SampleRef& ref : all) {
    if (!label.empty() && ref.label != label) continue;
    if (!split.empty() && (!ref.split || split_name(*ref.split) != split)) continue;
    if (own_only && !ref.recording) continue;
    if (total++ < from || static_cast<std::int64_t>(shown.size()) >= count) continue;
    shown.push_back(ref_json(ref));
  }
  return json_response({{"total", total}, {"samples", shown}});
}

Result<Response> relabel(Workbench& bench, const Call& call) {
  const auto changing = bench.writing();
  Project project = TADPOLE_TRY(bench.open(call.param("project")));
  std::vector<std::string> ids;
  for (const Json& id : call.body["ids"]) ids.push_back(id.get<std::string>());
  const auto label = call.body.find("label");
  if (label != call.body.end() && !label->is_null() && !label->is_string())
    return wrong_use(
        "'label' is neither a text nor null; give the new label, or null to leave out");
  if (label != call.body.end() && label->is_string() &&
      trim(label->get_ref<const std::string&>()).empty())
    return wrong_use("the label is empty; give the new label, or null to leave out");
  const int changed = TADPOLE_TRY(edit_samples(project, ids, json_text(call.body, "label")));
  return json_response({{"changed", changed}});
}

// Calls f with the sample of the path, collected or not yet.
template <class Collected, class Own>
Result<Response> at_sample(Workbench& bench, const Call& call, const Collected& collected,
                           const Own& own) {
  const Project project = TADPOLE_TRY(bench.open(call.param("project")));
  const std::string id = call.param("sample");
  if (const auto samples = bench.samples(project); samples.ok()) {
    if (const SampleRef* ref = samples.value()->find(id))
      return collected(project, *samples.value(), *ref);
  }
  const std::vector<OwnSample> recordings = TADPOLE_TRY(own_samples(project));
  for (const OwnSample& one : recordings)
    if (one.id == id) return own(project, one);
  return server::error_response(404, "no_sample",
                                "there is no sample '" + id + "'; reload the page");
}

Result<Response> view(Workbench& bench, const Call& call) {
  const std::string file = call.request.path.substr(call.request.path.find("/projects/")) + "/file";
  const auto finish = [&](Json json, const SampleRef& ref) {
    for (const char* link : {"picture", "sound"})
      if (json.contains(link)) json[link] = file;
    json["id"] = ref.id;
    json["ref"] = ref_json(ref);
    return json_response(json);
  };
  return at_sample(
      bench, call,
      [&](const Project&, const Samples& samples, const SampleRef& ref) -> Result<Response> {
        Json json = TADPOLE_TRY(samples.view(ref));
        return finish(std::move(json), ref);
      },
      [&](const Project& project, const OwnSample& own) -> Result<Response> {
        Json json = TADPOLE_TRY(own_view(project, own));
        return finish(std::move(json), own_ref(own));
      });
}

Result<Response> file(Workbench& bench, const Call& call) {
  return at_sample(
      bench, call,
      [](const Project&, const Samples& samples, const SampleRef& ref) -> Result<Response> {
        SampleFile found = TADPOLE_TRY(samples.file(ref));
        return bytes_response(found.type, std::move(found.bytes));
      },
      [](const Project& project, const OwnSample& own) -> Result<Response> {
        SampleFile found = TADPOLE_TRY(own_file(project, own));
        return bytes_response(found.type, std::move(found.bytes));
      });
}

Result<Response> features(Workbench& bench, const Call& call) {
  Project project = TADPOLE_TRY(bench.open(call.param("project")));
  for (const auto& [name, value] : call.request.query) {
    const std::size_t dot = name.find('.');
    if (dot == std::string::npos) continue;
    TADPOLE_TRY(project.set(name.substr(0, dot), name.substr(dot + 1), value));
  }
  const Recipe& recipe = project.recipe();
  TADPOLE_TRY(task_of(project).check(recipe));
  const std::shared_ptr<const Samples> samples = TADPOLE_TRY(bench.samples(project));
  const SampleRef* ref = samples->find(call.param("sample"));
  if (ref == nullptr)
    return wrong_use("the sample is not collected yet; run collect, then look at its features");
  const Json json = TADPOLE_TRY(samples->features(project, *ref));
  return json_response(json);
}

Result<Response> map(Workbench& bench, const Call& call) {
  const Project project = TADPOLE_TRY(bench.open(call.param("project")));
  const Path stored = project.folder() / kMapFile;
  std::error_code code;
  if (!std::filesystem::exists(stored, code))
    return server::error_response(404, "no_map",
                                  "there is no map of the samples yet; run preprocess (it takes 10 "
                                  "training samples or more)");
  const Json json = TADPOLE_TRY(read_json(stored));
  const std::shared_ptr<const Samples> samples = TADPOLE_TRY(bench.samples(project));
  Json ids = Json::array(), labels = Json::array();
  const Json names = json_list(json, "names");
  for (const Json& name : names) {
    const SampleRef* ref = name.is_string() ? samples->named(name.get<std::string>()) : nullptr;
    ids.push_back(ref == nullptr ? "" : ref->id);
    labels.push_back(ref == nullptr ? "" : ref->label);
  }
  return json_response({{"ids", ids},
                        {"labels", labels},
                        {"pca", json_list(json, "pca")},
                        {"t_sne", json_list(json, "t_sne")},
                        {"pca_share", json_number(json, "pca_share")},
                        {"of", json_number(json, "of")}});
}

}  // namespace

void add_sample_rows(const RowMaker& rows) {
  using namespace server::schema;
  rows.add("POST", "/projects/{project}/recordings", "add_recording",
           "keeps the bytes of the body as a sample (?label, who, consent, licence, name)", nullptr,
           any(), record);
  rows.add("GET", "/projects/{project}/samples", "list_samples",
           "samples, the project's own recordings first (?label, split, from, count, "
           "recordings=only)",
           nullptr, object({{"total", number()}, {"samples", list(any())}}), list_samples);
  rows.add("POST", "/projects/{project}/samples", "relabel_samples",
           "sets the label of samples; null leaves them out, a recording is deleted",
           object({{"ids", list(text())}, {"label?", any()}}), object({{"changed", number()}}),
           relabel);
  rows.add("GET", "/projects/{project}/samples/{sample}", "read_sample", "how a sample looks",
           nullptr, any(), view);
  rows.add("GET", "/projects/{project}/samples/{sample}/file", "read_sample_file",
           "a sample as sound, picture or table", nullptr, nullptr, file);
  rows.add("GET", "/projects/{project}/samples/{sample}/features", "read_features",
           "what the model would see of it (?preprocess.bands=32 tries a value)", nullptr, any(),
           features);
  rows.add("GET", "/projects/{project}/map", "read_map", "the training samples in the plane",
           nullptr, any(), map);
}

}  // namespace tadpole::workbench
