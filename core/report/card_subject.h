// SPDX-License-Identifier: Apache-2.0
// What a model card says when its author says nothing: honest sentences for what the data is about.
#pragma once
#include <string>
#include <vector>

#include "core/eval/wording.h"

namespace tadpole {

struct SubjectLines {
  std::string purpose;
  std::string out_of_scope;  // after "Out of scope: ", without full stop
  std::string no_groups;     // where the items carry no groups
  std::string conditions;    // what surrounds the thing and was not tested
  std::string not_varied;
  std::string met;  // "none of them was heard in training"
  std::vector<std::string> ethics;
  std::string synthetic_origin;  // after "Origin: <tag>. "
  std::string synthetic_caveat;
  std::string advice;  // the last word
};

const SubjectLines& subject_lines(Subject subject);

}  // namespace tadpole
