// SPDX-License-Identifier: Apache-2.0
// Events as a set: signed, merged in any order, folded to the same state.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "core/base/files.h"
#include "learning/log/event_store.h"
#include "learning/log/fold.h"

namespace tadpole::learning {
namespace {

Json attempt_body(double score) {
  return {{"score", score},
          {"correct", score == 1.0},
          {"seed", "18446744073709551615"},
          {"response", {{"choice", "b"}}}};
}

// A term's work of two learners on five devices, some of it with clocks that stand still.
std::vector<Event> sample_events() {
  std::vector<Event> events;
  std::mt19937 chance(7);
  for (int d = 0; d < 5; ++d) {
    const Device device = Device::temporary();
    for (int i = 0; i < 20; ++i) {
      const std::string who = chance() % 2 ? "ada" : "bo",
                        unit = "u" + std::to_string(chance() % 4);
      events.push_back(device.sign(who, "unit.opened", unit, Json::object()));
      events.push_back(
          device.sign(who, "item.attempted", unit + ".q1", attempt_body(chance() % 3 / 2.0)));
      events.push_back(device.sign(who, "bookmark.set", unit, {{"on", chance() % 2 == 0}}));
      events.push_back(device.sign(who, "resume.at", unit + ".q1", {{"course", "c1"}}));
    }
  }
  return events;
}

std::vector<Event> all_of(const EventStore& store) {
  return store.read_since(0, 10000).value().events;
}

bool same_state(const std::vector<Event>& a, const std::vector<Event>& b) {
  const LearnerState x = fold(a), y = fold(b);
  if (x.units != y.units || x.bookmarks != y.bookmarks || x.resume != y.resume ||
      x.active_days != y.active_days)
    return false;
  return std::equal(x.items.begin(), x.items.end(), y.items.begin(), y.items.end(),
                    [](const auto& p, const auto& q) {
                      return p.first == q.first && p.second.count == q.second.count &&
                             p.second.last == q.second.last && p.second.best == q.second.best &&
                             p.second.last_score == q.second.last_score;
                    });
}

TEST(Event, what_was_signed_is_verified_and_goes_through_json) {
  const Device device = Device::temporary();
  const Event event = device.sign("ada", "item.attempted", "w1.q1", attempt_body(0.5));
  EXPECT_EQ(verify(event), "");
  const Event back = event_from_json(Json::parse(to_json(event).dump())).value();
  EXPECT_EQ(verify(back), "");
  EXPECT_EQ(canonical_text(back), canonical_text(event));
}

TEST(Event, any_change_is_found) {
  const Device device = Device::temporary(), other = Device::temporary();
  const Event event = device.sign("ada", "unit.done", "w1", {{"n", 1}});
  const auto changed = [&](auto change) {
    Event copy = event;
    change(copy);
    return verify(copy);
  };
  EXPECT_NE(changed([](Event& e) { e.id[5] = e.id[5] == '0' ? '1' : '0'; }), "");
  EXPECT_NE(changed([](Event& e) { ++e.clock.wall_ms; }), "");
  EXPECT_NE(changed([](Event& e) { ++e.clock.counter; }), "");
  EXPECT_NE(changed([](Event& e) { e.who = "eve"; }), "");
  EXPECT_NE(changed([](Event& e) { e.kind = "unit.opened"; }), "");
  EXPECT_NE(changed([](Event& e) { e.where = "w2"; }), "");
  EXPECT_NE(changed([](Event& e) { e.body["n"] = 2; }), "");
  EXPECT_NE(changed([&](Event& e) { e.public_key = other.sign("x", "y", "z", {}).public_key; }),
            "");
  EXPECT_NE(changed([](Event& e) { e.signature = "AAAA"; }), "");
}

TEST(Event, json_that_is_no_event_is_refused_with_a_sentence) {
  const Json good = to_json(Device::temporary().sign("ada", "unit.done", "w1", Json::object()));
  for (const char* field : {"id", "device", "who", "kind", "where", "key", "sig"}) {
    Json bad = good;
    bad.erase(field);
    EXPECT_NE(event_from_json(bad).error().message.find(std::string("lacks the text '") + field),
              std::string::npos);
  }
  Json bad = good;
  bad["clock"] = {1, "2"};
  EXPECT_NE(event_from_json(bad).error().message.find("'clock'"), std::string::npos);
  bad = good;
  bad["id"] = "short";
  EXPECT_NE(event_from_json(bad).error().message.find("ULID"), std::string::npos);
  bad = good;
  bad["body"]["much"] = std::string(70000, 'x');
  EXPECT_NE(event_from_json(bad).error().message.find("64 kB"), std::string::npos);
  EXPECT_FALSE(event_from_json(Json(3)).ok());
}

TEST(Device, its_key_stays_in_the_file_for_its_owner_alone) {
  const Path folder = std::filesystem::temp_directory_path() / "tadpole_device_test";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  const std::string id = Device::open(folder / "device.key").value().id();
  EXPECT_EQ(Device::open(folder / "device.key").value().id(), id);
  EXPECT_EQ(id.size(), 32U);
  EXPECT_EQ(std::filesystem::status(folder / "device.key").permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  ASSERT_TRUE(write_file(folder / "device.key", "no key").ok());
  EXPECT_NE(Device::open(folder / "device.key").error().message.find("is no key of a device"),
            std::string::npos);
  std::filesystem::remove_all(folder);
}

TEST(Device, time_never_runs_backwards_even_behind_a_device_that_is_ahead) {
  const Device device = Device::temporary();
  Event before = device.sign("ada", "unit.opened", "w1", Json::object());
  device.saw({before.clock.wall_ms + 3600 * 1000, 5});
  for (int i = 0; i < 100; ++i) {
    const Event next = device.sign("ada", "unit.opened", "w1", Json::object());
    EXPECT_LT(before.clock, next.clock);
    before = next;
  }
  EXPECT_GT(before.clock.counter, 5);
}

TEST(Merge, the_order_of_arrival_and_repetition_do_not_matter) {
  const std::vector<Event> events = sample_events();
  const auto reference = memory_event_store();
  ASSERT_EQ(reference->append(events).value(), events.size());
  for (unsigned seed = 0; seed < 10; ++seed) {
    std::mt19937 chance(seed);
    std::vector<Event> shuffled = events;
    std::shuffle(shuffled.begin(), shuffled.end(), chance);
    const auto store = memory_event_store();
    for (std::size_t at = 0; at < shuffled.size();) {
      const std::size_t n = std::min<std::size_t>(1 + chance() % 50, shuffled.size() - at);
      ASSERT_TRUE(store->append(std::span(shuffled).subspan(at, n)).ok());
      if (chance() % 2) {
        ASSERT_EQ(store->append(std::span(shuffled).subspan(at, n)).value(), 0U);
      }
      at += n;
    }
    EXPECT_EQ(store->count().value(), events.size());
    for (const char* who : {"ada", "bo"})
      EXPECT_TRUE(same_state(store->of_learner(who).value(), reference->of_learner(who).value()))
          << seed;
  }
}

TEST(Merge, a_device_that_signs_twice_under_one_id_changes_nothing_of_the_outcome) {
  const std::string id = "01HZZZZZZZZZZZZZZZZZZZZZZZ";
  const Device one = Device::temporary(), two = Device::temporary();
  std::vector<Event> events;
  for (int i = 0; i < 2; ++i) {
    events.push_back(one.sign("ada", "unit.opened", "w" + std::to_string(i), {{"i", i}}, id));
    events.push_back(two.sign("ada", "unit.opened", "v" + std::to_string(i), {{"i", i}}, id));
  }
  // The same moment, another body: the smaller signature is kept.
  Event twin = events[0];
  for (int i = 0; twin.signature >= events[0].signature; ++i) {
    twin = Device::temporary().sign("ada", "unit.done", "w9", {{"i", i}}, id);
    twin.device = one.id();
    twin.clock = events[0].clock;
  }
  events.push_back(twin);
  std::sort(events.begin(), events.end(),
            [](const Event& a, const Event& b) { return a.signature < b.signature; });
  do {
    const auto store = memory_event_store();
    for (const Event& event : events) ASSERT_TRUE(store->append({&event, 1}).ok());
    std::set<std::string> places;
    const std::vector<Event> kept = all_of(*store);
    for (const Event& event : kept) places.insert(event.where);
    ASSERT_EQ(places, (std::set<std::string>{"w9", "v0"}));
  } while (std::next_permutation(events.begin(), events.end(), [](const Event& a, const Event& b) {
    return a.signature < b.signature;
  }));
}

TEST(Event, a_time_that_no_clock_could_follow_or_a_zero_byte_is_refused) {
  const Json good = to_json(Device::temporary().sign("ada", "unit.done", "w1", Json::object()));
  Json bad = good;
  bad["clock"] = {std::int64_t{1} << 62, 0};
  EXPECT_NE(event_from_json(bad).error().message.find("between 1970 and 9999"), std::string::npos);
  bad = good;
  bad["who"] = std::string("a\0b", 3);
  EXPECT_NE(event_from_json(bad).error().message.find("zero byte"), std::string::npos);
}

TEST(Merge, an_erased_learner_does_not_come_back) {
  const std::vector<Event> events = sample_events();
  const auto store = memory_event_store();
  ASSERT_TRUE(store->append(events).ok());
  const std::size_t of_ada = store->of_learner("ada").value().size();
  EXPECT_EQ(store->erase_learner("ada").value(), of_ada);
  EXPECT_EQ(store->append(events).value(), 0U);
  EXPECT_TRUE(store->of_learner("ada").value().empty());
  EXPECT_EQ(store->count().value(), events.size() - of_ada);
}

TEST(Archive, goes_out_and_comes_in_once) {
  const std::vector<Event> events = sample_events();
  const std::string text = write_archive(events, "school");
  const auto store = memory_event_store();
  const Device device = Device::temporary();
  const ImportReport first = import_archive(text, *store, device).value();
  EXPECT_EQ(first.added, events.size());
  EXPECT_TRUE(first.complete);
  EXPECT_TRUE(first.problems.empty());
  const ImportReport again = import_archive(text, *store, device).value();
  EXPECT_EQ(again.added, 0U);
  EXPECT_EQ(again.known, events.size());
  EXPECT_EQ(all_of(*store).size(), events.size());
}

TEST(Archive, without_events_is_one_too_and_people_travel_with_it) {
  std::string text;
  ArchiveWriter writer("school", [&](const std::string& part) -> Outcome {
    text += part;
    return Done{};
  });
  ASSERT_TRUE(writer.person({"ada1", "Ada", 5}).ok());
  ASSERT_TRUE(writer.finish().ok());
  const auto store = memory_event_store();
  const ImportReport report = import_archive(text, *store, Device::temporary()).value();
  ASSERT_EQ(report.people.size(), 1U);
  EXPECT_EQ(report.people[0].nickname, "Ada");
  EXPECT_TRUE(report.complete && report.problems.empty());
  EXPECT_TRUE(import_archive(write_archive({}, "x"), *store, Device::temporary()).value().complete);
  std::string odd = text;
  odd.replace(odd.find("ada1"), 4, "a/b1");
  const ImportReport refused = import_archive(odd, *store, Device::temporary()).value();
  EXPECT_TRUE(refused.people.empty());
  EXPECT_EQ(refused.problems.at(0), "line 2: it is no person of a hub");
}

TEST(Archive, of_unknown_devices_is_told_and_can_be_refused) {
  const Device known = Device::temporary(), stranger = Device::temporary();
  const auto store = memory_event_store();
  const Event first = known.sign("ada", "unit.opened", "w1", Json::object());
  ASSERT_TRUE(store->append({&first, 1}).ok());
  const std::vector<Event> both = {known.sign("ada", "unit.done", "w1", Json::object()),
                                   stranger.sign("ada", "unit.done", "w2", Json::object())};
  const std::string text = write_archive(both, "stick");
  const ImportReport strict =
      import_archive(text, *store, known, {.devices = Devices::known}).value();
  EXPECT_EQ(strict.added, 1U);
  EXPECT_EQ(strict.refused, 1U);
  EXPECT_TRUE(strict.strangers);
  EXPECT_EQ(strict.problems.at(0), "line 3: its device " + stranger.id() +
                                       " is not known here; admit it if you know whose it is");
  const Admission of_another{.devices = Devices::known, .also = {Device::temporary().id()}};
  EXPECT_EQ(import_archive(text, *store, known, of_another).value().refused, 1U);
  const Admission admitted{.devices = Devices::known, .also = {stranger.id()}};
  const ImportReport open = import_archive(text, *store, known, admitted).value();
  EXPECT_EQ(open.added, 1U);
  EXPECT_FALSE(open.strangers);
  EXPECT_EQ(open.new_devices, (std::set<std::string>{stranger.id()}));
}

TEST(Archive, what_a_hub_signed_itself_comes_back_as_known) {
  const Device hub = Device::temporary();
  const Event own = hub.sign("ada", "unit.opened", "w1", Json::object());
  const auto empty = memory_event_store();  // after a fresh start with the old key
  const ImportReport report =
      import_archive(write_archive({&own, 1}, "x"), *empty, hub, {.devices = Devices::known})
          .value();
  EXPECT_EQ(report.added, 1U);
  EXPECT_TRUE(report.new_devices.empty());
}

TEST(Archive, of_a_truncated_file_the_whole_lines_are_taken) {
  const std::vector<Event> events = sample_events();
  const std::string text = write_archive(events, "school");
  const auto store = memory_event_store();
  const ImportReport report =
      import_archive(text.substr(0, text.size() / 2), *store, Device::temporary()).value();
  EXPECT_FALSE(report.complete);
  EXPECT_GT(report.added, events.size() / 3);
  EXPECT_EQ(report.refused, 1U);  // the half line
  EXPECT_NE(report.problems.back().find("ends early"), std::string::npos);
}

TEST(Archive, a_forged_line_is_refused_by_number_and_the_rest_is_taken) {
  const std::vector<Event> events = sample_events();
  std::string text = write_archive(events, "school");
  const std::size_t at = text.find("\"who\":\"");
  text[at + 7] = 'x';
  const auto store = memory_event_store();
  const ImportReport report = import_archive(text, *store, Device::temporary()).value();
  EXPECT_EQ(report.refused, 1U);
  EXPECT_EQ(report.added, events.size() - 1);
  EXPECT_EQ(report.problems[0],
            "line 2: its signature does not fit: it was changed after it was written");
  EXPECT_NE(report.problems[1].find("its sum does not fit"), std::string::npos);
}

TEST(Archive, what_is_none_is_said) {
  const auto store = memory_event_store();
  for (const char* bad : {"", "hello", "{}", "{\"tadpole_events\": 2}\n", "[[[["})
    EXPECT_NE(import_archive(bad, *store, Device::temporary())
                  .error()
                  .message.find("no archive of events"),
              std::string::npos)
        << bad;
}

TEST(Fold, says_what_was_opened_done_answered_and_where_to_go_on) {
  const Device device = Device::temporary();
  std::vector<Event> events;
  const auto add = [&](const char* kind, const char* where, Json body) {
    events.push_back(device.sign("ada", kind, where, std::move(body)));
  };
  add("unit.opened", "w1", Json::object());
  add("item.hint", "w1.q1", {{"n", 1}});
  add("item.attempted", "w1.q1", attempt_body(0));
  add("item.attempted", "w1.q1", attempt_body(1));
  add("unit.done", "w1", Json::object());
  add("unit.opened", "w1", Json::object());  // once more: stays done
  add("bookmark.set", "w2", {{"on", true}});
  add("bookmark.set", "w1", {{"on", true}});
  add("bookmark.set", "w2", {{"on", false}});
  add("resume.at", "w1.q1", {{"course", "fundamentals"}});
  add("something.new", "w9", {{"x", 1}});
  const LearnerState state = fold(events);
  EXPECT_EQ(state.units.at("w1"), "done");
  const Attempts& q1 = state.items.at("w1.q1");
  EXPECT_EQ(q1.count, 2);
  EXPECT_EQ(q1.hints, 1);
  EXPECT_TRUE(q1.correct);
  EXPECT_EQ(q1.last, (std::vector<bool>{false, true}));
  EXPECT_EQ(q1.last_seed, 18446744073709551615ULL);
  EXPECT_EQ(state.bookmarks, (std::set<std::string>{"w1"}));
  EXPECT_EQ(state.resume.at("fundamentals"), "w1.q1");
  int events_counted = 0;
  for (const auto& [day, n] : state.active_days) events_counted += n;
  EXPECT_EQ(events_counted, 11);
}

// Bodies come from other machines: no type is certain.
TEST(Fold, bodies_with_wrong_types_harm_nothing) {
  const Device device = Device::temporary();
  const std::vector<Event> events = {device.sign("ada", "item.attempted", "w1.q1",
                                                 {{"score", "much"}, {"correct", 1}, {"seed", -3}}),
                                     device.sign("ada", "item.hint", "w1.q1", {{"n", 1e300}}),
                                     device.sign("ada", "bookmark.set", "w1", {{"on", "yes"}})};
  const LearnerState state = fold(events);
  EXPECT_EQ(state.items.at("w1.q1").best, 0.0);
  EXPECT_EQ(state.items.at("w1.q1").hints, 100);
  EXPECT_TRUE(state.bookmarks.empty());
}

TEST(Fold, raw_answers_files_and_known_concepts_are_kept) {
  const Device device = Device::temporary();
  const auto make = [&](const char* kind, const char* where, Json body) {
    return device.sign("ada", kind, where, std::move(body));
  };
  const std::vector<Event> events = {
      make("concept.known", "u.p1", {{"concepts", {"a", "b", 3}}}),
      make("concept.known", "a", {{"concepts", {"a"}}, {"on", false}}),
      make("item.attempted", "u.q1",
           {{"score", 0.5}, {"seed", "7"}, {"revision", "r"}, {"response", {{"choice", "a"}}}}),
      make("test.answered", "u.q2", {{"opening", "o1"}, {"seed", "9"}, {"response", 4}}),
      make("artefact.handed_in", "u.t1",
           {{"name", "m"}, {"bytes", 5}, {"sha256", "h"}, {"accepted", false}}),
      make("artefact.handed_in", "u.t2", {{"accepted", true}})};
  const LearnerState state = fold(events);
  EXPECT_EQ(state.known_concepts, std::set<std::string>({"b"}));
  ASSERT_EQ(state.items.at("u.q1").tries.size(), 1U);
  EXPECT_EQ(state.items.at("u.q1").tries[0].seed, 7U);
  EXPECT_EQ(state.items.at("u.q1").tries[0].score, 0.5);
  EXPECT_EQ(state.tests.at("o1").at("u.q2")[0].seed, 9U);
  EXPECT_FALSE(state.items.contains("u.q2"));
  EXPECT_EQ(state.artefacts.at("u.t1").bytes, 5);
  EXPECT_EQ(state.blocks_done, std::set<std::string>({"u.t2"}));
}

}  // namespace
}  // namespace tadpole::learning
