// SPDX-License-Identifier: Apache-2.0
// An HTML file as PDF, by Chromium without a window.
#pragma once
#include "core/base/files.h"
#include "core/base/progress.h"

namespace tadpole::learning {

// The program to print with: the given one, that of CHROMIUM, else chromium on PATH; "" when there
// is none.
std::string chromium_named(const std::string& given);

// Dates are those of 2000 and parts are numbered from 0, so that the same page gives the same
// bytes. Cost: seconds. Fails with what Chromium said.
Outcome print_pdf(const std::string& chromium, const Path& page, const Path& pdf,
                  Progress& progress);

}  // namespace tadpole::learning
