// SPDX-License-Identifier: Apache-2.0
// Slides with what is said beside each: slides are parted by ---, the narration stands in lines
// with >.
#include "core/base/text.h"
#include "learning/course/block_kind.h"
#include "learning/course/read_program.h"

namespace tadpole::learning {
namespace {

class Slides final : public BlockKind {
 public:
  std::vector<std::string> options() const override { return {"title", "audio", "captions"}; }
  void fill(Block& block, const std::vector<Block>& inner,
            std::vector<BlockProblem>& problems) const override {
    (void)inner;
    Json slides = Json::array();
    std::string shown, said;
    const auto close = [&](int line) {
      if (trim(shown).empty() && trim(said).empty()) return;
      if (trim(said).empty())
        problems.push_back(
            {line, "a slide has no narration; write what is said in lines that begin with >"});
      slides.push_back({{"html", html_of(shown)}, {"narration", plain_of(said)}});
      block.plain_text += plain_of(shown) + " " + plain_of(said) + " ";
      shown.clear(), said.clear();
    };
    int number = 0;
    for (const std::string& line : split(block.body, '\n')) {
      ++number;
      if (trim(line) == "---") {
        close(number);
      } else if (line.starts_with(">")) {
        said += trim(line.substr(1)) + "\n";
      } else {
        shown += line + "\n";
      }
    }
    close(number);
    if (slides.empty())
      problems.push_back({0, "there is no slide; write them under the fence, parted by ---"});
    block.data["slides"] = slides;
    for (const char* file : {"audio", "captions"}) {
      if (!block.option(file).empty()) block.data[file] = "/media/" + block.option(file);
    }
    if (!block.option("audio").empty()) wants(block, "captions", "captions=\"talk.vtt\"", problems);
    if (!block.option("title").empty()) block.data["title"] = block.option("title");
  }
};

}  // namespace

std::unique_ptr<BlockKind> make_block_slides() { return std::make_unique<Slides>(); }

}  // namespace tadpole::learning
