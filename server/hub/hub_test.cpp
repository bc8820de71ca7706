// SPDX-License-Identifier: Apache-2.0
#include "server/hub/hub.h"

#include <algorithm>

#include "core/base/files.h"
#include "server/hub/test_hub.h"

namespace tadpole::server {
namespace {

// Every role on every row: who lacks the permission gets 401 (a guest) or 403, who has it never
// does for that reason. "instructs a class" is a learner of the hub who is instructor in a class.
TEST_F(HubTest, each_role_reaches_the_rows_it_may_and_no_other) {
  const std::string in_class = "instructs a class";
  const std::string host = sign_in("The host");
  std::map<std::string, std::string> cookies = {{"guest", ""}};
  for (const std::string& role : learning::all_roles()) {
    if (role == "guest") continue;
    cookies[role] = sign_in("One " + role);
    ASSERT_EQ(ask("PUT", "/accounts/" + id_of(cookies[role]) + "/roles", {{"roles", {role}}}, host)
                  .status,
              200);
  }
  cookies[in_class] = sign_in("One in a class");
  const std::string room = new_class(host, {cookies[in_class]});
  ASSERT_EQ(ask("PUT", "/classes/" + room + "/members/" + id_of(cookies[in_class]),
                {{"role", "instructor"}}, host)
                .status,
            200);
  int rows = 0, by_class = 0;
  for (const Route& route : hub_->router().routes()) {
    if (route.operation == "erase_learner" || route.operation == "sign_out")
      continue;  // would end the test's people
    for (const auto& [role, cookie] : cookies) {
      std::string path = route.path;
      for (std::size_t at = path.find('{'); at != std::string::npos; at = path.find('{'))
        path.replace(at, path.find('}') - at + 1, "none");
      const Answer answer = answer_of(request_of(route.method, path, Json::object(), cookie));
      const bool teaches =
          role == in_class && learning::enough_in_class(route.needs) == "instructor";
      const std::string account = role == in_class ? "learner" : role;
      const bool may = route.needs.empty() || learning::allowed(account, route.needs) || teaches;
      by_class += teaches;
      const bool refused =
          answer.status == 401 || (answer.status == 403 && answer.message().find("Your role") == 0);
      EXPECT_EQ(refused, !may) << role << " " << route.method << " " << route.path << " gave "
                               << answer.status << answer.message();
      if (!may) {
        EXPECT_EQ(answer.status, role == "guest" ? 401 : 403);
      }
      ++rows;
    }
  }
  EXPECT_GT(rows, 100);
  EXPECT_EQ(by_class, 2);  // the teachers' pages, and one of them
  for (const Route& route : hub_->router().routes()) {
    if (route.needs.empty()) continue;
    const std::vector<std::string> known = learning::all_permissions();
    EXPECT_NE(std::find(known.begin(), known.end(), route.needs), known.end()) << route.needs;
  }
}

TEST_F(HubTest, a_page_of_another_site_cannot_act) {
  const std::string cookie = sign_in("Ada");
  Request request = request_of("POST", "/api/v1/classes", {{"title", "x"}}, cookie);
  request.headers["origin"] = "https://evil.example";
  EXPECT_EQ(answer_of(request).status, 403);
  request.headers["origin"] = "http://localhost:8080";
  EXPECT_EQ(answer_of(request).status, 200);
  request.headers.erase("x-tadpole");
  EXPECT_EQ(answer_of(request).status, 403);
}

TEST_F(HubTest, another_name_for_this_machine_is_not_answered_on_localhost) {
  Request request = request_of("GET", "/api/v1/hub", nullptr, "");
  request.headers["host"] = "evil.example:8080";
  EXPECT_EQ(answer_of(request).status, 421);
  start(false);
  EXPECT_EQ(answer_of(request).status, 200);
}

TEST_F(HubTest, what_does_not_fit_is_refused_with_a_sentence) {
  const std::string cookie = sign_in("Ada");
  EXPECT_EQ(ask("GET", "/nothing").message(), "There is nothing at /api/v1/nothing.");
  EXPECT_EQ(ask("PUT", "/courses").status, 405);
  Request request = request_of("POST", "/api/v1/classes", nullptr, cookie);
  request.body = "{\"title\":";
  EXPECT_EQ(answer_of(request).message(), "The request's body is no JSON; send an object.");
  request.body = std::string(100000, '[');
  EXPECT_EQ(answer_of(request).status, 400);
  request.body = "{\"title\":3}";
  EXPECT_EQ(answer_of(request).message(), "'title' is a number where text was expected.");
}

TEST_F(HubTest, one_who_asks_too_often_waits) {
  const std::string cookie = sign_in("Ada");
  int refused = 0;
  for (int i = 0; i < 400; ++i) refused += ask("GET", "/me", nullptr, cookie).status == 429;
  EXPECT_GT(refused, 50);
  EXPECT_EQ(ask("GET", "/hub").status, 200);  // others do not
}

TEST_F(HubTest, work_survives_a_restart) {
  const std::string cookie = sign_in("Ada");
  ask("POST", "/events",
      {{"events", {{{"kind", "unit.done"}, {"where", "w1chip"}, {"body", Json::object()}}}}},
      cookie);
  start();
  EXPECT_EQ(ask("GET", "/courses", nullptr, cookie).json[0]["done"], 1);
}

TEST_F(HubTest, courses_that_are_broken_do_not_start_and_do_not_replace_good_ones) {
  const Path courses = folder_ / "courses";
  std::filesystem::copy(Path(TADPOLE_SOURCE_DIR) / "courses", courses,
                        std::filesystem::copy_options::recursive);
  HubOptions options = {.data = folder_ / "b", .database = "", .courses = courses, .version = "1"};
  auto hub = Hub::open(options).value();
  ASSERT_TRUE(write_file(courses / "1-fundamentals/course.yaml", std::string_view("id: [")).ok());
  EXPECT_FALSE(hub->reload_courses().empty());
  EXPECT_EQ(hub->program()->courses.size(), 1U);
  options.data = folder_ / "c";
  const auto broken = Hub::open(options);
  ASSERT_FALSE(broken.ok());
  EXPECT_NE(broken.error().message.find("1-fundamentals/course.yaml:1: error: this is no YAML"),
            std::string::npos)
      << broken.error().message;
  options.courses = folder_ / "none";
  EXPECT_NE(Hub::open(options).error().message.find("no program.yaml"), std::string::npos);
}

}  // namespace
}  // namespace tadpole::server
