// SPDX-License-Identifier: Apache-2.0
#include "learning/export/export_test.h"

namespace tadpole::learning {
namespace {

TEST_F(ExportTest, slides_come_one_a_page_with_what_is_said_and_nothing_else) {
  ASSERT_EQ(refusal("slides", "birds.html"), "");
  const std::string text = text_at("birds.html");
  EXPECT_NE(text.find("<h2>One</h2>"), std::string::npos);
  EXPECT_NE(text.find("<figcaption>We begin &lt;here&gt;.</figcaption>"), std::string::npos);
  EXPECT_NE(text.find("A4 landscape"), std::string::npos);
  EXPECT_EQ(text.find("Which sings?"), std::string::npos);
}

}  // namespace
}  // namespace tadpole::learning
