// SPDX-License-Identifier: Apache-2.0
#include "core/onnx/wire.h"

#include "core/onnx/test_onnx.h"

namespace tadpole {
namespace {

// By hand: the example "08 96 01" of the documentation is field 1 with the number 150.
TEST(Wire, reads_the_documentations_example) {
  const Bytes bytes = {0x08, 0x96, 0x01};
  WireReader reader(bytes);
  WireField field;
  ASSERT_TRUE(reader.next(field));
  EXPECT_EQ(field.number, 1);
  EXPECT_EQ(field.whole(), 150);
  EXPECT_FALSE(reader.next(field));
  EXPECT_FALSE(reader.damaged());
}

TEST(Wire, reads_back_every_type_that_the_writer_writes) {
  WireWriter writer;
  writer.whole(1, -1).real(2, 0.5F).text(3, "ab").message(4, WireWriter().whole(7, 9));
  WireReader reader(writer.bytes());
  WireField field;
  ASSERT_TRUE(reader.next(field));
  EXPECT_EQ(field.whole(), -1);
  ASSERT_TRUE(reader.next(field));
  EXPECT_EQ(field.real(), 0.5F);
  ASSERT_TRUE(reader.next(field));
  EXPECT_EQ(field.text(), "ab");
  ASSERT_TRUE(reader.next(field));
  WireReader inner(field.bytes);
  ASSERT_TRUE(inner.next(field));
  EXPECT_EQ(field.number, 7);
  EXPECT_EQ(field.whole(), 9);
}

TEST(Wire, tells_damage_from_the_end) {
  for (const Bytes& bytes : {Bytes{0x0A, 0x05, 'a'}, Bytes{0x08}, Bytes{0x08, 0x80}, Bytes{0x00},
                             Bytes{0x0D, 1, 2}, Bytes{0x0B}, Bytes{0x0F}}) {
    WireReader reader(bytes);
    WireField field;
    EXPECT_FALSE(reader.next(field));
    EXPECT_TRUE(reader.damaged());
  }
}

TEST(Wire, takes_repeated_numbers_packed_and_one_by_one) {
  WireWriter packed, single;
  const float values[] = {1.5F, -2.0F};
  packed.text(4, {reinterpret_cast<const char*>(values), sizeof values}).text(1, {"\x01\x7f"});
  single.real(4, 1.5F).real(4, -2.0F).whole(1, 1).whole(1, 127);
  for (const WireWriter* writer : {&packed, &single}) {
    std::vector<float> reals;
    std::vector<std::int64_t> wholes;
    WireReader reader(writer->bytes());
    for (WireField field; reader.next(field);)
      EXPECT_TRUE(field.number == 4 ? append(field, reals) : append(field, wholes));
    EXPECT_EQ(reals, (std::vector<float>{1.5F, -2.0F}));
    EXPECT_EQ(wholes, (std::vector<std::int64_t>{1, 127}));
  }
}

TEST(Wire, refuses_packed_numbers_that_are_cut_off) {
  WireWriter writer;
  writer.text(4, "abc");
  WireReader reader(writer.bytes());
  WireField field;
  ASSERT_TRUE(reader.next(field));
  std::vector<float> reals;
  EXPECT_FALSE(append(field, reals));
}

}  // namespace
}  // namespace tadpole
