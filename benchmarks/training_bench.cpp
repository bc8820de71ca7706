// SPDX-License-Identifier: Apache-2.0
// A whole training step - forward, loss, backward, Adam - of the two keyword networks: samples per second.
#include <benchmark/benchmark.h>

#include "core/base/rng.h"
#include "core/nn/model.h"
#include "core/train/optimizer.h"

namespace tadpole {
namespace {

struct Case {
  const char* model;
  std::array<int, 3> input;
  int classes;
};

void training_step(benchmark::State& state, const Case& c) {
  const int batch = static_cast<int>(state.range(0));
  ThreadPool pool(static_cast<int>(state.range(1)));
  Model model = Model::create(reference_model(c.model, c.input, c.classes).value()).value();
  model.initialize(1);
  model.reserve(batch, &pool);
  Optimizer optimizer = Optimizer::create({}, model.decay_mask()).value();
  Rng rng(2);
  std::vector<float> x(static_cast<std::size_t>(batch * c.input[0] * c.input[1] * c.input[2]));
  std::vector<int> labels(static_cast<std::size_t>(batch));
  for (float& v : x) v = static_cast<float>(rng.normal());
  for (int& label : labels) label = static_cast<int>(rng.below(static_cast<std::size_t>(c.classes)));
  std::uint64_t step = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(model.step(x, labels, {.dropout_seed = ++step}));
    optimizer.step(0.001, model.gradients(), model.parameters());
  }
  state.SetItemsProcessed(state.iterations() * batch);
}

void tiny_conv(benchmark::State& state) { training_step(state, {"tiny_conv", {49, 40, 1}, 4}); }
void ds_cnn(benchmark::State& state) { training_step(state, {"ds_cnn", {49, 10, 1}, 12}); }

BENCHMARK(tiny_conv)->ArgNames({"batch", "threads"})->ArgsProduct({{32, 128}, {1, 2}})->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(ds_cnn)->ArgNames({"batch", "threads"})->ArgsProduct({{32, 128}, {1, 2}})->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace tadpole
