// SPDX-License-Identifier: Apache-2.0
#include "core/data/manifest.h"

#include <gtest/gtest.h>

#include "core/data/csv.h"

namespace tadpole {
namespace {

std::vector<ManifestRow> rows_of(const std::string& text) {
  const auto rows = parse_manifest(text, "m.csv");
  EXPECT_TRUE(rows.ok()) << rows.error().message;
  return rows.ok() ? rows.value() : std::vector<ManifestRow>();
}

std::string refusal(const std::string& text) {
  const auto rows = parse_manifest(text, "m.csv");
  return rows.ok() ? "it was read" : rows.error().message;
}

TEST(Manifest, ReadsTheFormOfTheSharedSetsWhereTheGroupIsTheSpeaker) {
  const auto rows =
      rows_of("file,label,group,split\nno/a.wav,no,0ac15fe9,val\nyes/b.wav,yes,x,any\n");
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].file, "no/a.wav");
  EXPECT_EQ(rows[0].label, "no");
  EXPECT_EQ(rows[0].speaker, "0ac15fe9");
  EXPECT_EQ(rows[0].group, "");
  EXPECT_EQ(rows[0].split, Split::validation);
  EXPECT_FALSE(rows[1].split.has_value());
  EXPECT_EQ(rows[1].line, 3);
}

TEST(Manifest, WithASpeakerColumnTheGroupIsAGroup) {
  const auto rows =
      rows_of("group,speaker,label,file,licence,consent\nfemale,ana,yes,a.wav,CC0,signed\n");
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].speaker, "ana");
  EXPECT_EQ(rows[0].group, "female");
  EXPECT_EQ(rows[0].licence, "CC0");
  EXPECT_EQ(rows[0].consent, "signed");
  const auto pictures = rows_of("file,label,who,group\na.png,yes,ana,dark\n");
  EXPECT_EQ(pictures[0].speaker, "ana");
  EXPECT_EQ(pictures[0].group, "dark");
}

TEST(Manifest, TakesWhatSpreadsheetsWrite) {
  const auto rows = rows_of(
      "\xEF\xBB\xBF"
      "File,Label,Speaker\r\n\"a, b.wav\",yes,\"the \"\"big\"\" one\"\r\n\r\n");
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].file, "a, b.wav");
  EXPECT_EQ(rows[0].speaker, "the \"big\" one");
}

TEST(Manifest, KnowsEveryWordForASplit) {
  for (const char* word : {"val", "valid", "validation", "dev"})
    EXPECT_EQ(parse_split(word).value(), Split::validation);
  for (const char* word : {"train", "training"}) EXPECT_EQ(parse_split(word).value(), Split::train);
  for (const char* word : {"test", "testing"}) EXPECT_EQ(parse_split(word).value(), Split::test);
  for (const char* word : {"", "any"}) EXPECT_FALSE(parse_split(word).value().has_value());
}

TEST(Manifest, ASpeakerCalledUnknownIsNoSpeaker) {
  EXPECT_EQ(rows_of("file,label,group\na.wav,yes,unknown\n")[0].speaker, "");
}

TEST(Manifest, RefusesWrongColumnsWithThoseFoundAndThoseExpected) {
  EXPECT_EQ(
      refusal("path,word\na.wav,yes\n"),
      "m.csv:1: the column 'file' is missing: found the columns 'path,word', expected file,label "
      "and, if known, speaker,group,split,licence,consent");
  EXPECT_NE(refusal("file,label,label\na,b,c\n").find("the column 'label' is there twice"),
            std::string::npos);
}

TEST(Manifest, RefusesABrokenLineAndNamesIt) {
  EXPECT_EQ(refusal("file,label\na.wav,yes\nb.wav\n"),
            "m.csv:3: found 1 fields, the first line names 2; quote fields that hold commas");
  EXPECT_EQ(refusal("file,label,split\na.wav,yes,tset\n"),
            "m.csv:2: 'tset' is no split; expected train, validation, test or any");
  EXPECT_EQ(refusal("file,label\n,yes\n"), "m.csv:2: the file's name is missing");
  EXPECT_EQ(refusal("file,label\n\"a.wav,yes\n"),
            "m.csv:2: a quote is opened and never closed; close it or remove it");
}

TEST(Manifest, KnowsPathsThatLeaveTheFolder) {
  for (const char* outside : {"/x", "..", "../x", "a/../../x", "a/../x"})
    EXPECT_TRUE(leaves_folder(outside)) << outside;
  for (const char* inside : {"x", "a/x", "..x", "a..b/x", ""})
    EXPECT_FALSE(leaves_folder(inside)) << inside;
}

TEST(Manifest, RefusesAnEmptyOne) {
  EXPECT_NE(refusal("").find("m.csv is empty"), std::string::npos);
  EXPECT_NE(refusal("file,label\n").find("m.csv names no recording"), std::string::npos);
}

TEST(Csv, WhatIsWrittenIsReadBack) {
  const std::vector<std::string> fields = {
      "plain", "", "a,b", "\"q\"", "two\nlines", " x ", "\xEF\xBB\xBFmark"};
  const auto rows = parse_csv(csv_line(fields) + csv_line({"next"}), "c").value();
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].fields, fields);
  EXPECT_EQ(rows[1].line, 3);
}

}  // namespace
}  // namespace tadpole
