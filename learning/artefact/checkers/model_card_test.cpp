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

Verdict accuracy_of(const std::string& card, const std::string& asked = "90%") {
  return verdict_of("card.md", "## Metrics\n" + card + "\n",
                    {{"accepts", "md"},
                     {"checker", "model_card"},
                     {"sections", "Metrics"},
                     {"accuracy>", asked}});
}

TEST(ModelCardChecker, an_accuracy_that_is_asked_is_compared_and_both_numbers_are_told) {
  for (const char* enough : {"Accuracy: 93 %", "**Accuracy:** 0.93", "| accuracy | 93% |",
                             "The accuracy is 93 %.", "int8 model: accuracy 93 % (91 to 95 %)"}) {
    const Verdict verdict = accuracy_of(enough);
    EXPECT_TRUE(verdict.accepted) << enough << verdict.results.dump();
    EXPECT_EQ(message_of(verdict, "accuracy"),
              "The card states an accuracy of 93 %, at least 90 % asked.");
  }
  const Verdict low = accuracy_of("Accuracy: 84,2 %", "0.9");
  EXPECT_FALSE(low.accepted);
  EXPECT_EQ(message_of(low, "accuracy"),
            "The card states an accuracy of 84.2 %, at least 90 % is needed; improve the model and "
            "come back.");
  EXPECT_TRUE(accuracy_of("Accuracy: 97.8 %", "0.978").accepted);
}

TEST(ModelCardChecker, of_several_accuracies_the_lowest_counts_and_the_balanced_one_is_another) {
  EXPECT_FALSE(accuracy_of("float: accuracy 95 %, int8: accuracy 89 %").accepted);
  EXPECT_TRUE(accuracy_of("accuracy 95 %, balanced accuracy 80 %").accepted);
}

TEST(ModelCardChecker, an_accuracy_that_is_missing_or_no_number_is_not_enough) {
  for (const char* none : {"Good.", "Accuracy with a 95 % interval", "inaccuracy 99 %"})
    EXPECT_EQ(message_of(accuracy_of(none), "accuracy"),
              "The card states no accuracy, at least 90 % is needed; write a line such as "
              "Accuracy: 93 %.")
        << none;
  for (const char* wrong : {"NaN", "nan %", "inf", "93", "-5 %", "930 %", "1.5", "9.3.1"}) {
    const Verdict verdict = accuracy_of(std::string("Accuracy: ") + wrong, "0");
    EXPECT_FALSE(verdict.accepted) << wrong;
    EXPECT_NE(message_of(verdict, "accuracy").find("', at least 0 % is needed; write a share"),
              std::string::npos)
        << wrong << message_of(verdict, "accuracy");
  }
}

}  // namespace
}  // namespace tadpole::learning
