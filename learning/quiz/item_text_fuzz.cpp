// SPDX-License-Identifier: Apache-2.0
// An item of any author: it is read, shown, hinted and graded, or its problems are told.
#include <cstddef>
#include <cstdint>

#include "learning/quiz/item.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tadpole::learning;
  if (size == 0) return 0;
  const std::vector<std::string> types = item_types();
  const std::string text(reinterpret_cast<const char*>(data + 1), size - 1);
  const std::size_t cut = text.find("\n---\n");
  std::vector<ItemProblem> problems;
  const Item item =
      parse_item("q", text.substr(0, cut), {{"type", types[data[0] % types.size()]}}, problems);
  const auto as_is = [](const std::string& markdown) { return markdown; };
  (void)present(item, data[0], as_is);
  (void)reveal_of(item, data[0], as_is);
  for (std::size_t n = 0; n < item.hints.size(); ++n) (void)hint_of(item, 1, n, as_is);
  const Json response =
      cut == std::string::npos ? Json() : Json::parse(text.substr(cut + 5), nullptr, false);
  (void)grade(item, data[0], response.is_discarded() ? Json() : response, as_is);
  return 0;
}
