// SPDX-License-Identifier: Apache-2.0
#include "learning/log/event.h"

#include <string_view>

namespace tadpole::learning {
namespace {

constexpr std::size_t kMostBodyBytes = 64 * 1024;
// A clock that saw such a time must still be able to go on.
constexpr std::int64_t kLatestMs = 253402300799999, kMostCounter = std::int64_t{1} << 53;

// Everything but the signature; nlohmann's objects keep their keys sorted.
Json unsigned_json(const Event& event) {
  return {{"id", event.id},
          {"device", event.device},
          {"clock", {event.clock.wall_ms, event.clock.counter}},
          {"who", event.who},
          {"kind", event.kind},
          {"where", event.where},
          {"body", event.body},
          {"key", event.public_key}};
}

Error lacks(const std::string& what) {
  return wrong_use("an event lacks " + what + "; it was not written by this program");
}

}  // namespace

bool is_ulid(const std::string& id) {
  constexpr std::string_view kLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  if (id.size() != 26 || id[0] > '7') return false;
  return id.find_first_not_of(kLetters) == std::string::npos;
}

std::string canonical_text(const Event& event) {
  return unsigned_json(event).dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json to_json(const Event& event) {
  Json json = unsigned_json(event);
  json["sig"] = event.signature;
  return json;
}

Result<Event> event_from_json(const Json& json) {
  if (!json.is_object()) return lacks("its fields: it is no object");
  Event event;
  const std::pair<const char*, std::string*> texts[] = {
      {"id", &event.id},        {"device", &event.device}, {"who", &event.who},
      {"kind", &event.kind},    {"where", &event.where},   {"key", &event.public_key},
      {"sig", &event.signature}};
  for (const auto& [name, to] : texts) {
    const auto at = json.find(name);
    if (at == json.end() || !at->is_string()) return lacks("the text '" + std::string(name) + "'");
    *to = at->get<std::string>();
    if (to->size() > 400)
      return wrong_use("'" + std::string(name) + "' of an event is longer than 400 bytes");
    if (to->find('\0') != std::string::npos)
      return wrong_use("'" + std::string(name) + "' of an event has a zero byte in it");
  }
  const auto clock = json.find("clock");
  if (clock == json.end() || !clock->is_array() || clock->size() != 2 ||
      !(*clock)[0].is_number_integer() || !(*clock)[1].is_number_integer())
    return lacks("the two whole numbers 'clock'");
  event.clock = {(*clock)[0].get<std::int64_t>(), (*clock)[1].get<std::int64_t>()};
  if (event.clock.wall_ms < 0 || event.clock.counter < 0 || event.clock.wall_ms > kLatestMs ||
      event.clock.counter > kMostCounter)
    return lacks("a time between 1970 and 9999");
  const auto body = json.find("body");
  if (body == json.end() || !body->is_object()) return lacks("the object 'body'");
  event.body = *body;
  if (event.body.dump(-1, ' ', false, Json::error_handler_t::replace).size() > kMostBodyBytes)
    return wrong_use("the body of an event is larger than 64 kB");
  if (!is_ulid(event.id)) return lacks("an id of 26 letters and digits (a ULID)");
  return event;
}

}  // namespace tadpole::learning
