// SPDX-License-Identifier: Apache-2.0
#include "core/data/table/import_table.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "core/data/test_folder.h"
#include "tests/shared_data.h"

namespace tadpole {
namespace {

Result<SampleSet> imported(const std::string& text, const TableOptions& options = {}) {
  return import_table_text(text, "t.csv", options);
}
std::string refusal(const std::string& text, const TableOptions& options = {}) {
  const auto set = imported(text, options);
  return set.ok() ? "accepted" : set.error().message;
}
float value(const SampleSet& set, std::size_t row, std::size_t column) {
  return set.float_values(set.samples[row])[column];
}

const char* const kPeople =
    "age,job,income\n"
    "50,clerk,low\n"
    "?,smith,high\n"
    "31,,low\n"
    "28, clerk ,high\n";

TEST(ImportTable, numbers_are_values_and_texts_are_indices_of_categories) {
  const SampleSet set = imported(kPeople, {.target = "income"}).value();
  EXPECT_EQ(set.kind, "table");
  EXPECT_EQ(set.labels, (std::vector<std::string>{"high", "low"}));
  ASSERT_EQ(set.channels.size(), 2u);
  EXPECT_EQ(set.channels[0].name, "age");
  EXPECT_TRUE(set.channels[0].categories.empty());
  EXPECT_EQ(set.channels[1].categories, (std::vector<std::string>{"clerk", "smith"}));
  EXPECT_EQ(value(set, 0, 0), 50.0F);
  EXPECT_EQ(value(set, 1, 1), 1.0F);
  EXPECT_EQ(value(set, 3, 1), 0.0F);
  EXPECT_TRUE(std::isnan(value(set, 1, 0)));
  EXPECT_TRUE(std::isnan(value(set, 2, 1)));
  EXPECT_EQ(set.samples[0].shape, (std::array<int, 3>{1, 1, 2}));
  EXPECT_EQ(set.samples[0].name, "t.csv:2");
  EXPECT_EQ(set.samples[0].who, "t.csv:2");
}

TEST(ImportTable, survives_the_disk) {
  const TempFolder folder;
  SampleSet set = imported(kPeople, {.target = "income"}).value();
  ASSERT_TRUE(finish_samples(set, {}).ok());
  ASSERT_TRUE(save_samples(set, folder.path()).ok());
  const SampleSet back = load_samples(folder.path()).value();
  EXPECT_EQ(back.channels[1].categories, set.channels[1].categories);
  EXPECT_EQ(back.bytes, set.bytes);
}

TEST(ImportTable, finds_semicolons_tabs_and_decimal_commas) {
  const SampleSet semicolon = imported("x;y\n2,6;a\n-0,5;b\n", {.target = "y"}).value();
  EXPECT_FLOAT_EQ(value(semicolon, 0, 0), 2.6F);
  EXPECT_FLOAT_EQ(value(semicolon, 1, 0), -0.5F);
  const SampleSet tab = imported("x\ty\n2.6\ta\n1e3\tb\n", {.target = "y"}).value();
  EXPECT_FLOAT_EQ(value(tab, 1, 0), 1000.0F);
}

TEST(ImportTable, takes_a_byte_order_mark_quotes_and_windows_lines) {
  const SampleSet set =
      imported("\xEF\xBB\xBFname,\"x, [mm]\"\r\n\"a \"\"1\"\"\",3\r\nb,4\r\n").value();
  EXPECT_EQ(set.channels[1].name, "x, [mm]");
  EXPECT_EQ(set.channels[1].unit, "mm");
  EXPECT_EQ(set.channels[0].categories[0], "a \"1\"");
}

TEST(ImportTable, leaves_out_the_empty_columns_and_rows_that_spreadsheets_append) {
  const SampleSet set = imported("x;y;;\n1;2;;\n3;4;;\n;;;\n;;;\n").value();
  EXPECT_EQ(set.channels.size(), 2u);
  EXPECT_EQ(set.samples.size(), 2u);
}

TEST(ImportTable, numbers_the_columns_of_a_file_without_header) {
  const SampleSet set = imported("5.1,setosa\n6.2,other\n", {.target = "column2"}).value();
  EXPECT_EQ(set.channels[0].name, "column1");
  EXPECT_EQ(set.samples.size(), 2u);
  EXPECT_EQ(imported("2001,2002\n1,2\n", {.header = "yes"}).value().channels[0].name, "2001");
}

TEST(ImportTable, takes_more_texts_for_missing_and_minus_200_with_or_without_point) {
  const SampleSet set =
      imported("x,y\n-200,1\n-200.0,2\n3,NaN\n4,null\n5,n/a\n", {.missing = {"-200"}}).value();
  for (const std::size_t row : {0u, 1u}) EXPECT_TRUE(std::isnan(value(set, row, 0)));
  for (const std::size_t row : {2u, 3u, 4u}) EXPECT_TRUE(std::isnan(value(set, row, 1)));
}

TEST(ImportTable, gives_who_group_split_and_several_targets) {
  const TableOptions options{.regression = {"speed", "wear"},
                             .who = "machine",
                             .group = {"kind", "room"},
                             .split = "part"};
  const SampleSet set = imported(
                            "machine,kind,room,part,x,speed,wear\n"
                            "m1,A,,train,1,10,0.5\n"
                            "m2,B,9,test,2,20,?\n"
                            "m2,B,9,any,2,30,0.25\n",
                            options)
                            .value();
  ASSERT_EQ(set.samples.size(), 2u);  // the row without wear is left out
  EXPECT_EQ(set.targets, options.regression);
  EXPECT_EQ(set.samples[1].targets, (std::vector<float>{30.0F, 0.25F}));
  EXPECT_EQ(set.samples[1].who, "m2");
  EXPECT_EQ(set.samples[0].group, "A, not given");
  EXPECT_EQ(set.samples[0].given, Split::train);
  EXPECT_FALSE(set.samples[1].given.has_value());
  ASSERT_EQ(set.channels.size(), 3u);  // kind, room and x stay inputs
  EXPECT_TRUE(set.labels.empty());
}

TEST(ImportTable, says_how_many_rows_have_no_target) {
  std::vector<std::string> notes;
  const auto set = import_table_text("x,y\n1,a\n2,\n3,b\n", "t.csv", {.target = "y"}, &notes);
  EXPECT_EQ(set.value().samples.size(), 2u);
  EXPECT_EQ(notes,
            (std::vector<std::string>{"1 of 3 rows were left out: their target is missing."}));
}

TEST(ImportTable, sorts_classes_that_are_numbers_by_value) {
  const SampleSet set = imported("x,y\n1,10\n2,9\n3,-1\n", {.target = "y"}).value();
  EXPECT_EQ(set.labels, (std::vector<std::string>{"-1", "9", "10"}));
}

TEST(ImportTable, makes_a_number_a_category_when_told_so) {
  const SampleSet set = imported("room,x\n101,1\n202,2\n", {.types = {"room:category"}}).value();
  EXPECT_EQ(set.channels[0].categories, (std::vector<std::string>{"101", "202"}));
}

TEST(ImportTable, refuses_rows_that_are_longer_than_the_header_with_their_line) {
  EXPECT_EQ(refusal("a,b\n1,2\n1,2,3\n"),
            "t.csv:3: the row has 3 fields, the first line has 2; mend the row, or give the "
            "separator");
}

TEST(ImportTable, refuses_dates_names_and_counted_rows_with_advice) {
  std::string dates = "when,n,x\n", ids = "id,x\n";
  for (int i = 0; i < 60; ++i) {
    dates += "day " + std::to_string(100 + i) + ",7,1\n";
    ids += std::to_string(140 + i) + ",7\n";
  }
  EXPECT_EQ(refusal(dates),
            "column 'when' holds 60 different texts such as 'day 100': more than 50 are no "
            "categories but names or dates; leave it out (drop), or give its type as "
            "'when:category'");
  EXPECT_EQ(refusal(ids),
            "column 'id' counts the rows (each value is the one before plus 1): a model would "
            "learn the order of the file; leave it out (drop), or give its type as 'id:number'");
  EXPECT_EQ(refusal(ids, {.drop = {"id"}}), "accepted");
  EXPECT_EQ(refusal(ids, {.types = {"id:number"}}), "accepted");
  EXPECT_EQ(refusal(dates, {.types = {"when:category"}}), "accepted");
}

TEST(ImportTable, refuses_what_it_cannot_understand) {
  EXPECT_EQ(refusal(""), "t.csv holds no row; give a file with a header and rows");
  EXPECT_EQ(refusal("a,b\n"), "t.csv holds a header and no row; give a file with rows");
  EXPECT_EQ(refusal("a,a\n1,2\n"), "t.csv: two columns are called 'a'; rename one");
  EXPECT_EQ(refusal("a,\n1,2\n"),
            "t.csv: column 2 has values but no name; name it in the first line");
  EXPECT_EQ(refusal("a,b\n1,?\n2,\n"), "column 'b' has no value in any row; leave it out (drop)");
  EXPECT_EQ(refusal("age,b\n1,2\n", {.target = "aeg"}),
            "target names the column 'aeg' (did you mean 'age'?); the table has age, b");
  EXPECT_EQ(refusal("a,b\nx,2\n", {.types = {"a:number"}}),
            "t.csv:2: column 'a' was given as number but holds 'x'; mend it, or add it to the "
            "missing values");
  EXPECT_EQ(refusal("a,b\nx,2\n", {.types = {"a:text"}}),
            "'a:text' is no type of a column; write it as 'a:number' or 'a:category'");
  EXPECT_EQ(refusal("a,b\n1,2\n", {.target = "a", .regression = {"b"}}),
            "target and regression are both given; a table is classified by target or predicted "
            "by regression");
  EXPECT_EQ(refusal("a,b\n1,2\n", {.target = "a", .drop = {"b"}}),
            "no column is left as input; keep at least one that is not a target");
  EXPECT_EQ(refusal("a,b\n1,?\n", {.target = "b"}),
            "the target is missing in every row; give rows where it is known");
  EXPECT_EQ(refusal("a,b\n1,mid\n", {.split = "b"}),
            "t.csv:2: column 'b': 'mid' is no split; expected train, validation, test or any");
  EXPECT_EQ(refusal("a,b\n1,2\n", {.separator = "dot"}),
            "separator is 'dot'; it must be one of: auto, comma, semicolon, tab");
  EXPECT_EQ(refusal("a,b\n1,2\n", {.header = "perhaps"}),
            "header is 'perhaps'; it must be one of: auto, yes, no");
}

TEST(ImportTable, refuses_a_number_as_classes_and_points_to_regression) {
  std::string text = "x,price\n";
  for (int i = 0; i < 101; ++i) text += "1," + std::to_string(i * i) + "\n";
  EXPECT_EQ(refusal(text, {.target = "price"}),
            "the target 'price' has 101 different values; up to 100 can be classes: to predict a "
            "number name it in regression instead");
}

TEST(ImportTable, a_number_beyond_every_float_is_a_text) {
  const SampleSet set = imported("x,y\n1e300,1\n2,3\n").value();
  EXPECT_EQ(set.channels[0].categories, (std::vector<std::string>{"1e300", "2"}));
}

TEST(ImportTable, a_manifest_names_files_labels_groups_and_splits) {
  const TempFolder folder;
  ASSERT_TRUE(write_file(folder / "manifest.csv",
                         std::string_view("file,label,group,split\na.csv,gas,batch1,train\n"
                                          "b.csv,gas,batch2,test\nreadme.txt,,,any\n"))
                  .ok());
  ASSERT_TRUE(write_file(folder / "a.csv", std::string_view("gas,f\nCO,1\nNO,2\n")).ok());
  ASSERT_TRUE(write_file(folder / "b.csv", std::string_view("gas,f\nCO,3\n")).ok());
  const SampleSet set = import_table(folder.path(), {}).value();
  ASSERT_EQ(set.samples.size(), 3u);
  EXPECT_EQ(set.samples[0].label, "CO");
  EXPECT_EQ(set.samples[0].given, Split::train);
  EXPECT_EQ(set.samples[2].given, Split::test);
  EXPECT_EQ(set.samples[2].group, "batch2");
  EXPECT_EQ(set.samples[2].name, "b.csv:2");
}

TEST(ImportTable, a_manifest_may_give_one_label_to_a_whole_file) {
  const TempFolder folder;
  ASSERT_TRUE(write_file(folder / "manifest.csv",
                         std::string_view("file,label\nok.csv,normal\nbad.csv,broken\n"))
                  .ok());
  ASSERT_TRUE(write_file(folder / "ok.csv", std::string_view("f\n1\n2\n")).ok());
  ASSERT_TRUE(write_file(folder / "bad.csv", std::string_view("f\n9\n")).ok());
  const SampleSet set = import_table(folder.path(), {}).value();
  EXPECT_EQ(set.labels, (std::vector<std::string>{"broken", "normal"}));
  EXPECT_EQ(set.samples[2].label, "broken");
}

TEST(ImportTable, refuses_files_of_different_columns_and_folders_without_manifest) {
  const TempFolder folder;
  EXPECT_NE(import_table(folder.path(), {}).error().message.find("holds no manifest.csv"),
            std::string::npos);
  ASSERT_TRUE(write_file(folder / "manifest.csv", std::string_view("file\na.csv\nb.csv\n")).ok());
  ASSERT_TRUE(write_file(folder / "a.csv", std::string_view("f\n1\n")).ok());
  ASSERT_TRUE(write_file(folder / "b.csv", std::string_view("g\n1\n")).ok());
  EXPECT_EQ(import_table(folder.path(), {}).error().message,
            "b.csv has the columns g, the files before it have f; make them alike");
  ASSERT_TRUE(write_file(folder / "manifest.csv", std::string_view("file\nnotes.txt\n")).ok());
  EXPECT_NE(import_table(folder.path(), {}).error().message.find("no line names a .csv"),
            std::string::npos);
}

TEST(ImportTable, a_manifest_names_no_file_outside_of_its_folder) {
  const TempFolder folder;
  ASSERT_TRUE(write_file(folder / "a.csv", std::string_view("x\n1\n")).ok());
  for (const char* outside : {"/etc/a.csv", "../a.csv", "b/../../a.csv"}) {
    ASSERT_TRUE(
        write_file(folder / "set/manifest.csv", std::string("file\n") + outside + "\n").ok());
    const auto read = import_table(folder / "set", {});
    ASSERT_FALSE(read.ok()) << outside;
    EXPECT_NE(read.error().message.find(std::string("manifest.csv:2: '") + outside +
                                        "' names no file below the manifest's folder"),
              std::string::npos)
        << read.error().message;
  }
}

TEST(ImportTable, options_are_set_by_name) {
  TableOptions options;
  OptionSet set = describe(options);
  ASSERT_TRUE(set.set("missing", "-200,none", "test").ok());
  EXPECT_EQ(options.missing, (std::vector<std::string>{"-200", "none"}));
  EXPECT_FALSE(set.set("separator", "dot", "test").ok());
}

// Counts from the READMEs beside the data.
TEST(ImportTable, reads_adult_with_women_and_men_as_groups) {
  TADPOLE_SHARED_OR_SKIP(path, "data/adult");
  const SampleSet set = import_table(path, {.group = {"sex"}, .drop = {"fnlwgt"}}).value();
  EXPECT_EQ(set.samples.size(), 12861u);
  EXPECT_EQ(set.channels.size(), 13u);
  EXPECT_EQ(set.labels, (std::vector<std::string>{"<=50K", ">50K"}));
  EXPECT_EQ(set.samples[2].group, "Female");
}

TEST(ImportTable, reads_occupancy_and_keeps_its_splits) {
  TADPOLE_SHARED_OR_SKIP(path, "data/occupancy");
  EXPECT_NE(import_table(path, {}).error().message.find("column 'id' counts the rows"),
            std::string::npos);
  const SampleSet set = import_table(path, {.drop = {"id", "date"}}).value();
  std::map<Split, int> rows;
  for (const Sample& s : set.samples) ++rows[*s.given];
  EXPECT_EQ(rows[Split::train], 8143);
  EXPECT_EQ(rows[Split::test], 2665);
}

TEST(ImportTable, reads_the_other_tables_of_the_courses) {
  TADPOLE_SHARED_OR_SKIP(data, "data");
  const auto rows = [&](const char* name, const TableOptions& options) {
    const auto set = import_table(data / name, options);
    EXPECT_TRUE(set.ok()) << set.error().message;
    return set.ok() ? set.value().samples.size() : 0;
  };
  EXPECT_EQ(rows("gas-drift", {}), 3633u);
  EXPECT_EQ(rows("german-credit", {}), 473u);
  EXPECT_EQ(rows("weather-nebraska", {}), 9000u);
  EXPECT_EQ(rows("ai4i2020", {.drop = {"UDI", "Product ID"}}), 6000u);
  EXPECT_GT(
      rows("air-quality", {.regression = {"CO_GT"}, .drop = {"Date", "Time"}, .missing = {"-200"}}),
      3000u);
}

}  // namespace
}  // namespace tadpole
