// SPDX-License-Identifier: Apache-2.0
// Operators whose record the device's own plan() makes: the operator is written as a model of its
// own, planned by the executor, and what it kept is written down. Moved elements (TRANSPOSE, SLICE,
// DEPTH_TO_SPACE, SPACE_TO_DEPTH, BROADCAST_TO, REVERSE_V2) run by the kernel of STRIDED_SLICE,
// functions of one int8 number (ABS, ELU, EXP, LOG, RSQRT, RELU_N1_TO_1) by a table.
#include <fmt/format.h>

#include "core/compile/builtin.h"
#include "core/compile/emit_plain.h"
#include "core/compile/plain_helpers.h"
#include "core/tflite/tflite.h"
#include "device/model/executor.h"
#include "device/ops/strided_slice.h"
#include "device/ops/unary.h"

namespace tadpole {
namespace {

using namespace plain;  // NOLINT: helpers of these emitters

constexpr std::size_t kRecordBytes = std::size_t{1} << 16;

// The operator alone: its tensors, of which those without data are inputs.
Graph alone(const OpView& view) {
  Graph graph;
  GraphOp op = view.op();
  for (int& input : op.inputs) {
    if (input < 0) continue;
    graph.tensors.push_back(view.graph.tensors[static_cast<std::size_t>(input)]);
    input = static_cast<int>(graph.tensors.size()) - 1;
    if (!graph.tensors.back().is_constant()) graph.inputs.push_back(input);
  }
  for (int& output : op.outputs) {
    graph.tensors.push_back(view.graph.tensors[static_cast<std::size_t>(output)]);
    output = static_cast<int>(graph.tensors.size()) - 1;
  }
  graph.outputs = op.outputs;
  graph.ops = {op};
  return graph;
}

// What the operator's plan kept; nothing when the device would refuse it.
template <typename Record>
std::optional<Record> planned(const OpView& view) {
  const Graph graph = alone(view);
  if (graph.inputs.size() != 1) return std::nullopt;
  const Result<Bytes> bytes = write_tflite(graph);
  if (!bytes.ok()) return std::nullopt;
  std::size_t room = kRecordBytes;
  for (const GraphTensor& tensor : graph.tensors) room += 2 * tensor.bytes();
  std::vector<std::uint8_t> arena(room);
  device::Executor executor;
  const auto status =
      executor.plan(bytes.value().data(), bytes.value().size(), arena.data(), arena.size());
  if (status != device::Status::ok || executor.op_params(0) == nullptr) return std::nullopt;
  return *static_cast<const Record*>(executor.op_params(0));
}

MaybeStep moved(const OpView& view) {
  const auto p = planned<device::SliceParams>(view);
  if (!p) return not_taken();
  Step step = plain_step(view, "strided_slice");
  step.layer =
      layer(view, "SliceParams",
            fmt::format("{}, {}, {}, {}", text(p->from), p->origin, p->elements, p->element_bytes));
  step.call = fmt::format("strided_slice(kLayer{}, {}, {});", view.index, data_in(view, 0, step),
                          data_out(view));
  step.needs = {"device/ops/shape.h"};
  return done(std::move(step));
}

MaybeStep by_table(const OpView& view) {
  if (!both(view, DType::int8) || view.op().inputs.size() != 1) return not_taken();
  const auto table = planned<device::ByteTable>(view);
  if (!table) return not_taken();
  Step step = plain_step(view, "byte_table");
  const std::string name = fmt::format("kAnswers{}", view.index);
  step.tables.push_back(
      {name, "by the stored number + 128",
       std::vector<std::int8_t>(std::begin(table->value), std::end(table->value))});
  step.call = fmt::format("apply_byte_table({}, {}, {}, {});", name, data_in(view, 0, step),
                          data_out(view), view.output().elements());
  step.in_place = InPlace{0, true};
  return done(std::move(step));
}

// What the generated code has types for.
bool is_movable(const GraphTensor& t) {
  return is_type(t, DType::int8) || is_type(t, DType::float32);
}

}  // namespace

MaybeStep plain_planned(const OpView& view) {
  switch (view.op().builtin) {
    case builtin::kTranspose:
    case builtin::kSlice:
    case builtin::kDepthToSpace:
    case builtin::kSpaceToDepth:
    case builtin::kBroadcastTo:
    case builtin::kReverseV2:
      return is_movable(view.input(0)) ? moved(view) : not_taken();
    case builtin::kAbs:
    case builtin::kElu:
    case builtin::kExp:
    case builtin::kLog:
    case builtin::kRsqrt:
    case builtin::kReluN1To1:
      return by_table(view);
    default:
      return plain_activation(view);
  }
}

}  // namespace tadpole
