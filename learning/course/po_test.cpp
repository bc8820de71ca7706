// SPDX-License-Identifier: Apache-2.0
#include "learning/course/po.h"

#include <gtest/gtest.h>

namespace tadpole::learning {
namespace {

TEST(Po, a_file_is_read_and_written_alike) {
  const std::string text =
      "msgid \"\"\nmsgstr \"Language: es\\n\"\n\n#: a.md\n#: b.md\nmsgid \"One \\\"line\\\"\"\n"
      "msgstr \"Una \\\"l\u00ednea\\\"\"\n\n#, fuzzy\nmsgid \"Two\"\nmsgstr \"Dos\"\n\n"
      "#~ msgid \"Gone\"\n#~ msgstr \"Ido\"\n";
  const auto entries = parse_po(text);
  ASSERT_TRUE(entries.ok()) << entries.error().message;
  EXPECT_EQ(po_text(entries.value()), text);
  const Catalogue all = catalogue_of(entries.value());
  EXPECT_EQ(all, (Catalogue{{"One \"line\"", "Una \"l\u00ednea\""}}));
}

TEST(Po, texts_over_several_lines_are_one) {
  const auto entries =
      parse_po("msgid \"\"\n\"One \"\n\"two\"\nmsgstr \"\"\n\"Uno\\n\"\n\"dos\"\n");
  ASSERT_TRUE(entries.ok());
  EXPECT_EQ(entries.value().at(0).id, "One two");
  EXPECT_EQ(entries.value().at(0).text, "Uno\ndos");
}

TEST(Po, what_is_no_po_is_told_with_its_line) {
  EXPECT_EQ(parse_po("msgid \"a\nmsgstr \"b\"").error().message,
            "line 1 of the PO file is \"a; expected a text in double quotes");
  EXPECT_EQ(
      parse_po("msgid \"a\"\nhello").error().message,
      "line 2 of the PO file is 'hello'; expected msgid, msgstr, a comment, or a text in quotes");
}

TEST(Po, merging_keeps_translations_and_loses_nothing) {
  const std::vector<PoEntry> before = {
      {.id = "Kept", .text = "Queda"}, {.id = "Old", .text = "Viejo"}, {.id = "Never", .text = ""}};
  const std::vector<PoEntry> found = {{.id = "New", .text = "", .places = {"a.md"}},
                                      {.id = "Kept", .text = "", .places = {"a.md"}},
                                      {.id = "New", .text = "", .places = {"b.md"}}};
  const auto merged = merge_po(before, found, "es");
  ASSERT_EQ(merged.size(), 4U);
  EXPECT_TRUE(merged[0].text.starts_with("Language: es\n"));
  EXPECT_EQ(merged[1].places, (std::vector<std::string>{"a.md", "b.md"}));
  EXPECT_EQ(merged[2].text, "Queda");
  EXPECT_TRUE(merged[3].obsolete && merged[3].id == "Old");
  // A text that comes back finds its translation again.
  EXPECT_EQ(merge_po(merged, {{.id = "Old", .text = ""}}, "es").at(1).text, "Viejo");
}

}  // namespace
}  // namespace tadpole::learning
