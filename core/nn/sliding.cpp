// SPDX-License-Identifier: Apache-2.0
#include "core/nn/sliding.h"

#include <algorithm>

namespace tadpole {

void describe_sliding(OptionSet& options, SlidingOptions& fields) {
  options.add("kernel", fields.kernel,
              {.help = "size of the window, height x width", .unit = "pixels"});
  options.add("stride", fields.stride,
              {.help = "step of the window, height x width", .unit = "pixels"});
  options.add("padding", fields.padding,
              {.help = "same: zeros around the input; valid: only whole windows",
               .choices = {"same", "valid"}});
}

Result<Sliding> resolve(const SlidingOptions& options, const Shape& in) {
  Sliding s;
  s.kernel = TADPOLE_TRY(parse_extent("kernel", options.kernel));
  s.stride = TADPOLE_TRY(parse_extent("stride", options.stride));
  s.padding = options.padding == "valid" ? Padding::valid : Padding::same;
  s.h = windows(in.h, s.kernel.h, s.stride.h, s.padding);
  s.w = windows(in.w, s.kernel.w, s.stride.w, s.padding);
  if (s.h.outputs < 1 || s.w.outputs < 1) {
    return wrong_use("input is " + in.text() + ", the window of " + options.kernel +
                     " does not fit in it; take a smaller kernel or padding=same");
  }
  return s;
}

Halo Sliding::gradient_halo(const Shape& in, const Shape& out) const {
  return {kernel.h - 1 - h.before, kernel.w - 1 - w.before, in.h + h.before - out.h,
          in.w + w.before - out.w};
}

std::size_t Sliding::padded_floats(const Shape& in, int n) const {
  const View v = padded_view(in, n, nullptr);
  return static_cast<std::size_t>(v.sample) * static_cast<std::size_t>(n);
}

// A stride can leave lines at the end that no window reads; a window never reads past before + in +
// after.
View Sliding::padded_view(const Shape& in, int n, float* data) const {
  return dense_view(data, n, in.h + h.before + h.after, in.w + w.before + w.after, in.c);
}

View Sliding::inside(View padded, const Shape& in) const {
  padded.data += h.before * padded.row + std::ptrdiff_t{w.before} * padded.c;
  padded.h = in.h;
  padded.w = in.w;
  return padded;
}

OpOptions Sliding::options(Activation fused) const {
  OpOptions o;
  o.padding = padding;
  o.stride_h = stride.h;
  o.stride_w = stride.w;
  o.filter_h = kernel.h;
  o.filter_w = kernel.w;
  o.activation = fused;
  return o;
}

std::vector<float> bias_or_zeros(const float* bias, int count) {
  return bias ? std::vector<float>(bias, bias + count)
              : std::vector<float>(static_cast<std::size_t>(count));
}

}  // namespace tadpole
