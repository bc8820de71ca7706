// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "learn/test_learn.h"

namespace tadpole::learn {
namespace {

struct FreeInterpreter {
  void operator()(learn_interpreter* one) const { learn_interpreter_free(one); }
};
using InterpreterHandle = std::unique_ptr<learn_interpreter, FreeInterpreter>;

std::vector<std::uint8_t> tflite(const ModelHandle& model, const char* options) {
  EXPECT_EQ(learn_model_tflite(model.get(), kLineX.data(), kLineX.size(), options), 1)
      << learn_text();
  return answered_values<std::uint8_t>();
}

TEST(LearnTflite, the_float_model_answers_as_the_network_does) {
  const ModelHandle model = make_model("dense units=3\nrelu\ndense units=1", 1, 1, 1);
  const std::vector<std::uint8_t> bytes = tflite(model, "int8=false");
  const InterpreterHandle one(learn_interpreter_create(bytes.data(), bytes.size()));
  ASSERT_NE(one, nullptr) << learn_text();
  ASSERT_EQ(learn_model_predict(model.get(), kLineX.data() + 3, 1), 1);
  const float wanted = answered_values<float>()[0];
  ASSERT_EQ(
      learn_interpreter_run(one.get(), reinterpret_cast<const std::uint8_t*>(kLineX.data() + 3), 4),
      1)
      << learn_text();
  EXPECT_NEAR(answered_values<float>()[0], wanted, 1e-6);
  EXPECT_EQ(learn_interpreter_run(one.get(), bytes.data(), 3), 0);
  EXPECT_STREQ(learn_text(), "the input holds 3 bytes; the model takes 4");
}

TEST(LearnTflite, the_int8_model_is_within_a_step_of_its_scale) {
  const ModelHandle model = make_model("dense units=1", 1, 1, 1);
  const std::vector<float> line = {2, -1};
  ASSERT_EQ(learn_model_set(model.get(), line.data(), 2), 1);
  const std::vector<std::uint8_t> bytes = tflite(model, "int8=true");
  const InterpreterHandle one(learn_interpreter_create(bytes.data(), bytes.size()));
  ASSERT_NE(one, nullptr) << learn_text();
  ASSERT_EQ(learn_interpreter_describe(one.get()), 1);
  const Json facts = text_json();
  const Json in = facts["inputs"][0], out = facts["outputs"][0];
  EXPECT_EQ(in["type"], "int8");
  const int q =
      static_cast<int>(std::lround(2.0 / in["scale"].get<double>())) + in["zero_point"].get<int>();
  const auto stored = static_cast<std::uint8_t>(static_cast<std::int8_t>(q));
  ASSERT_EQ(learn_interpreter_run(one.get(), &stored, 1), 1);
  const double real = out["scale"].get<double>() *
                      (answered_values<std::int8_t>()[0] - out["zero_point"].get<int>());
  // Half a step of the input times the slope 2, and half a step of the output.
  EXPECT_NEAR(real, 3.0, in["scale"].get<double>() + 0.5 * out["scale"].get<double>());
}

TEST(LearnTflite, what_cannot_be_is_refused) {
  const ModelHandle model = make_model("dense units=1", 1, 1, 1);
  EXPECT_EQ(learn_model_tflite(model.get(), nullptr, 0, ""), 0);
  EXPECT_NE(std::string(learn_text()).find("calibration samples"), std::string::npos);
  EXPECT_EQ(learn_model_tflite(model.get(), kLineX.data(), 6, "calibration=best"), 0);
  const std::vector<std::uint8_t> rubbish(40, 7);
  EXPECT_EQ(learn_interpreter_create(rubbish.data(), rubbish.size()), nullptr);
  EXPECT_NE(std::string(learn_text()), "");
}

}  // namespace
}  // namespace tadpole::learn
