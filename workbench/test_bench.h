// SPDX-License-Identifier: Apache-2.0
// A workbench in a folder of its own, asked through its rows without a hub.
#pragma once
#include <gtest/gtest.h>
#include <unistd.h>

#include <thread>

#include "workbench/workbench.h"

namespace tadpole::workbench {

class BenchTest : public testing::Test {
 protected:
  using Json = nlohmann::json;

  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() /
              ("tadpole_bench_" + std::to_string(::getpid()) + "_" +
               testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::remove_all(folder_);
    open(true);
  }
  void TearDown() override {
    bench_.reset();
    std::filesystem::remove_all(folder_);
  }
  void open(bool threads) {
    bench_ = std::make_unique<Workbench>(
        WorkbenchOptions{.folder = folder_, .threads = threads, .no_voices = ""});
    router_ = {};
    add_rows(router_, "", "project.write",
             [this](const server::Call&) -> Result<Workbench*> { return bench_.get(); });
  }

  struct Answer {
    int status = 0;
    std::string type, body;
    Json json;
    std::string message() const {
      return json.is_object() && json.contains("error")
                 ? json["error"]["message"].get<std::string>()
                 : "";
    }
  };
  Answer ask(const std::string& method, const std::string& target, const std::string& body = "") {
    const auto parsed = server::parse_target(target);
    if (!parsed) return {};
    server::Request request;
    request.method = method, request.path = parsed->path, request.query = parsed->query;
    request.body = body;
    const auto match = router_.find(method, parsed->path);
    if (match.route == nullptr) return {.status = 405};
    request.params = match.params;
    server::Call call{request, {}, Json::object()};
    if (!match.route->takes.is_null()) {
      call.body = body.empty() ? Json::object() : Json::parse(body, nullptr, false);
      if (!server::mismatch(call.body, match.route->takes).empty()) return {.status = 400};
    }
    const server::Response response = match.route->handler(call);
    return {response.status, response.type, response.body,
            Json::parse(response.body, nullptr, false)};
  }
  Answer post(const std::string& target, const Json& body) {
    return ask("POST", target, body.dump());
  }
  // Pictures painted by a generator, a network that learns them in a second.
  void make_pictures(const std::string& name, int count = 24) {
    ASSERT_EQ(post("/projects", {{"name", name}, {"template", "image"}}).status, 200);
    ASSERT_EQ(post("/projects/" + name + "/sources",
                   {{"generate", "figures"}, {"count", std::to_string(count)}, {"size", "16"}})
                  .status,
              200);
    for (const auto& [section, option, value] :
         {std::array{"preprocess", "width", "16"}, std::array{"preprocess", "height", "16"},
          std::array{"preprocess", "colour", "grey"}, std::array{"model", "model", "mlp"},
          std::array{"train", "epochs", "4"}}) {
      const Answer set = post("/projects/" + name + "/options",
                              {{"section", section}, {"name", option}, {"value", value}});
      ASSERT_EQ(set.status, 200) << set.message();
    }
  }
  Json wait(const std::string& name) {
    for (int i = 0; i < 1200; ++i) {
      if (!bench_->options().threads) bench_->work(50);
      const Json job = ask("GET", "/projects/" + name + "/job").json;
      const std::string state = job["state"];
      if (state == "done" || state == "failed" || state == "stopped" || state == "paused")
        return job;
      if (bench_->options().threads) std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return nullptr;
  }
  std::string state_of(const Json& project, const std::string& stage) {
    for (const Json& one : project["stages"])
      if (one["name"] == stage) return one["state"];
    return "";
  }

  Path folder_;
  std::unique_ptr<Workbench> bench_;
  server::Router router_;
};

}  // namespace tadpole::workbench
