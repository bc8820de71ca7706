// SPDX-License-Identifier: Apache-2.0
#include "server/store/merge.h"

#include <algorithm>

namespace tadpole::server {
namespace {

using learning::Account;

constexpr std::size_t kEventsAtOnce = 2000;

Result<std::vector<Account>> coming_accounts(const std::vector<learning::Person>& people,
                                             Store& store) {
  std::vector<Account> coming;
  for (const learning::Person& one : people) {
    if (TADPOLE_TRY(store.events().erased(one.id))) continue;
    coming.push_back({.id = one.id, .nickname = one.nickname, .created_ms = one.created_ms});
  }
  return coming;
}

bool is_changed(const Account& one, const std::vector<Account>& here) {
  const auto at = std::find_if(here.begin(), here.end(),
                               [&](const Account& known) { return known.id == one.id; });
  return at == here.end() || at->nickname != one.nickname || at->came_as != one.came_as ||
         at->created_ms != one.created_ms;
}

Outcome merge_people(const std::vector<learning::Person>& people, Store& store,
                     MergeReport& report) {
  const std::vector<Account> here = TADPOLE_TRY(store.accounts());
  const std::vector<Account> coming = TADPOLE_TRY(coming_accounts(people, store));
  std::vector<Account> all = learning::merged_accounts(here, coming);
  std::erase_if(all, [&](const Account& one) { return !is_changed(one, here); });
  for (const Account& one : all) {
    const bool known = std::any_of(here.begin(), here.end(),
                                   [&](const Account& other) { return other.id == one.id; });
    report.people += known ? 0 : 1;
    if (one.nickname != one.came_as) report.renamed.emplace_back(one.came_as, one.nickname);
  }
  return all.empty() ? Outcome(Done{}) : store.put_accounts(all);
}

}  // namespace

Result<std::int64_t> export_archive(Store& store, const std::string& hub, std::int64_t since,
                                    const std::function<Outcome(const std::string&)>& to) {
  learning::ArchiveWriter writer(hub, to);
  const std::vector<Account> accounts = TADPOLE_TRY(store.accounts());
  for (const Account& one : accounts)
    TADPOLE_TRY(
        writer.person({one.id, one.came_as.empty() ? one.nickname : one.came_as, one.created_ms}));
  std::int64_t cursor = std::max<std::int64_t>(since, 0);
  for (bool more = true; more;) {
    const auto page = TADPOLE_TRY(store.events().read_since(cursor, kEventsAtOnce));
    for (const learning::Event& event : page.events) TADPOLE_TRY(writer.event(event));
    cursor = page.cursor;
    more = !page.events.empty();
  }
  TADPOLE_TRY(writer.finish());
  return cursor;
}

Result<MergeReport> merge_archive(std::string_view text, Store& store,
                                  const learning::Device& device,
                                  const learning::Admission& admission) {
  MergeReport report;
  report.events = TADPOLE_TRY(import_archive(text, store.events(), device, admission));
  if (report.events.strangers) return report;
  // Somebody may begin under one of the names at the same moment: then once more.
  Outcome kept = merge_people(report.events.people, store, report);
  if (!kept.ok()) {
    report.people = 0;
    report.renamed.clear();
    kept = merge_people(report.events.people, store, report);
  }
  if (!kept.ok()) return kept.error();
  return report;
}

learning::Json to_json(const MergeReport& report) {
  learning::Json renamed = learning::Json::array();
  for (const auto& [there, here] : report.renamed)
    renamed.push_back({{"there", there}, {"here", here}});
  return {{"added", report.events.added},
          {"known", report.events.known},
          {"refused", report.events.refused},
          {"complete", report.events.complete},
          {"new_devices", report.events.new_devices},
          {"problems", report.events.problems},
          {"people", report.people},
          {"renamed", renamed}};
}

}  // namespace tadpole::server
