// SPDX-License-Identifier: Apache-2.0
// For tests: generated code against the executor that interprets the model, byte for byte.
#pragma once
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "core/base/rng.h"
#include "core/compile/generated_code_test.h"
#include "core/compile/one_op_test.h"
#include "core/tflite/tflite.h"

namespace tadpole {

inline constexpr int kRuns = 3;

// What the executor answers to inputs that follow each other; it remembers what it remembers.
inline Bytes interpreted(const Graph& graph, const Bytes& inputs) {
  Result<TfliteExecutor> made = TfliteExecutor::create(write_tflite(graph).value());
  if (!made.ok()) ADD_FAILURE() << made.error().message;
  if (!made.ok()) return {};
  TfliteExecutor executor = std::move(made).value();
  const std::size_t size = executor.input(0).size();
  Bytes outputs;
  for (std::size_t at = 0; at < inputs.size(); at += size) {
    std::copy_n(inputs.begin() + static_cast<std::ptrdiff_t>(at), size, executor.input(0).begin());
    EXPECT_TRUE(executor.run().ok());
    outputs.insert(outputs.end(), executor.output(0).begin(), executor.output(0).end());
  }
  return outputs;
}

inline Bytes some_inputs(const Graph& graph) {
  const GraphTensor& input = graph.tensors[static_cast<std::size_t>(graph.inputs[0])];
  Rng rng(7);
  return some_numbers(input, input.elements() * kRuns, rng);
}

inline void expect_as_interpreted(const std::map<std::string, Graph>& graphs,
                                  const std::string& test) {
  if (!has_compiler("c++")) GTEST_SKIP() << "no C++ compiler on this machine";
  GeneratedProgram program;
  for (const auto& [name, graph] : graphs) {
    Result<CompiledModel> model = compile(graph, {name, Target::portable});
    ASSERT_TRUE(model.ok()) << name << ": " << model.error().message;
    program.add(name, std::move(model).value(), some_inputs(graph),
                GeneratedProgram::Runs::in_turn);
  }
  const Result<std::map<std::string, Bytes>> outputs =
      program.run(Path(testing::TempDir()) / "tadpole_generated" / test);
  ASSERT_TRUE(outputs.ok()) << outputs.error().message;
  for (const auto& [name, graph] : graphs) {
    const Bytes expected = interpreted(graph, some_inputs(graph));
    EXPECT_FALSE(expected.empty()) << name;
    EXPECT_EQ(outputs.value().at(name), expected) << name;
  }
}

}  // namespace tadpole
