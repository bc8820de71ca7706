// SPDX-License-Identifier: Apache-2.0
// Questions that tell which units may be skipped.
#include "core/base/text.h"
#include "learning/course/block_kind.h"
#include "learning/course/read_program.h"

namespace tadpole::learning {
namespace {

class Placement final : public BlockKind {
 public:
  std::vector<std::string> options() const override { return {"concepts"}; }
  void fill(Block& block, const std::vector<Block>& inner,
            std::vector<BlockProblem>& problems) const override {
    wants(block, "concepts", "concepts=\"loss,learning-rate\"", problems);
    Json concepts = Json::array();
    for (const std::string& one : split(block.option("concepts"), ','))
      concepts.push_back(trim(one));
    block.data["concepts"] = concepts;
    block.data["html"] = html_of(block.body);
    for (const Block& question : inner) {
      if (question.kind != "item") {
        problems.push_back(
            {0, "a placement holds questions alone, not '" + question.kind + "'; move it out"});
        continue;
      }
      block.items.insert(block.items.end(), question.items.begin(), question.items.end());
      block.plain_text += question.plain_text + " ";
    }
    if (block.items.empty())
      problems.push_back({0, "a placement has no question; write :::item inside it"});
  }
};

}  // namespace

std::unique_ptr<BlockKind> make_block_placement() { return std::make_unique<Placement>(); }

}  // namespace tadpole::learning
