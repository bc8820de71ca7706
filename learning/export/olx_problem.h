// SPDX-License-Identifier: Apache-2.0
// A question as a problem of Open edX. Source: Building and running an edX course, "Problem
// types": multiplechoiceresponse, choiceresponse, numericalresponse, stringresponse.
#pragma once
#include "learning/export/own_words.h"

namespace tadpole::learning {

// "": Open edX has no such problem, or its keys are sealed: it goes as text. XML with links and
// formulas as html_of makes them.
std::string olx_problem(const Item& item, const std::string& title, const OwnWords& words);

// For attributes and texts of XML: without signs that it has no place for.
std::string xml_escaped(const std::string& text);
// <span class="math">x</span> as \(x\), which Open edX sets by MathJax.
std::string with_mathjax(const std::string& html);

}  // namespace tadpole::learning
