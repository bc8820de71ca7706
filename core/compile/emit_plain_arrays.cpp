// SPDX-License-Identifier: Apache-2.0
// PAD, PADV2, CONCATENATION, SPLIT, STRIDED_SLICE, RESIZE_NEAREST_NEIGHBOR by the plain kernels of
// device/ops: numbers move, none is computed.
#include <fmt/format.h>

#include <algorithm>

#include "core/compile/builtin.h"
#include "core/compile/emit_plain.h"
#include "core/compile/plain_helpers.h"
#include "device/ops/block_copy.h"
#include "device/ops/pad.h"
#include "device/ops/strided_slice.h"

namespace tadpole {
namespace {

using namespace plain;  // NOLINT: helpers of these emitters

const GraphTensor& tensor_of(const OpView& view, int index) {
  return view.graph.tensors[static_cast<std::size_t>(index)];
}

// int8 of one scale, or float; the kinds of numbers that the tables can hold.
bool movable(const GraphTensor& t) { return is_type(t, DType::int8) || is_type(t, DType::float32); }

bool same_numbers(const GraphTensor& a, const GraphTensor& b) {
  if (!movable(a) || a.type != b.type) return false;
  if (a.type == DType::float32) return true;
  return is_type(b, DType::int8) && a.quantization.scale == b.quantization.scale &&
         a.quantization.zero_point == b.quantization.zero_point;
}

// The stored zero of a PAD, the constant of a PADV2; nothing when it is no constant.
std::optional<std::string> border_value(const OpView& view) {
  const bool real = view.input(0).type == DType::float32;
  if (view.op().builtin == builtin::kPad) {
    if (real || view.output().quantization.empty()) return std::string("0");
    return std::to_string(view.zero_point(view.output()));
  }
  if (!view.has_input(2) || !view.input(2).is_constant() || view.input(2).elements() != 1 ||
      view.input(2).type != view.input(0).type)
    return std::nullopt;
  if (!real) return std::to_string(static_cast<std::int8_t>(view.input(2).data[0]));
  float value = 0.0F;
  std::memcpy(&value, view.input(2).data.data(), sizeof value);
  return float_literal(value);
}

// PAD, and PADV2 with a constant value.
MaybeStep pad(const OpView& view) {
  device::Shape in;
  device::Shape out;
  if (!view.has_input(1) || !view.input(1).is_constant() || view.input(1).type != DType::int32 ||
      !shape_of(view.input(0), in) || !shape_of(view.output(), out))
    return not_taken();
  const std::vector<std::int32_t> paddings = int32_values(view.input(1));
  if (paddings.size() != 2 * view.input(0).shape.size() || in.rank != out.rank ||
      view.input(0).type != view.output().type)
    return not_taken();
  std::vector<std::int32_t> before;
  for (std::size_t i = 0; i < paddings.size(); i += 2) {
    before.push_back(paddings[i]);
    if (paddings[i] < 0 || paddings[i + 1] < 0 ||
        in.dims[i / 2] + paddings[i] + paddings[i + 1] != out.dims[i / 2])
      return not_taken();
  }
  if (view.input(0).type != DType::int8 && view.input(0).type != DType::float32) return not_taken();
  const device::PadParams p = device::make_pad_params(in, out, before.data());
  Step step = plain_step(view, "pad");
  step.layer = layer(view, "PadParams",
                     fmt::format("{}, {}, {}, {}", plain::text(p.output), p.origin,
                                 p.input_elements, p.output_elements));
  const std::optional<std::string> value = border_value(view);
  if (!value) return not_taken();
  const char* type = c_type_name(view.input(0).type);
  step.call = fmt::format("pad<{}>(kLayer{}, {}, {}, {});", type, view.index, *value,
                          data_in(view, 0, step), data_out(view));
  step.needs = {"device/ops/shape.h"};
  return done(std::move(step));
}

// Values of a constant int32 input; empty when it is none.
std::vector<std::int32_t> constant_indices(const OpView& view, std::size_t slot) {
  if (!view.has_input(slot) || !view.input(slot).is_constant() ||
      view.input(slot).type != DType::int32)
    return {};
  return int32_values(view.input(slot));
}

std::string text(const device::BlockCopy& c) {
  return fmt::format("{{{}, {}, {}, {}}}", c.blocks, c.bytes, c.from_step, c.to_step);
}

Step copying_step(const OpView& view, const char* kernel, const std::vector<std::string>& copies,
                  const std::vector<std::string>& calls) {
  Step step;
  step.op = view.index;
  step.kernel = kernel;
  step.includes = {"device/ops/block_copy.h"};
  step.needs = {"device/ops/shape.h"};
  step.layer =
      fmt::format("constexpr BlockCopy kLayer{}[] = {{{}}};", view.index, fmt::join(copies, ", "));
  step.call = fmt::format("{}", fmt::join(calls, "\n  "));
  return step;
}

MaybeStep concatenation(const OpView& view) {
  device::Shape out;
  const GraphTensor& output = view.output();
  if (!shape_of(output, out) || view.op().options.activation != Activation::none)
    return not_taken();
  const std::int32_t axis = device::front_axis(view.op().options.axis, out.rank);
  if (axis < 0) return not_taken();
  const auto element = static_cast<std::int32_t>(dtype_bytes(output.type));
  const std::int32_t step_bytes = device::block_bytes(out, axis, element);
  const std::int32_t blocks = static_cast<std::int32_t>(output.bytes()) / step_bytes;
  std::vector<std::string> copies;
  std::vector<std::string> calls;
  Step tables;
  std::int32_t offset = 0;
  for (std::size_t i = 0; i < view.op().inputs.size(); ++i) {
    device::Shape in;
    if (!view.has_input(i) || !shape_of(view.input(i), in) ||
        !device::equal_but_for(in, out, axis) || !same_numbers(view.input(i), output))
      return not_taken();
    const std::int32_t bytes = device::block_bytes(in, axis, element);
    copies.push_back(text({blocks, bytes, bytes, step_bytes}));
    calls.push_back(fmt::format("copy_blocks(kLayer{}[{}], {}, {} + {});", view.index, i,
                                data_in(view, i, tables), data_out(view), offset / element));
    offset += bytes;
  }
  if (offset != step_bytes) return not_taken();
  Step step = copying_step(view, "concatenation", copies, calls);
  step.tables = std::move(tables.tables);
  return done(std::move(step));
}

MaybeStep split(const OpView& view) {
  const std::vector<std::int32_t> given = constant_indices(view, 0);
  device::Shape in;
  if (given.size() != 1 || !view.has_input(1) || !shape_of(view.input(1), in)) return not_taken();
  const GraphTensor& input = view.input(1);
  const std::int32_t axis = device::front_axis(given[0], in.rank);
  const auto parts = static_cast<std::int32_t>(view.op().outputs.size());
  if (axis < 0 || in.dims[axis] % parts != 0) return not_taken();
  const auto element = static_cast<std::int32_t>(dtype_bytes(input.type));
  const std::int32_t step_bytes = device::block_bytes(in, axis, element);
  const std::int32_t bytes = step_bytes / parts;
  const std::int32_t blocks = static_cast<std::int32_t>(input.bytes()) / step_bytes;
  device::Shape part = in;
  part.dims[axis] /= parts;
  std::vector<std::string> calls;
  Step tables;
  const std::string from = data_in(view, 1, tables);
  for (std::int32_t i = 0; i < parts; ++i) {
    const int index = view.op().outputs[static_cast<std::size_t>(i)];
    const GraphTensor& output = tensor_of(view, index);
    device::Shape out;
    if (!shape_of(output, out) || out != part || !same_numbers(output, input)) return not_taken();
    calls.push_back(fmt::format("copy_blocks(kLayer{}[0], {} + {}, {});", view.index, from,
                                i * bytes / element, tensor_at(c_type_name(output.type), index)));
  }
  Step step = copying_step(view, "split", {text({blocks, bytes, step_bytes, bytes})}, calls);
  step.tables = std::move(tables.tables);
  return done(std::move(step));
}

bool read_slice(const OpView& view, std::int32_t rank, device::SliceRequest& r) {
  const OpOptions& o = view.op().options;
  if (o.ellipsis_mask != 0 || o.new_axis_mask != 0) return false;
  std::int32_t* targets[] = {r.begin, r.end, r.stride};
  for (std::size_t slot = 1; slot < 4; ++slot) {
    const std::vector<std::int32_t> values = constant_indices(view, slot);
    if (static_cast<std::int32_t>(values.size()) != rank) return false;
    std::copy(values.begin(), values.end(), targets[slot - 1]);
  }
  r.begin_mask = static_cast<std::uint32_t>(o.begin_mask);
  r.end_mask = static_cast<std::uint32_t>(o.end_mask);
  r.shrink_axis_mask = static_cast<std::uint32_t>(o.shrink_axis_mask);
  return true;
}

MaybeStep strided_slice(const OpView& view) {
  device::Shape in;
  device::Shape out;
  device::Shape cut;
  device::SliceRequest request;
  device::SliceParams p;
  if (!shape_of(view.input(0), in) || !shape_of(view.output(), out) ||
      !same_numbers(view.input(0), view.output()) || !read_slice(view, in.rank, request) ||
      !device::make_slice_params(
          request, in, static_cast<std::int32_t>(dtype_bytes(view.input(0).type)), p, cut) ||
      cut != out)
    return not_taken();
  Step step = plain_step(view, "strided_slice");
  step.layer = layer(
      view, "SliceParams",
      fmt::format("{}, {}, {}, {}", plain::text(p.from), p.origin, p.elements, p.element_bytes));
  step.call = fmt::format("strided_slice(kLayer{}, {}, {});", view.index, data_in(view, 0, step),
                          data_out(view));
  step.needs = {"device/ops/shape.h"};
  return done(std::move(step));
}

MaybeStep resize(const OpView& view) {
  const std::vector<std::int32_t> size = constant_indices(view, 1);
  const std::vector<int>& in = view.input(0).shape;
  const std::vector<int>& out = view.output().shape;
  if (in.size() != 4 || size.size() != 2 || !same_numbers(view.input(0), view.output()) ||
      out != std::vector<int>{in[0], size[0], size[1], in[3]})
    return not_taken();
  const OpOptions& o = view.op().options;
  const auto element = static_cast<int>(dtype_bytes(view.input(0).type));
  Step step = plain_step(view, "resize_nearest_neighbor");
  step.layer = layer(view, "ResizeParams",
                     fmt::format("{}, {}, {}, {}, {}, {}, {}, {}", in[0], in[1], in[2], out[1],
                                 out[2], in[3] * element, o.align_corners, o.half_pixel_centers));
  step.call = fmt::format("resize_nearest_neighbor(kLayer{}, {}, {});", view.index,
                          data_in(view, 0, step), data_out(view));
  step.needs = {"device/ops/fixed_point.h"};
  return done(std::move(step));
}

}  // namespace

MaybeStep plain_arrays(const OpView& view) {
  switch (view.op().builtin) {
    case builtin::kPad:
    case builtin::kPadV2:
      return pad(view);
    case builtin::kConcatenation:
      return concatenation(view);
    case builtin::kSplit:
      return split(view);
    case builtin::kStridedSlice:
      return strided_slice(view);
    default:
      return resize(view);
  }
}

}  // namespace tadpole
