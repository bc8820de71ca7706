// SPDX-License-Identifier: Apache-2.0
// Text that becomes part of a page.
#pragma once
#include <string>
#include <string_view>

namespace tadpole {

// < > & and " as entities; for the text of an element and for attributes in double quotes.
std::string html_escaped(std::string_view text);

}  // namespace tadpole
