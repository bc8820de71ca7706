// SPDX-License-Identifier: Apache-2.0
// Folds over the logs of everybody: conversations and openings of tests; and the keys of tests.
#include <sys/stat.h>

#include "server/hub/hub.h"

namespace tadpole::server {
namespace {

constexpr std::size_t kPageEvents = 2000;

Path key_file(const HubOptions& options, const learning::Section& section) {
  return options.data / "keys" / (section.id + ".json");
}

}  // namespace

// Cost: reads each event of the store once in the life of the program, page by page.
Result<LockedTogether> Hub::together() {
  LockedTogether locked;
  locked.lock_ = std::unique_lock(together_mutex_);
  while (true) {
    const auto page = TADPOLE_TRY(store_->events().read_since(together_cursor_, kPageEvents));
    together_cursor_ = page.cursor;
    together_.forum.add(page.events);
    for (const learning::Event& event : page.events) {
      if (event.who == "hub" && learning::Openings::takes(event.kind))
        together_.openings.add(event);
    }
    if (page.events.size() < kPageEvents) break;
  }
  locked.together_ = &together_;
  return locked;
}

Result<learning::Event> Hub::record_for(const std::string& who, const std::string& kind,
                                        const std::string& where, Json body,
                                        const std::string& id) {
  LockedLearner learner = TADPOLE_TRY(lock(who));
  const learning::Event event = event_of(learner, kind, where, std::move(body), id);
  TADPOLE_TRY(record(learner, {event}));
  return event;
}

std::shared_ptr<const learning::Keys> Hub::keys_of(const learning::Section& section) const {
  // Open keys are those of the section as it is given, in its language.
  if (!learning::is_sealed(section))
    return std::make_shared<const learning::Keys>(learning::open_keys_of(section));
  const std::lock_guard lock(keys_mutex_);
  const auto known = keys_.find(section.id);
  if (known != keys_.end()) return known->second;
  std::shared_ptr<const learning::Keys> keys;
  if (const auto opened = read_text(key_file(options_, section)); opened.ok()) {
    auto found = learning::keys_in(opened.value(), section);
    if (found.ok()) keys = std::make_shared<const learning::Keys>(std::move(found).value());
  }
  keys_[section.id] = keys;
  return keys;
}

Outcome Hub::unseal(const learning::Section& section, const std::string& passphrase) {
  if (!learning::is_sealed(section)) return Done{};
  const std::string opened = TADPOLE_TRY(learning::opened_seal(*program(), section, passphrase));
  TADPOLE_TRY(learning::keys_in(opened, section));
  const mode_t before = ::umask(0077);
  const Outcome written = write_file(key_file(options_, section), opened);
  ::umask(before);
  if (!written.ok()) return written;
  const std::lock_guard lock(keys_mutex_);
  keys_.erase(section.id);
  return Done{};
}

void Hub::add_listener(std::shared_ptr<EventStream> stream) {
  const std::lock_guard lock(listeners_mutex_);
  std::erase_if(listeners_, [](const auto& one) { return one->left(); });
  listeners_.push_back(std::move(stream));
}

}  // namespace tadpole::server
