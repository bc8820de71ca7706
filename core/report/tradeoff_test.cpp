// SPDX-License-Identifier: Apache-2.0
#include "core/report/tradeoff.h"

#include <gtest/gtest.h>

namespace tadpole {
namespace {

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t n = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++n;
  return n;
}

TEST(Tradeoff, draws_every_row_once_in_each_of_three_pictures) {
  const std::vector<TradeoffRow> rows = {{.value = 0.9,
                                          .ram_bytes = 2048,
                                          .flash_bytes = 4096,
                                          .instructions = 2e6,
                                          .on_front = true,
                                          .words = "the small one"},
                                         {.value = 0.8,
                                          .ram_bytes = 4096,
                                          .flash_bytes = 8192,
                                          .instructions = 4e6,
                                          .words = "the <large> one"}};
  const std::string html = tradeoff_figures(rows, {.title = "accuracy"}, "Up is better.");
  EXPECT_EQ(count_of(html, "<svg"), 3U);
  EXPECT_EQ(count_of(html, "the small one"), 3U);
  EXPECT_EQ(count_of(html, "the &lt;large&gt; one"), 3U);
  EXPECT_EQ(count_of(html, "Accuracy over RAM, KB"), 1U);
}

TEST(Tradeoff, draws_equal_values_of_a_metric_that_is_no_share) {
  const std::vector<TradeoffRow> rows = {{.value = 3.5, .flash_bytes = 10},
                                         {.value = 3.5, .flash_bytes = 20}};
  const std::string html =
      tradeoff_figures(rows, {.title = "mean absolute error", .share = false}, "Down is better.");
  EXPECT_EQ(count_of(html, "<circle"), 6U);
  EXPECT_EQ(html.find("nan"), std::string::npos);
}

TEST(Tradeoff, draws_nothing_of_nothing) { EXPECT_EQ(tradeoff_figures({}, {}, "x"), ""); }

TEST(Tradeoff, a_lone_page_escapes_its_title_and_needs_no_network) {
  const std::string page = lone_page("a<b", "<p>body</p>");
  EXPECT_NE(page.find("<h1>a&lt;b</h1>"), std::string::npos);
  EXPECT_NE(page.find("<p>body</p>"), std::string::npos);
  EXPECT_EQ(page.find("http"), std::string::npos);
}

}  // namespace
}  // namespace tadpole
