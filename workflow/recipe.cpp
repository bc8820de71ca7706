// SPDX-License-Identifier: Apache-2.0
#include "workflow/recipe.h"

#include <algorithm>
#include <set>

#include "core/base/text.h"

namespace tadpole {
namespace {

OptionSet project_options(ProjectOptions& o) {
  OptionSet set;
  set.add("template", o.kind, {.help = "what the project learns", .choices = template_names()})
      .add("words", o.words, {.help = "the keywords, in the order of the model's outputs"})
      .add("seed", o.seed, {.help = "same seed, same machine: same model, byte for byte"});
  return set;
}

OptionSet collect_options(CollectOptions& o) {
  OptionSet set;
  set.add("unknown_percent", o.unknown_percent,
          {.help = "clips of other words, per clip of a keyword class", .unit = "%", .min = 0, .max = 1000})
      .add("silence_percent", o.silence_percent,
           {.help = "clips of background noise, per clip of a keyword class", .unit = "%", .min = 0, .max = 1000})
      .add("validation_percent", o.validation_percent,
           {.help = "speakers kept for validation, where the source gives no split", .unit = "%", .min = 1, .max = 50})
      .add("test_percent", o.test_percent,
           {.help = "speakers kept for the test, where the source gives no split", .unit = "%", .min = 1, .max = 50});
  return set;
}

OptionSet evaluate_options(EvaluateOptions& o) {
  OptionSet set;
  set.add("stream_minutes", o.stream_minutes,
          {.help = "length of the streaming test; 0: none", .unit = "min", .min = 0, .max = 600})
      .add("hop_ms", o.hop_ms, {.help = "time between two looks at the stream", .unit = "ms", .min = 20, .max = 1000})
      .add("false_accepts_per_hour", o.false_accepts_per_hour,
           {.help = "what the suggested threshold aims at", .unit = "1/h", .min = 0.01, .max = 1000});
  return set;
}

OptionSet deploy_options(DeployOptions& o) {
  OptionSet set;
  set.add("board", o.board, {.help = "where the firmware runs"})
      .add("clips", o.clips, {.help = "test clips to run on the board; 0: all", .min = 0, .max = 1000000});
  return set;
}

}  // namespace

std::vector<std::string> template_names() { return {"keyword"}; }

Result<Recipe> template_recipe(const std::string& name) {
  const std::vector<std::string> names = template_names();
  if (std::find(names.begin(), names.end(), name) == names.end()) {
    return wrong_use("there is no template '" + name + "'" + did_you_mean(name, names) + "; templates: " +
                     join(names, ", "));
  }
  return Recipe{};
}

Outcome check_words(const std::vector<std::string>& words) {
  if (words.empty()) return wrong_use("no keyword is given; name at least one, e.g. words = [\"yes\", \"no\"]");
  std::set<std::string> seen;
  for (const std::string& word : words) {
    if (word == "silence" || word == "unknown" || word == "_silence_" || word == "_unknown_") {
      return wrong_use("'" + word + "' is a class that every keyword model has; name only the keywords");
    }
    if (word.find_first_of("/\\\"\n\r\t") != std::string::npos || word[0] == '.' || word.size() > 64) {
      return wrong_use("'" + word + "' cannot be a keyword: slashes, quotes, line breaks, a leading dot or more than "
                       "64 bytes do not fit into a file name");
    }
    if (!seen.insert(word).second) return wrong_use("'" + word + "' stands twice in the keywords; name it once");
  }
  return Done{};
}

}  // namespace tadpole
