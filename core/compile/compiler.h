// SPDX-License-Identifier: Apache-2.0
// Graph -> memory plan -> readable C++ with no interpreter and no heap.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/graph/graph.h"

namespace tadpole {

struct PlannedBuffer {
  std::string name;  // the tensor, or "scratch of <op>"
  std::size_t offset = 0;
  std::size_t bytes = 0;
  int first_op = 0;  // life: the operators between which the bytes are needed, both included
  int last_op = 0;
};

struct MemoryPlan {
  std::vector<PlannedBuffer> buffers;
  std::size_t arena_bytes = 0;
};

enum class Target { cortex_m4, portable };  // portable: plain C++, any compiler

struct CompileOptions {
  std::string name = "model";  // namespace and file stem of the generated code
  Target target = Target::cortex_m4;
  // What the board leaves for the model: constants against flash, the arena against RAM. 0: not
  // checked.
  std::size_t flash_limit_bytes = 0;
  std::size_t ram_limit_bytes = 0;
  // Tensors that operators compute (indices in the graph) whose values still lie in the arena when
  // invoke() is done, to look at them; the code then has kept().
  std::vector<int> keep_tensors = {};
};

struct KeptTensor {
  int tensor = 0;  // index in the graph
  std::size_t offset = 0;
};

struct SourceFile {
  std::string path;  // relative to the output folder, e.g. "model.cpp"
  std::string text;
};

struct CompiledModel {
  // <name>.h (surface), <name>.cpp (plan, layers, invoke), <name>_weights.h (tables of numbers).
  std::vector<SourceFile> files;
  MemoryPlan plan;
  std::size_t constant_bytes = 0;  // weights, biases, multipliers in flash
  // Files of device/ that the code includes, with what those include, relative to the project's
  // root; and the sources of planned operators, without.
  std::vector<std::string> needs;
  bool remembers = false;        // from one run to the next; then the code has reset()
  std::vector<KeptTensor> kept;  // of keep_tensors, in their order: where each lies
};

// Where the inputs of a model lie, from the first of them: one block, written before every run. A
// model with one input has it at 0.
struct InputPlaces {
  std::vector<std::size_t> offsets;  // in the order of the graph's inputs, multiples of 8
  std::size_t bytes = 0;             // of all
};
InputPlaces input_places(const Graph& graph);

// The generated header, for a model named "model":
//   namespace model {
//   inline constexpr std::size_t kArenaBytes, kInputBytes, kOutputBytes;
//   kInputScale, kInputZeroPoint, kOutputScale, kOutputZeroPoint;
//   std::int8_t* input();         // [kInputBytes] write here before every invoke(), which
//                                 // overwrites it; several inputs as input_places() says
//   void invoke();                // cannot fail
//   const std::int8_t* output();  // [kOutputBytes] valid until the next input is written
//   void reset();                 // models that remember: as before the first input. One that
//                                 // forgets (Graph::forgets) has none: invoke() clears its state
//   const unsigned char* kept();  // [kArenaBytes] with keep_tensors alone
//   }
// (float* for float models; input_1(), output_1() and so on where there are several.) Operators
// without a form of their own are planned by the first call of input() or invoke(). The code is
// C++17, but that of planned operators C++20. The cortex_m4 code compiles for any machine: the DSP
// instructions have plain twins. int8 graphs are bit-exact with TfliteExecutor. Fails for an
// operator, type or shape the compiler lacks: names it, its index and output tensor; and when the
// model does not fit the limits given, with the numbers.
Result<CompiledModel> compile(const Graph& graph, const CompileOptions& options);

}  // namespace tadpole
