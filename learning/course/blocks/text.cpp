// SPDX-License-Identifier: Apache-2.0
// Prose: what stands between the fences.
#include "learning/course/block_kind.h"
#include "learning/course/read_program.h"

namespace tadpole::learning {
namespace {

class TextBlock final : public BlockKind {
 public:
  std::vector<std::string> options() const override { return {}; }
  void fill(Block& block, const std::vector<Block>& inner,
            std::vector<BlockProblem>& problems) const override {
    (void)inner, (void)problems;
    fill_prose(block);
  }
};

}  // namespace

std::unique_ptr<BlockKind> make_block_text() { return std::make_unique<TextBlock>(); }

}  // namespace tadpole::learning
