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

TEST(FlexMap, ReadsRealNumbers) {
  const Bytes8 bytes = flex_map({{"half", 0.5F}, {"three", 3}});
  FlexMap map;
  ASSERT_TRUE(open(map, bytes));
  float real = 0.0F;
  EXPECT_TRUE(map.read("half", real));
  EXPECT_EQ(real, 0.5F);
  EXPECT_TRUE(map.read("three", real));
  EXPECT_EQ(real, 3.0F);
  std::int64_t whole = 0;
  EXPECT_FALSE(map.read("half", whole));
}

// {"nms": 0.6} of eight bytes, as a converter that keeps doubles writes it.
TEST(FlexMap, ReadsRealNumbersOfEightBytes) {
  Bytes8 bytes = {'n', 'm', 's', 0, 1, 5, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0};
  // keys at 5, one byte each; values at 32: its offset to the keys, their width, the count.
  const auto put = [&bytes](std::uint64_t value) {
    for (unsigned i = 0; i < 8; ++i) bytes.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
  };
  bytes.resize(8);
  put(8 - 5);
  put(1);
  put(1);
  const double value = 0.6;
  std::uint64_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  put(bits);
  bytes.push_back(3 << 2 | 3);  // a float of eight bytes
  bytes.push_back(9);           // back to the values: 32 from 41
  bytes.push_back(9 << 2 | 3);  // a map of eight-byte values
  bytes.push_back(1);
  FlexMap map;
  ASSERT_TRUE(open(map, bytes));
  float real = 0.0F;
  EXPECT_TRUE(map.read("nms", real));
  EXPECT_EQ(real, 0.6F);
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
