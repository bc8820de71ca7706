// SPDX-License-Identifier: Apache-2.0
// A unit and a glossary of any author, and any YAML: problems are told, nothing else happens.
#include <cstddef>
#include <cstdint>

#include "learning/course/read_program.h"
#include "learning/course/yaml_map.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tadpole::learning;
  const std::string text(reinterpret_cast<const char*>(data), size);
  std::vector<Problem> problems;
  const Unit unit = read_unit(text, "u.md", problems);
  for (const Block& block : unit.blocks) (void)links_in(block.body);
  for (const Term& one : read_glossary(text, "glossary.md", problems)) (void)links_in(one.text);
  YamlMap map(text, "p.yaml", 1, problems);
  (void)map.text("id"), (void)map.list("courses"), (void)map.maps("concepts");
  map.finish();
  for (const Problem& one : problems) (void)text_of(one);
  return 0;
}
