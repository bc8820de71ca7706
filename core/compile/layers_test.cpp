// SPDX-License-Identifier: Apache-2.0
// One suite over all layers of the registry: the generated code of a model with the layer gives the
// bytes of the executor, in float and in int8. A new layer meets it unasked.
#include "core/compile/interpreted_test.h"
#include "core/nn/layer.h"
#include "core/nn/test_layers.h"
#include "core/nn/test_model.h"
#include "core/quant/post_training.h"

namespace tadpole {
namespace {

std::vector<std::vector<float>> samples(std::size_t values) {
  std::vector<std::vector<float>> list;
  for (std::uint64_t i = 0; i < 8; ++i) list.push_back(random_values(values, 70 + i));
  return list;
}

// The float graph and its int8 form, under the names <name>_float and <name>_int8.
void add_both(const std::string& name, const Graph& graph, std::map<std::string, Graph>& graphs) {
  const std::size_t values = graph.tensors[static_cast<std::size_t>(graph.inputs[0])].elements();
  SilentProgress quiet;
  Result<QuantizedModel> quantized = quantize_post_training(graph, samples(values), {}, quiet);
  ASSERT_TRUE(quantized.ok()) << name << ": " << quantized.error().message;
  graphs[name + "_float"] = graph;
  graphs[name + "_int8"] = std::move(quantized).value().graph;
}

TEST(CompiledLayers, every_layer_gives_the_executors_bytes_in_float_and_in_int8) {
  std::map<std::string, Graph> graphs;
  for (const std::string& kind : layer_kinds()) {
    // fake_quantize is gone before a graph is compiled.
    if (kind != "fake_quantize" && make_layer(kind)->device_refusal().empty())
      add_both(kind, model_of({1, 1, 2}, lines_around(kind)).lower(), graphs);
  }
  add_both("stream",
           model_of({6, 4, 1}, {"svdf units=3 memory=3 returns=all", "relu", "svdf units=2"})
               .lower_to_stream()
               .value(),
           graphs);
  expect_as_interpreted(graphs, "layers");
}

}  // namespace
}  // namespace tadpole
