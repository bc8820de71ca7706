// SPDX-License-Identifier: Apache-2.0
// Where the elements of an ONNX tensor lie in ours. ONNX counts pictures as NCHW, we store NHWC: a
// transpose or a flatten then changes only how the same memory is counted, and costs nothing.
#pragma once
#include <optional>
#include <vector>

namespace tadpole {

using Dims = std::vector<int>;

// The largest number there is when the product does not fit.
std::size_t element_count(const Dims& dims);

// Memory is factors, the outermost first; ONNX counts the same factors in another order. Example:
// NCHW (1, 8, 4, 5) stored as NHWC has sizes {4, 5, 8} and order {2, 0, 1}. Factors of size 1 are
// left out, neighbours in both orders are one factor: equal layouts have equal members.
struct Layout {
  std::vector<int> sizes;
  std::vector<int> order;  // order[k]: the factor that ONNX counts as its k-th
  bool operator==(const Layout&) const = default;
};

// Dims, stored with axis axes[0] outermost. axes: a permutation.
Layout stored_as(const Dims& dims, const std::vector<int>& axes);
// ONNX's own order.
Layout stored_plainly(const Dims& dims);
std::vector<int> plain_axes(const Dims& dims);

// A layout cut so that every axis of dims is some factors of its own.
struct AxisFactors {
  Layout layout;                       // cut, not merged
  std::vector<std::vector<int>> axes;  // of each axis, in ONNX's order
};
// Nothing when dims cuts through a factor in a way that leaves no whole parts.
std::optional<AxisFactors> cut(const Layout& layout, const Dims& dims);

// The layout of the same memory after ONNX's Transpose: axis i is now what axes[i] was.
std::optional<Layout> transposed(const Layout& layout, const Dims& dims,
                                 const std::vector<int>& axes);
// Whether dims lies in memory with axis axes[0] outermost.
bool lies_as(const Layout& layout, const Dims& dims, const std::vector<int>& axes);
// The axes of dims in the order of memory, the outermost first. Prefers channels last for 3 and 4
// axes, then ONNX's own order. Nothing when an axis does not lie in one piece.
std::optional<std::vector<int>> axes_in_memory(const Layout& layout, const Dims& dims);

// For each element in memory: its number in ONNX's order.
std::vector<int> onnx_places(const Layout& layout);
// Only these factors, in the same orders; keep[m] for factor m. Not merged.
Layout part_of(const Layout& layout, const std::vector<bool>& keep);
Layout merged(Layout layout);

// NCHW as NHWC: {0, 2, 3, 1}; NCL as {0, 2, 1}. Expects: rank 3 or 4.
std::vector<int> channels_last(std::size_t rank);
// The shape of our tensor for dims stored in the order of axes; NCL stored channels last becomes a
// picture of height 1: [N, 1, L, C].
Dims stored_shape(const Dims& dims, const std::vector<int>& axes);
// Which axis of that shape is ONNX's axis.
int stored_axis(const Dims& dims, const std::vector<int>& axes, int axis);

}  // namespace tadpole
