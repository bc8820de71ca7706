// SPDX-License-Identifier: Apache-2.0
#include "server/http/router.h"

#include <gtest/gtest.h>

namespace tadpole::server {
namespace {

Router sample() {
  const auto says = [](const char* text) {
    return [text](const Call& call) {
      return json_response({{"row", text}, {"id", call.param("id")}});
    };
  };
  Router router;
  router
      .add({"GET", "/classes/{id}", "read_class", "a class", "class.read", nullptr,
            schema::object({{"row", schema::text()}}), says("one")})
      .add({"POST", "/classes/join", "join_class", "join by code", "class.join",
            schema::object({{"code", schema::text("of the teacher")}}), nullptr, says("join")})
      .add({"POST", "/classes/{id}", "change_class", "change it", "class.write", nullptr, nullptr,
            says("change")});
  return router;
}

TEST(Router, a_path_gives_its_row_and_parameters) {
  const Router router = sample();
  const Router::Match match = router.find("GET", "/classes/k7");
  ASSERT_TRUE(match.route);
  EXPECT_EQ(match.route->operation, "read_class");
  EXPECT_EQ(match.params.at("id"), "k7");
}

TEST(Router, a_row_without_parameters_wins) {
  const Router router = sample();
  EXPECT_EQ(router.find("POST", "/classes/join").route->operation, "join_class");
  EXPECT_EQ(router.find("POST", "/classes/other").route->operation, "change_class");
}

TEST(Router, an_unknown_path_and_a_wrong_method_are_told_apart) {
  const Router router = sample();
  EXPECT_FALSE(router.find("GET", "/none").path_known);
  const Router::Match wrong = router.find("DELETE", "/classes/k7");
  EXPECT_FALSE(wrong.route);
  EXPECT_TRUE(wrong.path_known);
  EXPECT_FALSE(router.find("GET", "/classes/").route);
}

TEST(Router, the_description_has_every_row_with_parameters_bodies_and_permission) {
  const Json api = sample().openapi("1.2.3");
  const Json& read = api["paths"]["/classes/{id}"]["get"];
  EXPECT_EQ(read["operationId"], "read_class");
  EXPECT_EQ(read["parameters"][0]["name"], "id");
  EXPECT_EQ(read["x-permission"], "class.read");
  const Json& join = api["paths"]["/classes/join"]["post"];
  EXPECT_EQ(join["requestBody"]["content"]["application/json"]["schema"]["required"][0], "code");
  EXPECT_EQ(api["openapi"], "3.1.0");
}

TEST(Schema, what_does_not_fit_is_said) {
  const Json schema = schema::object({{"nickname", schema::text()},
                                      {"age?", schema::number()},
                                      {"tags?", schema::list(schema::text())}});
  EXPECT_EQ(mismatch(Json{{"nickname", "Ada"}, {"age", 3}, {"more", 1}}, schema), "");
  EXPECT_EQ(mismatch(Json::object(), schema), "the request lacks 'nickname'; add it");
  EXPECT_EQ(mismatch(Json{{"nickname", 3}}, schema),
            "'nickname' is a number where text was expected");
  EXPECT_EQ(mismatch(Json{{"nickname", "a"}, {"tags", {"x", 2}}}, schema),
            "a part of 'tags' is a number where text was expected");
  EXPECT_EQ(mismatch(Json::array(), schema), "the request is a list where an object was expected");
}

TEST(Schema, any_key_of_a_map_is_looked_at) {
  EXPECT_EQ(mismatch(Json{{"a", "b"}}, schema::map_of(schema::text())), "");
  EXPECT_NE(mismatch(Json{{"a", true}}, schema::map_of(schema::text())), "");
}

// PostgreSQL ends a text at one.
TEST(Mismatch, a_text_with_a_zero_byte_is_refused) {
  const Json form = schema::object({{"title", schema::text()}});
  EXPECT_EQ(mismatch({{"title", std::string("a\0b", 3)}}, form),
            "'title' has a zero byte in it; leave it out");
}

TEST(CallRow, gives_the_row_its_parameters_and_a_body_that_fits) {
  Router router;
  router.add({"POST", "/a/{id}", "x", "", "", schema::object({{"n", schema::number()}}), nullptr,
              [](const Call& call) {
                return json_response({{"id", call.param("id")}, {"n", call.body["n"]}});
              }});
  const auto said = [&](const std::string& body) {
    Request request;
    request.method = "POST", request.path = "/a/7", request.body = body;
    return call_row(router.find("POST", "/a/7"), request, {});
  };
  EXPECT_EQ(said("{\"n\":2}").body, "{\"id\":\"7\",\"n\":2}");
  EXPECT_NE(said("{").body.find("is no JSON"), std::string::npos);
  EXPECT_NE(said("").body.find("lacks 'n'"), std::string::npos);
  EXPECT_EQ(said("[]").status, 400);
}

}  // namespace
}  // namespace tadpole::server
