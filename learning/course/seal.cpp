// SPDX-License-Identifier: Apache-2.0
#include "learning/course/seal.h"

#include <algorithm>
#include <optional>

#include "core/base/json.h"
#include "core/base/text.h"
#include "learning/course/block_kind.h"
#include "learning/course/read_program.h"

namespace tadpole::learning {
namespace {

std::string file_of(const Section& section) { return section.folder + "/keys.sealed"; }

const Section* section_named(const Program& program, const std::string& id) {
  for (const Course& course : program.courses) {
    for (const Chapter& chapter : course.chapters) {
      for (const Section& section : chapter.sections) {
        if (section.id == id) return &section;
      }
    }
  }
  return nullptr;
}

// Calls f(unit, block) for the questions of a section.
template <class F>
void for_items(const Section& section, const F& f) {
  for (const Unit& unit : section.units) {
    for (const Block& block : unit.blocks) {
      if (block.kind == "item") f(unit, block);
    }
  }
}

std::string name_of(const Unit& unit, const Block& block) { return unit.id + "." + block.id; }

struct Text {
  const Unit* unit;
  std::vector<std::string> lines;
};

// The line of the ::: that closes the block whose fence is at `open`.
std::size_t end_of(const std::vector<std::string>& lines, std::size_t open) {
  bool code = false;
  for (std::size_t i = open + 1; i < lines.size(); ++i) {
    if (lines[i].starts_with("```")) code = !code;
    if (!code && lines[i].starts_with(":::")) return i;
  }
  return lines.size();
}

// The unit with other bodies (by block); the fence gets or loses the word "sealed".
std::string with_bodies(std::vector<std::string> lines, const Unit& unit,
                        const std::map<std::string, std::string>& bodies, bool sealed) {
  std::vector<const Block*> blocks;
  for (const Block& block : unit.blocks) {
    if (bodies.contains(block.id)) blocks.push_back(&block);
  }
  std::reverse(blocks.begin(), blocks.end());  // from below, so that line numbers stay true
  for (const Block* block : blocks) {
    const auto open = static_cast<std::size_t>(block->place.line - 1);
    const std::size_t end = end_of(lines, open);
    std::string& fence = lines[open];
    const std::size_t word = fence.find(" sealed");
    if (word != std::string::npos) fence.erase(word, 7);
    const std::size_t brace = fence.rfind('}');
    if (sealed && brace != std::string::npos) fence.insert(brace, " sealed");
    std::vector<std::string> body = split(bodies.at(block->id), '\n');
    if (!body.empty() && body.back().empty()) body.pop_back();
    const auto from = lines.begin() + static_cast<std::ptrdiff_t>(open) + 1;
    lines.erase(from, lines.begin() + static_cast<std::ptrdiff_t>(end));
    lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(open) + 1, body.begin(), body.end());
  }
  return join(lines, "\n");
}

Result<ReadProgram> read_clean(const Path& folder) {
  ReadProgram read = TADPOLE_TRY(read_program(folder));
  for (const Problem& problem : read.problems) {
    if (problem.severity == Severity::error) return wrong_use(text_of(problem));
  }
  return read;
}

Result<const Section*> test_named(const Program& program, const std::string& id) {
  const Section* section = section_named(program, id);
  if (!section) return wrong_use("there is no section '" + id + "'; give the id of section.yaml");
  if (section->type != "test")
    return wrong_use("the section '" + id + "' is a " + section->type +
                     "; only keys of a test are sealed (type: test in section.yaml)");
  return section;
}

Result<Json> items_in(const std::string& opened, const Section& section) {
  Json json = parse_json(opened);
  if (!json.is_object() || !json.contains("items") || !json["items"].is_object())
    return Error{"the sealed keys of '" + section.id + "' are of another version; seal them again"};
  return json["items"];
}

}  // namespace

Result<std::string> opened_seal(const Program& program, const Section& section,
                                const std::string& passphrase) {
  const Result<std::string> text = read_text(program.folder / file_of(section));
  if (!text.ok())
    return wrong_use("the section '" + section.id + "' has no " + file_of(section) +
                     "; seal it with 'tadpole course seal'");
  return unseal_text(text.value(), passphrase);
}

bool is_sealed(const Section& section) {
  bool sealed = false;
  for_items(section,
            [&](const Unit&, const Block& block) { sealed |= block.items.front().sealed; });
  return sealed;
}

Keys open_keys_of(const Section& section) {
  Keys keys;
  for_items(section, [&](const Unit& unit, const Block& block) {
    if (!block.items.front().sealed) keys[name_of(unit, block)] = block.items.front();
  });
  return keys;
}

std::string without_keys(const std::string& body, const std::string& type) {
  std::vector<std::string> kept, steps, lefts, rights;
  const std::vector<std::string> secret = {"= ", "! ", "? ", ">> "};
  bool explaining = false;
  const auto is_secret = [&](const std::string& line) {
    return std::any_of(secret.begin(), secret.end(),
                       [&](const std::string& sign) { return line.starts_with(sign); });
  };
  for (const std::string& line : split(body, '\n')) {
    const bool box =
        line.starts_with("[x] ") || line.starts_with("[X] ") || line.starts_with("[ ] ");
    if (explaining && !trim(line).empty() && !box && !is_secret(line) && !line.starts_with("@ ") &&
        !line.starts_with("* "))
      continue;
    explaining = line.starts_with(">> ");
    if (is_secret(line)) continue;
    const std::size_t bar = line.find(" | ");
    if (box) {
      const std::string text = line.substr(4);
      kept.push_back("[ ] " + trim(text.substr(0, text.rfind(" -> "))));
    } else if (type == "ordering" && line.size() > 2 && line.find(". ") <= 2 &&
               line.find(". ") > 0 && parse_whole(line.substr(0, line.find(". ")))) {
      steps.push_back(trim(line.substr(line.find(". ") + 2)));
    } else if (type == "matching" && bar != std::string::npos) {
      lefts.push_back(line.substr(0, bar));  // untrimmed: " = a" is a word, "= a" would be a key
      rights.push_back(trim(line.substr(bar + 3)));
    } else {
      kept.push_back(line);
    }
  }
  std::sort(steps.begin(), steps.end());
  std::sort(lefts.begin(), lefts.end());
  std::sort(rights.begin(), rights.end());
  while (!kept.empty() && trim(kept.back()).empty()) kept.pop_back();
  for (std::size_t i = 0; i < steps.size(); ++i)
    kept.push_back(std::to_string(i + 1) + ". " + steps[i]);
  for (std::size_t i = 0; i < lefts.size(); ++i) kept.push_back(lefts[i] + " | " + rights[i]);
  return join(kept, "\n") + "\n";
}

Result<int> seal_section(const Path& folder, const std::string& id, const std::string& passphrase,
                         SealCost cost) {
  const ReadProgram read = TADPOLE_TRY(read_clean(folder));
  const Section* section = TADPOLE_TRY(test_named(read.program, id));
  if (is_sealed(*section))
    return wrong_use("the section '" + id + "' is sealed already; 'tadpole course unseal' first");
  Json items = Json::object();
  std::vector<std::pair<Path, std::string>> files;
  for (const Unit& unit : section->units) {
    std::map<std::string, std::string> bodies;
    for (const Block& block : unit.blocks) {
      if (block.kind != "item") continue;
      bodies[block.id] = without_keys(block.body, block.items.front().type);
      items[name_of(unit, block)] = {{"body", block.body}, {"options", block.options}};
    }
    if (bodies.empty()) continue;
    const std::string old = TADPOLE_TRY(read_text(folder / unit.place.file));
    const std::string fresh = with_bodies(split(old, '\n'), unit, bodies, true);
    std::vector<Problem> problems;
    for (const Block& block : read_unit(fresh, unit.place.file, problems).blocks) {
      const std::string name = name_of(unit, block);
      if (items.contains(name)) items[name]["public"] = block.revision;
    }
    if (!problems.empty()) return Error{text_of(problems.front())};
    files.emplace_back(folder / unit.place.file, fresh);
  }
  if (items.empty()) return wrong_use("the section '" + id + "' has no question to seal");
  const Json json = {{"section", id}, {"items", items}};
  const std::string sealed = TADPOLE_TRY(seal_text(json.dump(), passphrase, cost));
  TADPOLE_TRY(write_file(folder / file_of(*section), sealed));
  for (const auto& [file, text] : files) TADPOLE_TRY(write_file(file, text));
  return static_cast<int>(items.size());
}

Result<int> unseal_section(const Path& folder, const std::string& id,
                           const std::string& passphrase) {
  const ReadProgram read = TADPOLE_TRY(read_clean(folder));
  const Section* section = TADPOLE_TRY(test_named(read.program, id));
  const std::string opened = TADPOLE_TRY(opened_seal(read.program, *section, passphrase));
  const Json items = TADPOLE_TRY(items_in(opened, *section));
  int count = 0;
  for (const Unit& unit : section->units) {
    std::map<std::string, std::string> bodies;
    for (const Block& block : unit.blocks) {
      const auto item = items.find(name_of(unit, block));
      if (item != items.end()) bodies[block.id] = json_text(*item, "body");
    }
    if (bodies.empty()) continue;
    const std::string old = TADPOLE_TRY(read_text(folder / unit.place.file));
    TADPOLE_TRY(
        write_file(folder / unit.place.file, with_bodies(split(old, '\n'), unit, bodies, false)));
    count += static_cast<int>(bodies.size());
  }
  std::error_code ignored;
  std::filesystem::remove(folder / file_of(*section), ignored);
  return count;
}

Result<Keys> keys_of(const Program& program, const Section& section,
                     const std::string& passphrase) {
  if (!is_sealed(section)) return open_keys_of(section);
  const std::string opened = TADPOLE_TRY(opened_seal(program, section, passphrase));
  return keys_in(opened, section);
}

Result<Keys> keys_in(const std::string& opened, const Section& section) {
  Keys keys = open_keys_of(section);
  const Json items = TADPOLE_TRY(items_in(opened, section));
  std::string changed;
  for_items(section, [&](const Unit& unit, const Block& block) {
    if (!block.items.front().sealed) return;
    const std::string name = name_of(unit, block);
    const Json item = items.value(name, Json::object());
    if (json_text(item, "public") != block.revision) changed = name;
    std::vector<std::pair<std::string, std::string>> options;
    for (const Json& one : json_list(item, "options")) {
      if (one.is_array() && one.size() == 2 && one[0].is_string() && one[1].is_string())
        options.emplace_back(one[0], one[1]);
    }
    std::vector<ItemProblem> problems;
    keys[name] = parse_item(block.id, json_text(item, "body"), options, problems);
    if (!problems.empty()) changed = name;
  });
  if (!changed.empty())
    return wrong_use("the question " + changed +
                     " was changed since it was sealed; unseal, mend and seal it again");
  return keys;
}

}  // namespace tadpole::learning
