// SPDX-License-Identifier: Apache-2.0
// The model card: nine sections that tell what the model is for and where it stops, filled from the
// run. Source: Mitchell et al., Model Cards for Model Reporting (2019).
#pragma once
#include <string>
#include <vector>

#include "core/report/run_report.h"

namespace tadpole {

struct CardSection {
  std::string title;
  std::vector<std::string> lines;  // one statement each, plain text
};

// Model details, Intended use, Factors, Metrics, Evaluation data, Training data, Quantitative
// analyses, Ethical considerations, Caveats and recommendations; always all nine. What was not run
// or not said is named as missing.
std::vector<CardSection> model_card(const RunReport& report);

// The same as Markdown; foreign text is escaped.
std::string model_card_markdown(const RunReport& report);

}  // namespace tadpole
