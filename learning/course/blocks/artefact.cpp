// SPDX-License-Identifier: Apache-2.0
// Something to hand in that a checker looks at: a table, a model, a card.
#include "learning/course/block_kind.h"
#include "learning/course/bound.h"
#include "learning/course/read_program.h"

namespace tadpole::learning {
namespace {

class Artefact final : public BlockKind {
 public:
  std::vector<std::string> options() const override {
    return {"accepts",    "checker",   "columns",  "rows",   "command",   "size<",    "macs<",
            "arena<",     "type",      "input",    "output", "operators", "classes>", "samples>",
            "per_class>", "speakers>", "sections", "words>", "rows>",     "accuracy>"};
  }
  void fill(Block& block, const std::vector<Block>& inner,
            std::vector<BlockProblem>& problems) const override {
    (void)inner;
    fill_prose(block);
    for (const char* name : {"accepts", "checker"}) {
      if (wants(block, name, "accepts=csv checker=table", problems))
        block.data[name] = block.option(name);
    }
    for (const std::string& name : options()) {
      if (name == "accepts" || name == "checker") continue;
      const std::string value = block.option(name);
      if (value.empty()) continue;
      block.data[name] = value;
      const bool bound = name.ends_with('<') || name.ends_with('>') || name == "rows";
      const std::string wrong = bound ? bound_refusal(name, value) : "";
      if (!wrong.empty()) problems.push_back({0, wrong});
    }
  }
};

}  // namespace

std::unique_ptr<BlockKind> make_block_artefact() { return std::make_unique<Artefact>(); }

}  // namespace tadpole::learning
