// SPDX-License-Identifier: Apache-2.0
#include "core/report/svg.h"

#include <gtest/gtest.h>

#include <cmath>

namespace tadpole {
namespace {

std::string labels_of(const std::vector<Tick>& ticks) {
  std::string text;
  for (const Tick& tick : ticks) text += tick.label + " ";
  return text;
}

TEST(Svg, TextAndAlternativeAreEscaped) {
  Svg svg(10, 20, "a \"b\"");
  svg.text({1, 2}, "<x>", "tick");
  EXPECT_EQ(
      svg.finish(),
      "<svg class=\"chart \" viewBox=\"0 0 10 20\" role=\"img\" aria-label=\"a &quot;b&quot;\">"
      "<text x=\"1\" y=\"2\" class=\"tick\" text-anchor=\"start\">&lt;x&gt;</text></svg>");
}

TEST(Svg, TicksAreRound) {
  EXPECT_EQ(labels_of(round_ticks(0, 1, 5)), "0 0.2 0.4 0.6 0.8 1.0 ");
  EXPECT_EQ(labels_of(round_ticks(1, 36, 5)), "10 20 30 ");
  EXPECT_EQ(labels_of(percent_ticks(0.7, 1.0, 4)), "70% 80% 90% 100% ");
}

TEST(Svg, TicksOfAnEmptyOrAbsurdRangeAreFew) {
  EXPECT_LE(round_ticks(3, 3, 5).size(), 1U);
  EXPECT_LE(round_ticks(1e300, std::nextafter(1e300, 1e301), 5).size(), 50U);
  EXPECT_LE(round_ticks(0, 1e308, 5).size(), 50U);
}

TEST(Svg, APlotPutsItsCornersWhereTheBoxIs) {
  Svg svg(400, 300, "plot");
  const Plot plot(svg, {40, 10, 300, 200}, {0, 10, "x", {}}, {0, 1, "y", {}});
  EXPECT_DOUBLE_EQ(plot.at(0, 0).x, 40);
  EXPECT_DOUBLE_EQ(plot.at(0, 0).y, 210);
  EXPECT_DOUBLE_EQ(plot.at(10, 1).x, 340);
  EXPECT_DOUBLE_EQ(plot.at(10, 1).y, 10);
  EXPECT_DOUBLE_EQ(plot.at(99, 0.5).x, 340);  // held within the box
}

}  // namespace
}  // namespace tadpole
