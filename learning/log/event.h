// SPDX-License-Identifier: Apache-2.0
// What happened, once and for ever: a learner opened a unit, answered an item, set a bookmark.
// Events are signed by the device that wrote them and never change; progress, grades and all else
// are folds over them (fold.h). Which header to open first: this one, then event_store.h. Source:
// ULID specification (github.com/ulid/spec); Kulkarni et al.: Logical Physical Clocks, 2014; RFC
// 8785, JSON Canonicalization Scheme, 2020; RFC 8032, Ed25519, 2017. Numbers that are not whole (a
// score) are signed as this program writes them: the shortest digits that give the same double.
#pragma once
#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <tuple>

#include "core/base/files.h"
#include "core/base/result.h"

namespace tadpole::learning {

using Json = nlohmann::json;

// Milliseconds since 1970 and a counter within one.
struct HybridTime {
  std::int64_t wall_ms = 0;
  std::int64_t counter = 0;
  auto operator<=>(const HybridTime&) const = default;
};

struct Event {
  std::string id;      // ULID: 26 characters
  std::string device;  // 32 hex digits: the hash of its public key
  HybridTime clock;
  std::string who;    // learner
  std::string kind;   // "item.attempted"
  std::string where;  // unit, or unit/block
  Json body = Json::object();
  std::string public_key, signature;  // base64

  // The order of all folds, the same on every hub.
  auto order() const { return std::tie(clock, device, id); }
};

// Of two events of one device under one id only one is kept, on every hub the same: the earlier
// one, then the one with the smaller signature. An honest device writes none; a page that sends the
// same again makes its hub sign it again, later. Expects: the same device and id.
inline bool precedes(const Event& a, const Event& b) {
  return std::tie(a.clock, a.signature) < std::tie(b.clock, b.signature);
}

// Keys sorted, no spaces; what is signed leaves the signature out.
std::string canonical_text(const Event& event);
Json to_json(const Event& event);
// Fails with what is missing or malformed. Does not verify.
Result<Event> event_from_json(const Json& json);

// The key pair of this machine, in `file` (made when absent, readable by its owner alone), and its
// clock.
class Device {
 public:
  static Result<Device> open(const Path& file);
  static Device temporary();  // for tests
  const std::string& id() const { return id_; }
  // Fills device, clock, key, signature, and the id where none is given (a ULID of the page's own,
  // so that what is sent twice counts once). Thread-safe.
  Event sign(const std::string& who, const std::string& kind, const std::string& where, Json body,
             const std::string& id = "") const;
  // After a merge: time does not run behind what was seen.
  void saw(const HybridTime& time) const;

 private:
  struct State;  // key, clock, mutex
  std::string id_;
  std::shared_ptr<State> state_;
};

bool is_ulid(const std::string& text);

// "" or what is wrong: the device is not the hash of the key, or the signature does not fit.
std::string verify(const Event& event);

}  // namespace tadpole::learning
