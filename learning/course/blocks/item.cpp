// SPDX-License-Identifier: Apache-2.0
// A question.
#include "learning/course/block_kind.h"

namespace tadpole::learning {
namespace {

class ItemBlock final : public BlockKind {
 public:
  std::vector<std::string> options() const override { return item_options(); }
  void fill(Block& block, const std::vector<Block>& inner,
            std::vector<BlockProblem>& problems) const override {
    (void)inner;
    fill_item(block, "single", problems);
  }
};

}  // namespace

std::unique_ptr<BlockKind> make_block_item() { return std::make_unique<ItemBlock>(); }

}  // namespace tadpole::learning
