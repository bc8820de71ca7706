// SPDX-License-Identifier: Apache-2.0
// What a block asks at least or at most: size<=20000, rows>=8, accuracy>=90%.
#pragma once
#include <optional>
#include <string>

namespace tadpole::learning {

// "0.9", "90%" and "90 %" are 0.9. nullopt: anything else, such as words, NaN, a 90 that does not
// say of what, and what lies outside of 0 to 1.
std::optional<double> parse_share(const std::string& text);

// The number of an option whose name ends in < or > ("accuracy>": a share). nullopt: none, or
// below 0.
std::optional<double> parse_bound(const std::string& option, const std::string& text);
// "" or why it is none, for the author: "accuracy>= is '90'; expected ...".
std::string bound_refusal(const std::string& option, const std::string& text);

}  // namespace tadpole::learning
