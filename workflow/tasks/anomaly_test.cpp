// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "workflow/samples/test_walk.h"

namespace tadpole {
namespace {

const char* const kBeats = R"(
[model]
layers = ["flatten", "dense units=16", "relu", "dense units=140"]
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

// Anomalous beats in the training set make the rest of them harder to find; none of the test set
// gets there.
TEST(AnomalyTask, contamination_of_the_training_set_costs_accuracy) {
  const auto auc = [](const std::string& detector) {
    TestWalk walk("anomaly",
                  "[detector]\n" + detector + "[[source]]\ngenerate = \"ecg\"\ncount = 80\n");
    const nlohmann::json facts = walk.run();
    EXPECT_FALSE(facts.contains("error")) << facts["error"];
    return facts["evaluate"]["value"].get<double>();
  };
  const double clean = auc("detector = \"k_means\"\ncentres = 8\n");
  EXPECT_GT(clean, 0.8);
  EXPECT_LT(auc("detector = \"k_means\"\ncentres = 8\ncontamination_percent = 50\n"), clean);
}

TEST(AnomalyTask, asks_for_fewer_centres_than_samples) {
  TestWalk walk("anomaly",
                "[detector]\ndetector = \"k_nn\"\ncentres = 2000\n[[source]]\ngenerate = "
                "\"ecg\"\ncount = 20\n");
  EXPECT_NE(walk.run()["error"].get<std::string>().find("ask for fewer centres"),
            std::string::npos);
}

}  // namespace
}  // namespace tadpole
