// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <string_view>
#include <utility>

#include "core/base/hash.h"
#include "core/base/json.h"
#include "learning/log/event_store.h"

namespace tadpole::learning {
namespace {

constexpr std::size_t kMostProblems = 10, kBatch = 500, kLongestId = 40;
constexpr std::string_view kIdLetters =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";

class Import {
 public:
  Import(EventStore& store, const Device& device, const Admission& admission)
      : store_(store), device_(device), admission_(admission) {}

  Result<ImportReport> run(std::string_view text) {
    std::size_t end = text.find('\n');
    const Json head = parse_json(text.substr(0, end));
    if (!head.is_object() || json_number(head, "tadpole_events") != 1) {
      return wrong_use(
          "this is no archive of events (its first line lacks \"tadpole_events\": 1); choose a "
          "file that "
          "'tadpole hub export' wrote");
    }
    std::size_t at = end == std::string_view::npos ? text.size() : end + 1;
    sum_.add(text.substr(0, at));
    report_.complete = false;
    for (std::size_t number = 2; at < text.size() && !report_.complete; ++number) {
      end = text.find('\n', at);
      const bool whole = end != std::string_view::npos;
      const std::string_view line = text.substr(at, whole ? end - at : end);
      TADPOLE_TRY(take(line, number));
      sum_.add(line).add("\n");
      at = whole ? end + 1 : text.size();
    }
    TADPOLE_TRY(flush());
    if (!report_.complete) tell("the file ends early; what came before was taken");
    return report_;
  }

 private:
  Outcome take(std::string_view line, std::size_t number) {
    const Json json = parse_json(line);
    if (json.is_object() && json.contains("sha256")) {
      report_.complete = true;
      if (json_text(json, "sha256") != Sha256(sum_).hex())
        return refuse(number, "its sum does not fit: lines were changed, added or lost", false);
      return Done{};
    }
    if (json.is_object() && json.contains("person")) return take_person(json["person"], number);
    const Result<Event> event = event_from_json(json);
    if (!event.ok()) return refuse(number, event.error().message, true);
    const std::string wrong = verify(event.value());
    if (!wrong.empty()) return refuse(number, wrong, true);
    if (!TADPOLE_TRY(may_come(event.value()))) {
      report_.strangers = true;
      return refuse(number,
                    "its device " + event.value().device +
                        " is not known here; admit it if you know whose it is",
                    true);
    }
    batch_.push_back(event.value());
    return batch_.size() < kBatch ? Outcome(Done{}) : flush();
  }

  Outcome take_person(const Json& json, std::size_t number) {
    Person person{json_text(json, "id"), json_text(json, "nickname"), 0};
    const double made = json_number(json, "created_ms");
    if (person.id.empty() || person.id.size() > kLongestId || made < 0 || made > 4e15 ||
        person.id.find_first_not_of(kIdLetters) != std::string::npos)
      return refuse(number, "it is no person of a hub", false);
    person.created_ms = static_cast<std::int64_t>(made);
    report_.people.push_back(std::move(person));
    return Done{};
  }

  Result<bool> may_come(const Event& event) {
    auto at = known_.find(event.public_key);
    if (at == known_.end()) {
      const bool known =
          event.device == device_.id() || TADPOLE_TRY(store_.knows_device(event.public_key));
      if (!known) report_.new_devices.insert(event.device);
      at = known_.emplace(event.public_key, known).first;
    }
    return at->second || admission_.devices == Devices::any ||
           admission_.also.contains(event.device);
  }

  Outcome flush() {
    if (batch_.empty()) return Done{};
    const std::size_t added = TADPOLE_TRY(store_.append(batch_));
    for (const Event& event : batch_) device_.saw(event.clock);
    report_.added += added;
    report_.known += batch_.size() - added;
    batch_.clear();
    return Done{};
  }

  Outcome refuse(std::size_t line, const std::string& why, bool counts) {
    if (counts) ++report_.refused;
    tell("line " + std::to_string(line) + ": " + why);
    return Done{};
  }

  void tell(const std::string& problem) {
    if (report_.problems.size() < kMostProblems) report_.problems.push_back(problem);
  }

  EventStore& store_;
  const Device& device_;
  const Admission& admission_;
  std::map<std::string, bool> known_;  // by key, before this archive
  Sha256 sum_;
  std::vector<Event> batch_;
  ImportReport report_;
};

}  // namespace

ArchiveWriter::ArchiveWriter(std::string hub, std::function<Outcome(const std::string&)> to)
    : hub_(std::move(hub)), to_(std::move(to)) {}

Outcome ArchiveWriter::begin() {
  if (std::exchange(begun_, true)) return Done{};
  return line({{"tadpole_events", 1}, {"hub", hub_}});
}

Outcome ArchiveWriter::line(const Json& json) {
  TADPOLE_TRY(begin());
  const std::string text = json_dump(json) + "\n";
  sum_.add(text);
  return to_(text);
}

Outcome ArchiveWriter::person(const Person& person) {
  return line(
      {{"person",
        {{"id", person.id}, {"nickname", person.nickname}, {"created_ms", person.created_ms}}}});
}

Outcome ArchiveWriter::event(const Event& event) {
  ++events_;
  return line(to_json(event));
}

Outcome ArchiveWriter::finish() {
  TADPOLE_TRY(begin());
  return line({{"events", events_}, {"sha256", Sha256(sum_).hex()}});
}

std::string write_archive(std::span<const Event> events, const std::string& hub) {
  std::string all;
  ArchiveWriter writer(hub, [&](const std::string& text) -> Outcome {
    all += text;
    return Done{};
  });
  for (const Event& event : events) (void)writer.event(event);
  (void)writer.finish();
  return all;
}

Result<ImportReport> import_archive(std::string_view text, EventStore& store, const Device& device,
                                    const Admission& admission) {
  return Import(store, device, admission).run(text);
}

}  // namespace tadpole::learning
