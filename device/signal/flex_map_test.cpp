// SPDX-License-Identifier: Apache-2.0
#include "device/signal/flex_map.h"

#include "device/signal/test_flex.h"

namespace tadpole::device {
namespace {

bool open(FlexMap& map, const Bytes8& bytes) {
  return map.open({{bytes.data(), bytes.size()}, 0, static_cast<std::uint32_t>(bytes.size())});
}

TEST(FlexMap, ReadsNumbersByName) {
  const Bytes8 bytes = flex_map({{"a", -5}, {"long name", 70000}});
  FlexMap map;
  ASSERT_TRUE(open(map, bytes));
  std::int64_t value = 0;
  EXPECT_TRUE(map.read("a", value));
  EXPECT_EQ(value, -5);
  EXPECT_TRUE(map.read("long name", value));
  EXPECT_EQ(value, 70000);
  EXPECT_FALSE(map.read("long", value));
}

// {"shift": 12} as TensorFlow Lite's converter wrote it in TensorFlow Lite Micro's audio
// preprocessor: one-byte widths.
TEST(FlexMap, ReadsWhatAConverterWrote) {
  const Bytes8 bytes = {0x73, 0x68, 0x69, 0x66, 0x74, 0x00, 0x01, 0x07,
                        0x01, 0x01, 0x01, 0x0c, 0x04, 0x02, 0x24, 0x01};
  FlexMap map;
  ASSERT_TRUE(open(map, bytes));
  std::int64_t value = 0;
  EXPECT_TRUE(map.read("shift", value));
  EXPECT_EQ(value, 12);
}

TEST(FlexMap, BytesThatAreCutOrChangedNeverLeadOutside) {
  const Bytes8 whole = flex_map({{"a", -5}, {"long name", 70000}});
  for (std::size_t size = 0; size < whole.size(); ++size) {
    FlexMap map;
    const Bytes8 cut(whole.begin(), whole.begin() + static_cast<long>(size));
    std::int64_t value = 0;
    if (open(map, cut)) map.read("a", value);
  }
  for (std::size_t i = 0; i < whole.size(); ++i) {
    for (const int change : {0, 1, 127, 255}) {
      Bytes8 bytes = whole;
      bytes[i] = static_cast<std::uint8_t>(change);
      FlexMap map;
      std::int64_t value = 0;
      if (open(map, bytes)) map.read("long name", value);
    }
  }
}

}  // namespace
}  // namespace tadpole::device
