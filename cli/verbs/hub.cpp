// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <chrono>
#include <fstream>

#include "cli/hub_place.h"
#include "cli/verb.h"
#include "server/store/merge.h"

namespace tadpole {

extern const char* const hub_verb_help;
const char* const hub_verb_help =
    "bring hubs together: export the events of one, merge those of others";

namespace {

struct HubOptions {
  std::string action, name = "Tadpole";
  std::vector<std::string> files;
  std::int64_t since = 0;
  bool only_known = false;
};

Result<VerbResult> export_to(const HubOptions& given, server::Store& store) {
  if (given.files.size() != 1) return wrong_use("say where to write it: tadpole hub export FILE");
  const std::string& file = given.files[0];
  if (std::filesystem::exists(file))
    return wrong_use(file + " is there already; choose another name");
  const std::string draft = file + ".part";
  std::ofstream out(draft, std::ios::binary);
  const auto cursor = server::export_archive(
      store, given.name, given.since, [&](const std::string& text) -> Outcome {
        if (out.write(text.data(), static_cast<std::streamsize>(text.size()))) return Done{};
        return Error{file + " cannot be written; check the folder, and that the disk has room"};
      });
  out.close();
  std::error_code failed;
  if (cursor.ok() && out) std::filesystem::rename(draft, file, failed);
  if (!cursor.ok() || !out || failed) {
    std::filesystem::remove(draft, failed);
    return cursor.ok() ? Error{file + " cannot be written; check that the disk has room"}
                       : cursor.error();
  }
  const std::string next = std::to_string(cursor.value());
  return VerbResult{
      .json = {{"file", file}, {"cursor", cursor.value()}},
      .text = "written: " + file + "; only what is newer, next time: --since " + next + "\n"};
}

// Files as they were given; of folders all *.events.
Result<std::vector<Path>> archives(const std::vector<std::string>& given) {
  std::vector<Path> files;
  for (const std::string& one : given) {
    if (!std::filesystem::is_directory(one)) {
      files.emplace_back(one);
      continue;
    }
    for (const auto& entry : std::filesystem::directory_iterator(one)) {
      if (entry.path().extension() == ".events") files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  if (files.empty())
    return wrong_use("say which archives: tadpole hub merge FILE..., or a folder with *.events");
  return files;
}

void add_report(VerbResult& result, const Path& file, const server::MergeReport& report) {
  const learning::ImportReport& events = report.events;
  nlohmann::json json = server::to_json(report);
  json["file"] = file.string();
  result.json["files"].push_back(json);
  result.text += file.string() + ": " + std::to_string(events.added) + " new events, " +
                 std::to_string(events.known) + " known, " + std::to_string(events.refused) +
                 " refused; " + std::to_string(report.people) + " new people";
  if (!events.new_devices.empty())
    result.text += "; from " + std::to_string(events.new_devices.size()) + " new devices";
  result.text += "\n";
  for (const auto& [there, here] : report.renamed)
    result.text += "  '" + there + "' is '" + here + "' here: the name was taken\n";
  for (const std::string& problem : events.problems) result.text += "  " + problem + "\n";
}

std::int64_t now_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

Result<VerbResult> merge(const HubOptions& given, const server::HubPlace& place) {
  const std::vector<Path> files = TADPOLE_TRY(archives(given.files));
  TADPOLE_TRY(make_data_folder(place.data));
  const learning::Device device = TADPOLE_TRY(learning::Device::open(place.data / "device.key"));
  const std::unique_ptr<server::Store> store = TADPOLE_TRY(server::open_store(place.address()));
  const auto begun = std::chrono::steady_clock::now();
  VerbResult result;
  std::size_t added = 0;
  for (const Path& file : files) {
    const std::string text = TADPOLE_TRY(read_text(file));
    const learning::Admission admission{.devices = given.only_known ? learning::Devices::known
                                                                    : learning::Devices::any};
    auto report = server::merge_archive(text, *store, device, admission);
    if (!report.ok()) return wrong_use(file.string() + ": " + report.error().message);
    added += report.value().events.added;
    add_report(result, file, report.value());
  }
  TADPOLE_TRY(store->touch());
  TADPOLE_TRY(store->audit({.at_ms = now_ms(),
                            .who = "command line",
                            .action = "archive.imported",
                            .subject = std::to_string(added)}));
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  result.json["added"] = added;
  result.json["seconds"] = seconds;
  result.text += std::to_string(added) + " new events of " + std::to_string(files.size()) +
                 (files.size() == 1 ? " archive\n" : " archives\n");
  return result;
}

}  // namespace

void add_hub_verb(Verb& verb) {
  auto given = std::make_shared<HubOptions>();
  auto place = std::make_shared<GivenPlace>();
  CLI::App& command = verb.command();
  command.add_option("action", given->action, "export FILE, or merge FILE|DIR...")->required();
  command.add_option("files", given->files, "the archive to write, or those to take in")
      ->type_name("FILE");
  command.add_option("--since", given->since, "export only what came behind this cursor")
      ->check(CLI::NonNegativeNumber);
  command.add_option("--name", given->name, "name of this hub in its archive")
      ->capture_default_str();
  command.add_flag("--known-devices", given->only_known,
                   "refuse events of devices that this hub has seen nothing of yet");
  add_place_options(command, place);
  verb.does([given, place](Progress&) -> Result<VerbResult> {
    if (given->action == "merge") return merge(*given, place->place());
    if (given->action != "export")
      return wrong_use("'" + given->action + "' is nothing to do with hubs; say export or merge");
    const std::unique_ptr<server::Store> store = TADPOLE_TRY(open_hub(place->place()));
    return export_to(*given, *store);
  });
}

}  // namespace tadpole
