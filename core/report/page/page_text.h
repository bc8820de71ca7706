// SPDX-License-Identifier: Apache-2.0
// The page's template, style and script, made from the files beside this one when the project is
// built.
#pragma once
#include <string_view>

namespace tadpole {

extern const std::string_view kPageHtml;
extern const std::string_view kPageCss;
extern const std::string_view kPageJs;

}  // namespace tadpole
