// SPDX-License-Identifier: Apache-2.0
#include "core/base/files.h"
#include "learning/artefact/artefact_test_block.h"

namespace tadpole::learning {
namespace {

// int8 at both ends.
std::string model() {
  return read_text(Path(TADPOLE_SOURCE_DIR) / "tests/fuzz/tflite_fuzz/conv_dense_int8.tflite")
      .value();
}

Options with(const Options& more) {
  Options options = {{"accepts", "tflite"}, {"checker", "tflite"}};
  options.insert(options.end(), more.begin(), more.end());
  return options;
}

TEST(TfliteChecker, a_model_that_fits_is_accepted) {
  const Verdict verdict =
      verdict_of("model.tflite", model(), with({{"size<", "1000000"}, {"type", "int8"}}));
  EXPECT_TRUE(verdict.accepted) << verdict.results.dump(1);
  EXPECT_NE(message_of(verdict, "model").find("runs here"), std::string::npos);
}

TEST(TfliteChecker, each_bound_says_what_was_found_and_what_was_asked) {
  const Verdict verdict = verdict_of("model.tflite", model(),
                                     with({{"size<", "100"},
                                           {"macs<", "1"},
                                           {"arena<", "1"},
                                           {"type", "float32"},
                                           {"input", "1x2"},
                                           {"operators", "SOFTMAX"}}));
  EXPECT_FALSE(verdict.accepted);
  EXPECT_NE(message_of(verdict, "size").find("at most 100 are allowed"), std::string::npos);
  EXPECT_NE(message_of(verdict, "macs").find("at most 1"), std::string::npos);
  EXPECT_NE(message_of(verdict, "arena").find("working memory"), std::string::npos);
  EXPECT_NE(message_of(verdict, "type").find("float32 is wanted"), std::string::npos);
  EXPECT_NE(message_of(verdict, "input").find("1x2 is wanted"), std::string::npos);
  EXPECT_NE(message_of(verdict, "operators").find("allowed are SOFTMAX"), std::string::npos);
}

TEST(TfliteChecker, a_damaged_model_is_refused_in_a_sentence) {
  const std::string whole = model();
  EXPECT_NE(message_of(verdict_of("m.tflite", "no model", with({})), "model").find("no model"),
            std::string::npos);
  for (std::size_t cut = 1; cut < 40; ++cut)
    EXPECT_FALSE(
        verdict_of("m.tflite", whole.substr(0, whole.size() * cut / 40), with({})).accepted)
        << cut;
}

}  // namespace
}  // namespace tadpole::learning
