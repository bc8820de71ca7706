// SPDX-License-Identifier: Apache-2.0
// From a trained model to the bytes of a .tflite file, and such bytes at work.
#include "core/tflite/tflite.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/quant/post_training.h"
#include "core/tflite/inspect.h"
#include "learn/answer.h"
#include "learn/learn.h"
#include "learn/model.h"
#include "learn/samples.h"

struct learn_interpreter {
  tadpole::TfliteExecutor executor;
  std::string description;
};

namespace tadpole::learn {
namespace {

using Json = nlohmann::json;

Json errors_of(const QuantizedModel& model) {
  Json layers = Json::array();
  for (const LayerError& error : model.layers)
    layers.push_back({{"tensor", error.tensor},
                      {"rms_error", error.rms_error},
                      {"signal_rms", error.signal_rms},
                      {"sqnr_db", error.sqnr_db}});
  return layers;
}

struct TfliteOptions {
  bool int8 = true;
  std::string calibration = "min_max";
};

Result<TfliteOptions> read_options(const char* text) {
  TfliteOptions options;
  OptionSet set;
  set.add("int8", options.int8, {.help = "8-bit integers instead of floats"})
      .add("calibration", options.calibration,
           {.help = "how ranges are chosen", .choices = {"min_max", "percentile", "mse"}});
  TADPOLE_TRY(set_options(set, text));
  return options;
}

Result<Answer> to_tflite(learn_model& handle, std::span<const float> samples, const char* text) {
  const TfliteOptions options = TADPOLE_TRY(read_options(text));
  TADPOLE_TRY(handle.model.runs_on_device());
  const Graph graph = handle.model.lower();
  if (!options.int8) return Answer{"{}", TADPOLE_TRY(write_tflite(graph))};
  if (samples.empty())
    return wrong_use("int8 needs calibration samples from the training data; give calibration=x");
  const int n = TADPOLE_TRY(count_samples(samples, handle.model));
  const std::size_t width = samples.size() / at(n);
  std::vector<std::vector<float>> rows;
  for (std::size_t i = 0; i < at(n); ++i) {
    const auto row = samples.subspan(i * width, width);
    rows.emplace_back(row.begin(), row.end());
  }
  PostTrainingOptions how;
  how.calibration = TADPOLE_TRY(parse_calibration(options.calibration));
  SilentProgress progress;
  const QuantizedModel model = TADPOLE_TRY(quantize_post_training(graph, rows, how, progress));
  return Answer{json_dump({{"layers", errors_of(model)}}), TADPOLE_TRY(write_tflite(model.graph))};
}

Json tensors(const Graph& graph, const std::vector<int>& which) {
  Json list = Json::array();
  for (const int index : which) {
    const GraphTensor& tensor = graph.tensors[at(index)];
    const bool quantized = !tensor.quantization.empty();
    list.push_back({{"name", tensor.name},
                    {"type", dtype_name(tensor.type)},
                    {"shape", tensor.shape},
                    {"bytes", tensor.bytes()},
                    {"scale", quantized ? tensor.quantization.scale[0] : 0.0F},
                    {"zero_point", quantized ? tensor.quantization.zero_point[0] : 0}});
  }
  return list;
}

Result<learn_interpreter> load(std::span<const std::uint8_t> bytes) {
  const InspectReport report = TADPOLE_TRY(inspect_tflite(bytes));
  TfliteExecutor executor = TADPOLE_TRY(TfliteExecutor::create({bytes.begin(), bytes.end()}));
  const Graph& graph = executor.graph();
  Json operators = Json::array();
  for (const InspectOp& op : report.ops)
    operators.push_back({{"name", op.name}, {"output", op.output_shape}, {"macs", op.macs}});
  const Json json = {{"inputs", tensors(graph, graph.inputs)},
                     {"outputs", tensors(graph, graph.outputs)},
                     {"arena_bytes", executor.arena_bytes()},
                     {"macs", executor.macs()},
                     {"file_bytes", bytes.size()},
                     {"operators", operators}};
  return learn_interpreter{std::move(executor), json_dump(json)};
}

Result<Answer> run(TfliteExecutor& executor, std::span<const std::uint8_t> input) {
  const Graph& graph = executor.graph();
  std::size_t wanted = 0;
  for (std::size_t i = 0; i < graph.inputs.size(); ++i) wanted += executor.input(i).size();
  if (input.size() != wanted)
    return wrong_use(
        fmt::format("the input holds {} bytes; the model takes {}", input.size(), wanted));
  std::size_t from = 0;
  for (std::size_t i = 0; i < graph.inputs.size(); ++i) {
    const std::span<std::uint8_t> to = executor.input(i);
    std::copy_n(input.begin() + static_cast<std::ptrdiff_t>(from), to.size(), to.begin());
    from += to.size();
  }
  TADPOLE_TRY(executor.run());
  Answer out;
  for (std::size_t i = 0; i < graph.outputs.size(); ++i) {
    const std::span<const std::uint8_t> bytes = executor.output(i);
    out.bytes.insert(out.bytes.end(), bytes.begin(), bytes.end());
  }
  return out;
}

}  // namespace
}  // namespace tadpole::learn

using namespace tadpole::learn;

extern "C" {

int learn_model_tflite(learn_model* model, const float* samples, size_t values,
                       const char* options) {
  return answered([&] { return to_tflite(*model, {samples, values}, options); });
}

learn_interpreter* learn_interpreter_create(const uint8_t* bytes, size_t size) {
  return created<learn_interpreter>([&] { return load({bytes, size}); });
}

void learn_interpreter_free(learn_interpreter* interpreter) { delete interpreter; }

int learn_interpreter_describe(learn_interpreter* interpreter) {
  return answered([&]() -> tadpole::Result<Answer> {
    return Answer{interpreter->description, {}};
  });
}

int learn_interpreter_run(learn_interpreter* interpreter, const uint8_t* input, size_t size) {
  return answered([&] { return run(interpreter->executor, {input, size}); });
}
}
