// SPDX-License-Identifier: Apache-2.0
// Events in SQL, with group commit: one writer takes what all callers have queued, commits once,
// and only then tells them.
#pragma once
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <thread>

#include "learning/log/event_store.h"
#include "server/store/database.h"

namespace tadpole::server {

class SqlEvents final : public learning::EventStore {
 public:
  SqlEvents(std::unique_ptr<Database> writer, std::unique_ptr<Database> reader);
  ~SqlEvents() override;

  Result<std::size_t> append(std::span<const learning::Event> events) override;
  Result<Page> read_since(std::int64_t cursor, std::size_t most) const override;
  Result<std::vector<learning::Event>> of_learner(const std::string& who) const override;
  Result<std::size_t> erase_learner(const std::string& who) override;
  Result<bool> erased(const std::string& who) const override;
  Result<bool> knows_device(const std::string& public_key) const override;
  Result<std::size_t> count() const override;
  Result<learning::HybridTime> latest() const override;

 private:
  struct Order {  // of one caller, who waits
    std::function<Result<std::size_t>()> work;
    Result<std::size_t> answer = std::size_t{0};
    bool done = false;
  };
  struct Numbers {  // of rows that were looked up in this transaction
    std::map<std::string, std::int64_t> devices, learners;
    std::map<std::string, bool> erased;
  };
  Result<std::size_t> in_writer(std::function<Result<std::size_t>()> work);
  void write_orders();
  Outcome carry_out(const std::vector<Order*>& orders);
  Result<std::size_t> insert(std::span<const learning::Event> events);
  Result<bool> insert_one(const learning::Event& event, Numbers& numbers);
  Result<bool> yields_to(const learning::Event& event, std::int64_t device);
  Result<std::int64_t> number_of(std::map<std::string, std::int64_t>& known, const char* find,
                                 const char* add, const std::string& key, std::string_view more);
  Result<std::vector<learning::Event>> rows(Statement& statement, std::int64_t* cursor) const;
  Result<bool> any(const char* sql, const std::string& key) const;

  std::unique_ptr<Database> writer_, reader_;
  mutable std::mutex reading_;
  std::mutex mutex_;
  std::condition_variable ordered_, finished_;
  std::vector<Order*> orders_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace tadpole::server
