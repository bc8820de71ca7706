// SPDX-License-Identifier: Apache-2.0
#include "learning/course/block_kind.h"

#include <algorithm>

#include "core/base/text.h"
#include "learning/course/read_program.h"

namespace tadpole::learning {

#define TADPOLE_ENTRY(name) std::unique_ptr<BlockKind> make_block_##name();
#include "learning/course/blocks/blocks.inc"
#undef TADPOLE_ENTRY

std::unique_ptr<BlockKind> make_block_kind(const std::string& kind) {
#define TADPOLE_ENTRY(name) \
  if (kind == #name) return make_block_##name();
#include "learning/course/blocks/blocks.inc"
#undef TADPOLE_ENTRY
  return nullptr;
}

std::vector<std::string> block_kinds() {
  return {
#define TADPOLE_ENTRY(name) #name,
#include "learning/course/blocks/blocks.inc"
#undef TADPOLE_ENTRY
  };
}

std::string Block::option(const std::string& name) const {
  for (const auto& [key, value] : options) {
    if (key == name) return value;
  }
  return "";
}

void fill_prose(Block& block) {
  block.data["html"] = html_of(block.body);
  block.plain_text = plain_of(block.body);
}

void fill_lab(Block& block, std::vector<BlockProblem>& problems) {
  fill_prose(block);
  if (wants(block, "name", "name=exploring-loss", problems))
    block.data["name"] = block.option("name");
  block.data["params"] = Json::object();
  for (const auto& [key, value] : block.options) {
    if (key != "name") block.data["params"][key] = value;
  }
}

void fill_item(Block& block, const std::string& type, std::vector<BlockProblem>& problems) {
  std::vector<std::pair<std::string, std::string>> options = block.options;
  if (block.option("type").empty()) options.emplace_back("type", type);
  std::vector<ItemProblem> found;
  block.items = {parse_item(block.id, block.body, options, found)};
  for (const ItemProblem& one : found) problems.push_back({one.line, one.sentence});
  block.plain_text = plain_of(block.items.front().question);
}

std::vector<std::string> item_options() {
  return {"type",    "max_attempts", "weight",    "reveal",  "randomise",
          "shuffle", "unit",         "tolerance", "mastery", "sealed"};
}

bool wants(const Block& block, const char* option, const char* example,
           std::vector<BlockProblem>& problems) {
  if (!block.option(option).empty()) return true;
  problems.push_back(
      {0, std::string("the option '") + option + "' is missing; write for example " + example});
  return false;
}

std::vector<CodeFence> take_code_fences(std::string& body, const std::vector<std::string>& names) {
  std::vector<CodeFence> fences;
  std::string rest;
  int number = 0;
  bool inside = false;
  for (const std::string& line : split(body, '\n')) {
    ++number;
    if (inside) {
      if (line == "```") {
        inside = false;
      } else {
        fences.back().code += line + "\n";
      }
      continue;
    }
    const std::string head = line.starts_with("```") ? trim(line.substr(3)) : "";
    const std::string name = head.substr(0, head.find(' '));
    if (std::find(names.begin(), names.end(), name) == names.end() || name.empty()) {
      rest += line + "\n";
      continue;
    }
    inside = true;
    CodeFence fence{.name = name, .code = "", .options = {}, .line = number};
    std::string id;
    if (head.size() > name.size()) fence.options = parse_options(head.substr(name.size()), id);
    fences.push_back(fence);
  }
  body = rest;
  return fences;
}

std::vector<std::pair<std::string, std::string>> parse_options(const std::string& text,
                                                               std::string& id) {
  std::vector<std::pair<std::string, std::string>> options;
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] == ' ' || text[i] == '\t') {
      ++i;
      continue;
    }
    std::string name, value;
    while (i < text.size() && text[i] != ' ' && text[i] != '=') name += text[i++];
    if (i < text.size() && text[i] == '=') {
      const bool quoted = ++i < text.size() && text[i] == '"';
      if (quoted) ++i;
      while (i < text.size() && text[i] != (quoted ? '"' : ' ')) value += text[i++];
      if (quoted) ++i;
    }
    if (name.starts_with('#')) {
      id = name.substr(1);
    } else {
      options.emplace_back(name, value);
    }
  }
  return options;
}

}  // namespace tadpole::learning
