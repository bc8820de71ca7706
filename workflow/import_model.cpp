// SPDX-License-Identifier: Apache-2.0
#include "workflow/import_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "core/onnx/import_onnx.h"
#include "core/quant/post_training.h"
#include "core/tflite/inspect.h"
#include "core/tflite/tflite.h"

namespace tadpole {
namespace {

Error about(const Path& file, const Error& error) {
  return {file.string() + ": " + error.message, error.kind};
}

Outcome check_request(const ImportRequest& request, const Path& output) {
  if (request.type == ImportType::int8 && request.calibration.empty()) {
    return wrong_use(
        "int8 needs samples to learn the ranges from; give --calibration FILE.bin, raw float32 "
        "values of about 100 inputs, each as the ONNX model takes it");
  }
  if (request.type == ImportType::float32 && !request.calibration.empty())
    return wrong_use("--calibration is for --int8; give both, or neither for a float model");
  if (output.lexically_normal() == request.model.lexically_normal())
    return wrong_use("the output would replace the model " + request.model.string() +
                     "; give another name with --output");
  return Done{};
}

// The samples of the file, as our input takes them.
Result<std::vector<std::vector<float>>> read_samples(const Path& file,
                                                     const ImportedTensor& input) {
  const Bytes bytes = TADPOLE_TRY(read_bytes(file));
  const std::size_t values = element_count(input.shape), one = values * sizeof(float);
  if (bytes.empty() || bytes.size() % one != 0) {
    return Error{fmt::format(
        "{} has {} bytes, samples of {} float32 values ({} bytes each, the input {} of the ONNX "
        "model) are expected; write them with array.astype('<f4').tofile(path)",
        file.string(), bytes.size(), values, one, shape_text(input.onnx_shape))};
  }
  std::vector<std::vector<float>> samples;
  std::vector<float> sample(values);
  for (std::size_t at = 0; at < bytes.size(); at += one) {
    std::memcpy(sample.data(), bytes.data() + at, one);
    samples.push_back(input.to_ours(sample));
  }
  return samples;
}

nlohmann::json tensors_json(const std::vector<ImportedTensor>& tensors) {
  nlohmann::json list = nlohmann::json::array();
  for (const ImportedTensor& t : tensors)
    list.push_back({{"name", t.name},
                    {"shape", t.shape},
                    {"onnx_shape", t.onnx_shape},
                    {"order", t.order_text()}});
  return list;
}

std::string tensors_text(const std::string& what, const std::vector<ImportedTensor>& tensors) {
  std::string text;
  for (const ImportedTensor& t : tensors)
    text += fmt::format("{:<7} '{}'  {}  {}\n", what, t.name, shape_text(t.shape), t.order_text());
  return text;
}

// Quantizes in place and tells how far int8 is from float.
Outcome quantize(const ImportRequest& request, ImportedModel& model, InferAnswer& answer,
                 Progress& progress) {
  if (model.inputs.size() != 1) {
    return unsupported(
        fmt::format("the model has {} inputs, int8 here takes models of one; import "
                    "it without --int8",
                    model.inputs.size()));
  }
  const auto samples = TADPOLE_TRY(read_samples(request.calibration, model.inputs[0]));
  QuantizedModel made =
      TADPOLE_TRY(quantize_post_training(model.graph, samples, PostTrainingOptions{}, progress));
  model.graph = std::move(made.graph);
  answer.json["calibration_samples"] = samples.size();
  answer.text += fmt::format("int8, ranges from {} samples of {} ({})\n", samples.size(),
                             request.calibration.string(),
                             shape_text(model.inputs[0].onnx_shape) + " each, as ONNX takes them");
  if (made.layers.empty()) return Done{};
  const auto least = std::min_element(
      made.layers.begin(), made.layers.end(),
      [](const LayerError& a, const LayerError& b) { return a.sqnr_db < b.sqnr_db; });
  answer.json["output_sqnr_db"] = made.layers.back().sqnr_db;
  answer.json["least_sqnr_db"] = least->sqnr_db;
  answer.json["least_sqnr_tensor"] = least->tensor;
  answer.text += fmt::format(
      "signal to quantization noise: {:.1f} dB at the output, the least is {:.1f} dB at '{}'\n",
      made.layers.back().sqnr_db, least->sqnr_db, least->tensor);
  return Done{};
}

std::string next_steps(const ImportRequest& request, const Path& output) {
  const char* type = request.type == ImportType::int8 ? "int8" : "float32";
  return fmt::format(
      "Next:\n"
      "  tadpole verify {0}     compares host, virtual board and another runtime\n"
      "  tadpole infer {0} FILE     asks it about a file, or with --raw-input IN --raw-output OUT "
      "about {1} bytes\n",
      output.string(), type);
}

}  // namespace

Result<InferAnswer> import_model(const ImportRequest& request, Progress& progress) {
  Path output = request.output;
  if (output.empty()) output = Path(request.model).replace_extension(".tflite");
  TADPOLE_TRY(check_request(request, output));
  const Bytes bytes = TADPOLE_TRY(read_bytes(request.model));
  Result<ImportedModel> imported = import_onnx(bytes);
  if (!imported.ok()) return about(request.model, imported.error());
  ImportedModel& model = imported.value();
  InferAnswer answer;
  answer.text = fmt::format(
      "{}: {} nodes of ONNX{} became {} operators\n", request.model.string(), model.onnx_nodes,
      model.producer.empty() ? "" : " (" + model.producer + ")", model.graph.ops.size());
  answer.text += tensors_text("input", model.inputs) + tensors_text("output", model.outputs);
  for (const std::string& note : model.notes) answer.text += note + "\n";
  if (request.type == ImportType::int8) TADPOLE_TRY(quantize(request, model, answer, progress));
  const Bytes written = TADPOLE_TRY(write_tflite(model.graph));
  TfliteExecutor executor = TADPOLE_TRY(TfliteExecutor::create(written));
  TADPOLE_TRY(executor.run());
  TADPOLE_TRY(write_file(output, written));
  const InspectReport report = TADPOLE_TRY(inspect_tflite(written));
  answer.json.update({{"model", request.model.string()},
                      {"output", output.string()},
                      {"type", request.type == ImportType::int8 ? "int8" : "float32"},
                      {"producer", model.producer},
                      {"onnx_nodes", model.onnx_nodes},
                      {"inputs", tensors_json(model.inputs)},
                      {"outputs", tensors_json(model.outputs)},
                      {"notes", model.notes},
                      {"file_bytes", written.size()},
                      {"inspect", to_json(report)}});
  answer.text +=
      "\n" + to_text(report) + "\nwrote " + output.string() + "\n" + next_steps(request, output);
  return answer;
}

}  // namespace tadpole
