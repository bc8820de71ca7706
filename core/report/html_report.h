// SPDX-License-Identifier: Apache-2.0
// The page of a run: one self-contained HTML file that works from file://, without network, in
// light and dark, on paper and on a phone. The same report gives the same bytes.
#pragma once
#include <string>

#include "core/report/run_report.h"

namespace tadpole {

// Cost: a few milliseconds and about the size of the example sounds and pictures. Sounds, then
// pictures are left out, last examples first, when the page would grow beyond kPageBudgetBytes.
std::string html_report(const RunReport& report);
inline constexpr std::size_t kPageBudgetBytes = 3000000;

// Writes the page and report.json beside it, and the model card as model-card.md. Fails as
// write_file() does.
Outcome write_report(const RunReport& report, const Path& folder);

}  // namespace tadpole
