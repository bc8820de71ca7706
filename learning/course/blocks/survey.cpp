// SPDX-License-Identifier: Apache-2.0
// A question without a right answer.
#include "learning/course/block_kind.h"

namespace tadpole::learning {
namespace {

class SurveyBlock final : public BlockKind {
 public:
  std::vector<std::string> options() const override { return item_options(); }
  void fill(Block& block, const std::vector<Block>& inner,
            std::vector<BlockProblem>& problems) const override {
    (void)inner;
    fill_item(block, "survey", problems);
  }
};

}  // namespace

std::unique_ptr<BlockKind> make_block_survey() { return std::make_unique<SurveyBlock>(); }

}  // namespace tadpole::learning
