// SPDX-License-Identifier: Apache-2.0
// One kind of block: a file of blocks/. It says which options it takes and makes what the page
// gets.
#pragma once
#include <memory>

#include "learning/course/program.h"

namespace tadpole::learning {

// A mistake in a block. line: in its body, from 1; 0: the fence itself.
struct BlockProblem {
  int line = 0;
  std::string sentence;
  Severity severity = Severity::error;
};

class BlockKind {
 public:
  virtual ~BlockKind() = default;
  // Names of options; "*": any (the state of a lab).
  virtual std::vector<std::string> options() const = 0;
  // From options and body (block.body; inner fences in `inner`) to data, sealed, items, plain_text.
  virtual void fill(Block& block, const std::vector<Block>& inner,
                    std::vector<BlockProblem>& problems) const = 0;
};

// nullptr: no such kind.
std::unique_ptr<BlockKind> make_block_kind(const std::string& kind);
std::vector<std::string> block_kinds();

// What kinds share: the body as HTML, with the words for the search.
void fill_prose(Block& block);
// The same for a lab or an explorable: its name, and every other option as the state it begins in.
void fill_lab(Block& block, std::vector<BlockProblem>& problems);
// The question in the body; a type of the fence's own wins over `type`.
void fill_item(Block& block, const std::string& type, std::vector<BlockProblem>& problems);
// Options that a question takes.
std::vector<std::string> item_options();
// Tells when an option that must be there is missing.
bool wants(const Block& block, const char* option, const char* example,
           std::vector<BlockProblem>& problems);

// A code fence of a body: ```name key="value"
struct CodeFence {
  std::string name, code;
  std::vector<std::pair<std::string, std::string>> options;
  int line = 0;
};
// The body without its code fences of these names, and the fences.
std::vector<CodeFence> take_code_fences(std::string& body, const std::vector<std::string>& names);

// key=value key="with spaces" flag #id
std::vector<std::pair<std::string, std::string>> parse_options(const std::string& text,
                                                               std::string& id);

}  // namespace tadpole::learning
