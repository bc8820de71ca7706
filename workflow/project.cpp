// SPDX-License-Identifier: Apache-2.0
#include "workflow/project.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>

#include "core/base/hash.h"
#include "core/base/json.h"
#include "core/base/text.h"
#include "workflow/own_samples.h"

namespace tadpole {
namespace {

namespace fs = std::filesystem;

constexpr const char* kRecipeFile = "tadpole.toml";
constexpr const char* kRecordsFile = ".tadpole/stages.json";
// Raised when a stage computes something else from the same recipe.
constexpr const char* kFormat = "2";

// Which tables of the recipe a stage reads, which stages it takes from, and the file that shows it
// was done.
struct StageNeeds {
  const char* stage;
  std::vector<const char*> sections;
  std::vector<const char*> from;
  const char* shows;
};

const std::vector<StageNeeds>& needs() {
  static const std::vector<StageNeeds> all = {
      {"collect", {"project", "collect", "table"}, {}, "dataset/manifest.csv"},
      {"preprocess", {"preprocess"}, {"collect"}, "features/features.json"},
      {"train",
       {"project", "augment", "detector", "model", "train"},
       {"preprocess"},
       "model/model.tadpole"},
      {"evaluate", {"evaluate"}, {"train"}, "evaluation/evaluation.json"},
      {"optimize", {"evaluate", "optimize"}, {"train"}, "optimized/model_int8.tflite"},
      {"deploy", {"evaluate", "deploy"}, {"optimize"}, "deploy/deploy.json"}};
  return all;
}

const StageNeeds& needs_of(const std::string& stage) {
  const auto& all = needs();
  const auto at =
      std::find_if(all.begin(), all.end(), [&](const StageNeeds& n) { return stage == n.stage; });
  TADPOLE_EXPECT(at != all.end());
  return *at;
}

// Files change under an unchanged path: their sizes and times belong to the key of collect.
void add_files(Sha256& hash, const Path& path) {
  std::error_code code;
  std::vector<std::string> lines;
  const auto note = [&](const Path& file) {
    std::error_code gone;
    const auto time = fs::last_write_time(file, gone).time_since_epoch().count();
    lines.push_back(fmt::format("{}|{}|{}", file.string(), fs::file_size(file, gone), time));
  };
  if (fs::is_regular_file(path, code)) note(path);
  // Files may go while this looks, and folders may be closed to us.
  const auto may_skip = fs::directory_options::skip_permission_denied;
  for (auto at = fs::recursive_directory_iterator(path, may_skip, code);
       !code && at != fs::recursive_directory_iterator(); at.increment(code)) {
    std::error_code gone;
    if (at->is_regular_file(gone)) note(at->path());
  }
  std::sort(lines.begin(), lines.end());
  for (const std::string& line : lines) hash.add(line).add("\n");
}

void add_text(Sha256& hash, const Path& file) {
  const Result<std::string> text = read_text(file);
  if (text.ok()) hash.add(text.value());
}

nlohmann::json record_json(const StageRecord& record) {
  return {{"key", record.key},
          {"output", record.output},
          {"command", record.command},
          {"seconds", record.seconds},
          {"facts", record.facts}};
}

}  // namespace

std::vector<std::string> stage_names() {
  std::vector<std::string> names;
  for (const StageNeeds& n : needs()) names.emplace_back(n.stage);
  return names;
}

Project::Project(Path folder, Recipe recipe)
    : folder_(std::move(folder)), recipe_(std::make_unique<Recipe>(std::move(recipe))) {}

std::string Project::name() const {
  const Path full = fs::absolute(folder_).lexically_normal();
  return full.has_filename() ? full.filename().string() : full.parent_path().filename().string();
}

Result<Project> Project::open(const Path& folder) {
  std::error_code code;
  const Path file = folder / kRecipeFile;
  if (!fs::exists(file, code)) {
    return wrong_use(
        fmt::format("{} is no project: it has no {}; make one with: tadpole new {} --words yes,no",
                    folder.string(), kRecipeFile, folder.string()));
  }
  const std::string text = TADPOLE_TRY(read_text(file));
  Recipe recipe = TADPOLE_TRY(parse_recipe(text, file.string()));
  Project project(folder, std::move(recipe));
  TADPOLE_TRY(project.load_records());
  return project;
}

Result<Project> Project::create(const Path& folder, const Recipe& recipe) {
  std::error_code code;
  const Path file = folder / kRecipeFile;
  if (fs::exists(file, code)) {
    return wrong_use(file.string() + " is there already; edit it, or choose another folder");
  }
  TADPOLE_TRY(write_file(file, recipe_text(recipe)));
  return Project(folder, recipe);
}

// A record file that cannot be read costs a second run, never a refusal.
Outcome Project::load_records() {
  std::error_code code;
  const Path file = folder_ / kRecordsFile;
  if (!fs::exists(file, code)) return Done{};
  const std::string text = TADPOLE_TRY(read_text(file));
  const nlohmann::json json = parse_json(text);
  if (!json.is_object()) return Done{};
  for (const std::string& stage : stage_names()) {
    const auto at = json.find(stage);
    if (at == json.end() || !at->is_object()) continue;
    const auto string_at = [&](const char* key) {
      const auto field = at->find(key);
      return field != at->end() && field->is_string() ? field->get<std::string>() : std::string();
    };
    StageRecord record{
        .key = string_at("key"), .output = string_at("output"), .command = string_at("command")};
    if (at->contains("seconds") && (*at)["seconds"].is_number())
      record.seconds = (*at)["seconds"].get<double>();
    if (at->contains("facts")) record.facts = (*at)["facts"];
    records_[stage] = std::move(record);
  }
  return Done{};
}

Outcome Project::set(const std::string& section, const std::string& option,
                     const std::string& value) {
  for (RecipeSection& s : describe(*recipe_)) {
    if (s.name == section) return s.options.set(option, value, "--" + option);
  }
  return wrong_use("there is no table [" + section + "] in a recipe");
}

Outcome Project::rewrite(const std::string& text) {
  const Path file = folder_ / kRecipeFile;
  Recipe recipe = TADPOLE_TRY(parse_recipe(text, file.string()));
  TADPOLE_TRY(write_file(file, text));
  recipe_ = std::make_unique<Recipe>(std::move(recipe));
  return Done{};
}

Outcome Project::add_source(const SourceOptions& source) {
  std::error_code code;
  if (!source.import.empty() && !fs::exists(source_path(folder_, source.import), code)) {
    return wrong_use(source.import + " is not there; give a file or a folder that is");
  }
  SourceOptions copy = source;
  const std::string wanted = describe_source(recipe_->project.kind, copy).options.fingerprint();
  for (SourceOptions& known : recipe_->sources) {
    if (describe_source(recipe_->project.kind, known).options.fingerprint() == wanted)
      return Done{};
  }
  const Path file = folder_ / kRecipeFile;
  const std::string text = TADPOLE_TRY(read_text(file));
  TADPOLE_TRY(write_file(file, text + source_text(recipe_->project.kind, source)));
  recipe_->sources.push_back(source);
  return Done{};
}

const StageRecord* Project::record(const std::string& stage) const {
  const auto at = records_.find(stage);
  return at == records_.end() ? nullptr : &at->second;
}

Outcome Project::set_record(const std::string& stage, StageRecord record) {
  records_[stage] = std::move(record);
  nlohmann::json json = nlohmann::json::object();
  for (const auto& [name, r] : records_) json[name] = record_json(r);
  return write_file(folder_ / kRecordsFile,
                    json.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
}

std::string Project::key_of(const std::string& stage) const {
  const StageNeeds& n = needs_of(stage);
  Sha256 hash;
  hash.add(kFormat).add(stage).add("\n");
  for (const RecipeSection& section : describe(*recipe_)) {
    for (const char* wanted : n.sections) {
      if (section.name == wanted)
        hash.add(section.name).add(":").add(section.options.fingerprint()).add("\n");
    }
  }
  for (const char* from : n.from) {
    const StageRecord* before = record(from);
    hash.add(from).add("=").add(before ? before->output : "").add("\n");
  }
  // What streams is another graph made of the same trained model.
  if ((stage == "evaluate" || stage == "optimize") && recipe_->model.streaming)
    hash.add("streaming\n");
  if (stage == "train" && !recipe_->model.base.empty())
    add_files(hash, folder_ / recipe_->model.base);
  if (stage == "collect") {
    for (SourceOptions& source : recipe_->sources) {
      hash.add(describe_source(recipe_->project.kind, source).options.fingerprint()).add("\n");
      if (source.import == kRecordingsFolder) {
        add_text(hash, folder_ / kRecordingsFolder / "manifest.csv");  // files are named by content
      } else if (!source.import.empty()) {
        add_files(hash, source_path(folder_, source.import));
      }
    }
    add_text(hash, folder_ / kEditsFile);
  }
  return hash.hex();
}

bool Project::is_current(const std::string& stage) const {
  const StageRecord* r = record(stage);
  std::error_code code;
  return r != nullptr && r->key == key_of(stage) &&
         fs::exists(folder_ / needs_of(stage).shows, code);
}

Outcome Project::require(const std::string& stage) const {
  for (const char* from : needs_of(stage).from) {
    TADPOLE_TRY(require(from));
    std::error_code code;
    if (record(from) == nullptr || !fs::exists(folder_ / needs_of(from).shows, code)) {
      return wrong_use(
          fmt::format("{} takes what {} makes, and {} has not run yet; run: tadpole {} {}", stage,
                      from, from, from, folder_.string()));
    }
  }
  return Done{};
}

Result<ProjectLock> ProjectLock::take(const Project& project) {
  TADPOLE_TRY(make_folder(project.folder() / ".tadpole"));
  const Path file = project.folder() / ".tadpole" / "lock";
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor < 0)
    return Error{"cannot write in " + project.folder().string() + "; check its permissions"};
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    ::close(descriptor);
    return Error{"another tadpole command is working on " + project.folder().string() +
                 "; wait for it or stop it, then run this again"};
  }
  return ProjectLock(descriptor);
}

ProjectLock::~ProjectLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace tadpole
