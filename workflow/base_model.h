// SPDX-License-Identifier: Apache-2.0
// What transfer learning starts from: the model of another project, a .tflite file of anybody's, or
// a backbone that travels inside this program.
#pragma once
#include <string>
#include <vector>

#include "core/nn/model.h"
#include "core/nn/model_of_graph.h"
#include "workflow/recipe.h"

namespace tadpole {

// A network that was trained by this project on data that is its own, for others to go on from. Its
// folder backbones/<name> holds its model card and the command that makes it again.
struct Backbone {
  std::string name;
  std::string help;
  std::string kind;  // of the template that it serves: image, keyword
  std::array<int, 3> input = {1, 1, 1};
  std::string learnt_from;  // "painted pictures": for the page and the card of what is built on it
};
const std::vector<Backbone>& backbones();
std::vector<std::string> backbone_names();

struct BaseModel {
  Model model;
  std::string name;         // for messages: a backbone's name, or the file
  bool needs_head = false;  // a .tflite or a backbone: the recipe's network is a head on it
  InputRange range = {};    // of the inputs it was made for; {0, 0}: not known
};

// base: a backbone's name or a path; a relative one is taken from the folder. Fails for a file that
// is not there (and no backbone's name either), is damaged, or has an operator that does not train.
Result<BaseModel> load_base(const std::string& base, const Path& folder);

// The recipe of a project that goes on from a base, as `tadpole new --base` writes it: what the
// base takes is what preprocess gives. Fails as load_base(), and for a base of another template or
// of an input that the template cannot give.
Outcome start_on_base(Recipe& recipe, const std::string& base);

// A network that goes on from a base.
struct BuiltOnBase {
  ModelSpec spec;
  std::string until;  // name of the last layer that is the base's
};
// The base's layers up to and with options.base_until (empty: all before the last layer with
// weights, which decided between other classes), and the head's lines; no lines: one dense layer
// with as many outputs as asked for. Fails for a name that there is not, for a base whose input has
// another shape (both shapes), and for a line that is no layer.
Result<BuiltOnBase> build_on_base(const BaseModel& base, const ModelOptions& options,
                                  std::array<int, 3> input, int outputs, bool classifies);

}  // namespace tadpole
