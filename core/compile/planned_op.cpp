// SPDX-License-Identifier: Apache-2.0
#include "core/compile/planned_op.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/compile/operator_source.h"
#include "core/tflite/write_options.h"

namespace tadpole {
namespace {

using device::Reason;

constexpr std::size_t kFirstBytes = 1U << 12U;
constexpr std::size_t kMostBytes = 1U << 30U;
// A record of pointers and numbers doubles at most where pointers do.
constexpr std::size_t kGrowth = device::PlannedOps::kWidestPointer / sizeof(void*);

Error refusal(Reason reason) {
  const bool foreign = device::status_of(reason) == device::Status::unsupported;
  std::string text = device::reason_text(reason);
  return foreign ? unsupported(std::move(text)) : Error{std::move(text)};
}

// The operator alone, with the tensors that it reads and writes. Its tables point into it.
class Alone {
 public:
  static Result<Alone> create(const OpView& view, const device::OpDefinition* definition) {
    Alone alone;
    for (const int t : view.op().inputs)
      alone.inputs_.push_back(t < 0 ? -1 : TADPOLE_TRY(alone.add(view.graph, t)));
    for (const int t : view.op().outputs)
      alone.outputs_.push_back(TADPOLE_TRY(alone.add(view.graph, t)));
    alone.options_ = options_bytes(view.op());
    alone.op_.definition = definition;
    alone.op_.options_table = options_table_of(view.op());
    alone.op_.custom_options = view.op().custom_options.data();
    alone.op_.custom_bytes = static_cast<std::uint32_t>(view.op().custom_options.size());
    return alone;
  }

  // Bytes that the operator keeps, and what it asks for.
  Result<std::size_t> plan(device::PlannedFacts& facts, bool& remembers) {
    const device::PlannedModel model = connect();
    Reason reason = Reason::arena;
    for (std::size_t bytes = kFirstBytes; reason == Reason::arena && bytes <= kMostBytes;
         bytes *= 4) {
      std::vector<std::uint8_t> memory(bytes);
      device::Arena arena(memory.data(), memory.size());
      device::Variable* variables = nullptr;
      reason = device::plan_operator(model, op_, arena, variables, facts);
      remembers = variables != nullptr;
      if (reason == Reason::none) return arena.used() * kGrowth;
    }
    return refusal(reason);
  }

 private:
  Result<std::int32_t> add(const Graph& graph, int index) {
    const GraphTensor& from = graph.tensors[static_cast<std::size_t>(index)];
    tensors_.push_back(TADPOLE_TRY(device_tensor(from)));
    if (from.is_constant())
      tensors_.back().data = const_cast<std::uint8_t*>(from.data.data());  // NOLINT: only read
    const auto place = static_cast<std::int32_t>(tensors_.size() - 1);
    const std::vector<std::int64_t>& zero = from.quantization.zero_point;
    const bool symmetric = std::all_of(zero.begin(), zero.end(), [](auto z) { return z == 0; });
    if (from.quantization.scale.size() > 1)
      scales_.push_back({place, from.quantization.scale.data(), symmetric});
    return place;
  }

  device::PlannedModel connect() {
    op_.inputs = inputs_.data();
    op_.input_count = static_cast<std::int32_t>(inputs_.size());
    op_.outputs = outputs_.data();
    op_.output_count = static_cast<std::int32_t>(outputs_.size());
    op_.options = options_.data();
    op_.options_bytes = static_cast<std::uint32_t>(options_.size());
    return {tensors_.data(), &op_, 1, scales_.data(), static_cast<std::int32_t>(scales_.size())};
  }

  std::vector<device::Tensor> tensors_;
  std::vector<device::PlannedScales> scales_;
  std::vector<std::int32_t> inputs_, outputs_;
  Bytes options_;
  device::PlannedOp op_;
};

// The executor's rule: the output may lie over an input that nobody reads later, and is no larger.
std::optional<InPlace> sharing(const OpView& view, const device::PlannedFacts& facts) {
  if (facts.share == device::OpPlanner::Share::no || !view.has_input(facts.share_input))
    return std::nullopt;
  const GraphTensor& input = view.input(facts.share_input);
  if (input.is_constant() || view.output().bytes() > input.bytes()) return std::nullopt;
  return InPlace{0, true, facts.share_input};
}

}  // namespace

Result<device::Tensor> device_tensor(const GraphTensor& from) {
  if (from.shape.size() > static_cast<std::size_t>(device::kMaxRank))
    return refusal(Reason::rank_too_high);
  device::Tensor to;
  to.type = from.type;
  to.is_variable = from.is_variable;
  to.is_constant = from.is_constant();
  to.shape.rank = static_cast<std::int32_t>(from.shape.size());
  std::copy(from.shape.begin(), from.shape.end(), to.shape.dims);
  to.bytes = static_cast<std::int32_t>(from.bytes());
  const Quantization& q = from.quantization;
  if (q.empty()) return to;
  to.scale = q.scale[0];
  to.scale_count = static_cast<std::uint32_t>(q.scale.size());
  to.zero_point = static_cast<std::int32_t>(q.zero_point[0]);
  to.zero_point_fits = to.zero_point == q.zero_point[0];
  return to;
}

MaybeStep planned_kernel(const OpView& view) {
  const OperatorSource* source = find_operator_source(view.op());
  if (source == nullptr) return std::optional<Step>();
  if (view.op().builtin == builtin::kIf || view.op().builtin == builtin::kWhile) {
    return unsupported(
        "a board runs one list of operators and cannot choose what runs next; export the model "
        "with "
        "the loop unrolled and the condition decided, or run it on the host");
  }
  if (view.op().version > source->definition->max_version) return refusal(Reason::operator_version);
  Alone alone = TADPOLE_TRY(Alone::create(view, source->definition));
  Step step;
  device::PlannedFacts facts;
  step.op = view.index;
  step.kernel = "the operator itself, planned when the program starts";
  step.kept_bytes = TADPOLE_TRY(alone.plan(facts, step.remembers));
  step.is_planned = true;
  step.multiply_adds = facts.macs;
  step.in_place = sharing(view, facts);
  step.includes = {"device/model/planned_ops.h"};
  step.needs = {"device/model/op_planner.cpp", source->file};
  return std::optional<Step>(std::move(step));
}

}  // namespace tadpole
