// SPDX-License-Identifier: Apache-2.0
// MaxPool, AveragePool and the pools over everything. A mean over a whole picture is an
// AVERAGE_POOL_2D, as our own layer is, because that has an int8 form everywhere; a mean over other
// axes is a MEAN.
#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "core/onnx/window.h"

namespace tadpole {
namespace {

Result<PictureWindow> read_pool(const Importer& in, const OnnxValue& x) {
  Dims filter;
  for (const std::int64_t size : in.node().wholes("kernel_shape"))
    filter.push_back(static_cast<int>(std::clamp<std::int64_t>(size, 0, 1 << 20)));
  PictureWindow window = TADPOLE_TRY(read_window(in, x.dims, filter));
  if (window.h.dilation == 1 && window.w.dilation == 1) return window;
  return in.refuse("its dilation is not 1, pools here have none; use a stride");
}

Outcome give_pool(Importer& in, const OnnxValue& x, int builtin, int picture,
                  const PictureWindow& window, Padding padding) {
  const Dims out = window_dims(x.dims, window, x.dims[1]);
  const std::vector<int> axes = channels_last(out.size());
  const int y =
      in.add(builtin, {picture}, stored_shape(out, axes), window_options(window, padding));
  return in.give_stored(0, y, out, axes);
}

Outcome import_max_pool(Importer& in) {
  const OnnxValue x = TADPOLE_TRY(in.computed(0));
  if (in.node().outputs.size() > 1 && !in.readers(in.node().outputs[1]).empty())
    return in.refuse("its indices are read, we give none; use an upsampling without them");
  PictureWindow window = TADPOLE_TRY(read_pool(in, x));
  int picture = TADPOLE_TRY(in.picture(x));
  if (window.fits(Padding::valid))
    return give_pool(in, x, builtin::kMaxPool2d, picture, window, Padding::valid);
  if (window.fits(Padding::same))
    return give_pool(in, x, builtin::kMaxPool2d, picture, window, Padding::same);
  // Zeros do not show among numbers that are never below them.
  const float least = in.is_never_negative(picture) ? 0.0F : std::numeric_limits<float>::lowest();
  picture = padded(in, picture, window, least);
  return give_pool(in, x, builtin::kMaxPool2d, picture, window, Padding::valid);
}

Outcome import_average_pool(Importer& in) {
  const OnnxValue x = TADPOLE_TRY(in.computed(0));
  PictureWindow window = TADPOLE_TRY(read_pool(in, x));
  int picture = TADPOLE_TRY(in.picture(x));
  const bool counts_padding = in.node().whole("count_include_pad", 0) != 0 && window.is_padded();
  if (window.fits(Padding::valid))
    return give_pool(in, x, builtin::kAveragePool2d, picture, window, Padding::valid);
  if (!counts_padding && window.fits(Padding::same))
    return give_pool(in, x, builtin::kAveragePool2d, picture, window, Padding::same);
  if (counts_padding && !window.is_ceil) {
    picture = padded(in, picture, window, 0.0F);
    return give_pool(in, x, builtin::kAveragePool2d, picture, window, Padding::valid);
  }
  return in.refuse(
      "its means at the border are of another number of pixels than ours; use padding 0 and "
      "ceil_mode=False, or count_include_pad=True");
}

// Over all pixels of a picture.
Outcome give_whole(Importer& in, const OnnxValue& x, int builtin, const Dims& out) {
  const int picture = TADPOLE_TRY(in.picture(x));
  const Dims& shape = in.shape(picture);
  OpOptions options;
  options.padding = Padding::valid;
  options.filter_h = options.stride_h = shape[1];
  options.filter_w = options.stride_w = shape[2];
  const int y = in.add(builtin, {picture}, {shape[0], 1, 1, shape[3]}, std::move(options));
  OnnxValue value{.constant = nullptr, .tensor = y, .dims = out};
  value.layout = stored_plainly(out);
  return in.give(0, std::move(value));
}

Outcome import_global(Importer& in, int builtin) {
  const OnnxValue x = TADPOLE_TRY(in.computed(0));
  if (x.dims.size() < 3) return in.refuse("its input is " + dims_text(x.dims) + ", no picture");
  Dims out(x.dims.size(), 1);
  out[0] = x.dims[0], out[1] = x.dims[1];
  return give_whole(in, x, builtin, out);
}

Outcome import_global_average_pool(Importer& in) {
  return import_global(in, builtin::kAveragePool2d);
}
Outcome import_global_max_pool(Importer& in) { return import_global(in, builtin::kMaxPool2d); }

// dims with ones for the reduced axes, or without them.
Dims reduced_dims(const Dims& dims, const std::vector<bool>& reduced, bool keep) {
  Dims out;
  for (std::size_t i = 0; i < dims.size(); ++i) {
    if (!reduced[i]) out.push_back(dims[i]);
    if (reduced[i] && keep) out.push_back(1);
  }
  return out;
}

Outcome give_mean(Importer& in, const OnnxValue& x, const std::vector<bool>& reduced,
                  const Dims& out) {
  const std::vector<int> axes = in.axes_of(x);
  const int from = TADPOLE_TRY(in.arranged(x, axes));
  Dims shape = in.shape(from);
  std::vector<int> list;
  for (std::size_t i = 0; i < reduced.size(); ++i) {
    if (!reduced[i]) continue;
    list.push_back(stored_axis(x.dims, axes, static_cast<int>(i)));
    shape[static_cast<std::size_t>(list.back())] = 1;
  }
  const int count = static_cast<int>(list.size());
  OpOptions options;
  options.keep_dims = true;
  const int numbers = in.whole_tensor("axes", {count}, std::move(list));
  const int y = in.add(builtin::kMean, {from, numbers}, shape, std::move(options));
  OnnxValue value{.constant = nullptr, .tensor = y, .dims = out};
  value.layout = stored_as(reduced_dims(x.dims, reduced, true), axes);
  return in.give(0, std::move(value));
}

Outcome import_reduce_mean(Importer& in) {
  const OnnxValue x = TADPOLE_TRY(in.computed(0));
  const std::vector<std::int64_t> given = TADPOLE_TRY(in.wholes_of(1, "axes"));
  if (given.empty() && in.node().whole("noop_with_empty_axes", 0) != 0)
    return in.refuse("it has no axes and changes nothing; leave it out");
  std::vector<bool> reduced(x.dims.size(), given.empty());
  for (const std::int64_t axis : given)
    reduced[static_cast<std::size_t>(TADPOLE_TRY(in.front_axis(axis, x.dims.size())))] = true;
  const Dims out = reduced_dims(x.dims, reduced, in.node().whole("keepdims", 1) != 0);
  const std::size_t rank = x.dims.size();
  const bool is_picture =
      (rank == 3 || rank == 4) && lies_as(x.layout, x.dims, channels_last(rank)) && !reduced[0] &&
      !reduced[1] &&
      std::count(reduced.begin(), reduced.end(), true) == static_cast<std::ptrdiff_t>(rank) - 2;
  if (is_picture) return give_whole(in, x, builtin::kAveragePool2d, out);
  return give_mean(in, x, reduced, out);
}

}  // namespace

extern const OnnxOperators& pool_operators();
const OnnxOperators& pool_operators() {
  static const OnnxOperators all = {{"MaxPool", import_max_pool},
                                    {"AveragePool", import_average_pool},
                                    {"GlobalAveragePool", import_global_average_pool},
                                    {"GlobalMaxPool", import_global_max_pool},
                                    {"ReduceMean", import_reduce_mean}};
  return all;
}

}  // namespace tadpole
