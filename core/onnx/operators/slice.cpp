// SPDX-License-Identifier: Apache-2.0
// Operators that take tensors apart and put them together: Concat, Split, Slice, Gather of one
// place, Pad. Parts are STRIDED_SLICEs, which have an int8 form everywhere, unlike SPLIT.
#include <fmt/format.h>

#include <algorithm>

#include "core/onnx/constants.h"

namespace tadpole {
namespace {

// A part of every axis.
struct Part {
  std::vector<int> begin, end, step;
};

Part whole_of(const Dims& dims) {
  return {std::vector<int>(dims.size(), 0), dims, std::vector<int>(dims.size(), 1)};
}

// Steps that lie between begin and end.
std::vector<int> counts(const Part& part) {
  std::vector<int> all;
  for (std::size_t i = 0; i < part.step.size(); ++i) {
    const int step = part.step[i], reach = part.end[i] - part.begin[i];
    all.push_back((reach + step + (step > 0 ? -1 : 1)) / step);
  }
  return all;
}

// The numbers of ONNX's axes in the order of our tensor's; `added` for an axis that ONNX lacks.
std::vector<int> in_stored_order(const std::vector<int>& values, const Dims& dims,
                                 const std::vector<int>& axes, int added) {
  std::vector<int> stored(stored_shape(dims, axes).size(), added);
  for (std::size_t i = 0; i < values.size(); ++i)
    stored[static_cast<std::size_t>(stored_axis(dims, axes, static_cast<int>(i)))] = values[i];
  return stored;
}

// Adds a STRIDED_SLICE of what lies as `axes`; gives its tensor and the dims.
std::pair<int, Dims> sliced(Importer& in, int from, const Dims& dims, const std::vector<int>& axes,
                            const Part& part) {
  const Dims out = counts(part);
  const Dims shape = stored_shape(out, axes);
  const int count = static_cast<int>(shape.size());
  const auto list = [&](const char* what, const std::vector<int>& values, int added) {
    return in.whole_tensor(what, {count}, in_stored_order(values, dims, axes, added));
  };
  const int begin = list("begin", part.begin, 0), end = list("end", part.end, 1);
  const int step = list("strides", part.step, 1);
  return {in.add(builtin::kStridedSlice, {from, begin, end, step}, shape), out};
}

Outcome give_part(Importer& in, std::size_t i, const OnnxValue& x, const Part& part) {
  const std::vector<int> axes = in.axes_of(x);
  const int from = TADPOLE_TRY(in.arranged(x, axes));
  const auto [tensor, dims] = sliced(in, from, x.dims, axes, part);
  return in.give_stored(i, tensor, dims, axes);
}

Outcome import_concat(Importer& in) {
  const std::size_t count = in.node().inputs.size();
  std::size_t first = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (!in.has_input(i)) return in.refuse(fmt::format("input {} is left out", i));
  }
  while (first < count && in.is_constant(first)) ++first;
  if (first == count) return count > 0 ? give_joined(in) : in.refuse("it joins nothing");
  const OnnxValue like = in.input(first);
  const int axis = TADPOLE_TRY(in.front_axis(in.node().whole("axis", 0), like.dims.size()));
  const std::vector<int> axes = in.axes_of(like);
  Dims out = like.dims;
  std::int64_t length = 0;
  std::vector<int> parts;
  for (std::size_t i = 0; i < count; ++i) {
    const OnnxValue x = TADPOLE_TRY(in.computed(i));
    Dims expected = like.dims;
    if (x.dims.size() == expected.size())
      expected[static_cast<std::size_t>(axis)] = x.dims[static_cast<std::size_t>(axis)];
    if (x.dims != expected) {
      return in.refuse(fmt::format("{} and {} do not fit together along axis {}",
                                   dims_text(like.dims), dims_text(x.dims), axis));
    }
    parts.push_back(TADPOLE_TRY(in.arranged(x, axes)));
    length += x.dims[static_cast<std::size_t>(axis)];
  }
  if (length > (1 << 26)) return in.refuse("it joins too much");
  out[static_cast<std::size_t>(axis)] = static_cast<int>(length);
  OpOptions options;
  options.axis = stored_axis(out, axes, axis);
  const int y = in.add(builtin::kConcatenation, parts, stored_shape(out, axes), std::move(options));
  return in.give_stored(0, y, out, axes);
}

// The lengths of the parts: given, or as equal as they can be.
Result<std::vector<std::int64_t>> split_lengths(const Importer& in, int size) {
  std::vector<std::int64_t> lengths = TADPOLE_TRY(in.wholes_of(1, "split"));
  const auto count = static_cast<std::int64_t>(in.node().outputs.size());
  const std::int64_t each = (size + count - 1) / count;
  for (std::int64_t i = 0; lengths.size() < static_cast<std::size_t>(count) && i < count; ++i)
    lengths.push_back(std::min(each, size - i * each));
  std::int64_t sum = 0;
  for (const std::int64_t length : lengths) {
    if (length < 1 || length > size) return in.refuse(fmt::format("a part has length {}", length));
    sum += length;
  }
  if (sum == size && lengths.size() == static_cast<std::size_t>(count)) return lengths;
  return in.refuse(fmt::format("{} parts of {} values do not make {}", count, sum, size));
}

Outcome import_split(Importer& in) {
  const OnnxValue x = TADPOLE_TRY(in.computed(0));
  const auto axis = static_cast<std::size_t>(
      TADPOLE_TRY(in.front_axis(in.node().whole("axis", 0), x.dims.size())));
  const auto lengths = TADPOLE_TRY(split_lengths(in, x.dims[axis]));
  int at = 0;
  for (std::size_t i = 0; i < lengths.size(); ++i) {
    Part part = whole_of(x.dims);
    part.begin[axis] = at;
    part.end[axis] = at += static_cast<int>(lengths[i]);
    const std::string& name = in.node().outputs[i];
    if (name.empty() || (in.readers(name).empty() && !in.is_output(name))) continue;
    TADPOLE_TRY(give_part(in, i, x, part));
  }
  return Done{};
}

// A place of an axis, from the back when negative, between least and most.
int inside(std::int64_t place, int size, int least, int most) {
  const std::int64_t from_front = place < 0 ? std::max<std::int64_t>(place, -size) + size : place;
  return static_cast<int>(std::clamp<std::int64_t>(from_front, least, most));
}

// What starts, ends, axes and steps ask for; steps may go backwards.
Result<Part> read_part(const Importer& in, const Dims& dims) {
  const auto starts = TADPOLE_TRY(in.whole_constant(1, "its starts"));
  const auto ends = TADPOLE_TRY(in.whole_constant(2, "its ends"));
  std::vector<std::int64_t> axes = TADPOLE_TRY(in.wholes_of(3, "axes"));
  std::vector<std::int64_t> steps = TADPOLE_TRY(in.wholes_of(4, "steps"));
  for (std::size_t i = axes.size(); i < starts.size(); ++i)
    axes.push_back(static_cast<std::int64_t>(i));
  steps.resize(std::max(steps.size(), starts.size()), 1);
  if (ends.size() != starts.size() || axes.size() != starts.size())
    return in.refuse("its starts, ends and axes are not equally many");
  Part part = whole_of(dims);
  for (std::size_t i = 0; i < starts.size(); ++i) {
    const auto axis = static_cast<std::size_t>(TADPOLE_TRY(in.front_axis(axes[i], dims.size())));
    const int size = dims[axis];
    const bool back = steps[i] < 0;
    part.step[axis] = static_cast<int>(std::clamp<std::int64_t>(steps[i], -size, size));
    part.begin[axis] = inside(starts[i], size, 0, back ? size - 1 : size);
    part.end[axis] = back && ends[i] < -size ? -1 : inside(ends[i], size, 0, size);
    const int reach = part.end[axis] - part.begin[axis];
    if (size == 0 || steps[i] == 0 || reach == 0 || (reach < 0) != back) {
      return in.refuse(fmt::format("from {} to {} in steps of {} is nothing of {}", starts[i],
                                   ends[i], steps[i], dims_text(dims)));
    }
  }
  return part;
}

Outcome import_slice(Importer& in) {
  if (!in.has_input(0)) return in.refuse("its input is left out");
  const OnnxValue x = in.input(0);
  const Part part = TADPOLE_TRY(read_part(in, x.dims));
  if (x.constant != nullptr) {
    const Dims out = counts(part);
    give_sliced(in, *x.constant, {part.begin, part.step, out}, out);
    return Done{};
  }
  if (std::all_of(part.step.begin(), part.step.end(), [](int step) { return step > 0; }))
    return give_part(in, 0, x, part);
  return in.refuse(
      "it goes backwards, slices of what is computed go forward here; turn it around "
      "before the model");
}

// One place of an axis; the axis goes.
Outcome import_gather(Importer& in) {
  if (!in.has_input(0)) return in.refuse("its input is left out");
  const OnnxValue x = in.input(0);
  const auto places = TADPOLE_TRY(in.whole_constant(1, "its indices"));
  const std::size_t index_axes = in.input(1).dims.size();
  const auto axis = static_cast<std::size_t>(
      TADPOLE_TRY(in.front_axis(in.node().whole("axis", 0), x.dims.size())));
  const bool is_one = places.size() == 1 && index_axes <= 1 && places[0] >= -x.dims[axis] &&
                      places[0] < x.dims[axis];
  if (!is_one) {
    return in.refuse(
        "it gathers several places; an embedding is beyond what we have, take parts "
        "by slices");
  }
  Part part = whole_of(x.dims);
  part.begin[axis] = inside(places[0], x.dims[axis], 0, x.dims[axis] - 1);
  part.end[axis] = part.begin[axis] + 1;
  Dims out = x.dims;
  out[axis] = 1;
  if (index_axes == 0) out.erase(out.begin() + static_cast<std::ptrdiff_t>(axis));
  if (x.constant != nullptr) {
    give_sliced(in, *x.constant, {part.begin, part.step, counts(part)}, out);
    return Done{};
  }
  const std::vector<int> axes = in.axes_of(x);
  const int from = TADPOLE_TRY(in.arranged(x, axes));
  const auto [tensor, dims] = sliced(in, from, x.dims, axes, part);
  OnnxValue y{.constant = nullptr, .tensor = tensor, .dims = out};
  y.layout = stored_as(dims, axes);
  return in.give(0, std::move(y));
}

// Zeros, or another number, around.
Outcome import_pad(Importer& in) {
  const OnnxValue x = TADPOLE_TRY(in.computed(0));
  const std::size_t rank = x.dims.size();
  const auto pads = TADPOLE_TRY(in.wholes_of(1, "pads"));
  const std::string mode = in.node().text("mode", "constant");
  if (mode != "constant" || in.has_input(3)) {
    return in.refuse("its mode is '" + mode +
                     "', we pad all axes with a constant; use "
                     "ZeroPad2d or padding_mode='zeros'");
  }
  const bool fits = pads.size() == 2 * rank && std::all_of(pads.begin(), pads.end(), [](auto p) {
                      return p >= 0 && p <= (1 << 15);
                    });
  if (!fits) {
    return in.refuse(fmt::format("its pads are [{}], {} numbers from 0 up are expected",
                                 fmt::join(pads, ", "), 2 * rank));
  }
  if (std::all_of(pads.begin(), pads.end(), [](auto p) { return p == 0; }))
    return in.give_view(x, x.dims, x.layout);
  float value = 0.0F;
  if (in.has_input(2)) value = TADPOLE_TRY(in.real_constant(2, "its value"))->reals[0];
  const std::vector<int> axes = in.axes_of(x);
  const int from = TADPOLE_TRY(in.arranged(x, axes));
  std::vector<int> around(2 * in.shape(from).size(), 0);
  Dims out = x.dims;
  for (std::size_t i = 0; i < rank; ++i) {
    const auto at = static_cast<std::size_t>(stored_axis(x.dims, axes, static_cast<int>(i)));
    around[2 * at] = static_cast<int>(pads[i]);
    around[2 * at + 1] = static_cast<int>(pads[rank + i]);
    out[i] += around[2 * at] + around[2 * at + 1];
  }
  const int count = static_cast<int>(around.size() / 2);
  std::vector<int> inputs = {from, in.whole_tensor("paddings", {count, 2}, std::move(around))};
  if (value != 0.0F) inputs.push_back(in.real_tensor("padding_value", {1}, {value}));
  const int y = in.add(value == 0.0F ? builtin::kPad : builtin::kPadV2, std::move(inputs),
                       stored_shape(out, axes));
  return in.give_stored(0, y, out, axes);
}

}  // namespace

extern const OnnxOperators& slice_operators();
const OnnxOperators& slice_operators() {
  static const OnnxOperators all = {{"Concat", import_concat},
                                    {"Split", import_split},
                                    {"Slice", import_slice},
                                    {"Gather", import_gather},
                                    {"Pad", import_pad}};
  return all;
}

}  // namespace tadpole
