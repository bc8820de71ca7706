// SPDX-License-Identifier: Apache-2.0
// A longer text, set apart, with the minutes it takes.
#include "core/base/text.h"
#include "learning/course/block_kind.h"
#include "learning/course/read_program.h"

namespace tadpole::learning {
namespace {

class Reading final : public BlockKind {
 public:
  std::vector<std::string> options() const override { return {"minutes", "title"}; }
  void fill(Block& block, const std::vector<Block>& inner,
            std::vector<BlockProblem>& problems) const override {
    (void)inner, (void)problems;
    fill_prose(block);
    const auto minutes = parse_whole(block.option("minutes"));
    if (minutes) block.data["minutes"] = *minutes;
    if (!block.option("minutes").empty() && (!minutes || *minutes < 1))
      problems.push_back(
          {0, "minutes is '" + block.option("minutes") + "'; give a whole number from 1"});
    if (!block.option("title").empty()) block.data["title"] = block.option("title");
  }
};

}  // namespace

std::unique_ptr<BlockKind> make_block_reading() { return std::make_unique<Reading>(); }

}  // namespace tadpole::learning
