// SPDX-License-Identifier: Apache-2.0
// Conv, ConvTranspose: kernels from [O, I, H, W] to .tflite's [O, H, W, I], or [1, H, W, O] when
// every channel has filters of its own.
#include <fmt/format.h>

#include "core/onnx/window.h"
#include "device/ops/window.h"

namespace tadpole {
namespace {

// A kernel of ONNX: [first, second, H, W], of height 1 for series.
struct Kernel {
  const OnnxTensor* tensor = nullptr;
  int first = 1, second = 1, h = 1, w = 1;
  float at(int a, int b, int i, int j) const {
    const std::size_t place =
        ((static_cast<std::size_t>(a) * second + b) * h + i) * static_cast<std::size_t>(w) + j;
    return tensor->reals[place];
  }
  Dims filter() const { return tensor->dims.size() == 4 ? Dims{h, w} : Dims{w}; }
};

Result<Kernel> read_kernel(const Importer& in, const Dims& dims) {
  const OnnxTensor* tensor = TADPOLE_TRY(in.real_constant(1, "its weights"));
  const std::vector<std::int64_t>& d = tensor->dims;
  if ((d.size() != 3 && d.size() != 4) || dims.size() != d.size()) {
    return in.refuse(
        fmt::format("its weights have {} axes and its input is {}; we take Conv1d and "
                    "Conv2d",
                    d.size(), dims_text(dims)));
  }
  Kernel kernel{.tensor = tensor};
  kernel.first = static_cast<int>(d[0]), kernel.second = static_cast<int>(d[1]);
  kernel.h = d.size() == 4 ? static_cast<int>(d[2]) : 1;
  kernel.w = static_cast<int>(d.back());
  return kernel;
}

// The bias, zeros when there is none.
Result<int> bias_tensor(Importer& in, int channels) {
  std::vector<float> bias(static_cast<std::size_t>(channels), 0.0F);
  if (in.has_input(2)) {
    const OnnxTensor* given = TADPOLE_TRY(in.real_constant(2, "its bias"));
    if (given->reals.size() != bias.size()) {
      return in.refuse(
          fmt::format("its bias has {} values for {} channels", given->reals.size(), channels));
    }
    bias = given->reals;
  }
  return in.real_tensor("bias", {channels}, std::move(bias));
}

// Calls each(o, i, j, c) in the order [O, H, W, I].
template <typename Each>
std::vector<float> in_our_order(int o_count, int h, int w, int c_count, const Each& each) {
  std::vector<float> values;
  for (int o = 0; o < o_count; ++o) {
    for (int i = 0; i < h; ++i) {
      for (int j = 0; j < w; ++j) {
        for (int c = 0; c < c_count; ++c) values.push_back(each(o, i, j, c));
      }
    }
  }
  return values;
}

int conv_weights(Importer& in, const Kernel& k, bool is_depthwise) {
  if (is_depthwise) {
    return in.real_tensor("weights", {1, k.h, k.w, k.first},
                          in_our_order(1, k.h, k.w, k.first,
                                       [&](int, int i, int j, int c) { return k.at(c, 0, i, j); }));
  }
  return in.real_tensor("weights", {k.first, k.h, k.w, k.second},
                        in_our_order(k.first, k.h, k.w, k.second,
                                     [&](int o, int i, int j, int c) { return k.at(o, c, i, j); }));
}

Outcome import_conv(Importer& in) {
  const OnnxValue x = TADPOLE_TRY(in.computed(0));
  const Kernel kernel = TADPOLE_TRY(read_kernel(in, x.dims));
  const std::int64_t groups = in.node().whole("group", 1);
  const int channels = x.dims[1];
  const bool fits = groups >= 1 && groups <= channels && channels % groups == 0 &&
                    kernel.second == channels / groups && kernel.first % groups == 0;
  if (!fits) {
    return in.refuse(fmt::format("{} filters of {} channels in {} groups do not fit {} channels",
                                 kernel.first, kernel.second, groups, channels));
  }
  PictureWindow window = TADPOLE_TRY(read_window(in, x.dims, kernel.filter()));
  int picture = TADPOLE_TRY(in.picture(x));
  const bool same = !window.fits(Padding::valid) && window.fits(Padding::same);
  if (!same && window.is_padded()) picture = padded(in, picture, window, 0.0F);
  const bool is_depthwise = groups == channels && channels > 1;
  OpOptions options = window_options(window, same ? Padding::same : Padding::valid);
  if (is_depthwise) options.depth_multiplier = kernel.first / channels;
  const int weights = conv_weights(in, kernel, is_depthwise);
  const int bias = TADPOLE_TRY(bias_tensor(in, kernel.first));
  const Dims out = window_dims(x.dims, window, kernel.first);
  const std::vector<int> axes = channels_last(out.size());
  const int y = in.add(is_depthwise ? builtin::kDepthwiseConv2d : builtin::kConv2d,
                       {picture, weights, bias}, stored_shape(out, axes), std::move(options));
  return in.give_stored(0, y, out, axes);
}

// One side of a transposed convolution: how long it gets without padding, and what is cut off.
struct Spread {
  int input = 1, filter = 1, stride = 1, full = 1, before = 0, output = 1;
};

Result<Spread> read_spread(const Importer& in, int input, int filter, std::size_t i,
                           std::size_t n) {
  const OnnxNode& node = in.node();
  const auto one_of = [&](const char* name, std::size_t at, std::int64_t absent) {
    const std::vector<std::int64_t> all = node.wholes(name);
    return at < all.size() ? all[at] : absent;
  };
  const std::int64_t stride = one_of("strides", i, 1), dilation = one_of("dilations", i, 1);
  const std::int64_t before = one_of("pads", i, 0), after = one_of("pads", n + i, 0);
  const std::int64_t more = one_of("output_padding", i, 0);
  const bool is_plain = node.wholes("output_shape").empty() &&
                        node.text("auto_pad", "NOTSET") == "NOTSET" && dilation == 1;
  if (!is_plain) {
    return in.refuse(
        "dilation, output_shape and auto_pad of a transposed convolution are beyond "
        "what we have; use padding and output_padding by numbers");
  }
  constexpr std::int64_t kLargest = 1 << 12;
  const bool small = stride >= 1 && stride <= kLargest && before >= 0 && after >= 0 && more >= 0 &&
                     more < stride && filter >= 1 && filter <= kLargest && input <= (1 << 16);
  const std::int64_t full = (std::int64_t{input} - 1) * stride + filter + more;
  if (!small || before + after >= full) {
    return in.refuse(
        fmt::format("stride {}, padding {} + {} and output_padding {} do not fit a "
                    "window of {}",
                    stride, before, after, more, filter));
  }
  return Spread{.input = input,
                .filter = filter,
                .stride = static_cast<int>(stride),
                .full = static_cast<int>(full),
                .before = static_cast<int>(before),
                .output = static_cast<int>(full - before - after)};
}

// Whether .tflite's SAME gives this side as it is.
bool is_same(const Spread& s) {
  return s.input ==
             device::window_output(device::PaddingMode::same, s.output, s.filter, s.stride, 1) &&
         s.before == device::window_padding(s.output, s.input, s.filter, s.stride, 1);
}

// The middle of what was spread: ONNX's padding cuts the borders off.
int cropped(Importer& in, int full, const Spread& h, const Spread& w) {
  Dims dims = in.shape(full);
  dims[1] = h.output, dims[2] = w.output;
  const std::vector<int> begin = {0, h.before, w.before, 0};
  const std::vector<int> end = {dims[0], h.before + h.output, w.before + w.output, dims[3]};
  const int first = in.whole_tensor("begin", {4}, begin);
  const int last = in.whole_tensor("end", {4}, end);
  const int step = in.whole_tensor("strides", {4}, {1, 1, 1, 1});
  return in.add(builtin::kStridedSlice, {full, first, last, step}, dims);
}

Outcome import_conv_transpose(Importer& in) {
  const OnnxValue x = TADPOLE_TRY(in.computed(0));
  const Kernel kernel = TADPOLE_TRY(read_kernel(in, x.dims));  // [I, O, H, W]
  if (in.node().whole("group", 1) != 1 || kernel.first != x.dims[1]) {
    return in.refuse(
        fmt::format("it has {} groups and weights for {} of {} channels; transposed "
                    "convolutions of one group are what we have",
                    in.node().whole("group", 1), kernel.first, x.dims[1]));
  }
  const bool is_series = x.dims.size() == 3;
  const std::size_t n = is_series ? 1 : 2;
  const Spread w = TADPOLE_TRY(read_spread(in, x.dims.back(), kernel.w, n - 1, n));
  const Spread h = is_series ? Spread{} : TADPOLE_TRY(read_spread(in, x.dims[2], kernel.h, 0, n));
  const bool same = is_same(h) && is_same(w);
  const Dims made = {x.dims[0], same ? h.output : h.full, same ? w.output : w.full, kernel.second};
  if (element_count(made) > (std::size_t{1} << 26U)) return in.refuse("its output is too large");
  const int picture = TADPOLE_TRY(in.picture(x));
  const int size = in.whole_tensor("shape", {4}, made);
  const int weights = in.real_tensor(
      "weights", {kernel.second, kernel.h, kernel.w, kernel.first},
      in_our_order(kernel.second, kernel.h, kernel.w, kernel.first,
                   [&](int o, int i, int j, int c) { return kernel.at(c, o, i, j); }));
  const int bias = TADPOLE_TRY(bias_tensor(in, kernel.second));
  OpOptions options;
  options.padding = same ? Padding::same : Padding::valid;
  options.stride_h = h.stride, options.stride_w = w.stride;
  int y = in.add(builtin::kTransposeConv, {size, weights, picture, bias}, made, std::move(options));
  if (made[1] != h.output || made[2] != w.output) y = cropped(in, y, h, w);
  const Dims out = is_series ? Dims{x.dims[0], kernel.second, w.output}
                             : Dims{x.dims[0], kernel.second, h.output, w.output};
  return in.give_stored(0, y, out, channels_last(out.size()));
}

}  // namespace

extern const OnnxOperators& conv_operators();
const OnnxOperators& conv_operators() {
  static const OnnxOperators all = {{"Conv", import_conv},
                                    {"ConvTranspose", import_conv_transpose}};
  return all;
}

}  // namespace tadpole
