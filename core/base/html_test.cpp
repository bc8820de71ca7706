// SPDX-License-Identifier: Apache-2.0
#include "core/base/html.h"

#include <gtest/gtest.h>

namespace tadpole {
namespace {

TEST(Html, what_means_something_to_a_page_is_only_text_afterwards) {
  EXPECT_EQ(html_escaped("a < b && \"c\" > 'd' \xC3\xBC"),
            "a &lt; b &amp;&amp; &quot;c&quot; &gt; 'd' \xC3\xBC");
  EXPECT_EQ(html_escaped(""), "");
}

}  // namespace
}  // namespace tadpole
