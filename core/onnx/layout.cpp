// SPDX-License-Identifier: Apache-2.0
#include "core/onnx/layout.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace tadpole {
namespace {

// Factor m becomes two: `outer`, and what is left of it behind.
void split_factor(Layout& layout, std::size_t k, int outer) {
  const int m = layout.order[k];
  const auto at = static_cast<std::size_t>(m);
  layout.sizes.insert(layout.sizes.begin() + m + 1, layout.sizes[at] / outer);
  layout.sizes[at] = outer;
  for (int& other : layout.order) other += other > m ? 1 : 0;
  layout.order.insert(layout.order.begin() + static_cast<std::ptrdiff_t>(k) + 1, m + 1);
}

bool is_picture_of_height_1(const Dims& dims, const std::vector<int>& axes) {
  return dims.size() == 3 && axes == channels_last(3);
}

}  // namespace

std::size_t element_count(const Dims& dims) {
  constexpr std::size_t kLargest = std::numeric_limits<std::size_t>::max();
  std::size_t count = 1;
  for (const int dim : dims) {
    const auto n = static_cast<std::size_t>(dim);
    if (n > 0 && count > kLargest / n) return kLargest;
    count *= n;
  }
  return count;
}

Layout merged(Layout layout) {
  for (std::size_t k = 0; k + 1 < layout.order.size();) {
    const int m = layout.order[k];
    if (layout.order[k + 1] != m + 1) {
      ++k;
      continue;
    }
    layout.sizes[static_cast<std::size_t>(m)] *= layout.sizes[static_cast<std::size_t>(m) + 1];
    layout.sizes.erase(layout.sizes.begin() + m + 1);
    layout.order.erase(layout.order.begin() + static_cast<std::ptrdiff_t>(k) + 1);
    for (int& other : layout.order) other -= other > m ? 1 : 0;
  }
  return layout;
}

Layout stored_as(const Dims& dims, const std::vector<int>& axes) {
  Layout layout;
  std::vector<int> factor(dims.size(), -1);
  for (const int axis : axes) {
    const int dim = dims[static_cast<std::size_t>(axis)];
    if (dim == 1) continue;
    factor[static_cast<std::size_t>(axis)] = static_cast<int>(layout.sizes.size());
    layout.sizes.push_back(dim);
  }
  for (const int m : factor) {
    if (m >= 0) layout.order.push_back(m);
  }
  return merged(std::move(layout));
}

std::vector<int> plain_axes(const Dims& dims) {
  std::vector<int> axes(dims.size());
  std::iota(axes.begin(), axes.end(), 0);
  return axes;
}

Layout stored_plainly(const Dims& dims) { return stored_as(dims, plain_axes(dims)); }

std::optional<AxisFactors> cut(const Layout& layout, const Dims& dims) {
  AxisFactors result{.layout = layout, .axes = std::vector<std::vector<int>>(dims.size())};
  Layout& l = result.layout;
  std::vector<std::size_t> counted(dims.size() + 1, 0);  // factors before each axis
  std::size_t k = 0;
  for (std::size_t axis = 0; axis < dims.size(); ++axis) {
    for (int rest = dims[axis]; rest > 1; ++k) {
      if (k == l.order.size()) return std::nullopt;
      const int size = l.sizes[static_cast<std::size_t>(l.order[k])];
      if (size > rest) {
        if (size % rest != 0) return std::nullopt;
        split_factor(l, k, rest);
        rest = 1;
      } else {
        if (rest % size != 0) return std::nullopt;
        rest /= size;
      }
    }
    counted[axis + 1] = k;
  }
  if (k != l.order.size()) return std::nullopt;
  for (std::size_t axis = 0; axis < dims.size(); ++axis) {
    for (std::size_t i = counted[axis]; i < counted[axis + 1]; ++i)
      result.axes[axis].push_back(l.order[i]);
  }
  return result;
}

std::optional<Layout> transposed(const Layout& layout, const Dims& dims,
                                 const std::vector<int>& axes) {
  std::optional<AxisFactors> factors = cut(layout, dims);
  if (!factors) return std::nullopt;
  Layout result = std::move(factors->layout);
  result.order.clear();
  for (const int axis : axes) {
    for (const int m : factors->axes[static_cast<std::size_t>(axis)]) result.order.push_back(m);
  }
  return merged(std::move(result));
}

bool lies_as(const Layout& layout, const Dims& dims, const std::vector<int>& axes) {
  return merged(layout) == stored_as(dims, axes);
}

std::optional<std::vector<int>> axes_in_memory(const Layout& layout, const Dims& dims) {
  if (dims.size() == 3 || dims.size() == 4) {
    if (lies_as(layout, dims, channels_last(dims.size()))) return channels_last(dims.size());
  }
  std::vector<int> axes = plain_axes(dims);
  if (lies_as(layout, dims, axes)) return axes;
  const std::optional<AxisFactors> factors = cut(layout, dims);
  if (!factors) return std::nullopt;
  // An axis of size 1 lies anywhere: it stays behind the axis before it.
  std::vector<int> place(dims.size(), -1);
  for (std::size_t axis = 0; axis < dims.size(); ++axis) {
    const std::vector<int>& own = factors->axes[axis];
    if (!own.empty())
      place[axis] = own.front();
    else if (axis > 0)
      place[axis] = place[axis - 1];
  }
  std::stable_sort(axes.begin(), axes.end(), [&](int a, int b) {
    return place[static_cast<std::size_t>(a)] < place[static_cast<std::size_t>(b)];
  });
  if (!lies_as(layout, dims, axes)) return std::nullopt;
  return axes;
}

std::vector<int> onnx_places(const Layout& layout) {
  std::vector<int> stride(layout.sizes.size(), 1);
  int next = 1;
  for (std::size_t k = layout.order.size(); k-- > 0;) {
    const auto m = static_cast<std::size_t>(layout.order[k]);
    stride[m] = next;
    next *= layout.sizes[m];
  }
  std::vector<int> places = {0};
  for (std::size_t m = 0; m < layout.sizes.size(); ++m) {
    std::vector<int> finer;
    for (const int place : places) {
      for (int i = 0; i < layout.sizes[m]; ++i) finer.push_back(place + i * stride[m]);
    }
    places = std::move(finer);
  }
  return places;
}

Layout part_of(const Layout& layout, const std::vector<bool>& keep) {
  Layout part;
  std::vector<int> renamed(layout.sizes.size(), -1);
  for (std::size_t m = 0; m < layout.sizes.size(); ++m) {
    if (!keep[m]) continue;
    renamed[m] = static_cast<int>(part.sizes.size());
    part.sizes.push_back(layout.sizes[m]);
  }
  for (const int m : layout.order) {
    if (keep[static_cast<std::size_t>(m)])
      part.order.push_back(renamed[static_cast<std::size_t>(m)]);
  }
  return part;
}

std::vector<int> channels_last(std::size_t rank) {
  return rank == 3 ? std::vector<int>{0, 2, 1} : std::vector<int>{0, 2, 3, 1};
}

Dims stored_shape(const Dims& dims, const std::vector<int>& axes) {
  Dims shape;
  for (const int axis : axes) shape.push_back(dims[static_cast<std::size_t>(axis)]);
  if (is_picture_of_height_1(dims, axes)) shape.insert(shape.begin() + 1, 1);
  return shape;
}

int stored_axis(const Dims& dims, const std::vector<int>& axes, int axis) {
  const auto found = std::find(axes.begin(), axes.end(), axis);
  const int place = static_cast<int>(found - axes.begin());
  return place + (is_picture_of_height_1(dims, axes) && place > 0 ? 1 : 0);
}

}  // namespace tadpole
