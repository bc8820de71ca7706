// SPDX-License-Identifier: Apache-2.0
// The rows of a comparison as they are finished: kept for who goes on after a stop, read by who
// looks on.
#pragma once
#include <nlohmann/json.hpp>
#include <optional>

#include "workflow/compare.h"
#include "workflow/compare_results.h"

namespace tadpole {

// The row of a way, if it was finished with the present recipe and training.
std::optional<CompareRow> kept_row(const Project& project, const CompareWay& way);
Outcome keep_row(const Project& project, const CompareWay& way, const CompareRow& row);

// What there is of a project's comparison, while it runs and afterwards:
//   ways          [{id, title}], all there are
//   done          so many of them are finished
//   rows          these in order, as in compare.json; of an earlier recipe or training when none
//   is_stale      rows are such
//   board, tune_epochs, origin ("" before there are rows)
//   seconds_left  about so long: from what training and the board took here; null when unknown
// Cannot fail: what is damaged is not there.
nlohmann::json compare_state(const Project& project);

}  // namespace tadpole
