// SPDX-License-Identifier: Apache-2.0
// SELECT_V2: where the bool tensor (input 0) is true the element of input 1, elsewhere that of
// input 2; all three repeat along axes of size one. Any element type.
#include "device/ops/plan_checks.h"

namespace tadpole::device {
namespace {

struct Record {
  Walk condition, yes, no;
  std::int32_t elements = 0;
  std::size_t element_bytes = 1;
};

Reason check_branch(const OpPlanner& op, std::uint32_t i) {
  if (op.input(i).type != op.output(0).type) return Reason::output_type;
  return op.input(i).scale_count > 0 ? check_same_quantization(op.input(i), op.output(0))
                                     : Reason::none;
}

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(3, 3));
  TADPOLE_CHECK(op.optional_options(OptionsTable::select_v2));
  if (op.input(0).type != DType::boolean) return Reason::input_type;
  TADPOLE_CHECK(check_branch(op, 1));
  TADPOLE_CHECK(check_branch(op, 2));
  Record record;
  const Shape& output = op.output(0).shape;
  const bool meet = broadcast_walk(op.input(0).shape, output, record.condition) &&
                    broadcast_walk(op.input(1).shape, output, record.yes) &&
                    broadcast_walk(op.input(2).shape, output, record.no);
  if (!meet) return Reason::broadcast;
  record.elements = output.elements();
  record.element_bytes = dtype_bytes(op.output(0).type);
  return op.keep_params(record) ? Reason::none : Reason::arena;
}

void run(const OpRun& op) {
  const auto& r = op.params<Record>();
  const std::uint8_t* branches[] = {op.input<std::uint8_t>(2), op.input<std::uint8_t>(1)};
  const auto* condition = op.input<std::uint8_t>(0);
  auto* to = op.output<std::uint8_t>(0);
  WalkIterator at(r.condition);
  WalkIterator yes(r.yes);
  WalkIterator no(r.no);
  for (std::int32_t i = 0; i < r.elements; ++i, to += r.element_bytes) {
    const bool chosen = condition[at.offset()] != 0;
    const auto from = static_cast<std::size_t>(chosen ? yes.offset() : no.offset());
    std::memcpy(to, branches[chosen ? 1 : 0] + from * r.element_bytes, r.element_bytes);
    at.next();
    yes.next();
    no.next();
  }
}

}  // namespace

extern const OpDefinition select_v2_definition = {builtin::kSelectV2, "SELECT_V2", 2, plan, run};

}  // namespace tadpole::device
