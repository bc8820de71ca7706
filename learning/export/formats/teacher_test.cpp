// SPDX-License-Identifier: Apache-2.0
#include "learning/export/export_test.h"

namespace tadpole::learning {
namespace {

TEST_F(ExportTest, a_teacher_gets_the_pages_with_answers_and_the_slides) {
  ASSERT_EQ(refusal("teacher", "birds.html"), "");
  const std::string text = text_at("birds.html");
  EXPECT_NE(text.find("A drawing."), std::string::npos);
  EXPECT_NE(text.find("45 minutes"), std::string::npos);
  EXPECT_NE(text.find("Slides: Songs &amp; calls"), std::string::npos);
  EXPECT_NE(text.find("We end."), std::string::npos);
  EXPECT_EQ(text.find("Which sings?"), std::string::npos);
}

}  // namespace
}  // namespace tadpole::learning
