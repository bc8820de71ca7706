// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <zlib.h>

#include <map>
#include <set>

#include "core/base/text.h"
#include "core/data/image/gunzip.h"
#include "core/data/image/image_importers.h"
#include "core/data/image/resize_picture.h"
#include "core/data/test_folder.h"
#include "tests/shared_data.h"

namespace tadpole {
namespace {

void put(const Path& file, std::string_view text) { ASSERT_TRUE(write_file(file, text).ok()); }
void put(const Path& file, const Bytes& bytes) { ASSERT_TRUE(write_file(file, bytes).ok()); }

Bytes png(std::uint8_t level, int width = 4, int height = 3) {
  return write_png(blank_picture(width, height, 1, level));
}

ImportedImages import(const Path& path, const ImageImportOptions& options = {}) {
  Result<ImportedImages> result = import_images(path, options);
  EXPECT_TRUE(result.ok()) << (result.ok() ? "" : result.error().message);
  return result.ok() ? std::move(result).value() : ImportedImages{};
}

std::string refusal(const Path& path, const ImageImportOptions& options = {}) {
  const auto result = import_images(path, options);
  return result.ok() ? "" : result.error().message;
}

// "name label who split" of every sample.
std::vector<std::string> lines(const SampleSet& set) {
  std::vector<std::string> all;
  for (const Sample& s : set.samples)
    all.push_back(s.name + " " + s.label + " " + s.who + " " +
                  (s.given ? split_name(*s.given) : "-"));
  return all;
}

using Lines = std::vector<std::string>;

TEST(ImportImages, a_folder_of_classes_with_people_in_it) {
  const TempFolder f;
  put(f / "leaf/a.png", png(10));
  put(f / "leaf/anna/b.png", png(20));
  put(f / "rust/c.PNG", png(30, 5, 2));
  put(f / "rust/notes.txt", "no picture");
  const ImportedImages got = import(f.path(), {.colour = "grey", .licence = "CC0"});
  EXPECT_EQ(lines(got.set), (Lines{"leaf/a.png leaf leaf/a.png -", "leaf/anna/b.png leaf anna -",
                                   "rust/c.PNG rust rust/c.PNG -"}));
  EXPECT_EQ(got.set.samples[2].shape, (std::array<int, 3>{2, 5, 1}));
  EXPECT_EQ(got.set.uint8_values(got.set.samples[2])[9], 30);
  EXPECT_EQ(got.set.samples[0].licence, "CC0");
  EXPECT_EQ(got.set.kind, "image");
}

TEST(ImportImages, folders_above_the_classes_give_the_split) {
  const TempFolder f;
  put(f / "train/a/1.png", png(1));
  put(f / "val/a/1.png", png(2));
  put(f / "test/b/1.png", png(3));
  EXPECT_EQ(lines(import(f.path()).set),
            (Lines{"test/b/1.png b test/b/1.png test", "train/a/1.png a train/a/1.png train",
                   "val/a/1.png a val/a/1.png validation"}));
}

// A class may be called "test" when it holds pictures itself.
TEST(ImportImages, a_class_named_as_a_split_is_a_class) {
  const TempFolder f;
  put(f / "test/1.png", png(1));
  put(f / "rest/1.png", png(2));
  EXPECT_EQ(lines(import(f.path()).set),
            (Lines{"rest/1.png rest rest/1.png -", "test/1.png test test/1.png -"}));
}

TEST(ImportImages, pictures_of_one_class_take_the_label_that_is_given) {
  const TempFolder f;
  put(f / "1.png", png(1));
  EXPECT_EQ(lines(import(f.path(), {.label = "leaf", .who = "garden"}).set),
            (Lines{"1.png leaf garden -"}));
  EXPECT_EQ(refusal(f.path()),
            f.path().string() +
                " has no sub-folder with pictures; expected one folder per class with PNG, JPEG, "
                "PPM or BMP files, a manifest.csv, IDX, CIFAR or COCO files, or pictures of one "
                "class and its label");
}

TEST(ImportImages, a_manifest_says_who) {
  const TempFolder f;
  put(f / "x/1.png", png(1));
  put(f / "x/2.png", png(2));
  put(f / "manifest.csv",
      "file,label,group,split\nx/1.png,yes,ann,train\nx/2.png,no,,test\nLICENSE,,,\n");
  EXPECT_EQ(lines(import(f.path()).set),
            (Lines{"x/1.png yes ann train", "x/2.png no x/2.png test"}));
  put(f / "manifest.csv", "file,label,who,group\nx/1.png,yes,ann,dark\nx/2.wav,no,bob,\n");
  const ImportedImages got = import(f.path());
  EXPECT_EQ(lines(got.set), (Lines{"x/1.png yes ann -"}));
  EXPECT_EQ(got.set.samples[0].group, "dark");
  ASSERT_EQ(got.notes.size(), 1u);
  EXPECT_NE(got.notes[0].find("1 lines of"), std::string::npos);
  put(f / "manifest.csv", "file,label\nx/9.png,yes\n");
  EXPECT_NE(refusal(f.path()).find("manifest.csv:2: "), std::string::npos);
}

TEST(ImportImages, makes_all_pictures_alike_in_channels_but_not_in_size) {
  const TempFolder f;
  Picture red = blank_picture(600, 300, 3, 0);
  for (std::size_t i = 0; i < red.pixels.size(); i += 3) red.pixels[i] = 255;
  put(f / "a/red.png", write_png(red));
  put(f / "b/grey.png", png(9));
  const SampleSet rgb = import(f.path()).set;
  EXPECT_EQ(rgb.samples[0].shape, (std::array<int, 3>{128, 256, 3}));
  EXPECT_EQ(rgb.samples[1].shape, (std::array<int, 3>{3, 4, 3}));
  EXPECT_EQ(rgb.uint8_values(rgb.samples[0])[0], 255);
  EXPECT_EQ(rgb.uint8_values(rgb.samples[1])[2], 9);
  const SampleSet grey = import(f.path(), {.colour = "grey", .longest_side = 60}).set;
  EXPECT_EQ(grey.samples[0].shape, (std::array<int, 3>{30, 60, 1}));
  EXPECT_EQ(grey.uint8_values(grey.samples[0])[0], 77);  // of red, BT.601
}

TEST(ImportImages, leaves_out_as_many_broken_pictures_as_allowed) {
  const TempFolder f;
  for (int i = 0; i < 9; ++i) put(f / ("a/" + std::to_string(i) + ".png"), png(1));
  put(f / "b/x.png", "no picture");
  const std::string sentence = (f / "b/x.png").string() +
                               " cannot be read as a picture: its first bytes are none of PNG, "
                               "JPEG, PPM, PGM or BMP; save it again as PNG or JPEG, or remove it";
  EXPECT_EQ(refusal(f.path()), sentence);
  const ImportedImages got = import(f.path(), {.unreadable_percent = 10});
  EXPECT_EQ(got.set.samples.size(), 9u);
  EXPECT_EQ(got.refused, Lines{sentence});
  put(f / "b/y.png", "no picture");
  EXPECT_EQ(refusal(f.path(), {.unreadable_percent = 10}).substr(0, 33),
            "2 of 11 pictures cannot be read; ");
}

TEST(ImportImages, says_what_it_expected) {
  const TempFolder f;
  EXPECT_EQ(refusal(f / "none"),
            (f / "none").string() +
                " is not there; give a folder of pictures, a CSV manifest, or a data set");
  put(f / "x.zip", "PK");
  EXPECT_NE(refusal(f / "x.zip").find("is no set of pictures; expected a folder"),
            std::string::npos);
}

Bytes idx_images(int count) {
  Bytes bytes = {0, 0, 8, 3, 0, 0, 0, static_cast<std::uint8_t>(count), 0, 0, 0, 2, 0, 0, 0, 3};
  for (int i = 0; i < 6 * count; ++i) bytes.push_back(static_cast<std::uint8_t>(i));
  return bytes;
}

Bytes idx_labels(const Bytes& labels) {
  Bytes bytes = {0, 0, 8, 1, 0, 0, 0, static_cast<std::uint8_t>(labels.size())};
  bytes.insert(bytes.end(), labels.begin(), labels.end());
  return bytes;
}

Bytes gzip(const Bytes& bytes) {
  z_stream stream{};
  Bytes out(bytes.size() + 100);
  EXPECT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY), Z_OK);
  stream.next_in = const_cast<Bytef*>(bytes.data());
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = out.data();
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.erase(out.end() - static_cast<std::ptrdiff_t>(stream.avail_out), out.end());
  deflateEnd(&stream);
  return out;
}

TEST(ImportImages, the_mnist_family_packed_or_not) {
  const TempFolder f;
  put(f / "train-images-idx3-ubyte", idx_images(3));
  put(f / "train-labels-idx1-ubyte", idx_labels({2, 10, 2}));
  put(f / "t10k-images-idx3-ubyte.gz", gzip(idx_images(1)));
  put(f / "t10k-labels-idx1-ubyte.gz", gzip(idx_labels({0})));
  const SampleSet set = import(f.path(), {.colour = "grey"}).set;
  EXPECT_EQ(set.labels, (Lines{"0", "2", "10"}));
  ASSERT_EQ(set.samples.size(), 4u);
  EXPECT_EQ(lines(set)[0], "t10k-images-idx3-ubyte.gz 0 0 t10k-images-idx3-ubyte.gz 0 test");
  EXPECT_EQ(set.samples[2].label, "10");
  EXPECT_EQ(set.samples[2].given, Split::train);
  EXPECT_EQ(set.samples[2].shape, (std::array<int, 3>{2, 3, 1}));
  EXPECT_EQ(set.uint8_values(set.samples[2])[5], 11);  // the twelfth byte
  EXPECT_EQ(import(f / "train-images-idx3-ubyte").set.samples.size(), 3u);
}

TEST(ImportImages, labels_txt_names_the_classes_of_idx) {
  const TempFolder f;
  put(f / "train-images-idx3-ubyte", idx_images(2));
  put(f / "train-labels-idx1-ubyte", idx_labels({1, 0}));
  put(f / "labels.txt", "shirt\nboot\n");
  EXPECT_EQ(import(f.path()).set.samples[0].label, "boot");
  EXPECT_EQ(import(f.path()).set.labels, (Lines{"shirt", "boot"}));
  put(f / "labels.txt", "shirt\n");
  EXPECT_EQ(refusal(f.path()),
            "train-images-idx3-ubyte: picture 0 has label 1, there are 1 names of classes");
}

TEST(ImportImages, refuses_damaged_idx) {
  const TempFolder f;
  const Path images = f / "train-images-idx3-ubyte", labels = f / "train-labels-idx1-ubyte";
  put(images, idx_images(2));
  EXPECT_EQ(refusal(f.path()), images.string() +
                                   " has no labels: train-labels-idx1-ubyte is not there; bring "
                                   "it");
  put(labels, idx_labels({1, 2, 3}));
  EXPECT_EQ(refusal(f.path()),
            "train-images-idx3-ubyte holds 2 pictures and 3 labels; bring the pair again");
  put(images, idx_labels({1, 2, 3, 4, 5, 6, 7, 8, 9}));
  EXPECT_EQ(refusal(f.path()),
            "train-images-idx3-ubyte begins with 0x00000801, expected 0x00000803 (IDX, unsigned "
            "bytes, 3 dimensions)");
  Bytes cut = idx_images(2);
  cut.pop_back();
  put(images, cut);
  EXPECT_EQ(refusal(f.path()),
            "train-images-idx3-ubyte names 12 values and holds 11; bring the file again");
  put(images, Bytes{0, 0, 8});
  EXPECT_EQ(refusal(f.path()),
            "train-images-idx3-ubyte has 3 bytes, an IDX header needs 16; bring the file again");
  Bytes packed = gzip(idx_images(2));
  packed.resize(20);
  put(images, packed);
  EXPECT_EQ(refusal(f.path()), images.string() + " is damaged or cut off; bring it again");
}

TEST(Gunzip, stops_at_the_size_that_is_allowed) {
  const Bytes packed = gzip(Bytes(3 << 20, 0));
  EXPECT_EQ(gunzip(packed, 4 << 20, "x").value().size(), std::size_t{3} << 20);
  EXPECT_EQ(gunzip(packed, 2 << 20, "x").error().message,
            "x holds more than 2 MB; unpack it first, or give a part of it");
}

// A record: the label, then all red, all green, all blue.
Bytes cifar_record(Bytes labels, std::uint8_t red, std::uint8_t green, std::uint8_t blue) {
  for (const std::uint8_t level : {red, green, blue}) labels.insert(labels.end(), 1024, level);
  return labels;
}

TEST(ImportImages, cifar_10_with_its_names) {
  const TempFolder f;
  Bytes two = cifar_record({3}, 10, 20, 30);
  const Bytes more = cifar_record({0}, 1, 2, 3);
  two.insert(two.end(), more.begin(), more.end());
  put(f / "data_batch_1.bin", two);
  put(f / "test_batch.bin", cifar_record({9}, 4, 5, 6));
  put(f / "batches.meta.txt", "plane\ncar\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n\n");
  const SampleSet set = import(f.path()).set;
  EXPECT_EQ(lines(set), (Lines{"data_batch_1.bin 0 cat data_batch_1.bin 0 train",
                               "data_batch_1.bin 1 plane data_batch_1.bin 1 train",
                               "test_batch.bin 0 truck test_batch.bin 0 test"}));
  EXPECT_EQ(set.labels, (Lines{"plane", "cat", "truck"}));
  const auto pixels = set.uint8_values(set.samples[0]);
  EXPECT_EQ(pixels[0], 10);
  EXPECT_EQ(pixels[1], 20);
  EXPECT_EQ(pixels[3071], 30);
}

TEST(ImportImages, cifar_100_by_its_fine_labels) {
  const TempFolder f;
  put(f / "train.bin", cifar_record({7, 42}, 1, 2, 3));
  std::string names;
  for (int i = 0; i < 100; ++i) names += "class" + std::to_string(i) + "\n";
  put(f / "fine_label_names.txt", names);
  EXPECT_EQ(import(f.path()).set.samples[0].label, "class42");
}

TEST(ImportImages, refuses_damaged_cifar) {
  const TempFolder f;
  put(f / "data_batch_1.bin", Bytes(3000));
  EXPECT_EQ(refusal(f.path()),
            "data_batch_1.bin has 3000 bytes, expected a multiple of 3073 (CIFAR-10); bring the "
            "binary version again");
  put(f / "data_batch_1.bin", cifar_record({10}, 0, 0, 0));
  EXPECT_EQ(refusal(f.path()),
            "data_batch_1.bin: picture 0 has label 10, expected 0 to 9; bring the binary version "
            "again");
  put(f / "batches.meta.txt", "plane\n");
  EXPECT_EQ(refusal(f.path()), (f / "batches.meta.txt").string() +
                                   " names 1 classes, expected 10; bring the file again");
}

// 1: a box of 210 of 10,000 pixels, 2.1 %. 2: 50 of 10,000, 0.5 % and not more. 3: a dog.
constexpr const char* kCoco = R"({"info": {"deep": [{"id": 99, "file_name": "no"}]},
  "images": [{"id": 1, "file_name": "1.png", "width": 100, "height": 100, "license": 4},
             {"id": 2, "file_name": "2.png", "width": 100, "height": 100},
             {"id": 3, "file_name": "3.png", "width": 100, "height": 50}],
  "annotations": [{"image_id": 1, "category_id": 1, "bbox": [1, 2, 10.5, 20], "segmentation": [[9]]},
                  {"image_id": 1, "category_id": 1, "bbox": [1, 2, 1, 1]},
                  {"image_id": 2, "category_id": 1, "bbox": [0, 0, 5, 10]},
                  {"image_id": 3, "category_id": 18, "bbox": [0, 0, 50, 50]}],
  "licenses": [{"id": 4, "name": "CC BY"}],
  "categories": [{"id": 1, "name": "person"}, {"id": 18, "name": "dog"}]})";

TEST(ImportImages, coco_becomes_person_or_no_person) {
  const TempFolder f;
  put(f / "annotations/instances_val2017.json", kCoco);
  for (const char* name : {"1.png", "2.png", "3.png"}) put(f / "val2017" / name, png(5));
  const ImportedImages got = import(f.path());
  EXPECT_EQ(lines(got.set),
            (Lines{"1.png person 1.png validation", "3.png no_person 3.png validation"}));
  EXPECT_EQ(got.set.labels, (Lines{"no_person", "person"}));
  EXPECT_EQ(got.set.samples[0].licence, "CC BY");
  EXPECT_EQ(got.notes,
            Lines{"1 pictures of instances_val2017.json show persons of at most 0.5 % of "
                  "the picture only; they are left out"});
  EXPECT_EQ(import(f.path(), {.person_percent = 0.4}).set.samples[1].label, "person");
}

TEST(ImportImages, coco_without_all_of_its_pictures) {
  const TempFolder f;
  put(f / "instances_train.json", kCoco);
  EXPECT_EQ(refusal(f.path()), "none of the 3 pictures of " +
                                   (f / "instances_train.json").string() +
                                   " is there; bring them into a folder train beside it");
  put(f / "train/1.png", png(5));
  EXPECT_EQ(import(f / "instances_train.json").notes[1],
            "1 of 3 pictures of instances_train.json are not there; they are left out");
}

std::string coco_refusal(const std::string& text) {
  const auto pictures = parse_coco(text, "x");
  return pictures.ok() ? "" : pictures.error().message;
}

TEST(ImportImages, refuses_json_that_is_not_coco) {
  const std::string end = "; expected images, annotations and categories";
  EXPECT_EQ(coco_refusal("{"), "x is no COCO annotation file: it is no JSON from byte 2 on" + end);
  EXPECT_EQ(coco_refusal("[]"), "x is no COCO annotation file: it lists no images" + end);
  EXPECT_EQ(coco_refusal(R"({"images": [{"id": 5}]})"),
            "x is no COCO annotation file: its picture 5 has no file_name, width or height" + end);
  EXPECT_EQ(coco_refusal(R"({"images": [{"id": 5, "file_name": "a", "width": 1, "height": 1}]})"),
            "x is no COCO annotation file: its categories do not name 'person'" + end);
  const TempFolder f;
  std::string outside = kCoco;
  outside.replace(outside.find("1.png"), 5, "../1.png");
  put(f / "instances_x.json", outside);
  EXPECT_NE(
      refusal(f.path()).find("names the picture ../1.png, which is outside its folder; bring"),
      std::string::npos);
}

TEST(ImportImages, coco_reads_beside_its_folder_only_where_the_set_has_one_for_annotations) {
  const TempFolder f;
  put(f / "mine/instances_train.json", kCoco);
  for (const char* name : {"1.png", "2.png", "3.png"}) put(f / "train" / name, png(5));
  EXPECT_NE(refusal(f / "mine/instances_train.json").find("none of the 3 pictures"),
            std::string::npos);
  put(f / "annotations/instances_train.json", kCoco);
  EXPECT_EQ(import(f / "annotations/instances_train.json").set.samples.size(), 2U);
}

TEST(ImportImages, reads_sets_of_the_world) {
  TADPOLE_SHARED_OR_SKIP(signs, "data/sign-digits");
  TADPOLE_SHARED_OR_SKIP(shapes, "data/hand-drawn-shapes");
  const ImportedImages photos = import(signs);
  // Counts from the README of the set: 602 photos by 60 signers.
  EXPECT_EQ(photos.set.samples.size(), 602u);
  std::set<std::string> signers;
  for (const Sample& s : photos.set.samples) signers.insert(s.who);
  EXPECT_EQ(signers.size(), 60u);
  EXPECT_EQ(photos.set.samples[0].shape, (std::array<int, 3>{100, 100, 3}));
  SampleSet drawings = import(shapes, {.colour = "grey"}).set;
  EXPECT_EQ(drawings.samples.size(), 2785u);
  ASSERT_TRUE(finish_samples(drawings, {}).ok());
  EXPECT_EQ(drawings.labels, (Lines{"ellipse", "other", "rectangle", "triangle"}));
}

TEST(ResizePicture, keeps_the_shape_of_a_picture) {
  const Picture p = shrunk(blank_picture(1000, 10, 3, 7), 100);
  EXPECT_EQ(p, blank_picture(100, 1, 3, 7));
  EXPECT_EQ(shrunk(blank_picture(9, 8, 1), 9), blank_picture(9, 8, 1));
  EXPECT_EQ(shrunk(blank_picture(1, 5000, 1, 3), 50), blank_picture(1, 50, 1, 3));
}

}  // namespace
}  // namespace tadpole
