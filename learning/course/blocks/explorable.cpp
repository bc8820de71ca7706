// SPDX-License-Identifier: Apache-2.0
// A small thing to play with, with the state it begins in.
#include "learning/course/block_kind.h"

namespace tadpole::learning {
namespace {

class Explorable final : public BlockKind {
 public:
  std::vector<std::string> options() const override { return {"*"}; }
  void fill(Block& block, const std::vector<Block>& inner,
            std::vector<BlockProblem>& problems) const override {
    (void)inner;
    fill_lab(block, problems);
  }
};

}  // namespace

std::unique_ptr<BlockKind> make_block_explorable() { return std::make_unique<Explorable>(); }

}  // namespace tadpole::learning
