// SPDX-License-Identifier: Apache-2.0
#include "learning/artefact/artefact_test_block.h"

namespace tadpole::learning {
namespace {

const Options kAsked = {{"accepts", "zip,csv"}, {"checker", "dataset"}, {"classes>", "2"},
                        {"per_class>", "2"},    {"speakers>", "2"},     {"samples>", "4"}};

TEST(DatasetChecker, an_archive_is_counted_by_its_folders) {
  const Verdict verdict =
      verdict_of("d.zip",
                 zip_of({"d/yes/ada_1.wav", "d/yes/bo_1.wav", "d/no/ada_1.wav", "d/no/bo_1.wav",
                         "__MACOSX/d/yes/x", "d/no/.DS_Store"}),
                 kAsked);
  EXPECT_TRUE(verdict.accepted) << verdict.results.dump(1);
  EXPECT_EQ(message_of(verdict, "dataset"), "4 samples in 2 classes.");
}

TEST(DatasetChecker, what_is_missing_is_named) {
  const Verdict verdict =
      verdict_of("d.zip", zip_of({"yes/ada_1.wav", "yes/ada_2.wav", "no/ada_1.wav"}), kAsked);
  EXPECT_FALSE(verdict.accepted);
  EXPECT_EQ(message_of(verdict, "per_class"),
            "1 samples of 'no', the smallest class, at least 2 are needed; add more.");
  EXPECT_NE(message_of(verdict, "speakers").find("1 speakers"), std::string::npos);
  EXPECT_NE(message_of(verdict_of("d.zip", zip_of({"a.wav"}), kAsked), "dataset").find("no sample"),
            std::string::npos);
}

TEST(DatasetChecker, a_manifest_is_counted_by_its_columns) {
  EXPECT_TRUE(verdict_of("m.csv",
                         "file,label,speaker\na.wav,yes,ada\nb.wav,yes,bo\nc.wav,no,ada\nd.wav,no,"
                         "bo\n",
                         kAsked)
                  .accepted);
  EXPECT_NE(message_of(verdict_of("m.csv", "x,y\n1,2\n", kAsked), "dataset").find("label"),
            std::string::npos);
}

}  // namespace
}  // namespace tadpole::learning
