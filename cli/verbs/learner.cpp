// SPDX-License-Identifier: Apache-2.0
#include <chrono>

#include "cli/hub_place.h"
#include "cli/verb.h"
#include "core/base/json.h"
#include "core/base/text.h"
#include "core/base/zip.h"
#include "server/hub/learner_files.h"

namespace tadpole {

extern const char* const learner_verb_help;
const char* const learner_verb_help =
    "list the learners of a hub, take one's data out, or erase it";

namespace {

using learning::Account;

struct LearnerOptions {
  std::string action, who, output;
};

std::int64_t now_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

// By id, or by the name.
Result<Account> find(const server::Store& store, const std::string& who) {
  if (who.empty()) return wrong_use("say whose data: a nickname or an id ('tadpole learner list')");
  const auto by_id = TADPOLE_TRY(store.account(who));
  if (by_id) return *by_id;
  const auto by_name = TADPOLE_TRY(store.account_named(who));
  if (by_name) return *by_name;
  std::vector<std::string> names;
  const std::vector<Account> accounts = TADPOLE_TRY(store.accounts());
  for (const Account& one : accounts) names.push_back(one.nickname);
  return wrong_use("there is no learner '" + who + "'" + did_you_mean(who, names) +
                   "; 'tadpole learner list' shows all");
}

Result<VerbResult> list(server::Store& store) {
  VerbResult result;
  result.json["learners"] = nlohmann::json::array();
  const std::vector<Account> accounts = TADPOLE_TRY(store.accounts());
  for (const Account& one : accounts) {
    result.json["learners"].push_back(
        {{"id", one.id}, {"nickname", one.nickname}, {"roles", one.roles}});
    result.text += one.id + "  " + one.nickname + "  (" + join(one.roles, ", ") + ")\n";
  }
  if (accounts.empty()) result.text = "nobody has signed in here yet\n";
  return result;
}

// Projects and what was handed in, beside the events, when there are any.
Result<std::string> take_out_files(const Path& data, const Account& account,
                                   const std::string& output) {
  const auto files = TADPOLE_TRY(server::files_of_learner(data, account.id));
  if (files.empty()) return std::string();
  const std::string beside = output + ".zip";
  if (std::filesystem::exists(beside))
    return wrong_use(beside + " is there already; choose another name");
  TADPOLE_TRY(write_file(beside, zip(files)));
  return beside;
}

Result<VerbResult> take_out(server::Store& store, const Path& data, const Account& account,
                            const std::string& output) {
  if (output.empty()) return wrong_use("say where to write it: --output FILE");
  if (std::filesystem::exists(output))
    return wrong_use(output + " is there already; choose another name");
  const std::vector<learning::Event> events = TADPOLE_TRY(store.events().of_learner(account.id));
  std::string text;
  learning::ArchiveWriter writer("learner", [&](const std::string& part) -> Outcome {
    text += part;
    return Done{};
  });
  TADPOLE_TRY(writer.person({account.id, account.nickname, account.created_ms}));
  for (const learning::Event& event : events) TADPOLE_TRY(writer.event(event));
  TADPOLE_TRY(writer.finish());
  const std::string files = TADPOLE_TRY(take_out_files(data, account, output));
  TADPOLE_TRY(write_file(output, text));
  VerbResult result{.json = {{"file", output}, {"events", events.size()}},
                    .text = "written: " + output + " (" + std::to_string(events.size()) +
                            " events of " + account.nickname + ")\n"};
  if (!files.empty()) {
    result.json["files"] = files;
    result.text += "written: " + files + " (projects, and what was handed in)\n";
  }
  return result;
}

Result<VerbResult> erase(server::Store& store, const Path& data, const Account& account) {
  const std::size_t gone = TADPOLE_TRY(store.events().erase_learner(account.id));
  TADPOLE_TRY(store.erase_account(account.id));
  TADPOLE_TRY(server::erase_files_of_learner(data, account.id));
  TADPOLE_TRY(store.touch());
  TADPOLE_TRY(store.audit({.at_ms = now_ms(),
                           .who = "command line",
                           .action = "learner.erased",
                           .subject = account.id}));
  return VerbResult{
      .json = {{"id", account.id}, {"events", gone}},
      .text = account.nickname + " is erased, with " + std::to_string(gone) +
              " events, all projects and what was handed in; no merge brings them back\n"};
}

}  // namespace

void add_learner_verb(Verb& verb) {
  auto given = std::make_shared<LearnerOptions>();
  auto place = std::make_shared<GivenPlace>();
  CLI::App& command = verb.command();
  command.add_option("action", given->action, "list, export NAME --output FILE, or erase NAME")
      ->required();
  command.add_option("who", given->who, "nickname or id")->type_name("NAME");
  command.add_option("--output", given->output, "file for what is exported")->type_name("FILE");
  add_place_options(command, place);
  verb.does([given, place](Progress&) -> Result<VerbResult> {
    if (given->action != "list" && given->action != "export" && given->action != "erase")
      return wrong_use("'" + given->action +
                       "' is nothing to do with a learner; say list, export or erase");
    const server::HubPlace hub = place->place();
    const std::unique_ptr<server::Store> store = TADPOLE_TRY(open_hub(hub));
    if (given->action == "list") return list(*store);
    const Account account = TADPOLE_TRY(find(*store, given->who));
    return given->action == "erase" ? erase(*store, hub.data, account)
                                    : take_out(*store, hub.data, account, given->output);
  });
}

}  // namespace tadpole
