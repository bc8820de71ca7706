// SPDX-License-Identifier: Apache-2.0
// What a model is worth against what it takes of a board: three pictures for any list of models.
#pragma once
#include <string>
#include <vector>

namespace tadpole {

struct TradeoffRow {
  double value = 0.0;  // the metric
  double ram_bytes = 0.0, flash_bytes = 0.0, instructions = 0.0;
  bool on_front = false;  // nothing else beats it in everything
  bool marked = false;    // the one to look at
  std::string words;      // shown when hovered
};

struct TradeoffAxis {
  std::string title;          // "validation accuracy"
  bool share = true;          // 0 to 1, shown as percent
  std::string dot = "model";  // what a dot is: "candidate"
};

// The metric over RAM, over flash and over instructions, side by side: a dot for each row, those on
// the front larger. "" without rows.
std::string tradeoff_figures(const std::vector<TradeoffRow>& rows, const TradeoffAxis& axis,
                             const std::string& reading);

// One HTML file that needs no network: the page's styles around a body.
std::string lone_page(const std::string& title, const std::string& body_html);

}  // namespace tadpole
