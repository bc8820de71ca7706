// SPDX-License-Identifier: Apache-2.0
// One suite over all layers of the registry: gradient check, save and load, lowering, refusal,
// threads. A new layer meets it unasked; give it a line here when it needs options.
#include <cmath>
#include <set>

#include "core/base/thread_pool.h"
#include "core/nn/layer.h"
#include "core/nn/test_golden.h"
#include "core/nn/test_layers.h"
#include "core/nn/test_model.h"

namespace tadpole {
namespace {

// Two values per sample; word numbers for the layer that reads them.
std::vector<float> input_for(const std::string& kind, std::size_t count) {
  std::vector<float> x = random_values(count, 11);
  if (kind == "embedding") {
    for (std::size_t i = 0; i < count; ++i) x[i] = static_cast<float>(i * 7 % 4);
  }
  return x;
}

class EveryLayer : public testing::TestWithParam<std::string> {};

double loss_at(Model& model, const std::vector<float>& x, const std::vector<float>& target,
               std::size_t i, float value) {
  const float kept = model.parameters()[i];
  model.parameters()[i] = value;
  const double loss = model.step_mse(x, target, 3, {.dropout_seed = 5}).loss;
  model.parameters()[i] = kept;
  return loss;
}

// Central differences: error of order h^2 by truncation and 1e-7/h by rounding: at h = 0.001 both
// stay under 2e-4.
TEST_P(EveryLayer, gradients_match_numerical_differences) {
  // Its true slope is 0 nearly everywhere; what stands for it is tested beside the layer.
  if (GetParam() == "fake_quantize") return;
  Model model = model_of({1, 1, 2}, lines_around(GetParam()));
  model.reserve(3, nullptr);
  const std::vector<float> x = input_for(GetParam(), 6);
  const std::vector<float> target = random_values(9, 12);
  model.step_mse(x, target, 3, {.dropout_seed = 5});
  const std::vector<float> gradients(model.gradients().begin(), model.gradients().end());
  double largest = 0;
  for (const float g : gradients) largest = std::max(largest, std::fabs(static_cast<double>(g)));
  int off = 0;
  for (std::size_t i = 0; i < gradients.size(); ++i) {
    const float w = model.parameters()[i];
    const float h = 0.001F;
    const double numerical =
        (loss_at(model, x, target, i, w + h) - loss_at(model, x, target, i, w - h)) /
        (static_cast<double>(w + h) - static_cast<double>(w - h));
    if (std::fabs(numerical - static_cast<double>(gradients[i])) > 2e-3 * largest) ++off;
  }
  // A kink may lie under a few of the steps.
  EXPECT_LE(off, static_cast<int>(gradients.size() / 50)) << "of " << gradients.size();
}

TEST_P(EveryLayer, parameters_and_state_copied_into_a_new_model_predict_the_same_bytes) {
  Model model = model_of({1, 1, 2}, lines_around(GetParam()));
  model.reserve(3, nullptr);
  const std::vector<float> x = input_for(GetParam(), 6);
  model.step_mse(x, random_values(9, 12), 3, {});
  Model copy = Model::create(model.spec()).value();
  std::copy(model.parameters().begin(), model.parameters().end(), copy.parameters().begin());
  std::copy(model.state().begin(), model.state().end(), copy.state().begin());
  EXPECT_EQ(predict(model, x, 3), predict(copy, x, 3));
}

TEST_P(EveryLayer, one_two_and_three_threads_give_the_same_bytes) {
  std::vector<float> expected;
  for (const int threads : {1, 2, 3}) {
    ThreadPool pool(threads);
    Model model = model_of({1, 1, 2}, lines_around(GetParam()));
    model.reserve(11, &pool);
    model.step_mse(input_for(GetParam(), 22), random_values(33, 12), 11, {.dropout_seed = 9});
    std::vector<float> got(model.gradients().begin(), model.gradients().end());
    got.insert(got.end(), model.state().begin(), model.state().end());
    if (threads == 1) expected = got;
    EXPECT_EQ(got, expected) << threads;
  }
}

// Which operators, and that every tensor is made before it is read and as large as its data. -1: an
// input left out.
TEST_P(EveryLayer, the_lowered_graph_is_whole) {
  const Model model = model_of({1, 1, 2}, lines_around(GetParam()));
  const Outcome runs = model.runs_on_device();
  if (!runs.ok()) {
    EXPECT_NE(runs.error().message.find("(" + GetParam()), std::string::npos);
    EXPECT_NE(runs.error().message.find("take"), std::string::npos) << runs.error().message;
    return;
  }
  const Graph graph = model.lower();
  std::set<int> known(graph.inputs.begin(), graph.inputs.end());
  known.insert(-1);
  for (std::size_t t = 0; t < graph.tensors.size(); ++t) {
    const GraphTensor& tensor = graph.tensors[t];
    if (tensor.is_variable) known.insert(static_cast<int>(t));
    if (!tensor.is_constant()) continue;
    EXPECT_EQ(tensor.data.size(), tensor.bytes()) << tensor.name;
    known.insert(static_cast<int>(t));
  }
  for (const GraphOp& op : graph.ops) {
    for (const int input : op.inputs) EXPECT_TRUE(known.contains(input));
    known.insert(op.outputs.begin(), op.outputs.end());
  }
  EXPECT_TRUE(known.contains(graph.outputs[0]));
}

// Pages and reports tell tensors apart by name.
TEST_P(EveryLayer, no_two_computed_tensors_of_the_lowered_graph_have_one_name) {
  const Model model = model_of({1, 1, 2}, lines_around(GetParam()));
  if (!model.runs_on_device().ok()) return;
  const Graph graph = model.lower();
  std::set<std::string> names;
  for (const GraphOp& op : graph.ops) {
    const std::string& name = graph.tensors[static_cast<std::size_t>(op.outputs[0])].name;
    EXPECT_TRUE(names.insert(name).second) << name;
  }
}

TEST_P(EveryLayer, a_misspelt_option_is_refused_and_names_the_layer) {
  const std::string message = error_of({5, 4, 3}, {GetParam() + " nam=x"});
  EXPECT_NE(message.find("layer 1 (" + GetParam() + " nam=x): "), std::string::npos) << message;
  EXPECT_NE(message.find("'nam'; did you mean 'name'?"), std::string::npos) << message;
}

std::string kind(const testing::TestParamInfo<std::string>& test) { return test.param; }
INSTANTIATE_TEST_SUITE_P(Registry, EveryLayer, testing::ValuesIn(layer_kinds()), kind);

}  // namespace
}  // namespace tadpole
