// SPDX-License-Identifier: Apache-2.0
// A hub: the courses, the database, who is signed in, and the way of a request through it (host and
// origin checked, session, permission, rate, form of the body, then the row's function). Which
// header to open first: this one; the rows are in server/routes.
#pragma once
#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>

#include "learning/course/read_program.h"
#include "learning/forum/forum.h"
#include "learning/lesson/exam.h"
#include "learning/lesson/lesson.h"
#include "server/http/router.h"
#include "server/store/store.h"
#include "workbench/workbench.h"

namespace tadpole::server {

struct HubOptions {
  Path data;             // folder: key of the device, database
  std::string database;  // address of the store; "": sqlite in the data folder
  Path courses;          // folder with program.yaml
  std::string name = "Tadpole";
  std::string version;
  bool only_localhost = true;  // answers no other name; sign-in by nickname alone
  // Reads them again when a file has changed, unless they are unpacked in the data folder.
  bool watch_courses = true;
  // Where other machines find it now: "https://192.168.1.5:8080"; none when they cannot.
  std::function<std::vector<std::string>()> addresses;
};

// A learner's state, locked for as long as this lives: two answers at once count one after the
// other.
class LockedLearner {
 public:
  const std::string& id() const { return id_; }
  const learning::LearnerState& state() const { return *state_; }

 private:
  friend class Hub;
  std::string id_;
  std::shared_ptr<void> keep_;
  std::unique_lock<std::mutex> lock_;
  learning::LearnerState* state_ = nullptr;
};

// What follows from the logs of everybody.
struct Together {
  learning::Forum forum;
  learning::Openings openings;
};
// Up to the last event that is on disk; locked for as long as this lives.
class LockedTogether {
 public:
  const Together* operator->() const { return together_; }

 private:
  friend class Hub;
  std::unique_lock<std::mutex> lock_;
  const Together* together_ = nullptr;
};

class CourseWatch;

class Hub {
 public:
  // Opens the database, reads the courses. Fails with what to do.
  static Result<std::unique_ptr<Hub>> open(HubOptions options);
  ~Hub();

  // A request of the API from beginning to end. Thread-safe.
  Response handle(const Request& request);

  const HubOptions& options() const { return options_; }
  const Router& router() const { return router_; }
  // The program as it is now; stays alive while it is held (live reload replaces it).
  std::shared_ptr<const learning::Program> program() const;
  // In the language that the request asks for (?in=es), or as it was written.
  std::shared_ptr<const learning::Program> program_for(const Request& request) const;
  // Reads the courses again. The problems found; with errors the old program stays.
  std::vector<learning::Problem> reload_courses();
  Store& store() { return *store_; }
  const learning::Device& device() const { return device_; }
  learning::Now now() const;
  std::int64_t now_ms() const;

  Result<LockedLearner> lock(const std::string& learner);
  // Signs, keeps (on disk when this returns) and folds. Events whose id is known already are passed
  // over.
  Outcome record(LockedLearner& learner, std::vector<learning::Event> events);
  // id: the page's own for it, or "".
  learning::Event event_of(const LockedLearner& learner, const std::string& kind,
                           const std::string& where, Json body, const std::string& id = "") const;
  void forget(const std::string& learner);  // erased
  // One event in the log of `who` ("hub": what belongs to nobody). Do not hold a lock of anybody.
  Result<learning::Event> record_for(const std::string& who, const std::string& kind,
                                     const std::string& where, Json body,
                                     const std::string& id = "");
  Result<LockedTogether> together();

  // Keys of a test that were unsealed here, or stand open in its text; nullptr: the hub has none.
  std::shared_ptr<const learning::Keys> keys_of(const learning::Section& section) const;
  // Keeps what the passphrase opens in the data folder, readable by its owner alone.
  Outcome unseal(const learning::Section& section, const std::string& passphrase);

  // To be told when the courses were read again: a "changed" event with the problems found.
  void add_listener(std::shared_ptr<EventStream> stream);
  // Events came from elsewhere: every learner is folded anew when next asked for.
  Outcome forget_all();

  // Sessions. The token is for the cookie.
  Result<std::string> sign_in(const learning::Account& account);
  Outcome sign_out(const Request& request);
  Result<Caller> caller_of(const Request& request);
  Outcome audit(const Call& call, const std::string& action, const std::string& subject);

  // True when the request comes from this machine itself, not through a proxy, to its own name.
  bool sits_here(const Request& request) const;
  // Projects of a learner on this machine, in the data folder.
  workbench::Workbench& workbench_of(const std::string& learner);
  // Ends their jobs and removes all that is kept of the learner in files.
  Outcome erase_files(const std::string& learner);

  // Tries to take one of the caller's sign-in attempts. false: too many.
  bool may_try_sign_in(const std::string& key);
  // The same for a secret of that name, from anywhere: ten at once, then one a minute, so that four
  // digits are not guessed in an afternoon.
  bool may_try_secret(const std::string& name_key);

 private:
  struct Cached;
  explicit Hub(HubOptions options, std::unique_ptr<Store> store, learning::Device device);
  Outcome take(learning::Program program);
  std::vector<learning::Problem> read_courses_again();
  std::shared_ptr<Cached> cached(const std::string& learner);
  std::string host_refusal(const Request& request) const;
  std::string origin_refusal(const Request& request) const;
  Response answer(const Request& request);
  Outcome notice_others();

  HubOptions options_;
  std::unique_ptr<Store> store_;
  learning::Device device_;
  Router router_;
  mutable std::mutex program_mutex_;
  std::shared_ptr<const learning::Program> program_;
  std::map<std::string, std::shared_ptr<const learning::Program>> translated_;
  std::mutex cache_mutex_;
  std::map<std::string, std::shared_ptr<Cached>> learners_;
  std::uint64_t uses_ = 0;
  std::mutex together_mutex_;
  Together together_;
  std::int64_t together_cursor_ = 0;
  mutable std::mutex keys_mutex_;
  mutable std::map<std::string, std::shared_ptr<const learning::Keys>> keys_;  // by section
  std::mutex listeners_mutex_;
  std::vector<std::shared_ptr<EventStream>> listeners_;
  std::mutex benches_mutex_;
  std::map<std::string, std::unique_ptr<workbench::Workbench>> benches_;
  std::atomic<std::uint64_t> epoch_ = 1;  // states folded in an earlier one are not used
  std::atomic<std::int64_t> look_again_ms_ = 0, touches_ = 0;
  std::mutex sessions_mutex_;
  std::map<std::string, std::pair<Caller, std::int64_t>> sessions_;  // token hash -> who, until
  learning::RateLimiter requests_, sign_ins_, secrets_;
  std::unique_ptr<CourseWatch> watch_;  // last: stops first
};

inline constexpr const char* kSessionCookie = "tadpole_session";

// The rows of server/routes, one function per file.
void add_all_routes(Hub& hub, Router& router);

// An error as an answer: wrong_use is 400, failed is 500.
Response response_of(const Error& error);

}  // namespace tadpole::server
