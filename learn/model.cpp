// SPDX-License-Identifier: Apache-2.0
#include "learn/model.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/nn/plan.h"
#include "core/train/model_file.h"
#include "core/train/trainer.h"
#include "learn/answer.h"
#include "learn/learn.h"
#include "learn/samples.h"

namespace tadpole::learn {
namespace {

using Json = nlohmann::json;

Result<ModelSpec> spec_of(const std::string& text, std::array<int, 3> input, int outputs) {
  std::vector<std::string> lines = split_lines(text);
  for (std::string& line : lines) line = trim(line);
  std::erase(lines, "");
  if (lines.empty())
    return wrong_use("the model has no layer; give at least one, e.g. dense units=1");
  const std::string first = lines[0].substr(0, lines[0].find(' '));
  const std::vector<std::string> ready = reference_model_names();
  if (lines.size() == 1 && std::find(ready.begin(), ready.end(), first) != ready.end())
    return reference_model(lines[0], input, outputs);
  ModelSpec spec{.input = input, .layers = {}};
  for (const std::string& line : lines) spec.layers.push_back(TADPOLE_TRY(parse_layer(line)));
  return spec;
}

Outcome check_input(std::array<int, 3> input) {
  for (const int side : input) {
    if (side < 1 || side > 65536)
      return wrong_use("the input is " + std::to_string(input[0]) + "x" + std::to_string(input[1]) +
                       "x" + std::to_string(input[2]) +
                       "; expected height, width and channels from 1 to 65536");
  }
  return Done{};
}

learn_model handle_of(Model model) { return {std::make_unique<ThreadPool>(), std::move(model)}; }

Result<learn_model> create(const char* layers, std::array<int, 3> input, int outputs,
                           std::uint32_t seed) {
  TADPOLE_TRY(check_input(input));
  const ModelSpec spec = TADPOLE_TRY(spec_of(layers ? layers : "", input, outputs));
  Model model = TADPOLE_TRY(Model::create(spec));
  model.initialize(seed);
  return handle_of(std::move(model));
}

Json parts_of(const Layer& layer, std::size_t first) {
  Json parts = Json::array();
  for (const ParameterBlock& block : layer.parameter_blocks()) {
    parts.push_back({{"name", block.name}, {"first", first}, {"count", block.count}});
    first += block.count;
  }
  return parts;
}

Result<Answer> describe(const Model& model) {
  const Plan plan = TADPOLE_TRY(Plan::create(model.spec()));
  const std::vector<LayerInfo> infos = model.layers();
  Json layers = Json::array();
  for (std::size_t i = 0; i < infos.size(); ++i)
    layers.push_back({{"name", infos[i].name},
                      {"line", infos[i].text},
                      {"output", infos[i].out},
                      {"frozen", infos[i].frozen},
                      {"parts", parts_of(*plan.layers()[i], infos[i].parameters)}});
  return json_answer({{"summary", model.summary()},
                      {"input", model.input_shape()},
                      {"outputs", model.outputs()},
                      {"parameters", model.parameters().size()},
                      {"macs", model.macs()},
                      {"layers", layers}});
}

Result<Answer> predict(learn_model& handle, std::span<const float> x) {
  const int n = TADPOLE_TRY(count_samples(x, handle.model));
  std::vector<float> out(at(n) * at(handle.model.outputs()));
  handle.model.predict(x, n, out);
  return bytes_answer<float>(out, {{"outputs", handle.model.outputs()}});
}

Result<Answer> activations(learn_model& handle, const std::string& layer,
                           std::span<const float> x) {
  const int n = TADPOLE_TRY(count_samples(x, handle.model));
  const std::vector<LayerOutput> outputs =
      TADPOLE_TRY(handle.model.activations(x, n, std::span(&layer, 1)));
  return bytes_answer<float>(outputs[0].values, {{"shape", outputs[0].shape}});
}

// The loss named in the options, as it fits model and samples.
Result<std::unique_ptr<Loss>> loss_of(const char* text, const Samples& samples,
                                      const Model& model) {
  std::string line = "auto";
  OptionSet options;
  options.add("loss", line, {.help = "what is made small"});
  TADPOLE_TRY(set_options(options, text));
  const LossFit fit = samples.fit(model);
  std::unique_ptr<Loss> loss =
      TADPOLE_TRY(make_loss(line == "auto" ? samples.usual_loss(model) : line));
  TADPOLE_TRY(loss->check(fit));
  return loss;
}

Result<Answer> evaluate(learn_model& handle, const learn_data& data, const char* options) {
  const Samples samples = TADPOLE_TRY(Samples::create(data, handle.model));
  const std::unique_ptr<Loss> loss = TADPOLE_TRY(loss_of(options, samples, handle.model));
  const StepResult result =
      handle.model.evaluate(samples.x(), samples.all_targets(), {.loss = loss.get()});
  Json json = {{"loss", result.loss}};
  if (samples.classes() > 0) {
    json["correct"] = result.correct;
    json["accuracy"] = static_cast<double>(result.correct) / samples.size();
  }
  return json_answer(json);
}

Outcome check_free(const learn_model& handle) {
  if (!handle.training) return Done{};
  return wrong_use("the model is being trained; change it when fit has ended");
}

Result<Answer> gradients(learn_model& handle, const learn_data& data, const char* options) {
  TADPOLE_TRY(check_free(handle));
  Model& model = handle.model;
  const Samples samples = TADPOLE_TRY(Samples::create(data, model));
  const std::unique_ptr<Loss> loss = TADPOLE_TRY(loss_of(options, samples, model));
  const std::vector<float> state(model.state().begin(), model.state().end());
  model.reserve(samples.size(), handle.pool.get());
  const StepResult result = model.step(samples.x(), samples.all_targets(), {.loss = loss.get()});
  std::copy(state.begin(), state.end(), model.state().begin());
  return bytes_answer<float>(model.gradients(), {{"loss", result.loss}});
}

Outcome set_parameters(Model& model, std::span<const float> values) {
  if (values.size() != model.parameters().size())
    return wrong_use("there are " + std::to_string(values.size()) + " values; the model has " +
                     std::to_string(model.parameters().size()) + " parameters");
  TADPOLE_TRY(check_numbers(values, "the parameters"));
  std::copy(values.begin(), values.end(), model.parameters().begin());
  return Done{};
}

}  // namespace
}  // namespace tadpole::learn

using namespace tadpole::learn;
using tadpole::Result;

extern "C" {

learn_model* learn_model_create(const char* layers, int height, int width, int channels,
                                int outputs, uint32_t seed) {
  return created<learn_model>([&] {
    return create(layers, {height, width, channels}, outputs, seed);
  });
}

void learn_model_free(learn_model* model) { delete model; }

int learn_model_describe(learn_model* model) {
  return answered([&] { return describe(model->model); });
}

float* learn_model_parameters(learn_model* model, size_t* count) {
  *count = model->model.parameters().size();
  return model->model.parameters().data();
}

int learn_model_get(learn_model* model) {
  return answered([&]() -> Result<Answer> {
    return bytes_answer<float>(model->model.parameters(), nlohmann::json::object());
  });
}

int learn_model_set(learn_model* model, const float* parameters, size_t count) {
  return answered([&]() -> Result<Answer> {
    TADPOLE_TRY(check_free(*model));
    TADPOLE_TRY(set_parameters(model->model, {parameters, count}));
    return Answer{};
  });
}

int learn_model_predict(learn_model* model, const float* x, size_t values) {
  return answered([&] { return predict(*model, {x, values}); });
}

int learn_model_activations(learn_model* model, const char* layer, const float* x, size_t values) {
  return answered([&] { return activations(*model, layer ? layer : "", {x, values}); });
}

int learn_model_evaluate(learn_model* model, const learn_data* data, const char* options) {
  return answered([&] { return evaluate(*model, *data, options); });
}

int learn_model_gradients(learn_model* model, const learn_data* data, const char* options) {
  return answered([&] { return gradients(*model, *data, options); });
}

int learn_model_save(learn_model* model) {
  return answered([&]() -> Result<Answer> {
    return Answer{"", tadpole::model_bytes(model->model)};
  });
}

learn_model* learn_model_load(const uint8_t* bytes, size_t size) {
  return created<learn_model>([&]() -> Result<learn_model> {
    return handle_of(TADPOLE_TRY(tadpole::model_from_bytes({bytes, bytes + size}, "the model")));
  });
}
}
