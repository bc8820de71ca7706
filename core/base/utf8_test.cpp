// SPDX-License-Identifier: Apache-2.0
#include "core/base/utf8.h"

#include <gtest/gtest.h>

namespace tadpole {
namespace {

// Source of the broken ones: Unicode Standard 15, table 3-7.
TEST(Utf8, is_told_from_other_bytes) {
  for (const char* good : {"", "yes", "gr\xC3\xBC\xC3\x9F", "\xE6\x97\xA5", "\xF0\x9F\x90\xB8"})
    EXPECT_TRUE(is_utf8(good)) << good;
  for (const char* broken : {"\xFF", "\x80", "\xC3", "\xC0\xAF", "\xE6\x97", "\xE0\x80\x80",
                             "\xED\xA0\x80", "\xF0\x80\x80\x80", "\xF4\x90\x80\x80", "\xC3(x"})
    EXPECT_FALSE(is_utf8(broken));
}

}  // namespace
}  // namespace tadpole
