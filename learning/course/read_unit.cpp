// SPDX-License-Identifier: Apache-2.0
// A unit: front matter, then prose and fences (:::kind {#id options} ... :::), which may hold each
// other.
#include <algorithm>
#include <set>

#include "core/base/hash.h"
#include "core/base/text.h"
#include "learning/course/block_kind.h"
#include "learning/course/read_program.h"
#include "learning/course/yaml_map.h"

namespace tadpole::learning {
namespace {

constexpr int kDeepest = 4;

bool is_id(const std::string& id) {
  return !id.empty() && id.size() <= 40 &&
         id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_") == std::string::npos;
}

class UnitReader {
 public:
  UnitReader(const std::string& text, const std::string& file, std::vector<Problem>& problems)
      : lines_(split(text, '\n')), file_(file), problems_(problems) {
    for (std::string& line : lines_) {
      if (line.ends_with('\r')) line.pop_back();
    }
  }

  Unit run() {
    front_matter();
    unit_.blocks = blocks_until_close(0, "");
    name_texts();
    refuse_doubles();
    return std::move(unit_);
  }

 private:
  int line_number() const { return static_cast<int>(at_) + 1; }

  void tell(int line, const std::string& sentence, Severity severity = Severity::error) {
    problems_.push_back({{file_, line}, severity, sentence});
  }

  void front_matter() {
    unit_.place = {file_, 1};
    if (lines_.empty() || lines_[0] != "---")
      return tell(
          1,
          "the unit does not begin with ---, its id and its title; copy the head of another unit");
    std::string head;
    for (at_ = 1; at_ < lines_.size() && lines_[at_] != "---"; ++at_) head += lines_[at_] + "\n";
    if (at_ == lines_.size())
      return tell(1, "the head of the unit is not closed; write --- under it");
    ++at_;
    YamlMap map(head, file_, 2, problems_);
    unit_.id = map.needed("id");
    unit_.title = map.needed("title");
    unit_.kind = map.text("kind", "read");
    unit_.minutes = static_cast<int>(map.number("minutes", 5));
    unit_.optional = map.flag("optional");
    unit_.turn = static_cast<int>(map.number("turn", 0));
    unit_.concepts = map.list("concepts");
    map.skip("olx");
    map.finish();
    if (!unit_.id.empty() && (!is_id(unit_.id) || unit_.id.size() < 6 ||
                              unit_.id.find_first_of("-_") != std::string::npos))
      tell(2, "the id '" + unit_.id +
                  "' must be 6 or more small letters and digits; it stays for ever");
    const std::vector<std::string> kinds = {"watch", "read", "try", "practise", "discuss", "test"};
    if (std::find(kinds.begin(), kinds.end(), unit_.kind) == kinds.end())
      tell(2, "the kind is '" + unit_.kind + "'" + did_you_mean(unit_.kind, kinds) +
                  "; take one of " + join(kinds, ", "));
    if (unit_.turn > 4) tell(2, "the turn is above 4; the spiral has four");
  }

  // Up to the ::: that closes `opened` (its line, 0: the end of the text).
  std::vector<Block> blocks_until_close(int opened, const std::string& kind, int depth = 0) {
    std::vector<Block> blocks;
    std::string prose;
    int prose_line = line_number();
    bool code = false;
    const auto flush = [&] {
      if (!trim(prose).empty()) blocks.push_back(text_block(prose, prose_line));
      prose.clear();
    };
    for (; at_ < lines_.size(); ++at_) {
      const std::string& line = lines_[at_];
      if (line.starts_with("```")) code = !code;
      const bool fence = !code && line.starts_with(":::");
      if (!fence) {
        if (prose.empty()) prose_line = line_number();
        prose += line + "\n";
        continue;
      }
      if (trim(line).find_first_not_of(':') == std::string::npos) {  // closes
        flush();
        if (opened > 0) return blocks;
        tell(line_number(), "::: closes nothing here; remove it, or open a block above it");
        continue;
      }
      flush();
      if (depth >= kDeepest) {
        tell(line_number(), "blocks stand in each other more than four deep; move one out");
        return blocks;
      }
      blocks.push_back(fenced_block(line, depth));
    }
    flush();
    if (opened > 0) tell(opened, "the block :::" + kind + " is not closed; write ::: under it");
    return blocks;
  }

  Block text_block(const std::string& prose, int line) {
    Block block;
    block.kind = "text";
    block.body = trim(prose);
    block.place = {file_, line};
    finish(block, {});
    return block;
  }

  Block fenced_block(const std::string& line, int depth) {
    Block block;
    const int opened = line_number();
    block.place = {file_, opened};
    const std::size_t word = line.find_first_not_of(':');
    const std::size_t brace = line.find('{');
    block.kind = trim(line.substr(word, brace == std::string::npos ? brace : brace - word));
    if (brace != std::string::npos) {
      if (trim(line).back() != '}')
        tell(opened, "the options are not closed; write } at the end of the line");
      const std::string options = line.substr(brace + 1);
      block.options = parse_options(options.substr(0, options.rfind('}')), block.id);
    }
    ++at_;
    const std::size_t first = at_;
    std::vector<Block> inner;
    if (holds_others(block.kind)) {
      inner = blocks_until_close(opened, block.kind, depth + 1);
      for (const Block& one : inner) {
        if (one.kind == "text") block.body += one.body + "\n\n";
      }
      std::erase_if(inner, [](const Block& one) { return one.kind == "text"; });
    } else {
      skip_to_close(opened, block.kind);
      for (std::size_t i = first; i < at_ && i < lines_.size(); ++i) block.body += lines_[i] + "\n";
    }
    if (block.kind != "solution") {
      if (block.id.empty()) {
        tell(opened, "the block :::" + block.kind + " has no id; write {#name} after its kind");
      } else if (!is_id(block.id)) {
        tell(opened, "the id '" + block.id + "' must be of small letters, digits, - and _");
      }
      finish(block, inner);
    }
    return block;
  }

  static bool holds_others(const std::string& kind) {
    return kind == "assignment" || kind == "placement";
  }

  void skip_to_close(int opened, const std::string& kind) {
    bool code = false;
    for (; at_ < lines_.size(); ++at_) {
      if (lines_[at_].starts_with("```")) code = !code;
      if (code || !lines_[at_].starts_with(":::")) continue;
      if (trim(lines_[at_]).find_first_not_of(':') == std::string::npos) return;
      tell(line_number(),
           "a block is opened inside :::" + kind + ", which holds none; close that with ::: first");
    }
    tell(opened, "the block :::" + kind + " is not closed; write ::: under it");
  }

  void finish(Block& block, const std::vector<Block>& inner) {
    std::string canonical = block.kind + "\n" + block.body;
    for (const auto& [key, value] : block.options) canonical += "\n" + key + "=" + value;
    for (const Block& one : inner) canonical += "\n" + one.revision + one.body;
    block.revision = sha256_hex(canonical).substr(0, 12);
    const auto kind = make_block_kind(block.kind);
    if (!kind) {
      return tell(block.place.line, "there is no block ':::" + block.kind + "'" +
                                        did_you_mean(block.kind, block_kinds()) + "; take one of " +
                                        join(block_kinds(), ", "));
    }
    const std::vector<std::string> known = kind->options();
    for (const auto& [key, value] : block.options) {
      const bool any = !known.empty() && known[0] == "*";
      if (!any && std::find(known.begin(), known.end(), key) == known.end())
        tell(block.place.line,
             "there is no option '" + key + "' of :::" + block.kind + did_you_mean(key, known));
    }
    std::vector<BlockProblem> found;
    kind->fill(block, inner, found);
    for (const BlockProblem& one : found)
      tell(block.place.line + one.line, one.sentence, one.severity);
  }

  // Texts are named by what they say: other blocks may come and go.
  void name_texts() {
    std::set<std::string> taken;
    for (Block& block : unit_.blocks) {
      if (block.kind != "text") continue;
      const std::string name = "t" + block.revision.substr(0, 6);
      block.id = name;
      for (int n = 2; !taken.insert(block.id).second; ++n)
        block.id = name + "-" + std::to_string(n);
    }
  }

  void refuse_doubles() {
    std::set<std::string> seen;
    const auto check = [&](const std::string& id, const Place& place) {
      if (!id.empty() && !seen.insert(id).second)
        tell(place.line, "the id '" + id + "' is used twice in this unit; give one block another");
    };
    for (const Block& block : unit_.blocks) {
      check(block.id, block.place);
      if (block.kind != "placement") continue;
      for (const Item& item : block.items) check(item.id, block.place);
    }
  }

  std::vector<std::string> lines_;
  std::string file_;
  std::vector<Problem>& problems_;
  Unit unit_;
  std::size_t at_ = 0;
};

}  // namespace

Unit read_unit(const std::string& text, const std::string& file, std::vector<Problem>& problems) {
  return UnitReader(text, file, problems).run();
}

}  // namespace tadpole::learning
