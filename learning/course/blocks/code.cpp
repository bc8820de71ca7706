// SPDX-License-Identifier: Apache-2.0
// An exercise: a text, a starter, tests that a right solution passes. Tests are open: they run in
// the learner's own page.
#include "learning/course/block_kind.h"
#include "learning/course/read_program.h"

namespace tadpole::learning {
namespace {

class Code final : public BlockKind {
 public:
  std::vector<std::string> options() const override { return {"language"}; }
  void fill(Block& block, const std::vector<Block>& inner,
            std::vector<BlockProblem>& problems) const override {
    (void)inner;
    const std::vector<CodeFence> fences =
        take_code_fences(block.body, {"starter", "solution", "test"});
    fill_prose(block);
    const std::string language =
        block.option("language").empty() ? "python" : block.option("language");
    if (language != "python" && language != "cpp")
      problems.push_back({0, "the language is '" + language + "'; take python or cpp"});
    block.data["language"] = language;
    block.data["tests"] = Json::array();
    for (const CodeFence& fence : fences) add(fence, block, problems);
    if (!block.data.contains("starter"))
      problems.push_back({0, "the exercise has no starter; write ```starter"});
    if (!block.sealed.contains("solution"))
      problems.push_back({0, "the exercise has no solution; write ```solution"});
    if (block.data["tests"].empty())
      problems.push_back(
          {0, "the exercise has no test; write ```test name=\"...\" with assert lines"});
  }

 private:
  static void add(const CodeFence& fence, Block& block, std::vector<BlockProblem>& problems) {
    if (fence.name == "starter") {
      block.data["starter"] = fence.code;
      return;
    }
    if (fence.name == "solution") {
      block.sealed["solution"] = fence.code;
      return;
    }
    std::string name, hint;
    for (const auto& [key, value] : fence.options) {
      if (key == "name") name = value;
      if (key == "hint") hint = value;
    }
    if (name.empty())
      problems.push_back({fence.line, "a test has no name; write ```test name=\"what must hold\""});
    block.data["tests"].push_back({{"name", name}, {"code", fence.code}, {"hint", hint}});
  }
};

}  // namespace

std::unique_ptr<BlockKind> make_block_code() { return std::make_unique<Code>(); }

}  // namespace tadpole::learning
