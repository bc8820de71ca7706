// SPDX-License-Identifier: Apache-2.0
#include "server/hub/hub.h"

#include <algorithm>
#include <chrono>

#include "core/base/json.h"
#include "learning/course/translate.h"
#include "server/hub/course_watch.h"
#include "server/hub/learner_files.h"
#include "server/hub/room.h"

namespace tadpole::server {
namespace {

using learning::Account;
using learning::Event;
using learning::LearnerState;

constexpr std::size_t kMostCachedLearners = 6000;
constexpr std::int64_t kSessionMs = std::int64_t{365} * 24 * 3600 * 1000;
constexpr std::int64_t kSessionCacheMs = 60 * 1000, kLookForOthersMs = 2000;

bool is_loopback_name(std::string_view host) {
  return host == "localhost" || host == "127.0.0.1" || host == "[::1]" ||
         host == "tadpole.localhost";
}

std::string_view without_port(std::string_view host) {
  const std::size_t colon = host.rfind(':');
  if (colon == std::string_view::npos || host.ends_with(']')) return host;
  return host.substr(0, colon);
}

void add_problem(std::vector<learning::Problem>& problems, const std::string& where,
                 const std::string& sentence) {
  learning::Problem problem;
  problem.place.file = where;
  problem.sentence = sentence;
  problems.push_back(problem);
}

bool changes_something(const std::string& method) { return method != "GET" && method != "HEAD"; }

}  // namespace

struct Hub::Cached {
  std::mutex mutex;
  LearnerState state;
  std::uint64_t epoch = 0;  // in which it was folded; 0: not yet
  std::uint64_t used = 0;
};

Result<std::unique_ptr<Hub>> Hub::open(HubOptions options) {
  std::error_code failed;
  std::filesystem::create_directories(options.data, failed);
  if (failed) {
    return wrong_use("the data folder " + options.data.string() + " cannot be made (" +
                     failed.message() + "); choose another with --data");
  }
  if (options.database.empty()) options.database = "sqlite:" + (options.data / "hub.db").string();
  learning::Device device = TADPOLE_TRY(learning::Device::open(options.data / "device.key"));
  std::unique_ptr<Store> store = TADPOLE_TRY(open_store(options.database));
  device.saw(TADPOLE_TRY(store->events().latest()));
  std::unique_ptr<Hub> hub(new Hub(std::move(options), std::move(store), std::move(device)));
  learning::ReadProgram read = TADPOLE_TRY(learning::read_program(hub->options_.courses));
  for (const learning::Problem& problem : read.problems) {
    if (problem.severity == learning::Severity::error) return wrong_use(text_of(problem));
  }
  TADPOLE_TRY(hub->take(std::move(read.program)));
  const bool unpacked = hub->options_.courses.parent_path() == hub->options_.data;
  hub->options_.watch_courses = hub->options_.watch_courses && !unpacked;
  if (hub->options_.watch_courses) {
    Hub* here = hub.get();
    hub->watch_ =
        std::make_unique<CourseWatch>(hub->options_.courses, [here] { here->reload_courses(); });
  }
  return hub;
}

Hub::Hub(HubOptions options, std::unique_ptr<Store> store, learning::Device device)
    : options_(std::move(options)),
      store_(std::move(store)),
      device_(std::move(device)),
      requests_(240, 1200),
      sign_ins_(60, 60),
      secrets_(10, 1) {
  add_all_routes(*this, router_);
}

Hub::~Hub() = default;

std::shared_ptr<const learning::Program> Hub::program() const {
  const std::lock_guard lock(program_mutex_);
  return program_;
}

std::vector<learning::Problem> Hub::reload_courses() {
  const std::vector<learning::Problem> problems = read_courses_again();
  Json list = Json::array();
  for (const learning::Problem& one : problems) list.push_back(text_of(one));
  const std::lock_guard lock(listeners_mutex_);
  std::erase_if(listeners_, [](const auto& stream) { return stream->left(); });
  for (const auto& stream : listeners_) stream->push("changed", json_dump(list));
  return problems;
}

std::vector<learning::Problem> Hub::read_courses_again() {
  Result<learning::ReadProgram> read = learning::read_program(options_.courses);
  std::vector<learning::Problem> problems;
  if (!read.ok()) {
    add_problem(problems, options_.courses.string(), read.error().message);
    return problems;
  }
  problems = read.value().problems;
  const bool broken = std::any_of(problems.begin(), problems.end(), [](const auto& problem) {
    return problem.severity == learning::Severity::error;
  });
  if (broken) return problems;
  const Outcome taken = take(std::move(read.value().program));
  if (!taken.ok()) add_problem(problems, "the search", taken.error().message);
  return problems;
}

// Everything that is said of it can be searched before anybody sees it.
Outcome Hub::take(learning::Program program) {
  std::map<std::string, learning::Program> others;
  std::vector<learning::Problem> odd;  // the linter tells them; a text that fails stays as written
  for (const std::string& language : learning::translated_languages(program.folder))
    others[language] = learning::translated_program(program, language, odd);
  learning::share_keys(program, others);
  auto fresh = std::make_shared<const learning::Program>(std::move(program));
  std::vector<SearchRow> rows;
  for (const learning::Program::At& at : fresh->units()) {
    if (at.section->type == "test") continue;  // its questions are nobody's before it is open
    for (const learning::Block& block : at.unit->blocks) {
      if (block.plain_text.empty()) continue;
      rows.push_back({at.course->id, at.unit->id, learning::block_name(*at.unit, block.id),
                      at.unit->title, block.plain_text});
    }
  }
  TADPOLE_TRY(store_->replace_search(rows));
  {
    const std::lock_guard lock(keys_mutex_);
    keys_.clear();
  }
  std::map<std::string, std::shared_ptr<const learning::Program>> translated;
  for (auto& [language, one] : others)
    translated[language] = std::make_shared<const learning::Program>(std::move(one));
  const std::lock_guard lock(program_mutex_);
  program_ = std::move(fresh);
  translated_ = std::move(translated);
  return Done{};
}

std::shared_ptr<const learning::Program> Hub::program_for(const Request& request) const {
  const std::lock_guard lock(program_mutex_);
  const auto at = translated_.find(request.asked("in"));
  return at == translated_.end() ? program_ : at->second;
}

std::int64_t Hub::now_ms() const {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

learning::Now Hub::now() const {
  return {.seconds = static_cast<double>(now_ms()) / 1e3, .due_seconds = {}};
}

std::shared_ptr<Hub::Cached> Hub::cached(const std::string& learner) {
  const std::lock_guard lock(cache_mutex_);
  std::shared_ptr<Cached>& entry = learners_[learner];
  if (!entry) entry = std::make_shared<Cached>();
  entry->used = ++uses_;
  std::shared_ptr<Cached> found = entry;
  if (learners_.size() > kMostCachedLearners) {
    auto oldest = learners_.end();
    for (auto at = learners_.begin(); at != learners_.end(); ++at) {
      if (at->second.use_count() == 1 &&
          (oldest == learners_.end() || at->second->used < oldest->second->used))
        oldest = at;
    }
    if (oldest != learners_.end()) learners_.erase(oldest);
  }
  return found;
}

Result<LockedLearner> Hub::lock(const std::string& learner) {
  const std::shared_ptr<Cached> entry = cached(learner);
  LockedLearner locked;
  locked.id_ = learner;
  locked.keep_ = entry;
  locked.lock_ = std::unique_lock(entry->mutex);
  locked.state_ = &entry->state;
  const std::uint64_t epoch = epoch_;
  if (entry->epoch != epoch && !learner.empty()) {
    const std::vector<Event> events = TADPOLE_TRY(store_->events().of_learner(learner));
    entry->state = learning::fold(events);
    entry->epoch = epoch;
  }
  return locked;
}

Event Hub::event_of(const LockedLearner& learner, const std::string& kind, const std::string& where,
                    Json body, const std::string& id) const {
  return device_.sign(learner.id(), kind, where, std::move(body), learning::is_ulid(id) ? id : "");
}

Outcome Hub::record(LockedLearner& learner, std::vector<Event> events) {
  const std::size_t fresh = TADPOLE_TRY(store_->events().append(events));
  if (fresh == events.size()) {
    for (const Event& event : events) learning::apply(*learner.state_, event);
    return Done{};
  }
  // Some were there already: a page sent them again.
  const std::vector<Event> all = TADPOLE_TRY(store_->events().of_learner(learner.id()));
  *learner.state_ = learning::fold(all);
  return Done{};
}

void Hub::forget(const std::string& learner) {
  {
    const std::lock_guard lock(together_mutex_);
    together_.forum.forget(learner);
  }
  {
    const std::lock_guard lock(cache_mutex_);
    learners_.erase(learner);
  }
  const std::lock_guard lock(sessions_mutex_);
  std::erase_if(sessions_, [&](const auto& one) { return one.second.first.learner == learner; });
}

Outcome Hub::forget_all() {
  device_.saw(TADPOLE_TRY(store_->events().latest()));
  ++epoch_;
  const std::lock_guard lock(sessions_mutex_);
  sessions_.clear();
  return Done{};
}

// The command line may merge or erase while the hub runs.
Outcome Hub::notice_others() {
  const std::int64_t now = now_ms();
  if (now < look_again_ms_) return Done{};
  look_again_ms_ = now + kLookForOthersMs;
  const std::int64_t touches = TADPOLE_TRY(store_->touches());
  return touches_.exchange(touches) == touches ? Outcome(Done{}) : forget_all();
}

Result<std::string> Hub::sign_in(const Account& account) {
  const std::string token = learning::new_token();
  TADPOLE_TRY(store_->put_session({.token_hash = learning::token_hash(token),
                                   .account = account.id,
                                   .expires_ms = now_ms() + kSessionMs}));
  return token;
}

Outcome Hub::sign_out(const Request& request) {
  const std::string hash = learning::token_hash(request.cookie(kSessionCookie));
  {
    const std::lock_guard lock(sessions_mutex_);
    sessions_.erase(hash);
  }
  return store_->drop_session(hash);
}

Result<Caller> Hub::caller_of(const Request& request) {
  const std::string token = request.cookie(kSessionCookie);
  const Caller guest = {.learner = "", .nickname = "", .roles = {"guest"}};
  if (token.empty()) return guest;
  const std::string hash = learning::token_hash(token);
  const std::int64_t now = now_ms();
  {
    const std::lock_guard lock(sessions_mutex_);
    const auto at = sessions_.find(hash);
    if (at != sessions_.end() && at->second.second > now) return at->second.first;
  }
  const auto session = TADPOLE_TRY(store_->session(hash));
  if (!session || session->expires_ms < now) return guest;
  const auto account = TADPOLE_TRY(store_->account(session->account));
  if (!account) return guest;
  const Caller caller = {account->id, account->nickname, account->roles};
  const std::lock_guard lock(sessions_mutex_);
  if (sessions_.size() > 50000) sessions_.clear();
  sessions_[hash] = {caller, now + kSessionCacheMs};
  return caller;
}

Outcome Hub::audit(const Call& call, const std::string& action, const std::string& subject) {
  return store_->audit({now_ms(), call.caller.learner, action, subject, call.request.remote});
}

bool Hub::may_try_sign_in(const std::string& key) { return sign_ins_.take(key, now_ms()); }

bool Hub::may_try_secret(const std::string& name_key) { return secrets_.take(name_key, now_ms()); }

// A page of another site that makes its name point here must not read what is here.
std::string Hub::host_refusal(const Request& request) const {
  if (!options_.only_localhost) return "";
  if (is_loopback_name(without_port(request.header("host")))) return "";
  return "This hub answers on localhost alone; start it with --host 0.0.0.0 to open it to the "
         "class.";
}

// A page of another site must not act with the cookie of this one.
std::string Hub::origin_refusal(const Request& request) const {
  if (!changes_something(request.method)) return "";
  const std::string origin = request.header("origin");
  const std::string own = (request.secure ? "https://" : "http://") + request.header("host");
  if (request.header("x-tadpole").empty() || (!origin.empty() && origin != own))
    return "This request did not come from a page of this hub; open the hub itself and try again.";
  return "";
}

bool Hub::sits_here(const Request& request) const {
  const bool loopback = request.remote == "::1" || request.remote.starts_with("127.") ||
                        request.remote == "::ffff:127.0.0.1";
  // A page of another site can make its own name point here, but not call itself localhost.
  return loopback && is_loopback_name(without_port(request.header("host"))) &&
         request.header("x-forwarded-for").empty() && request.header("forwarded").empty();
}

workbench::Workbench& Hub::workbench_of(const std::string& learner) {
  const std::lock_guard lock(benches_mutex_);
  std::unique_ptr<workbench::Workbench>& bench = benches_[learner];
  if (bench == nullptr) {
    bench = std::make_unique<workbench::Workbench>(
        workbench::WorkbenchOptions{.folder = projects_folder(options_.data, learner)});
  }
  return *bench;
}

Outcome Hub::erase_files(const std::string& learner) {
  workbench::Workbench& bench = workbench_of(learner);
  const std::vector<std::string> names = bench.names();
  for (const std::string& name : names) TADPOLE_TRY(bench.remove(name));
  return erase_files_of_learner(options_.data, learner);
}

Response Hub::answer(const Request& request) {
  if (const std::string no = host_refusal(request); !no.empty())
    return error_response(421, "host", no);
  if (const std::string no = origin_refusal(request); !no.empty())
    return error_response(403, "origin", no);
  Router::Match match =
      router_.find(request.method == "HEAD" ? "GET" : request.method, request.path);
  if (!match.route) {
    return match.path_known
               ? error_response(405, "method", "This address does not take " + request.method + ".")
               : error_response(404, "no_route", "There is nothing at " + request.path + ".");
  }
  const Outcome noticed = notice_others();
  if (!noticed.ok()) return response_of(noticed.error());
  const Result<Caller> caller = caller_of(request);
  if (!caller.ok()) return response_of(caller.error());
  const std::string key = caller.value().learner.empty() ? request.remote : caller.value().learner;
  if (!requests_.take(key, now_ms()))
    return error_response(429, "too_many", "Too many requests; wait a few seconds and try again.")
        .with("Retry-After", "5");
  const Result<bool> allowed = may(*this, caller.value(), match.route->needs);
  if (!allowed.ok()) return response_of(allowed.error());
  if (!allowed.value()) {
    return caller.value().learner.empty()
               ? error_response(401, "sign_in",
                                "Choose a nickname first; then your work can be kept.")
               : error_response(403, "not_allowed",
                                "Your role does not allow this; ask your teacher.");
  }
  return call_row(std::move(match), request, caller.value());
}

Response Hub::handle(const Request& request) {
  try {
    return answer(request);
  } catch (const std::exception& e) {  // of a library: no memory, above all
    return error_response(500, "failed", std::string("The hub failed: ") + e.what() + ".");
  }
}

Response response_of(const Error& error) {
  return error.kind == ErrorKind::wrong_use ? error_response(400, "refused", error.message)
                                            : error_response(500, "failed", error.message);
}

}  // namespace tadpole::server
