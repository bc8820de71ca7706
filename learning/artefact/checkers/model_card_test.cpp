// SPDX-License-Identifier: Apache-2.0
#include "learning/artefact/artefact_test_block.h"

namespace tadpole::learning {
namespace {

TEST(ModelCardChecker, each_section_must_be_there_and_say_something) {
  const Options options = {{"accepts", "md"},
                           {"checker", "model_card"},
                           {"sections", "Intended use, Caveats"},
                           {"words>", "3"}};
  EXPECT_TRUE(verdict_of("card.md",
                         "# Card\n## Intended use\nFor a small frog.\n## CAVEATS\nNot for big "
                         "toads.\n",
                         options)
                  .accepted);
  const Verdict verdict = verdict_of("card.md", "## Intended use\nFrogs.\n", options);
  EXPECT_FALSE(verdict.accepted);
  EXPECT_EQ(message_of(verdict, "Intended use"),
            "'Intended use' has 1 words, at least 3 are needed; say more.");
  EXPECT_EQ(message_of(verdict, "Caveats"), "The section 'Caveats' is missing; write ## Caveats.");
}

TEST(ModelCardChecker, without_a_list_the_nine_of_the_source_are_wanted) {
  EXPECT_EQ(
      verdict_of("card.md", "hello", {{"accepts", "md"}, {"checker", "model_card"}}).results.size(),
      9U);
}

}  // namespace
}  // namespace tadpole::learning
