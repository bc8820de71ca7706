// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <ctime>
#include <iostream>
#include <thread>

#include "cli/hub_place.h"
#include "cli/verb.h"
#include "server/http/authority.h"
#include "server/http/machine.h"
#include "server/http/server.h"
#include "server/hub/hub.h"
#include "server/pages/pages.h"
#include "server/pages/trust.h"

namespace tadpole {

extern const char* const serve_verb_help;
const char* const serve_verb_help =
    "open courses, labs and work in the browser, for one learner or a class";

namespace {

struct ServeOptions {
  GivenPlace place;
  std::string host = "127.0.0.1", courses, name = "Tadpole", certificate, key;
  int port = 8080, http_port = -1;  // -1: the next one
  bool https = false;
};

bool is_loopback(const std::string& host) {
  return host == "localhost" || host == "127.0.0.1" || host == "::1";
}

// The folder of --courses, or the courses of this program, unpacked beside the data once per
// version.
Result<Path> courses_folder(const std::string& given, const Path& data) {
  if (!given.empty()) return Path(given);
  const server::Pack& pack = server::built_in_courses();
  const Path folder = data / ("courses-" + pack.version());
  if (!std::filesystem::exists(folder / "program.yaml")) TADPOLE_TRY(pack.unpack(folder));
  return folder;
}

// Ctrl-C and TERM are kept from all threads (make it before any other) and waited for on one of its
// own, so that the server ends in order.
class StopOnSignal {
 public:
  StopOnSignal() {
    sigemptyset(&signals_);
    for (const int one : {SIGINT, SIGTERM, SIGUSR1}) sigaddset(&signals_, one);
    pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
  }
  void watch(server::HttpServer& server) {
    thread_ = std::thread([this, &server] {
      int got = 0;
      sigwait(&signals_, &got);
      if (got != SIGUSR1) std::cerr << "stopping; requests in work are finished\n";
      server.stop();
    });
  }
  ~StopOnSignal() {
    if (!thread_.joinable()) return;
    pthread_kill(thread_.native_handle(), SIGUSR1);
    thread_.join();
  }
  StopOnSignal(const StopOnSignal&) = delete;
  StopOnSignal& operator=(const StopOnSignal&) = delete;

 private:
  sigset_t signals_{};
  std::thread thread_;
};

// Where other machines find the hub at this moment; its port is known when it listens.
class Addresses {
 public:
  Addresses(std::string host, std::string scheme)
      : host_(std::move(host)), scheme_(std::move(scheme)) {}
  void listens_on(int port) { port_ = port; }
  std::vector<std::string> now() const {
    if (is_loopback(host_)) return {};
    const bool on_all = host_ == "0.0.0.0" || host_ == "::";
    std::vector<std::string> hosts = on_all ? server::lan_addresses() : std::vector{host_};
    for (std::string& host : hosts)
      host = scheme_ + "://" + host + ":" + std::to_string(port_.load());
    return hosts;
  }

 private:
  std::string host_, scheme_;
  std::atomic<int> port_ = 0;
};

std::int64_t now_s() { return static_cast<std::int64_t>(std::time(nullptr)); }

Result<server::HttpsFiles> own_certificate(const Path& data) {
  return server::https_files(data / "https", server::names_of_this_machine(), now_s());
}

// Looks once a minute whether this machine moved to another network or the certificate ends.
class KeepCertificate {
 public:
  KeepCertificate(Path data, server::HttpServer& server, std::function<void()> authority_changed)
      : thread_([this, data = std::move(data), &server, changed = std::move(authority_changed)] {
          std::unique_lock lock(mutex_);
          while (!stop_.wait_for(lock, std::chrono::minutes(1), [this] { return stopping_; })) {
            const Result<server::HttpsFiles> files = own_certificate(data);
            if (!files.ok()) std::cerr << "tadpole: " << files.error().message << "\n";
            if (!files.ok() || !files.value().renewed) continue;
            server.reload_certificate();
            if (files.value().new_authority) changed();
          }
        }) {}
  ~KeepCertificate() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    stop_.notify_one();
    thread_.join();
  }
  KeepCertificate(const KeepCertificate&) = delete;
  KeepCertificate& operator=(const KeepCertificate&) = delete;

 private:
  std::mutex mutex_;
  std::condition_variable stop_;
  bool stopping_ = false;
  std::thread thread_;
};

// Beside HTTPS: how to trust it, over plain HTTP, for as long as this lives.
class TrustPages {
 public:
  static Result<std::unique_ptr<TrustPages>> open(const ServeOptions& given, const Path& data,
                                                  const server::HttpsFiles& files, int https_port) {
    const server::Trust trust = {given.name, files.authority_der, files.fingerprint, https_port};
    const int port = given.http_port >= 0 ? given.http_port : given.port == 0 ? 0 : given.port + 1;
    auto handle = [trust, data](const server::Request& request) {
      server::Trust now = trust;  // an authority that was made anew since
      const Result<server::HttpsFiles> fresh = own_certificate(data);
      if (fresh.ok()) {
        now.authority_der = fresh.value().authority_der;
        now.fingerprint = fresh.value().fingerprint;
      }
      return server::trust_response(request, now);
    };
    std::unique_ptr<server::HttpServer> http =
        TADPOLE_TRY(server::HttpServer::create({.host = given.host,
                                                .port = static_cast<std::uint16_t>(port),
                                                .workers = 2,
                                                .most_body_bytes = 4096,
                                                .most_connections = 500},
                                               handle));
    return std::unique_ptr<TrustPages>(new TrustPages(std::move(http)));
  }
  ~TrustPages() {
    http_->stop();
    thread_.join();
  }
  TrustPages(const TrustPages&) = delete;
  TrustPages& operator=(const TrustPages&) = delete;
  int port() const { return http_->port(); }

 private:
  explicit TrustPages(std::unique_ptr<server::HttpServer> http)
      : http_(std::move(http)), thread_([this] { http_->run(); }) {}
  std::unique_ptr<server::HttpServer> http_;
  std::thread thread_;
};

Outcome check(const ServeOptions& given) {
  for (const auto& [name, port] :
       {std::pair{"--port", given.port}, std::pair{"--http-port", given.http_port}}) {
    if (port > 65535 || port < (name == std::string("--port") ? 0 : -1))
      return wrong_use(std::string(name) + " is " + std::to_string(port) +
                       "; give a number from 1 to 65535, or 0 for any free one");
  }
  if (given.https && given.http_port < 0 && given.port == 65535)
    return wrong_use(
        "there is no port behind 65535 for the page at http; give one with --http-port");
  if (given.certificate.empty() != given.key.empty())
    return wrong_use("HTTPS takes a certificate and its key; give both --certificate and --key");
  if (given.https && !given.certificate.empty())
    return wrong_use(
        "--https makes a certificate of its own; leave it out, or --certificate and --key");
  return Done{};
}

// What the one who started it reads.
void greet(const ServeOptions& given, const Addresses& addresses, const std::string& scheme,
           int port, const Path& data) {
  const std::string host =
      is_loopback(given.host) || given.host == "0.0.0.0" ? "localhost" : given.host;
  std::cerr << given.name << " is open at " << scheme << "://" << host << ":" << port
            << "  (data in " << data.string() << "; Ctrl-C ends it)\n";
  const std::vector<std::string> others = addresses.now();
  for (const std::string& one : others) std::cerr << "other machines: " << one << "\n";
}

Result<VerbResult> serve(const ServeOptions& given) {
  const Path data = given.place.place().data;
  TADPOLE_TRY(check(given));
  TADPOLE_TRY(make_data_folder(data));
  StopOnSignal stop;
  const Path courses = TADPOLE_TRY(courses_folder(given.courses, data));
  server::HttpsFiles own;
  if (given.https) own = TADPOLE_TRY(own_certificate(data));
  const bool secure = given.https || !given.certificate.empty();
  const std::string scheme = secure ? "https" : "http";
  const auto addresses = std::make_shared<Addresses>(given.host, scheme);
  const std::unique_ptr<server::Hub> hub =
      TADPOLE_TRY(server::Hub::open({.data = data,
                                     .database = given.place.database,
                                     .courses = courses,
                                     .name = given.name,
                                     .version = TADPOLE_VERSION,
                                     .only_localhost = is_loopback(given.host),
                                     .addresses = [addresses] { return addresses->now(); }}));
  const auto handle = [&hub, &courses](const server::Request& request) {
    return request.path.starts_with("/api/")
               ? hub->handle(request)
               : server::page_response(request, server::web_pages(), courses / "assets");
  };
  const std::unique_ptr<server::HttpServer> server = TADPOLE_TRY(server::HttpServer::create(
      {.host = given.host,
       .port = static_cast<std::uint16_t>(given.port),
       .certificate_file = given.https ? own.certificate.string() : given.certificate,
       .key_file = given.https ? own.key.string() : given.key},
      handle));
  addresses->listens_on(server->port());
  std::unique_ptr<TrustPages> trust;
  std::unique_ptr<KeepCertificate> keep;
  if (given.https) {
    trust = TADPOLE_TRY(TrustPages::open(given, data, own, server->port()));
    keep = std::make_unique<KeepCertificate>(data, *server, [] {
      std::cerr << "this machine has an address that its certificate could not vouch for; there is "
                   "a new authority, which others must trust anew\n";
    });
    std::cerr << "to trust it, once a device: http://<address>:" << trust->port()
              << "  (fingerprint " << own.fingerprint << ")\n";
  }
  greet(given, *addresses, scheme, server->port(), data);
  stop.watch(*server);
  server->run();
  return VerbResult{.json = {{"stopped", true}}, .text = ""};
}

}  // namespace

void add_serve_verb(Verb& verb) {
  auto given = std::make_shared<ServeOptions>();
  CLI::App& command = verb.command();
  command.add_option("--host", given->host, "address to listen on; 0.0.0.0: open it to the class")
      ->capture_default_str();
  command.add_option("--port", given->port, "port; 0: any free one")->capture_default_str();
  add_place_options(command, std::shared_ptr<GivenPlace>(given, &given->place));
  command
      .add_option("--courses", given->courses, "folder of courses instead of those in this program")
      ->type_name("DIR");
  command.add_option("--hub", given->name, "name of this hub, as its pages show it")
      ->capture_default_str();
  command.add_flag("--https", given->https,
                   "HTTPS by an authority of this hub's own, so that other machines may use "
                   "microphone and camera; a page at http says how to trust it");
  command.add_option("--http-port", given->http_port,
                     "port of that page (default: the one after --port)");
  command.add_option("--certificate", given->certificate, "certificate for HTTPS, PEM")
      ->type_name("FILE");
  command.add_option("--key", given->key, "its key, PEM")->type_name("FILE");
  verb.does([given](Progress&) { return serve(*given); });
}

}  // namespace tadpole
