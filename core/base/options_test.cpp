// SPDX-License-Identifier: Apache-2.0
#include "core/base/options.h"

#include <gtest/gtest.h>

namespace tadpole {
namespace {

struct Sample {
  int epochs = 40;
  double rate = 0.001;
  bool balanced = false;
  std::string kind = "adam";
  std::vector<std::string> words = {"yes", "no"};
};

OptionSet describe(Sample& s) {
  OptionSet set;
  set.add("epochs", s.epochs, {.help = "passes over the data", .min = 1, .max = 1000})
      .add("rate", s.rate, {.help = "learning rate", .min = 0})
      .add("balanced", s.balanced, {.help = "weigh classes"})
      .add("kind", s.kind, {.help = "optimizer", .choices = {"adam", "sgd"}})
      .add("words", s.words, {.help = "keywords"});
  return set;
}

std::string message(const Outcome& outcome) {
  return outcome.ok() ? "ok" : outcome.error().message;
}

TEST(Options, set_fields_from_text) {
  Sample s;
  OptionSet set = describe(s);
  EXPECT_TRUE(set.set("epochs", "7", "x").ok());
  EXPECT_TRUE(set.set("rate", "1e-4", "x").ok());
  EXPECT_TRUE(set.set("balanced", "true", "x").ok());
  EXPECT_TRUE(set.set("words", "up, down", "x").ok());
  EXPECT_EQ(s.epochs, 7);
  EXPECT_EQ(s.rate, 1e-4);
  EXPECT_TRUE(s.balanced);
  EXPECT_EQ(s.words, (std::vector<std::string>{"up", "down"}));
}

TEST(Options, refuse_with_what_was_found_and_what_is_allowed) {
  Sample s;
  OptionSet set = describe(s);
  EXPECT_EQ(message(set.set("epochs", "0", "[train]")),
            "[train]: epochs = '0': expected a whole number, 1 to 1000");
  EXPECT_EQ(message(set.set("epochs", "2.5", "[train]")),
            "[train]: epochs = '2.5': expected a whole number, 1 to 1000");
  EXPECT_EQ(message(set.set("rate", "nan", "[train]")),
            "[train]: rate = 'nan': expected a number, at least 0");
  EXPECT_EQ(message(set.set("kind", "adamm", "[train]")),
            "[train]: kind = 'adamm': expected one of: adam, sgd (did you mean 'adam'?)");
  EXPECT_EQ(message(set.set("epoch", "3", "[train]")),
            "[train]: unknown key 'epoch'; did you mean 'epochs'?");
}

TEST(Options, keep_their_default_text_and_a_fingerprint) {
  Sample s;
  OptionSet set = describe(s);
  s.epochs = 3;
  EXPECT_EQ(set.all()[0].default_text, "40");
  EXPECT_EQ(set.fingerprint(), "epochs=3;rate=0.001;balanced=false;kind=adam;words=yes,no;");
}

TEST(Options, numbers_read_back_as_themselves) {
  for (const double x : {0.1, 1e-5, 3.0, 0.30000001192092896, 123456.0}) {
    EXPECT_EQ(static_cast<float>(parse_number(number_text(x)).value()), static_cast<float>(x));
  }
  EXPECT_EQ(number_text(0.1F), "0.1");
}

}  // namespace
}  // namespace tadpole
