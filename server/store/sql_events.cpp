// SPDX-License-Identifier: Apache-2.0
#include "server/store/sql_events.h"

#include "core/base/hash.h"
#include "core/base/json.h"

namespace tadpole::server {
namespace {

using learning::Event;

constexpr const char* kColumns =
    "SELECT events.cursor, events.id, devices.device, events.wall_ms, events.counter, "
    "learners.who, events.kind, events.place, events.body, devices.public_key, events.signature "
    "FROM events JOIN devices ON devices.number = events.device "
    "JOIN learners ON learners.number = events.learner ";
constexpr const char* kInsert =
    "INSERT INTO events(id, device, wall_ms, counter, learner, kind, place, body, signature) "
    "VALUES(?,?,?,?,?,?,?,?,?) ON CONFLICT(id, device) DO NOTHING RETURNING cursor";
constexpr const char* kErased = "SELECT 1 FROM erased WHERE who_hash = ?";

// A zero byte ends a text for PostgreSQL; the whole group would fail for one event.
bool can_be_kept(const Event& event) {
  for (const std::string* text : {&event.id, &event.device, &event.who, &event.kind, &event.where,
                                  &event.public_key, &event.signature}) {
    if (text->find('\0') != std::string::npos) return false;
  }
  return true;
}

}  // namespace

SqlEvents::SqlEvents(std::unique_ptr<Database> writer, std::unique_ptr<Database> reader)
    : writer_(std::move(writer)), reader_(std::move(reader)), thread_([this] { write_orders(); }) {}

SqlEvents::~SqlEvents() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  ordered_.notify_one();
  thread_.join();
}

Result<std::size_t> SqlEvents::in_writer(std::function<Result<std::size_t>()> work) {
  Order order{.work = std::move(work)};
  std::unique_lock lock(mutex_);
  orders_.push_back(&order);
  ordered_.notify_one();
  finished_.wait(lock, [&] { return order.done; });
  return order.answer;
}

void SqlEvents::write_orders() {
  std::unique_lock lock(mutex_);
  while (true) {
    ordered_.wait(lock, [&] { return stopping_ || !orders_.empty(); });
    if (orders_.empty()) return;
    std::vector<Order*> taken;
    taken.swap(orders_);
    lock.unlock();
    const Outcome outcome = once_more(*writer_, [&] { return carry_out(taken); });
    lock.lock();
    for (Order* order : taken) {
      if (!outcome.ok()) order->answer = outcome.error();
      order->done = true;
    }
    finished_.notify_all();
  }
}

// What fails of one order fails for all of its transaction: none of it is on disk.
Outcome SqlEvents::carry_out(const std::vector<Order*>& orders) {
  TADPOLE_TRY(writer_->begin_writing());
  Outcome outcome = Done{};
  for (Order* order : orders) {
    order->answer = order->work();
    if (!order->answer.ok()) outcome = order->answer.error();
    if (!outcome.ok()) break;
  }
  if (outcome.ok()) outcome = writer_->commit();
  if (!outcome.ok()) writer_->roll_back();
  return outcome;
}

Result<std::size_t> SqlEvents::append(std::span<const Event> events) {
  for (const Event& event : events) {
    if (!can_be_kept(event))
      return wrong_use("an event has a zero byte in a text, which cannot be kept; leave it out");
  }
  return in_writer([this, events] { return insert(events); });
}

Result<std::int64_t> SqlEvents::number_of(std::map<std::string, std::int64_t>& known,
                                          const char* find, const char* add, const std::string& key,
                                          std::string_view more) {
  const auto at = known.find(key);
  if (at != known.end()) return at->second;
  const Prepared found = TADPOLE_TRY(writer_->prepare(find));
  if (TADPOLE_TRY(found->bind(key).step())) return known[key] = found->integer(0);
  const Prepared added = TADPOLE_TRY(writer_->prepare(add));
  added->bind(key);
  if (!more.empty()) added->bind(more);
  if (!TADPOLE_TRY(added->step())) return Error{"the database gave no number to a new row"};
  return known[key] = added->integer(0);
}

Result<std::size_t> SqlEvents::insert(std::span<const Event> events) {
  Numbers numbers;
  std::size_t added = 0;
  for (const Event& event : events) added += TADPOLE_TRY(insert_one(event, numbers)) ? 1U : 0U;
  return added;
}

// true: a new one.
Result<bool> SqlEvents::insert_one(const Event& event, Numbers& numbers) {
  if (!numbers.erased.contains(event.who)) {
    const Prepared erased = TADPOLE_TRY(writer_->prepare(kErased));
    numbers.erased[event.who] = TADPOLE_TRY(erased->bind(sha256_hex(event.who)).step());
  }
  if (numbers.erased[event.who]) return false;
  const std::int64_t device =
      TADPOLE_TRY(number_of(numbers.devices, "SELECT number FROM devices WHERE public_key = ?",
                            "INSERT INTO devices(public_key, device) VALUES(?,?) RETURNING number",
                            event.public_key, event.device));
  const std::int64_t learner =
      TADPOLE_TRY(number_of(numbers.learners, "SELECT number FROM learners WHERE who = ?",
                            "INSERT INTO learners(who) VALUES(?) RETURNING number", event.who, ""));
  const std::string body = json_dump(event.body);
  const Prepared add = TADPOLE_TRY(writer_->prepare(kInsert));
  const auto bind = [&] {
    add->bind(event.id).bind(device).bind(event.clock.wall_ms).bind(event.clock.counter);
    add->bind(learner).bind(event.kind).bind(event.where).bind(body).bind(event.signature);
  };
  bind();
  if (TADPOLE_TRY(add->step())) return true;
  if (!TADPOLE_TRY(yields_to(event, device))) return false;
  add->reset();
  bind();
  TADPOLE_TRY(add->step());
  return false;
}

// The one of this device under this id goes, when it is another and this one precedes it. What
// takes its place gets a cursor of its own, so that every reader learns of it.
Result<bool> SqlEvents::yields_to(const Event& event, std::int64_t device) {
  const Prepared row = TADPOLE_TRY(writer_->prepare(
      "SELECT cursor, wall_ms, counter, signature FROM events WHERE id = ? AND device = ?"));
  if (!TADPOLE_TRY(row->bind(event.id).bind(device).step())) return false;
  Event kept;
  kept.clock = {row->integer(1), row->integer(2)};
  kept.signature = row->text(3);
  if (!learning::precedes(event, kept)) return false;
  const Prepared gone = TADPOLE_TRY(writer_->prepare("DELETE FROM events WHERE cursor = ?"));
  TADPOLE_TRY(gone->bind(row->integer(0)).run());
  return true;
}

Result<std::vector<Event>> SqlEvents::rows(Statement& row, std::int64_t* cursor) const {
  std::vector<Event> events;
  while (TADPOLE_TRY(row.step())) {
    Event event;
    if (cursor) *cursor = row.integer(0);
    event.id = row.text(1);
    event.device = row.text(2);
    event.clock = {row.integer(3), row.integer(4)};
    event.who = row.text(5);
    event.kind = row.text(6);
    event.where = row.text(7);
    event.body = parse_json(row.text(8));
    event.public_key = row.text(9);
    event.signature = row.text(10);
    events.push_back(std::move(event));
  }
  return events;
}

Result<learning::EventStore::Page> SqlEvents::read_since(std::int64_t cursor,
                                                         std::size_t most) const {
  const std::lock_guard lock(reading_);
  return once_more(*reader_, [&]() -> Result<Page> {
    const Prepared statement = TADPOLE_TRY(reader_->prepare(
        std::string(kColumns) + "WHERE events.cursor > ? ORDER BY events.cursor LIMIT ?"));
    statement->bind(cursor).bind(static_cast<std::int64_t>(most));
    Page page{{}, cursor};
    page.events = TADPOLE_TRY(rows(*statement, &page.cursor));
    return page;
  });
}

Result<std::vector<Event>> SqlEvents::of_learner(const std::string& who) const {
  const std::lock_guard lock(reading_);
  return once_more(*reader_, [&]() -> Result<std::vector<Event>> {
    const Prepared statement = TADPOLE_TRY(
        reader_->prepare(std::string(kColumns) +
                         "WHERE events.learner = (SELECT number FROM learners WHERE who = "
                         "?) ORDER BY events.cursor"));
    statement->bind(who);
    return rows(*statement, nullptr);
  });
}

Result<std::size_t> SqlEvents::erase_learner(const std::string& who) {
  return in_writer([this, who]() -> Result<std::size_t> {
    const Prepared keep = TADPOLE_TRY(
        writer_->prepare("INSERT INTO erased(who_hash) VALUES(?) ON CONFLICT DO NOTHING"));
    TADPOLE_TRY(keep->bind(sha256_hex(who)).run());
    const Prepared rows = TADPOLE_TRY(
        writer_->prepare("DELETE FROM events WHERE learner = (SELECT number FROM learners WHERE "
                         "who = ?) RETURNING 1"));
    rows->bind(who);
    std::size_t gone = 0;
    while (TADPOLE_TRY(rows->step())) ++gone;
    const Prepared name = TADPOLE_TRY(writer_->prepare("DELETE FROM learners WHERE who = ?"));
    TADPOLE_TRY(name->bind(who).run());
    return gone;
  });
}

Result<bool> SqlEvents::any(const char* sql, const std::string& key) const {
  const std::lock_guard lock(reading_);
  return once_more(*reader_, [&]() -> Result<bool> {
    const Prepared row = TADPOLE_TRY(reader_->prepare(sql));
    return row->bind(key).step();
  });
}

Result<bool> SqlEvents::erased(const std::string& who) const {
  return any(kErased, sha256_hex(who));
}

Result<bool> SqlEvents::knows_device(const std::string& public_key) const {
  return any("SELECT 1 FROM devices WHERE public_key = ?", public_key);
}

Result<std::size_t> SqlEvents::count() const {
  const std::lock_guard lock(reading_);
  return once_more(*reader_, [&]() -> Result<std::size_t> {
    const Prepared row = TADPOLE_TRY(reader_->prepare("SELECT count(*) FROM events"));
    TADPOLE_TRY(row->step());
    return static_cast<std::size_t>(row->integer(0));
  });
}

Result<learning::HybridTime> SqlEvents::latest() const {
  const std::lock_guard lock(reading_);
  return once_more(*reader_, [&]() -> Result<learning::HybridTime> {
    const Prepared row = TADPOLE_TRY(reader_->prepare(
        "SELECT wall_ms, counter FROM events ORDER BY wall_ms DESC, counter DESC LIMIT 1"));
    if (!TADPOLE_TRY(row->step())) return learning::HybridTime{};
    return learning::HybridTime{row->integer(0), row->integer(1)};
  });
}

}  // namespace tadpole::server
