// SPDX-License-Identifier: Apache-2.0
// Work of one's own. The solution (:::solution inside it) is opened once the work was handed in.
#include "learning/course/block_kind.h"
#include "learning/course/read_program.h"

namespace tadpole::learning {
namespace {

class Assignment final : public BlockKind {
 public:
  std::vector<std::string> options() const override { return {}; }
  void fill(Block& block, const std::vector<Block>& inner,
            std::vector<BlockProblem>& problems) const override {
    fill_prose(block);
    for (const Block& part : inner) {
      if (part.kind == "solution") {
        block.sealed["solution_html"] = html_of(part.body);
      } else {
        problems.push_back(
            {0, "an assignment holds a solution alone, not '" + part.kind + "'; move it out"});
      }
    }
    if (!block.sealed.contains("solution_html"))
      problems.push_back(
          {0, "the assignment has no solution; write :::solution inside it", Severity::warning});
  }
};

}  // namespace

std::unique_ptr<BlockKind> make_block_assignment() { return std::make_unique<Assignment>(); }

}  // namespace tadpole::learning
