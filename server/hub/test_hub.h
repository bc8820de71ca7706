// SPDX-License-Identifier: Apache-2.0
// A hub over the courses of this project in a folder of its own, asked without sockets.
#pragma once
#include <gtest/gtest.h>
#include <unistd.h>

#include "core/base/files.h"
#include "server/hub/hub.h"

namespace tadpole::server {

class HubTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() /
              ("tadpole_hub_" + std::to_string(::getpid()) + "_" +
               testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::remove_all(folder_);
    start();
  }
  void TearDown() override {
    hub_.reset();
    std::filesystem::remove_all(folder_);
  }
  void start(bool only_localhost = true) {
    hub_.reset();
    auto hub = Hub::open({.data = folder_,
                          .database = "",
                          .courses = courses_,
                          .name = "Test",
                          .version = "1",
                          .only_localhost = only_localhost,
                          .watch_courses = watch_courses_});
    ASSERT_TRUE(hub.ok()) << hub.error().message;
    hub_ = std::move(hub).value();
  }

  struct Answer {
    int status = 0;
    Json json;
    std::string cookie;
    std::string message() const {
      return json.contains("error") ? json["error"]["message"].get<std::string>() : "";
    }
  };

  Request request_of(const std::string& method, const std::string& target, const Json& body,
                     const std::string& cookie) const {
    const auto parsed = parse_target(target);
    Request request;
    request.method = method;
    request.path = parsed->path;
    request.query = parsed->query;
    request.headers = {{"host", "localhost:8080"}, {"x-tadpole", "1"}, {"cookie", cookie}};
    request.body = body.is_null() ? "" : body.dump();
    request.remote = remote_;
    return request;
  }
  Answer ask(const std::string& method, const std::string& target, const Json& body = nullptr,
             const std::string& cookie = "") {
    return answer_of(request_of(method, "/api/v1" + target, body, cookie));
  }
  // A body that is no JSON: a file, a table.
  Answer send(const std::string& target, const std::string& bytes, const std::string& cookie) {
    Request request = request_of("POST", "/api/v1" + target, nullptr, cookie);
    request.body = bytes;
    return answer_of(request);
  }
  // What is no JSON: the body as it comes.
  std::string text_of_answer(const std::string& target, const std::string& cookie) {
    return hub_->handle(request_of("GET", "/api/v1" + target, nullptr, cookie)).body;
  }
  // A class of the first one, with its id; the others join it.
  std::string new_class(const std::string& teacher, const std::vector<std::string>& learners) {
    const Json room = ask("POST", "/classes", {{"title", "7b"}}, teacher).json;
    for (const std::string& one : learners)
      ask("POST", "/classes/join", {{"code", room["code"]}}, one);
    return room["id"];
  }
  Answer answer_of(const Request& request) {
    const Response response = hub_->handle(request);
    Answer answer{response.status, Json::parse(response.body, nullptr, false), ""};
    for (const auto& [name, value] : response.headers) {
      if (name == "Set-Cookie") answer.cookie = value.substr(0, value.find(';'));
    }
    return answer;
  }
  // The cookie of somebody new; the first one of a hub runs it.
  std::string sign_in(const std::string& nickname) {
    return ask("POST", "/session", {{"nickname", nickname}}).cookie;
  }
  std::string id_of(const std::string& cookie) {
    return ask("GET", "/me", nullptr, cookie).json["id"];
  }

  // A hub over courses of the test's own: files by their paths.
  void start_with(const std::map<std::string, std::string>& files) {
    courses_ = folder_ / "own/courses";
    for (const auto& [name, text] : files)
      ASSERT_TRUE(write_file(courses_ / name, text).ok()) << name;
    start();
  }

  Path folder_, courses_ = Path(TADPOLE_SOURCE_DIR) / "courses";
  bool watch_courses_ = false;
  std::string remote_ = "127.0.0.1";
  std::unique_ptr<Hub> hub_;
};

}  // namespace tadpole::server
