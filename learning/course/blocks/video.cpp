// SPDX-License-Identifier: Apache-2.0
// A film with captions.
#include "learning/course/block_kind.h"
#include "learning/course/read_program.h"

namespace tadpole::learning {
namespace {

class Video final : public BlockKind {
 public:
  std::vector<std::string> options() const override {
    return {"src", "captions", "poster", "title"};
  }
  void fill(Block& block, const std::vector<Block>& inner,
            std::vector<BlockProblem>& problems) const override {
    (void)inner;
    if (wants(block, "src", "src=\"talk.webm\"", problems))
      block.data["src"] = "/media/" + block.option("src");
    if (wants(block, "captions", "captions=\"talk.vtt\"", problems))
      block.data["captions"] = "/media/" + block.option("captions");
    if (!block.option("poster").empty()) block.data["poster"] = "/media/" + block.option("poster");
    if (!block.option("title").empty()) block.data["title"] = block.option("title");
    block.plain_text = block.option("title") + " " + plain_of(block.body);
  }
};

}  // namespace

std::unique_ptr<BlockKind> make_block_video() { return std::make_unique<Video>(); }

}  // namespace tadpole::learning
