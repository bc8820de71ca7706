// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "workflow/samples/test_walk.h"

namespace tadpole {
namespace {

const char* const kBeats = R"(
[model]
layers = ["dense units=16", "relu", "dense units=140"]
[train]
epochs = 10
[[source]]
generate = "ecg"
count = 60
)";

// Chance is 0.5.
TEST(AnomalyTask, an_autoencoder_finds_faults_of_the_heart_beat) {
  TestWalk walk("anomaly", kBeats);
  const nlohmann::json facts = walk.run();
  ASSERT_FALSE(facts.contains("error")) << facts["error"];
  EXPECT_EQ(facts["evaluate"]["metric"], "AUC");
  EXPECT_GT(facts["evaluate"]["value"], 0.7);
}

}  // namespace
}  // namespace tadpole
