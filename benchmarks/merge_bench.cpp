// SPDX-License-Identifier: Apache-2.0
// How long a hub takes when laptops come back after a week offline: signed archives merged one
// after the other, every signature verified, on disk when it returns; then all once more, and in
// the opposite order into another database, whose state must be the same.
//   merge_bench LAPTOPS EVENTS [ADDRESS...]      default: SQLite in the temporary folder
// ADDRESS: an empty database, e.g. postgresql://tadpole@/hub?host=/tmp/tadpole-pg.X
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "server/store/merge.h"

namespace tadpole {
namespace {

using learning::Device;
using learning::Json;

double seconds_now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// A week of one learner: units opened, questions answered, notes.
std::string archive_of(int laptop, int count) {
  const Device device = Device::temporary();
  const std::string who = "learner" + std::to_string(laptop);
  std::string text;
  learning::ArchiveWriter writer("laptop", [&](const std::string& part) -> Outcome {
    text += part;
    return Done{};
  });
  (void)writer.person({who, "Ada", laptop + 1});
  for (int i = 0; i < count; ++i) {
    const std::string unit = "w" + std::to_string(i % 40);
    const Json answer = {{"score", i % 3 / 2.0},
                         {"correct", i % 3 == 2},
                         {"seed", "18446744073709551615"},
                         {"response", {{"choice", "b"}}}};
    (void)writer.event(i % 2 ? device.sign(who, "item.attempted", unit + ".q1", answer)
                             : device.sign(who, "unit.opened", unit, Json::object()));
  }
  (void)writer.finish();
  return text;
}

// Of this process, all threads: what an idle machine would need at least.
double cpu_seconds() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

struct Took {
  double wall_s = 0, cpu_s = 0;
};

Took merge_all(const std::vector<std::string>& archives, server::Store& store,
               std::size_t expected) {
  const Device hub = Device::temporary();
  const double begun = seconds_now(), cpu = cpu_seconds();
  std::size_t added = 0;
  for (const std::string& one : archives) {
    const auto report = server::merge_archive(one, store, hub);
    if (!report.ok()) {
      std::fprintf(stderr, "%s\n", report.error().message.c_str());
      std::exit(1);
    }
    added += report.value().events.added;
  }
  if (added != expected) {
    std::fprintf(stderr, "%zu events were new, %zu expected\n", added, expected);
    std::exit(1);
  }
  return {seconds_now() - begun, cpu_seconds() - cpu};
}

std::string state_of(server::Store& store) {
  std::vector<std::string> lines;
  const auto page = store.events().read_since(0, 10'000'000).value();
  for (const learning::Event& event : page.events)
    lines.push_back(learning::canonical_text(event) + event.signature);
  const auto accounts = store.accounts().value();
  for (const learning::Account& one : accounts) lines.push_back(one.id + " " + one.nickname);
  std::sort(lines.begin(), lines.end());
  std::string all;
  for (const std::string& line : lines) all += line + "\n";
  return all;
}

int run(int laptops, int events, std::vector<std::string> addresses) {
  std::vector<std::string> archives;
  for (int i = 0; i < laptops; ++i) archives.push_back(archive_of(i, events));
  const Path folder =
      std::filesystem::temp_directory_path() / ("tadpole_merge_" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  addresses.insert(addresses.begin(), "sqlite:" + (folder / "forth.db").string());
  addresses.insert(addresses.begin() + 1, "sqlite:" + (folder / "back.db").string());
  const auto all = static_cast<std::size_t>(laptops) * static_cast<std::size_t>(events);
  std::string reference;
  bool same = true;
  std::printf(
      "| database | first time | of it processor | once more | of it processor "
      "|\n|---|---:|---:|---:|---:|\n");
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    const auto store = server::open_store(addresses[i]).value();
    if (i == 1) std::reverse(archives.begin(), archives.end());
    const Took first = merge_all(archives, *store, all);
    const Took again = merge_all(archives, *store, 0);
    std::printf("| %s%s | %.2f s | %.2f s | %.2f s | %.2f s |\n",
                addresses[i].starts_with("sqlite") ? "SQLite" : "PostgreSQL",
                i == 0 ? "" : ", opposite order", first.wall_s, first.cpu_s, again.wall_s,
                again.cpu_s);
    const std::string state = state_of(*store);
    if (reference.empty()) reference = state;
    same = same && state == reference;
  }
  std::printf("%zu events of %d archives; the states are %s\n", all, laptops,
              same ? "the same" : "NOT the same");
  std::filesystem::remove_all(folder);
  return same ? 0 : 1;
}

}  // namespace
}  // namespace tadpole

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: merge_bench LAPTOPS EVENTS [ADDRESS...]\n");
    return 2;
  }
  return tadpole::run(std::atoi(argv[1]), std::atoi(argv[2]), {argv + 3, argv + argc});
}
