// SPDX-License-Identifier: Apache-2.0
// Where events are kept. Adding is a set union: what is there already is passed over, whatever the
// order. An event is known by its device and id, so that no device can take the place of what
// another wrote; of two under one id precedes() says which is kept.
#pragma once
#include <functional>
#include <memory>
#include <set>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/hash.h"
#include "learning/log/event.h"

namespace tadpole::learning {

class EventStore {
 public:
  virtual ~EventStore() = default;
  // Returns when all are on disk. How many were new. Events of an erased learner are passed over.
  // Thread-safe. Expects: verified events, or this device's own.
  virtual Result<std::size_t> append(std::span<const Event> events) = 0;
  // Events in the order they were stored, after the cursor (0: from the beginning); at most `most`.
  struct Page {
    std::vector<Event> events;
    std::int64_t cursor = 0;
  };
  virtual Result<Page> read_since(std::int64_t cursor, std::size_t most) const = 0;
  virtual Result<std::vector<Event>> of_learner(const std::string& who) const = 0;
  // Rows go; a hash of the learner's id stays, so that no merge brings them back. How many went.
  virtual Result<std::size_t> erase_learner(const std::string& who) = 0;
  virtual Result<bool> erased(const std::string& who) const = 0;
  // Something signed with this key is or was here.
  virtual Result<bool> knows_device(const std::string& public_key) const = 0;
  virtual Result<std::size_t> count() const = 0;
  // The latest time of all events: after a restart the device's clock must not fall behind it.
  virtual Result<HybridTime> latest() const = 0;
};
std::unique_ptr<EventStore> memory_event_store();

// Somebody whose events are in an archive: what another hub may know of them.
struct Person {
  std::string id, nickname;
  std::int64_t created_ms = 0;
};

// An archive is text: a first line {"tadpole_events": 1, "hub": name}, a person or an event a line,
// a last line with the count of events and the SHA-256 of all before. Written in parts of any size.
class ArchiveWriter {
 public:
  // The head, and everything else, goes to `to`.
  ArchiveWriter(std::string hub, std::function<Outcome(const std::string&)> to);
  Outcome person(const Person& person);
  Outcome event(const Event& event);
  Outcome finish();

 private:
  Outcome begin();
  Outcome line(const Json& json);
  std::string hub_;
  std::function<Outcome(const std::string&)> to_;
  Sha256 sum_;
  std::size_t events_ = 0;
  bool begun_ = false;
};
std::string write_archive(std::span<const Event> events, const std::string& hub);

// Whose events may come. Everybody can make a key, so a signature says only that an event was not
// changed since; whether the device belongs to us a person must say. known: something signed with
// its key is here already, or it is this hub's own.
enum class Devices : std::uint8_t { any, known };
struct Admission {
  Devices devices = Devices::any;
  std::set<std::string> also = {};  // ids of devices that come besides the known ones
};
struct ImportReport {
  std::size_t added = 0, known = 0, refused = 0;
  std::set<std::string> new_devices;  // ids of those whose first events these are
  bool strangers = false;             // events of some of them were refused: not admitted
  std::vector<Person> people;
  std::vector<std::string> problems;  // "line 17: ...", the first ten
  bool complete = true;               // the last line was there and fits
};
// Verifies each event and adds the good ones; a truncated file gives what is whole. Fails when it
// is no archive at all.
Result<ImportReport> import_archive(std::string_view text, EventStore& store, const Device& device,
                                    const Admission& admission = {});

}  // namespace tadpole::learning
