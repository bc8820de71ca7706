// SPDX-License-Identifier: Apache-2.0
// A picture with a text for those who do not see it, and a caption.
#include "core/base/text.h"
#include "learning/course/block_kind.h"
#include "learning/course/read_program.h"

namespace tadpole::learning {
namespace {

class Figure final : public BlockKind {
 public:
  std::vector<std::string> options() const override {
    return {"src", "alt", "caption", "credit", "width"};
  }
  void fill(Block& block, const std::vector<Block>& inner,
            std::vector<BlockProblem>& problems) const override {
    (void)inner;
    if (wants(block, "src", "src=\"chip.svg\"", problems))
      block.data["src"] = "/media/" + block.option("src");
    wants(block, "alt", "alt=\"what the picture shows\"", problems);
    block.data["alt"] = block.option("alt");
    const std::string caption =
        block.option("caption").empty() ? trim(block.body) : block.option("caption");
    if (!caption.empty()) block.data["html"] = html_of(caption);
    if (!block.option("credit").empty()) block.data["credit"] = block.option("credit");
    block.plain_text = block.option("alt") + " " + plain_of(caption);
  }
};

}  // namespace

std::unique_ptr<BlockKind> make_block_figure() { return std::make_unique<Figure>(); }

}  // namespace tadpole::learning
