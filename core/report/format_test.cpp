// SPDX-License-Identifier: Apache-2.0
#include "core/report/format.h"

#include <gtest/gtest.h>

#include <limits>

namespace tadpole {
namespace {

// The narrow no-break space U+202F, which stands between number and unit.
const std::string kNarrow = "\xE2\x80\xAF";

TEST(Format, SharesBecomePercent) {
  EXPECT_EQ(percent(0.9124), "91.2" + kNarrow + "%");
  EXPECT_EQ(percent(1.0, 0), "100" + kNarrow + "%");
  EXPECT_EQ(interval_text({0.89, 0.9312, 0.95, ""}), "89.0 to 93.1" + kNarrow + "%");
}

TEST(Format, ThousandsAreSetApart) {
  EXPECT_EQ(thousands(999), "999");
  EXPECT_EQ(thousands(1234567), "1" + kNarrow + "234" + kNarrow + "567");
  EXPECT_EQ(thousands(-1234), "-1" + kNarrow + "234");
  EXPECT_EQ(thousands(std::numeric_limits<std::int64_t>::min()).substr(0, 2), "-9");
}

TEST(Format, BytesAndCountsKeepThreeDigits) {
  EXPECT_EQ(byte_text(640), "640 B");
  EXPECT_EQ(byte_text(22604), "22.6 kB");
  EXPECT_EQ(byte_text(2260400), "2.26 MB");
  EXPECT_EQ(count_text(2656768), "2.66 M");
  EXPECT_EQ(count_text(23756), "23.8 k");
}

TEST(Format, DurationsAreReadable) {
  EXPECT_EQ(duration_text(4.84), "4.8 s");
  EXPECT_EQ(duration_text(214.0), "3 min 34 s");
  EXPECT_EQ(duration_text(7500.0), "2 h 05 min");
}

TEST(Format, NumbersKeepThreeDigitsAndTheirUnit) {
  EXPECT_EQ(short_number(0.07123), "0.0712");
  EXPECT_EQ(short_number(12.34), "12.3");
  EXPECT_EQ(short_number(500.4), "500");
  EXPECT_EQ(short_number(-1280.4), "-1" + kNarrow + "280");
  EXPECT_EQ(short_number(0.0), "0");
  EXPECT_EQ(short_number(999.7), "1000");
  EXPECT_EQ(short_number(0.00001234), "1.23e-05");
  EXPECT_EQ(short_number(std::numeric_limits<double>::infinity()), "\xE2\x80\x93");
  EXPECT_EQ(range_text({0.05, 0.09, 0.95, ""}, "s"), "0.0500 to 0.0900" + kNarrow + "s");
  EXPECT_EQ(with_unit("7", ""), "7");
}

TEST(Format, CoordinatesAreShortAndNeverNan) {
  EXPECT_EQ(coordinate(12.5), "12.5");
  EXPECT_EQ(coordinate(3.0), "3");
  EXPECT_EQ(coordinate(-0.001), "0");
  EXPECT_EQ(coordinate(std::numeric_limits<double>::quiet_NaN()), "0");
}

}  // namespace
}  // namespace tadpole
