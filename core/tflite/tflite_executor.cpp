// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "core/tflite/int4.h"
#include "core/tflite/tflite.h"
#include "device/model/executor.h"

namespace tadpole {
namespace {

using device::Executor;
using device::Reason;
using device::Status;

constexpr std::size_t kFirstArenaBytes = std::size_t{1} << 16;
constexpr std::size_t kMostArenaBytes = std::size_t{1} << 30;

std::string op_text(const Graph& graph, int index) {
  const GraphOp& op = graph.ops[index];
  std::string text = fmt::format("operator {} {}", index, builtin_name(op.builtin));
  if (op.builtin == builtin::kCustom) text += fmt::format(" '{}'", op.custom_name);
  if (!op.outputs.empty()) text += fmt::format(" (output '{}')", graph.tensors[op.outputs[0]].name);
  return text;
}

std::string advice(Reason reason, const GraphOp* op) {
  if (reason == Reason::unknown_operator)
    return "; rebuild the model without it, or run it in another runtime";
  if (reason == Reason::operator_version && op != nullptr) {
    const auto* known = device::find_op(op->builtin);
    return fmt::format(" (found {}, at most {} is); convert the model for an older runtime",
                       op->version, known != nullptr ? known->max_version : 0);
  }
  return "";
}

Error refusal_error(const Graph& main, const device::Refusal& refusal) {
  const Graph& graph = refusal.subgraph == 0 ? main : main.subgraphs[refusal.subgraph - 1];
  const GraphOp* op = refusal.op >= 0 ? &graph.ops[refusal.op] : nullptr;
  std::string where = op != nullptr ? op_text(graph, refusal.op) : "the model";
  if (refusal.tensor >= 0)
    where += fmt::format(", tensor {} '{}'", refusal.tensor, graph.tensors[refusal.tensor].name);
  if (refusal.subgraph != 0) where += fmt::format(" of subgraph {}", refusal.subgraph);
  std::string message =
      fmt::format("cannot run this .tflite model: {}: {}{}", where,
                  device::reason_text(refusal.reason), advice(refusal.reason, op));
  const bool foreign = device::status_of(refusal.reason) == Status::unsupported;
  return foreign ? unsupported(std::move(message)) : Error{std::move(message)};
}

// Running fails only where a loop does not end.
Outcome run_error(Status status) {
  if (status == Status::ok) return Done{};
  return Error{
      "the .tflite model was stopped: its WHILE operators went round as often as they may in one "
      "run and had not ended; give an input on which the loop ends, or allow more rounds"};
}

}  // namespace

struct TfliteExecutor::Impl {
  Bytes model;
  Graph graph;
  std::vector<std::uint8_t> arena;
  Executor executor;
  bool keep_all = false;
  std::vector<std::vector<std::uint8_t>> kept;  // by tensor index

  Outcome plan();
  void keep(std::int32_t tensor);
};

Outcome TfliteExecutor::Impl::plan() {
  Status status = Status::out_of_memory;
  for (std::size_t bytes = kFirstArenaBytes; status == Status::out_of_memory;) {
    arena.assign(bytes, 0);
    status = executor.plan(model.data(), model.size(), arena.data(), arena.size());
    bytes = std::max(bytes * 2, executor.needed_bytes());
    if (status == Status::out_of_memory && bytes > kMostArenaBytes) {
      return Error{
          fmt::format("cannot run this .tflite model: it needs more than {} MiB of working memory",
                      kMostArenaBytes >> 20U)};
    }
  }
  if (status == Status::too_many_rounds) return run_error(status);
  if (status != Status::ok) return refusal_error(graph, executor.refusal());
  // Once more, with the memory that it needs and not what the search found.
  arena.assign(executor.needed_bytes(), 0);
  arena.shrink_to_fit();
  TADPOLE_EXPECT(executor.plan(model.data(), model.size(), arena.data(), arena.size()) ==
                 Status::ok);
  return Done{};
}

void TfliteExecutor::Impl::keep(std::int32_t tensor) {
  const device::Tensor& from = executor.tensor(static_cast<std::uint32_t>(tensor));
  kept[tensor].assign(from.data, from.data + from.bytes);
}

TfliteExecutor::TfliteExecutor(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
TfliteExecutor::TfliteExecutor(TfliteExecutor&&) noexcept = default;
TfliteExecutor& TfliteExecutor::operator=(TfliteExecutor&&) noexcept = default;
TfliteExecutor::~TfliteExecutor() = default;

Result<TfliteExecutor> TfliteExecutor::create(Bytes model) {
  auto impl = std::make_unique<Impl>();
  impl->model = std::move(model);
  impl->graph = TADPOLE_TRY(read_tflite(impl->model));
  if (has_packed_int4(impl->model)) {
    // The device reads int8: the model is written anew. One that cannot be is refused below.
    Result<Bytes> unpacked = write_tflite(impl->graph);
    if (unpacked.ok()) impl->model = std::move(unpacked).value();
  }
  TADPOLE_TRY(impl->plan());
  return TfliteExecutor(std::move(impl));
}

const Graph& TfliteExecutor::graph() const { return impl_->graph; }

std::span<std::uint8_t> TfliteExecutor::input(std::size_t i) {
  TADPOLE_EXPECT(i < impl_->graph.inputs.size());
  const device::Tensor& tensor = impl_->executor.input(static_cast<std::uint32_t>(i));
  return {tensor.data, static_cast<std::size_t>(tensor.bytes)};
}

std::span<const std::uint8_t> TfliteExecutor::output(std::size_t i) const {
  TADPOLE_EXPECT(i < impl_->graph.outputs.size());
  const device::Tensor& tensor = impl_->executor.output(static_cast<std::uint32_t>(i));
  return {tensor.data, static_cast<std::size_t>(tensor.bytes)};
}

Outcome TfliteExecutor::run() {
  if (!impl_->keep_all) return run_error(impl_->executor.run());
  for (const int input : impl_->graph.inputs) impl_->keep(input);
  for (std::uint32_t i = 0; i < impl_->executor.ops(); ++i) {
    TADPOLE_TRY(run_error(impl_->executor.run_op(i)));
    std::int32_t count = 0;
    const std::int32_t* outputs = impl_->executor.op_outputs(i, count);
    for (std::int32_t k = 0; k < count; ++k) impl_->keep(outputs[k]);
  }
  for (std::size_t i = 0; i < impl_->graph.tensors.size(); ++i) {
    if (impl_->graph.tensors[i].is_variable) impl_->keep(static_cast<std::int32_t>(i));
  }
  return Done{};
}

void TfliteExecutor::reset() { impl_->executor.reset(); }

void TfliteExecutor::limit_rounds(std::uint32_t most) { impl_->executor.limit_rounds(most); }

void TfliteExecutor::keep_all_tensors() {
  impl_->keep_all = true;
  impl_->kept.resize(impl_->graph.tensors.size());
}

std::span<const std::uint8_t> TfliteExecutor::tensor(std::size_t index) const {
  TADPOLE_EXPECT(impl_->keep_all && index < impl_->kept.size());
  const GraphTensor& known = impl_->graph.tensors[index];
  return known.is_constant() ? std::span<const std::uint8_t>(known.data)
                             : std::span<const std::uint8_t>(impl_->kept[index]);
}

std::size_t TfliteExecutor::arena_bytes() const { return impl_->executor.tensor_bytes(); }
std::int64_t TfliteExecutor::macs() const { return impl_->executor.macs(); }

}  // namespace tadpole
