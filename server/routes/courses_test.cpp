// SPDX-License-Identifier: Apache-2.0
#include "server/hub/test_hub.h"

namespace tadpole::server {
namespace {

TEST_F(HubTest, the_courses_are_there_for_guests_too) {
  const Json courses = ask("GET", "/courses").json;
  ASSERT_FALSE(courses.empty());
  EXPECT_EQ(courses[0]["id"], "fundamentals");
  EXPECT_EQ(courses[0]["done"], 0);
  const Json map = ask("GET", "/courses/fundamentals").json;
  EXPECT_EQ(map["chapters"][0]["sections"][0]["units"][0]["id"], "w1chip");
  EXPECT_FALSE(map["concepts"].empty());
  EXPECT_EQ(ask("GET", "/courses/none").status, 404);
  EXPECT_EQ(ask("GET", "/units/none").message(),
            "There is no unit 'none'; it may have been renamed.");
}

TEST_F(HubTest, a_unit_knows_its_place_and_its_blocks) {
  const Json unit = ask("GET", "/units/w1stages").json;
  EXPECT_EQ(unit["previous"]["id"], "w1chip");
  EXPECT_EQ(unit["next"]["id"], "w1howto");
  EXPECT_EQ(unit["path"]["course"]["id"], "fundamentals");
  EXPECT_EQ(unit["language"], "en");
  EXPECT_EQ(unit["blocks"][1]["kind"], "slides");
  EXPECT_EQ(unit["blocks"][2]["item"]["options"].size(), 7U);
}

TEST_F(HubTest, a_unit_comes_in_the_language_that_is_asked_for_or_as_it_was_written) {
  const std::string cookie = sign_in("Ada");
  const Json spanish = ask("GET", "/units/w1wrong?in=es", nullptr, cookie).json;
  EXPECT_EQ(spanish["language"], "es");
  EXPECT_EQ(spanish["title"], "¿Cuánto nos equivocamos?");
  EXPECT_EQ(ask("GET", "/units/w1chip?in=es", nullptr, cookie).json["language"], "en");
  EXPECT_EQ(ask("GET", "/units/w1wrong?in=xx", nullptr, cookie).json["title"],
            "How wrong is wrong?");
  // Answered in one language, done in the other.
  const Json answer =
      ask("POST", "/items/w1wrong.q1/attempts?in=es", {{"response", {{"choice", "b"}}}}, cookie)
          .json;
  EXPECT_EQ(answer["attempt"]["correct"], true);
  EXPECT_NE(answer.dump().find("Por eso primero"), std::string::npos);
  for (const Json& block : ask("GET", "/units/w1wrong", nullptr, cookie).json["blocks"]) {
    if (block["id"] != "w1wrong.q1") continue;
    EXPECT_NE(block["state"], "none");
  }
}

TEST_F(HubTest, the_glossary_is_a_list_of_terms_with_html) {
  const Json terms = ask("GET", "/glossary").json;
  ASSERT_GE(terms.size(), 100U);
  EXPECT_EQ(terms[0]["term"], "Accelerometer");
  EXPECT_EQ(terms[0]["forms"], Json::array());
  EXPECT_EQ(terms[0]["html"], "a sensor that feels pushes and tilt, in three directions.");
}

// No unit tells an answer before its time, whoever asks.
TEST_F(HubTest, no_key_and_no_explanation_is_sent_before_an_answer) {
  const std::string cookie = sign_in("Ada");
  for (const auto& at : hub_->program()->units()) {
    const std::string seen = ask("GET", "/units/" + at.unit->id, nullptr, cookie).json.dump();
    for (const learning::Block& block : at.unit->blocks) {
      for (const learning::Item& item : block.items) {
        if (item.explanation.size() > 40) {
          EXPECT_EQ(seen.find(item.explanation.substr(0, 40)), std::string::npos)
              << at.unit->id << item.id;
        }
        for (const std::string& hint : item.hints)
          EXPECT_EQ(seen.find(hint), std::string::npos) << item.id;
      }
      if (block.sealed.contains("solution")) {
        EXPECT_EQ(seen.find("guess = w * x + b"), std::string::npos);
      }
    }
  }
}

}  // namespace
}  // namespace tadpole::server
