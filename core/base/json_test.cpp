// SPDX-License-Identifier: Apache-2.0
#include "core/base/json.h"

#include <gtest/gtest.h>

namespace tadpole {
namespace {

std::string nested(int levels) {
  const auto n = static_cast<std::size_t>(levels);
  return std::string(n, '[') + std::string(n, ']');
}

TEST(ParseJson, gives_the_value_of_a_text) { EXPECT_EQ(parse_json("{\"a\": [1, 2]}")["a"][1], 2); }

TEST(ParseJson, what_is_no_json_is_discarded) {
  for (const char* text : {"", "{", "nul", "{\"a\": }", "1 2"}) {
    EXPECT_TRUE(parse_json(text).is_discarded()) << text;
  }
}

TEST(ParseJson, nesting_beyond_what_copying_can_take_is_discarded) {
  EXPECT_TRUE(parse_json(nested(kDeepestJson)).is_array());
  EXPECT_TRUE(parse_json(nested(kDeepestJson + 2)).is_discarded());
  EXPECT_TRUE(parse_json(nested(1000000)).is_discarded());
  EXPECT_TRUE(parse_json(std::string(3000000, '[')).is_discarded());  // at once
  EXPECT_EQ(parse_json("[\"" + std::string(100, '[') + "\\\"[\"]")[0].get<std::string>().size(),
            102U);
}

}  // namespace
}  // namespace tadpole
