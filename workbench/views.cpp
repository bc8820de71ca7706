// SPDX-License-Identifier: Apache-2.0
#include "workbench/views.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>

#include "core/base/json.h"
#include "workflow/base_model.h"
#include "workflow/task.h"

namespace tadpole::workbench {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMostFactBytes = 12000;

const char* goal_name(Goal goal) {
  return goal == Goal::classify ? "classify" : goal == Goal::regress ? "regress" : "reconstruct";
}

// Ready-made networks whose input can be what the template gives.
std::vector<std::string> models_for(const std::string& feed, Goal goal) {
  if (goal == Goal::reconstruct) return {"autoencoder", "conv_autoencoder"};
  if (goal == Goal::regress) return {"first_neuron", "sine", "mlp"};
  if (feed == "sound")
    return {"ds_cnn",           "tiny_conv",        "tiny_embedding_conv", "conv",
            "low_latency_conv", "low_latency_svdf", "single_fc",           "mlp"};
  if (feed == "picture")
    return {"mobilenet_v1", "mobilenet_v2", "resnet8", "cifar_cnn", "fashion_cnn", "lenet5", "mlp"};
  return {"mlp", "single_fc"};
}

using States = std::map<std::string, std::string>;

// "missing", "stale" or "done" of every stage. Each is asked once: the key of collect looks at all
// files of its sources.
States states_of(const Project& project) {
  States states;
  bool fed = true;        // all that feeds the stage is current
  bool optimized = true;  // deploy takes from optimize, too
  for (const std::string& stage : stage_names()) {
    const bool current = project.is_current(stage);
    // What was made of something that has changed since is stale, even if its own options are not.
    const bool done = current && fed && (stage != "deploy" || optimized);
    states[stage] = project.record(stage) == nullptr ? "missing" : done ? "done" : "stale";
    if (stage == "collect" || stage == "preprocess" || stage == "train") fed = fed && current;
    if (stage == "optimize") optimized = current;
  }
  return states;
}

std::string output_of(const std::string& stage) {
  static const std::map<std::string, std::string> outputs = {
      {"collect", "dataset/"},     {"preprocess", "features/"}, {"train", "model/"},
      {"evaluate", "evaluation/"}, {"optimize", "optimized/"},  {"deploy", "deploy/"}};
  return outputs.at(stage);
}

Json stage_json(const Project& project, const std::string& stage, const std::string& state) {
  const StageRecord* record = project.record(stage);
  Json facts = record == nullptr || !record->facts.is_object() ? Json::object() : record->facts;
  const std::string text = json_text(facts, "text");
  facts.erase("text");
  // Long lists are in the report; here they would travel with every change of an option.
  for (auto at = facts.begin(); at != facts.end();)
    at = json_dump(*at).size() > kMostFactBytes ? facts.erase(at) : std::next(at);
  return {{"name", stage},
          {"state", state},
          {"seconds", record == nullptr ? 0.0 : record->seconds},
          {"command", fmt::format("tadpole {} \"{}\"", stage, project.folder().string())},
          {"output", output_of(stage)},
          {"text", text},
          {"facts", facts}};
}

Json bound(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json sections_json(const Project& project) {
  Recipe recipe = project.recipe();
  Json sections = Json::array();
  for (const RecipeSection& section : describe(recipe)) {
    Json options = Json::array();
    for (const Option& o : section.options.all()) options.push_back(option_json(o));
    sections.push_back({{"name", section.name}, {"help", section.help}, {"options", options}});
  }
  return sections;
}

// What the recipe's template would have is no news: the default of an option is the template's.
void set_defaults(const std::string& kind, Json& sections) {
  Result<Recipe> plain = template_recipe(kind);
  if (!plain.ok()) return;
  for (const RecipeSection& section : describe(plain.value())) {
    for (Json& shown : sections) {
      if (shown["name"] != section.name) continue;
      for (const Option& o : section.options.all())
        for (Json& option : shown["options"])
          if (option["name"] == o.name) option["default"] = o.get();
    }
  }
}

Json sources_json(const Project& project) {
  const std::string& kind = project.recipe().project.kind;
  SourceOptions plain;
  const RecipeSection defaults = describe_source(kind, plain);
  Json sources = Json::array();
  for (SourceOptions source : project.recipe().sources) {
    const RecipeSection section = describe_source(kind, source);
    Json one = Json::object();
    for (std::size_t i = 0; i < section.options.all().size(); ++i) {
      const Option& option = section.options.all()[i];
      if (option.get() != defaults.options.all()[i].get()) one[option.name] = option.get();
    }
    sources.push_back(one);
  }
  return sources;
}

// Null for what is not known yet.
Json number_at(const Json& facts, const char* key) {
  return facts.is_object() && facts.contains(key) && facts[key].is_number() ? facts[key]
                                                                            : Json(nullptr);
}

Json cost_json(Workbench& bench, const Project& project, const States& states) {
  const auto facts_of = [&](const char* stage) {
    const StageRecord* record = project.record(stage);
    return record == nullptr ? Json::object() : record->facts;
  };
  const bool trained = states.at("train") == "done";
  const bool optimized = trained && states.at("optimize") == "done";
  const bool deployed = optimized && states.at("deploy") == "done";
  const Json training = trained ? facts_of("train") : Json::object();
  Json parameters = number_at(training, "parameters"), macs = number_at(training, "macs");
  if (!trained && states.at("preprocess") == "done") {
    const Result<NetworkCost> planned = bench.cost(project);
    if (planned.ok()) parameters = planned.value().parameters, macs = planned.value().macs;
  }
  Json file_bytes = nullptr;
  for (const Json& form : json_list(optimized ? facts_of("optimize") : Json::object(), "forms"))
    if (json_text(form, "name") == "int8") file_bytes = number_at(form, "file_bytes");
  const Json board = deployed ? facts_of("deploy") : Json::object();
  const Json estimate = board.contains("estimate") ? board["estimate"] : Json::object();
  return {{"parameters", parameters},
          {"macs", macs},
          {"file_bytes", file_bytes},
          {"flash_bytes", number_at(board, "flash_bytes")},
          {"flash_limit", number_at(board, "flash_limit_bytes")},
          {"ram_bytes", number_at(board, "ram_bytes")},
          {"ram_limit", number_at(board, "ram_limit_bytes")},
          {"milliseconds", number_at(estimate, "ms")},
          {"board", project.recipe().deploy.board},
          {"measured", estimate.contains("ms")}};
}

Json counts_json(const std::vector<std::string>& labels, const Samples* samples,
                 const std::vector<OwnSample>& own) {
  Json counts = Json::array();
  for (const std::string& label : labels) {
    std::array<int, 3> split{};
    if (samples != nullptr) {
      for (const SampleRef& ref : samples->all())
        if (ref.label == label && ref.split) ++split[static_cast<std::size_t>(*ref.split)];
    }
    const auto recordings = std::count_if(own.begin(), own.end(),
                                          [&](const OwnSample& one) { return one.label == label; });
    counts.push_back({{"label", label},
                      {"train", split[0]},
                      {"validation", split[1]},
                      {"test", split[2]},
                      {"recordings", recordings}});
  }
  return counts;
}

// Classes that are known: of the samples, of the recipe's words, of the recordings.
std::vector<std::string> labels_of(const Project& project, const Samples* samples,
                                   const std::vector<OwnSample>& own) {
  std::vector<std::string> labels;
  const auto add = [&](const std::string& label) {
    if (!label.empty() && std::find(labels.begin(), labels.end(), label) == labels.end())
      labels.push_back(label);
  };
  if (samples != nullptr)
    for (const std::string& label : samples->labels()) add(label);
  const auto& words = project.recipe().project.words;
  if (!words.empty()) add("silence"), add("unknown");
  for (const std::string& word : words) add(word);
  for (const OwnSample& one : own) add(one.label);
  return labels;
}

std::int64_t changed_ms(const Path& folder) {
  std::error_code code;
  std::filesystem::file_time_type last{};
  for (const char* file : {"tadpole.toml", ".tadpole/stages.json", "recordings/manifest.csv"}) {
    const auto time = std::filesystem::last_write_time(folder / file, code);
    if (!code) last = std::max(last, time);
  }
  // Clocks of files begin elsewhere; libstdc++ of this standard has no clock_cast for all of them.
  const auto ago = std::filesystem::file_time_type::clock::now() - last;
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now - ago).count();
}

Json stages_json(const Project& project, const States& states) {
  Json stages = Json::array();
  for (const std::string& stage : stage_names())
    stages.push_back(stage_json(project, stage, states.at(stage)));
  return stages;
}

}  // namespace

Json option_json(const Option& o) {
  const char* type = o.type == OptionType::integer   ? "integer"
                     : o.type == OptionType::real    ? "real"
                     : o.type == OptionType::boolean ? "boolean"
                     : o.type == OptionType::text    ? "text"
                                                     : "texts";
  return {{"name", o.name},           {"type", type},
          {"value", o.get()},         {"default", o.default_text},
          {"help", o.info.help},      {"unit", o.info.unit},
          {"min", bound(o.info.min)}, {"max", bound(o.info.max)},
          {"choices", o.info.choices}};
}

Json templates_json(const WorkbenchOptions& options) {
  Json all = Json::array();
  for (const std::string& name : template_names()) {
    const Task& task = task_of(name);
    const Goal goal = task.goal(task.defaults());
    Json bases = Json::array();
    for (const Backbone& base : backbones())
      if (base.kind == name)
        bases.push_back(
            {{"name", base.name}, {"help", base.help}, {"learnt_from", base.learnt_from}});
    all.push_back({{"name", name},
                   {"help", task.help()},
                   {"feed", task.feed()},
                   {"goal", goal_name(goal)},
                   {"generators", task.makers()},
                   {"models", models_for(task.feed(), goal)},
                   {"bases", bases},
                   {"can_generate", task.feed() != "sound" || options.no_voices.empty()}});
  }
  return all;
}

Json project_card(Workbench& bench, const std::string& name) {
  const Result<Project> opened = bench.open(name);
  Json card = {{"name", name},
               {"template", ""},
               {"feed", ""},
               {"stages", Json::array()},
               {"accuracy", nullptr},
               {"origin", ""},
               {"changed_ms", changed_ms(bench.options().folder / name)}};
  if (!opened.ok()) return card;
  const Project& project = opened.value();
  card["template"] = project.recipe().project.kind;
  card["feed"] = task_of(project).feed();
  const States states = states_of(project);
  for (const std::string& stage : stage_names())
    card["stages"].push_back({{"name", stage}, {"state", states.at(stage)}});
  if (const StageRecord* tested = project.record("evaluate")) {
    if (json_text(tested->facts, "metric") == "accuracy")
      card["accuracy"] = number_at(tested->facts, "value");
    card["origin"] = json_text(tested->facts, "origin");
  }
  return card;
}

Result<Json> project_json(Workbench& bench, const std::string& name) {
  const Path folder = TADPOLE_TRY(bench.folder_of(name));
  const std::string recipe = TADPOLE_TRY(read_text(folder / "tadpole.toml"));
  const std::shared_ptr<Job> job = bench.job(name);
  Json json = {{"name", name},
               {"folder", folder.string()},
               {"recipe", recipe},
               {"problem", ""},
               {"job", job == nullptr ? Json(nullptr) : job->json()}};
  const Result<Project> opened = bench.open(name);
  if (!opened.ok()) {
    json.update({{"problem", opened.error().message},
                 {"template", ""},
                 {"feed", "table"},
                 {"goal", "classify"},
                 {"labels", Json::array()},
                 {"counts", Json::array()},
                 {"origin", ""},
                 {"stages", Json::array()},
                 {"sections", Json::array()},
                 {"sources", Json::array()},
                 {"cost", Json::object()}});
    return json;
  }
  const Project& project = opened.value();
  const Task& task = task_of(project);
  const auto samples = bench.samples(project);
  const Samples* collected = samples.ok() ? samples.value().get() : nullptr;
  const Result<std::vector<OwnSample>> own = own_samples(project);
  if (!own.ok()) {
    json["problem"] = own.error().message;
  } else if (!samples.ok() && project.require("preprocess").ok()) {
    json["problem"] = samples.error().message;  // collected, and damaged since
  }
  const std::vector<OwnSample> recordings = own.ok() ? own.value() : std::vector<OwnSample>();
  const std::vector<std::string> labels = labels_of(project, collected, recordings);
  json["template"] = project.recipe().project.kind;
  json["feed"] = task.feed();
  json["goal"] = goal_name(task.goal(project.recipe()));
  json["labels"] = labels;
  json["counts"] = counts_json(labels, collected, recordings);
  json["origin"] = collected == nullptr ? "" : collected->origin();
  const States states = states_of(project);
  json["stages"] = stages_json(project, states);
  json["sections"] = sections_json(project);
  set_defaults(project.recipe().project.kind, json["sections"]);
  json["sources"] = sources_json(project);
  json["cost"] = cost_json(bench, project, states);
  return json;
}

}  // namespace tadpole::workbench
