// SPDX-License-Identifier: Apache-2.0
#include "learning/course/block_test.h"

namespace tadpole::learning {
namespace {

TEST(Artefact, says_what_it_takes) {
  EXPECT_EQ(
      block_of(":::artefact {#t1 accepts=csv checker=table rows=8}\nHand in.\n:::\n").data["rows"],
      "8");
  EXPECT_NE(problem_in(":::artefact {#t1 accepts=csv}\n:::\n").find("'checker' is missing"),
            std::string::npos);
}

TEST(Artefact, a_bound_that_is_no_number_is_the_authors_mistake) {
  const auto said = [](const std::string& bound) {
    return problem_in(":::artefact {#t1 accepts=md checker=model_card " + bound +
                      "}\nHand in.\n:::\n");
  };
  for (const char* fine : {"accuracy>=90%", "accuracy>=0.9", "words>=5", "rows=3"})
    EXPECT_EQ(said(fine), "") << fine;
  EXPECT_NE(said("accuracy>=90").find("u.md:6: error: accuracy>= is '90'; expected a share"),
            std::string::npos)
      << said("accuracy>=90");
  EXPECT_NE(said("accuracy>=nan").find("accuracy>= is 'nan'"), std::string::npos);
  EXPECT_NE(said("size<=20kB").find("size<= is '20kB'; expected a number"), std::string::npos);
  EXPECT_NE(said("rows=many").find("rows= is 'many'"), std::string::npos);
}

}  // namespace
}  // namespace tadpole::learning
