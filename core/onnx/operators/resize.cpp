// SPDX-License-Identifier: Apache-2.0
// Resize to the nearest pixel, or to a mixture of the four around. ONNX has many rules of where a
// pixel lies, .tflite has four; the one that finds the same places is taken.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/onnx/importer.h"
#include "device/ops/resize_bilinear.h"

namespace tadpole {
namespace {

constexpr int kLargestSide = 1 << 14;

// Which input pixel an output pixel takes. Source: ONNX, Resize, coordinate_transformation_mode.
struct Rule {
  std::string place, rounding;
  bool is_known() const {
    const bool knows_place = place == "asymmetric" || place == "half_pixel" ||
                             place == "pytorch_half_pixel" || place == "align_corners";
    return knows_place && (rounding == "floor" || rounding == "ceil" ||
                           rounding == "round_prefer_floor" || rounding == "round_prefer_ceil");
  }
  double source(int at, double scale, int input, int output) const {
    if (place == "asymmetric") return at / scale;
    if (place == "align_corners")
      return output == 1 ? 0.0 : at * static_cast<double>(input - 1) / (output - 1);
    if (place == "pytorch_half_pixel" && output == 1) return 0.0;
    return (at + 0.5) / scale - 0.5;
  }
  int pixel(int at, double scale, int input, int output) const {
    const double x = source(at, scale, input, output);
    double whole = std::floor(x);
    if (rounding == "ceil") whole = std::ceil(x);
    if (rounding == "round_prefer_floor") whole = std::ceil(x - 0.5);
    if (rounding == "round_prefer_ceil") whole = std::floor(x + 0.5);
    return static_cast<int>(std::fmin(std::fmax(whole, 0.0), input - 1));
  }
};

struct Side {
  int input = 1, output = 1;
  double scale = 1.0;
};

// Output sizes from sizes (input 3) or scales (input 2).
Result<std::vector<Side>> read_sides(const Importer& in, const Dims& dims) {
  std::vector<Side> sides;
  std::vector<std::int64_t> sizes;
  std::vector<float> scales;
  if (in.has_input(3)) {
    sizes = TADPOLE_TRY(in.whole_constant(3, "its sizes"));
  } else {
    scales = TADPOLE_TRY(in.real_constant(2, "its scales"))->reals;
  }
  if (std::max(sizes.size(), scales.size()) != dims.size())
    return in.refuse("it has another number of sizes than axes");
  for (std::size_t i = 0; i < dims.size(); ++i) {
    Side side{.input = dims[i]};
    const double wanted = sizes.empty() ? std::floor(dims[i] * static_cast<double>(scales[i]))
                                        : static_cast<double>(sizes[i]);
    if (!(wanted >= 1 && wanted <= kLargestSide) || dims[i] > kLargestSide)
      return in.refuse(fmt::format("it makes {} pixels of {}", wanted, dims[i]));
    side.output = static_cast<int>(wanted);
    side.scale = sizes.empty() ? static_cast<double>(scales[i]) : wanted / dims[i];
    sides.push_back(side);
  }
  if (sides[0].output == sides[0].input && sides[1].output == sides[1].input) return sides;
  return in.refuse("it changes batch or channels, which a resize does not do here");
}

bool agrees(const Side& side, const Rule& rule, const device::ResizeParams& p, bool mixes) {
  for (int at = 0; at < side.output; ++at) {
    if (!mixes && device::nearest_place(p, at, side.input, side.output) !=
                      rule.pixel(at, side.scale, side.input, side.output))
      return false;
    if (!mixes) continue;
    const device::MixedPlace<float> ours = device::mixed_place(p, at, side.input, side.output);
    const double last = side.input - 1;
    const double place =
        std::clamp(rule.source(at, side.scale, side.input, side.output), 0.0, last);
    // Before the first pixel and behind the last there is nothing to mix with.
    const double found =
        ours.low == ours.high ? ours.low : ours.low + static_cast<double>(ours.part);
    if (std::fabs(found - place) > 1e-5 * (last + 1.0)) return false;
  }
  return true;
}

Outcome give_resized(Importer& in, const OnnxValue& x, const std::vector<Side>& sides,
                     OpOptions options, bool mixes) {
  const int picture = TADPOLE_TRY(in.picture(x));
  Dims out = {x.dims[0], x.dims[1]};
  for (std::size_t i = 2; i < sides.size(); ++i) out.push_back(sides[i].output);
  const std::vector<int> axes = channels_last(out.size());
  const Dims shape = stored_shape(out, axes);
  const int size = in.whole_tensor("size", {2}, {shape[1], shape[2]});
  const int builtin = mixes ? builtin::kResizeBilinear : builtin::kResizeNearestNeighbor;
  const int y = in.add(builtin, {picture, size}, shape, std::move(options));
  return in.give_stored(0, y, out, axes);
}

Outcome import_resize(Importer& in) {
  const OnnxValue x = TADPOLE_TRY(in.computed(0));
  const std::string mode = in.node().text("mode", "nearest");
  const Rule rule{in.node().text("coordinate_transformation_mode", "half_pixel"),
                  in.node().text("nearest_mode", "round_prefer_floor")};
  const bool mixes = mode == "linear";
  if ((mode != "nearest" && !mixes) || !rule.is_known() ||
      (x.dims.size() != 3 && x.dims.size() != 4)) {
    return in.refuse(
        fmt::format("its mode is '{}' ({}, {}) on {}, we resize pictures to the nearest pixel or "
                    "linearly; use Upsample(mode='nearest') or (mode='bilinear')",
                    mode, rule.place, rule.rounding, dims_text(x.dims)));
  }
  const std::vector<Side> sides = TADPOLE_TRY(read_sides(in, x.dims));
  for (const bool corners : {false, true}) {
    for (const bool centers : {false, true}) {
      if (mixes && corners && centers) continue;  // no runtime takes both
      OpOptions options;
      options.align_corners = corners, options.half_pixel_centers = centers;
      device::ResizeParams p;
      p.align_corners = corners, p.half_pixel_centers = centers;
      bool all = true;
      for (std::size_t i = 2; i < sides.size(); ++i) all = all && agrees(sides[i], rule, p, mixes);
      if (all) return give_resized(in, x, sides, std::move(options), mixes);
    }
  }
  return in.refuse(
      "no operator of ours picks the same pixels for this scale; use a whole number "
      "as scale_factor");
}

}  // namespace

extern const OnnxOperators& resize_operators();
const OnnxOperators& resize_operators() {
  static const OnnxOperators all = {{"Resize", import_resize}};
  return all;
}

}  // namespace tadpole
