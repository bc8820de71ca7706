// SPDX-License-Identifier: Apache-2.0
// Files of every kind to a trained model. The models are small and hardly trained: what is tested
// is that a file is read, cut and told as training data is, and refused in one sentence.
#include "workflow/infer.h"

#include <fmt/format.h>

#include <cmath>

#include "core/data/audio_file.h"
#include "core/data/image/picture.h"
#include "workflow/samples/test_walk.h"

namespace tadpole {
namespace {

Path model_of(const TestWalk& walk) {
  return walk.folder().path() / "optimized" / "model_int8.tflite";
}

InferAnswer ask(const TestWalk& walk, const Path& file) {
  const auto answer = infer_file(model_of(walk), file, {});
  EXPECT_TRUE(answer.ok()) << answer.error().message;
  return answer.ok() ? answer.value() : InferAnswer{};
}

std::string refusal(const TestWalk& walk, const Path& file) {
  const auto answer = infer_file(model_of(walk), file, {});
  return answer.ok() ? "" : answer.error().message;
}

void expect_walked(TestWalk& walk) {
  const nlohmann::json facts = walk.run();
  ASSERT_FALSE(facts.contains("error")) << facts["error"];
}

// Two kinds of fruit, told apart by their weight alone; the colour is a category.
std::string fruit_rows() {
  std::string rows = "weight,colour,fruit\n";
  for (int i = 0; i < 60; ++i)
    rows += fmt::format("{},{},{}\n", i % 2 == 0 ? 100 + i : 900 + i, i % 3 == 0 ? "red" : "green",
                        i % 2 == 0 ? "plum" : "melon");
  return rows;
}

TEST(Infer, rows_of_a_table_get_a_line_each_whatever_else_is_in_the_file) {
  TestWalk walk("table", "");
  const Path data = walk.write("fruit.csv", fruit_rows());
  walk.write("tadpole.toml",
             "[project]\ntemplate = \"table\"\n[table]\ntarget = \"fruit\"\n[model]\nlayers = "
             "[\"dense units=8\", \"relu\", \"dense units=2\", \"softmax\"]\n[train]\nepochs = "
             "200\n[[source]]\nimport = \"" +
                 data.string() + "\"\n");
  expect_walked(walk);
  // Columns in another order, one more, a colour that training never saw, a weight that is missing.
  const Path file =
      walk.write("new.csv", "place,colour,weight\nA,green,120\nB,red,930\nC,blue,940\nD,red,?\n");
  const InferAnswer answer = ask(walk, file);
  ASSERT_EQ(answer.json["answers"].size(), 4U);
  EXPECT_EQ(answer.json["answers"][0]["label"], "plum");
  EXPECT_EQ(answer.json["answers"][1]["label"], "melon");
  EXPECT_EQ(answer.json["answers"][2]["label"], "melon");
  EXPECT_NE(answer.text.find("row 2  melon"), std::string::npos) << answer.text;
  EXPECT_EQ(refusal(walk, walk.write("wrong.csv", "wait,colour\n1,red\n2,red\n")),
            (walk.folder() / "wrong.csv").string() +
                " has no column 'weight'; the model takes weight, colour, "
                "and the file has wait, colour");
  EXPECT_NE(refusal(walk, walk.write("text.csv", "weight,colour\nheavy,red\n")).find("weight"),
            std::string::npos);
  EXPECT_EQ(refusal(walk, walk.folder().path()),
            walk.folder().path().string() + " is a folder; give one file");
}

TEST(Infer, a_regression_answers_with_numbers) {
  TestWalk walk("regression", "[train]\nepochs = 300\n[[source]]\ngenerate = \"line\"\n");
  expect_walked(walk);
  const InferAnswer answer = ask(walk, walk.write("x.csv", "x\n3\n0\n"));
  ASSERT_EQ(answer.json["answers"].size(), 2U);
  // y = 2x - 1; int8 steps of the outputs -3 ... 7 are 0.04.
  EXPECT_NEAR(answer.json["answers"][0]["values"]["y"].get<double>(), 5.0, 0.3);
  EXPECT_NEAR(answer.json["answers"][1]["values"]["y"].get<double>(), -1.0, 0.3);
  EXPECT_NE(answer.text.find("row 1  y "), std::string::npos) << answer.text;
}

// One axis; still, or shaken 5 times a second.
std::string log_text(double rate_hz, int rows, bool shaken, const std::string& axis = "acc_x") {
  std::string text = "time_s," + axis + "\n";
  for (int i = 0; i < rows; ++i)
    text += fmt::format("{:.4f},{:.4f}\n", i / rate_hz,
                        shaken ? 3.0 * std::sin(6.2832 * 5.0 * i / rate_hz) : 0.01 * (i % 3));
  return text;
}

TEST(Infer, a_log_is_cut_into_windows_as_in_training) {
  TestWalk walk("motion", "");
  for (int i = 0; i < 8; ++i) {
    std::filesystem::create_directories(walk.folder() / "logs/still");
    std::filesystem::create_directories(walk.folder() / "logs/shaken");
    walk.write(fmt::format("logs/still/{}.csv", i), log_text(50.0, 150 + i, false));
    walk.write(fmt::format("logs/shaken/{}.csv", i), log_text(50.0, 150 + i, true));
  }
  walk.write("tadpole.toml",
             "[project]\ntemplate = \"motion\"\n[model]\nlayers = [\"dense units=8\", \"relu\", "
             "\"dense units=2\", \"softmax\"]\n[train]\nepochs = 30\n[[source]]\nimport = \"" +
                 (walk.folder() / "logs").string() + "\"\n");
  expect_walked(walk);
  const InferAnswer answer = ask(walk, walk.write("new.csv", log_text(50.0, 125, true)));
  // Windows of 1 s every 0.5 s in 2.5 s: at 0, 0.5, 1 and 1.5 s.
  ASSERT_EQ(answer.json["answers"].size(), 4U);
  EXPECT_EQ(answer.json["answers"][3]["name"], "1.50 s");
  EXPECT_EQ(answer.json["answers"][3]["label"], "shaken");
  EXPECT_EQ(refusal(walk, walk.write("slow.csv", log_text(10.0, 60, true))),
            (walk.folder() / "slow.csv").string() +
                " was recorded at 10 Hz and the model was trained on 50 Hz; record at that rate");
  EXPECT_EQ(refusal(walk, walk.write("axis.csv", log_text(50.0, 60, true, "gyro_z"))),
            (walk.folder() / "axis.csv").string() +
                " has the axes gyro_z; the model takes acc_x, in this order");
  EXPECT_EQ(refusal(walk, walk.write("short.csv", log_text(50.0, 20, true))),
            (walk.folder() / "short.csv").string() +
                " is too short: 20 readings, and the model looks at 50 at once; record at least "
                "half of them");
}

TEST(Infer, strokes_get_a_line_each) {
  TestWalk walk("stroke", R"([preprocess]
side = 16
[model]
layers = ["flatten", "dense units=10", "softmax"]
[train]
epochs = 2
[[source]]
generate = "strokes"
count = 10
)");
  expect_walked(walk);
  const InferAnswer answer = ask(walk, walk.write("wand.json", R"({"strokes": [
    {"index": 0, "label": "1", "strokePoints": [{"x": 0, "y": 0}, {"x": 0, "y": 1}]},
    {"index": 1, "label": "7", "strokePoints": [{"x": 0, "y": 1}, {"x": 1, "y": 1}, {"x": 0, "y": 0}]}
  ]})"));
  ASSERT_EQ(answer.json["answers"].size(), 2U);
  EXPECT_EQ(answer.json["answers"][1]["name"], "stroke 2");
  EXPECT_NE(refusal(walk, walk.write("no.json", "[1, 2]")).find("no.json"), std::string::npos);
}

TEST(Infer, machine_sound_gets_one_score_for_the_recording) {
  TestWalk walk("machine_sound", R"([collect]
seconds = 1
[model]
model = "autoencoder units=16 depth=1 code=4"
[train]
epochs = 2
[[source]]
generate = "machine_sound"
count = 30
)");
  expect_walked(walk);
  std::vector<std::int16_t> sound(24000);
  for (std::size_t i = 0; i < sound.size(); ++i)
    sound[i] = static_cast<std::int16_t>(3000.0 * std::sin(0.3 * static_cast<double>(i)));
  ASSERT_TRUE(write_wav(walk.folder() / "pump.wav", sound, 16000).ok());
  const InferAnswer answer = ask(walk, walk.folder() / "pump.wav");
  // 24000 samples hold (24000 - 3072) / 512 + 1 windows of five rows of 1024, 512 apart.
  EXPECT_EQ(answer.json["answers"].size(), 41U);
  EXPECT_GT(answer.json["threshold"].get<double>(), 0.0);
  const bool loud = answer.json["score"].get<double>() > answer.json["threshold"].get<double>();
  EXPECT_EQ(answer.json["label"], loud ? "anomaly" : "normal");
  ASSERT_TRUE(write_wav(walk.folder() / "click.wav", std::span(sound).first(800), 16000).ok());
  EXPECT_NE(refusal(walk, walk.folder() / "click.wav").find("is too short: 0.050 s"),
            std::string::npos);
}

TEST(Infer, anomalies_get_a_score_for_each_window) {
  TestWalk walk("anomaly", R"([model]
layers = ["flatten", "dense units=8", "relu", "dense units=140"]
[train]
epochs = 2
[[source]]
generate = "ecg"
count = 20
)");
  expect_walked(walk);
  std::string beats = "lead\n";
  for (int i = 0; i < 280; ++i) beats += fmt::format("{:.3f}\n", std::sin(0.1 * i));
  const InferAnswer answer = ask(walk, walk.write("beats.csv", beats));
  // Beats of 140 readings at 125 Hz.
  ASSERT_EQ(answer.json["answers"].size(), 2U);
  EXPECT_EQ(answer.json["answers"][1]["name"], "1.12 s");
  for (const auto& one : answer.json["answers"]) {
    const bool loud = one["score"].get<double>() > answer.json["threshold"].get<double>();
    EXPECT_EQ(one["label"], loud ? "anomaly" : "normal");
  }
}

TEST(Infer, a_picture_is_seen_through_the_camera_of_the_recipe) {
  TestWalk walk("image", R"([preprocess]
width = 12
height = 12
camera = "rgb565_be"
camera_width = 24
camera_height = 24
[model]
layers = ["flatten", "dense units=10", "softmax"]
[train]
epochs = 1
[[source]]
generate = "glyphs"
count = 8
)");
  expect_walked(walk);
  ASSERT_TRUE(write_file(walk.folder() / "p.png", write_png(blank_picture(30, 24, 3, 200))).ok());
  const InferAnswer answer = ask(walk, walk.folder() / "p.png");
  EXPECT_TRUE(answer.json.contains("label"));
  EXPECT_FALSE(answer.json.contains("answers"));
}

}  // namespace
}  // namespace tadpole
