// SPDX-License-Identifier: Apache-2.0
// An earlier idea in a sentence, with the way back to it.
#include "learning/course/block_kind.h"
#include "learning/course/read_program.h"

namespace tadpole::learning {
namespace {

class Recap final : public BlockKind {
 public:
  std::vector<std::string> options() const override { return {"concept"}; }
  void fill(Block& block, const std::vector<Block>& inner,
            std::vector<BlockProblem>& problems) const override {
    (void)inner;
    if (wants(block, "concept", "concept=loss", problems))
      block.data["concept"] = block.option("concept");
  }
};

}  // namespace

std::unique_ptr<BlockKind> make_block_recap() { return std::make_unique<Recap>(); }

}  // namespace tadpole::learning
