// SPDX-License-Identifier: Apache-2.0
// .tflite in and out. Source: TensorFlow Lite schema version 3 (FlatBuffers, identifier TFL3).
// Bytes are never trusted: every offset, length and index is checked before use.
#pragma once
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/graph/graph.h"

namespace tadpole {

// Fails when the bytes are no model (which check, in which tensor or operator), or hold an element
// type or a construct we do not read (said by name). Operators that we cannot run are read all the
// same.
Result<Graph> read_tflite(std::span<const std::uint8_t> bytes);

struct TfliteMetadata {
  std::vector<std::pair<std::string, std::string>>
      entries;  // name -> content, e.g. "min_runtime_version"
};
// The entries in the file's order. Fails like read_tflite when the bytes are no model.
Result<TfliteMetadata> read_tflite_metadata(std::span<const std::uint8_t> bytes);
// Schema v3 with operator versions, buffers (buffer 0 empty), signature-free subgraph "main",
// metadata; that of a graph that forgets says so. Other runtimes load the result. Fails when an
// operator has no .tflite form.
Result<Bytes> write_tflite(const Graph& graph, const TfliteMetadata& metadata = {});

// Runs a .tflite model by device/model's executor: plan once, run blind. For int8 models the bytes
// are those of TFLite Micro's reference kernels.
class TfliteExecutor {
 public:
  // Fails when the model is malformed or needs an operator, version or type we lack: the message
  // names the operator, its index and its output tensor, and what to do.
  static Result<TfliteExecutor> create(Bytes model);
  TfliteExecutor(TfliteExecutor&&) noexcept;
  TfliteExecutor& operator=(TfliteExecutor&&) noexcept;
  ~TfliteExecutor();

  const Graph& graph()
      const;  // tensors with names, shapes, quantization (constant data left in place)
  // Write inputs before every run: their memory is used again while the model runs.
  std::span<std::uint8_t> input(std::size_t i);
  std::span<const std::uint8_t> output(std::size_t i) const;
  // Fails when WHILE operators go round more often than they may (100000 times a run, unless
  // limit_rounds() says otherwise).
  Outcome run();
  void limit_rounds(std::uint32_t most);
  // Clears the state of models that remember between runs. One that forgets (Graph::forgets) needs
  // no reset: run() clears it.
  void reset();
  // Keeps a copy of every computed tensor of the following runs, and of what the model remembers;
  // tensor(i) is then valid after run().
  void keep_all_tensors();
  std::span<const std::uint8_t> tensor(std::size_t index) const;
  // Bytes that the model's tensors need at their peak, without the executor's own records.
  std::size_t arena_bytes() const;
  std::int64_t macs() const;  // multiply-accumulates of one run

 private:
  struct Impl;
  explicit TfliteExecutor(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace tadpole
