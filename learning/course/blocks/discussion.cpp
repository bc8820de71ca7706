// SPDX-License-Identifier: Apache-2.0
// A question to the class.
#include "learning/course/block_kind.h"
#include "learning/course/read_program.h"

namespace tadpole::learning {
namespace {

class Discussion final : public BlockKind {
 public:
  std::vector<std::string> options() const override { return {"topic"}; }
  void fill(Block& block, const std::vector<Block>& inner,
            std::vector<BlockProblem>& problems) const override {
    (void)inner;
    fill_prose(block);
    block.data["topic"] = block.option("topic");
    if (block.plain_text.empty())
      problems.push_back({0, "the discussion asks nothing; write the question under the fence"});
  }
};

}  // namespace

std::unique_ptr<BlockKind> make_block_discussion() { return std::make_unique<Discussion>(); }

}  // namespace tadpole::learning
