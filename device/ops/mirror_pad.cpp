// SPDX-License-Identifier: Apache-2.0
// MIRROR_PAD: a border in which the tensor is reflected, with its edge (symmetric) or without
// (reflect). Any element type.
#include "device/ops/permute.h"

namespace tadpole::device {
namespace {

constexpr int kMode = 0;  // 0: reflect, 1: symmetric

struct Record {
  std::int32_t rank = 0, edge = 0;  // edge 1: the border begins with the second element
  std::int32_t input[kMaxRank] = {}, output[kMaxRank] = {}, before[kMaxRank] = {};
  std::int32_t strides[kMaxRank] = {};
  std::size_t element_bytes = 1;
};

// Where along an axis the element at `place` of the output comes from.
std::int32_t reflected(const Record& r, std::int32_t axis, std::int32_t place) {
  const std::int32_t at = place - r.before[axis];
  if (at < 0) return -at - 1 + r.edge;
  const std::int32_t size = r.input[axis];
  return at < size ? at : 2 * size - 1 - at - r.edge;
}

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(2, 2));
  TADPOLE_CHECK(op.expect_options(OptionsTable::mirror_pad));
  TADPOLE_CHECK(check_moved(op.input(0), op.output(0)));
  const auto mode = op.option<std::int8_t>(kMode, 0);
  if (mode != 0 && mode != 1) return Reason::padding;
  const Shape& input = op.input(0).shape;
  const Shape& output = op.output(0).shape;
  Record r;
  TADPOLE_CHECK(read_paddings(op, r.before));
  r.rank = input.rank;
  r.edge = mode == 0 ? 1 : 0;
  r.element_bytes = dtype_bytes(op.input(0).type);
  for (std::int32_t i = 0; i < r.rank; ++i) {
    r.input[i] = input.dims[i];
    r.output[i] = output.dims[i];
    r.strides[i] = stride_of(input, i);
    const std::int32_t most = input.dims[i] - r.edge;
    const std::int32_t after = output.dims[i] - input.dims[i] - r.before[i];
    if (r.before[i] > most || after > most) return Reason::paddings;
  }
  return op.keep_params(r) ? Reason::none : Reason::arena;
}

void run(const OpRun& op) {
  const auto& r = op.params<Record>();
  const auto* from = op.input<std::uint8_t>(0);
  auto* to = op.output<std::uint8_t>(0);
  std::int32_t place[kMaxRank] = {};
  const std::int32_t n = op.output_tensor(0).shape.elements();
  for (std::int32_t i = 0; i < n; ++i, to += r.element_bytes) {
    std::size_t at = 0;
    for (std::int32_t k = 0; k < r.rank; ++k)
      at += static_cast<std::size_t>(reflected(r, k, place[k])) *
            static_cast<std::size_t>(r.strides[k]);
    std::memcpy(to, from + at * r.element_bytes, r.element_bytes);
    for (std::int32_t k = r.rank - 1; k >= 0 && ++place[k] == r.output[k]; --k) place[k] = 0;
  }
}

}  // namespace

extern const OpDefinition mirror_pad_definition = {builtin::kMirrorPad, "MIRROR_PAD", 3, plan, run};

}  // namespace tadpole::device
