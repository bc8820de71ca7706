// SPDX-License-Identifier: Apache-2.0
#include "core/data/image/generate_images.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <map>
#include <set>

#include "core/base/hash.h"
#include "core/data/image/augment_picture.h"

namespace tadpole {
namespace {

SampleSet made(const std::string& name, int per_class, std::uint64_t seed = 1, int size = 0) {
  return generate_images({.name = name, .per_class = per_class, .size = size, .seed = seed})
      .value();
}

std::string refusal(const GenerateImagesOptions& options) {
  const auto set = generate_images(options);
  return set.ok() ? "" : set.error().message;
}

int who_number(const Sample& s) { return std::stoi(s.who.substr(s.who.rfind(' ') + 1)); }

// The share of the later half of `who` that the nearest mean of the earlier half's classes names
// right, by features of a picture.
using Features = std::vector<double>;
template <typename Measure>
double nearest_mean_share(const SampleSet& set, Measure measure) {
  std::map<std::string, Features> mean;
  std::map<std::string, int> count;
  int last = 0;
  for (const Sample& s : set.samples) last = std::max(last, who_number(s));
  for (const Sample& s : set.samples) {
    if (2 * who_number(s) > last) continue;
    const Features f = measure(s);
    mean[s.label].resize(f.size());
    for (std::size_t i = 0; i < f.size(); ++i) mean[s.label][i] += f[i];
    ++count[s.label];
  }
  int right = 0, all = 0;
  for (const Sample& s : set.samples) {
    if (2 * who_number(s) <= last) continue;
    const Features f = measure(s);
    std::string best;
    double least = std::numeric_limits<double>::infinity();
    for (const auto& [label, sum] : mean) {
      double distance = 0;
      for (std::size_t i = 0; i < f.size(); ++i) {
        const double d = f[i] - sum[i] / count[label];
        distance += d * d;
      }
      if (distance < least) least = distance, best = label;
    }
    right += best == s.label ? 1 : 0;
    ++all;
  }
  return static_cast<double>(right) / all;
}

double by_mean_colour(const SampleSet& set) {
  return nearest_mean_share(set, [&](const Sample& s) {
    Features mean(set.channels.size());
    const auto pixels = set.uint8_values(s);
    for (std::size_t i = 0; i < pixels.size(); ++i) mean[i % mean.size()] += pixels[i];
    for (double& m : mean) m /= static_cast<double>(pixels.size());
    return mean;
  });
}

double by_pixels(const SampleSet& set) {
  return nearest_mean_share(set, [&](const Sample& s) {
    const auto pixels = set.uint8_values(s);
    return Features(pixels.begin(), pixels.end());
  });
}

TEST(GenerateImages, every_generator_says_what_its_pictures_are) {
  EXPECT_EQ(generator_names(), (std::vector<std::string>{"figures", "garments", "glyphs", "leaves",
                                                         "masks", "objects", "persons"}));
  for (const ImageGeneratorInfo& info : image_generators()) {
    SampleSet set = made(info.name, 24);
    ASSERT_EQ(set.samples.size(), 24 * info.labels.size());
    EXPECT_EQ(set.labels, info.labels);
    EXPECT_EQ(set.kind, "image");
    std::set<std::string> who, bytes;
    for (const Sample& s : set.samples) {
      EXPECT_EQ(s.origin, Origin::synthetic);
      EXPECT_EQ(s.shape, (std::array<int, 3>{info.size, info.size, info.channels}));
      EXPECT_NE(s.source.find("generator " + info.name), std::string::npos);
      who.insert(s.who);
      const auto values = set.uint8_values(s);
      bytes.insert(std::string(values.begin(), values.end()));
    }
    EXPECT_GE(who.size(), 5u) << info.name;
    EXPECT_LE(who.size(), 12u) << info.name;  // several pictures of a class share one
    EXPECT_EQ(bytes.size(), set.samples.size()) << info.name << ": no picture comes twice";
    ASSERT_TRUE(finish_samples(set, {.validation_percent = 20, .test_percent = 20}).ok());
  }
}

// Hashes of GCC 12.2 and clang 14 on x86-64, which agree: another machine or compiler must give
// them too. A changed painter changes its line.
TEST(GenerateImages, paints_the_same_bytes_everywhere) {
  const std::map<std::string, std::string> known = {
      {"figures", "6d3ecbc21c37dfc0"}, {"garments", "5afa77d7dabf71af"},
      {"glyphs", "45f7d6ab23aba037"},  {"leaves", "3df7c7e8b477f416"},
      {"masks", "d5bf87606df36a0c"},   {"objects", "5902dbcb8c60c9eb"},
      {"persons", "16d5e5a74faeebe8"}};
  for (const auto& [name, hash] : known) {
    const SampleSet set = made(name, 6);
    EXPECT_EQ(sha256_hex({reinterpret_cast<const char*>(set.bytes.data()), set.bytes.size()})
                  .substr(0, 16),
              hash)
        << name;
  }
  EXPECT_NE(made("glyphs", 2, 1).bytes, made("glyphs", 2, 2).bytes);
}

// More pictures of a class leave the first ones as they are.
TEST(GenerateImages, more_pictures_go_on_where_fewer_ended) {
  const SampleSet few = made("objects", 3), many = made("objects", 5);
  EXPECT_TRUE(std::equal(few.bytes.begin(), few.bytes.end(), many.bytes.begin()));
}

TEST(GenerateImages, paints_any_size) {
  const SampleSet set = made("persons", 1, 1, 33);
  EXPECT_EQ(set.samples[0].shape, (std::array<int, 3>{33, 33, 3}));
}

// What a model learns must be the shape. Bounds: chance and three standard deviations of a fair
// guess at the pictures of the later half (0.034 of 400, 0.046 of 120, 0.037 of 180); measured
// 0.09, 0.50, 0.50 and 0.39.
TEST(GenerateImages, the_mean_colour_does_not_give_the_class_away) {
  EXPECT_LT(by_mean_colour(made("objects", 80)), 0.10 + 0.06);
  EXPECT_LT(by_mean_colour(made("persons", 120)), 0.50 + 0.14);
  EXPECT_LT(by_mean_colour(made("masks", 120)), 0.50 + 0.14);
  EXPECT_LT(by_mean_colour(made("leaves", 120)), 0.33 + 0.11);
}

// The plainest classifier there is does far better than chance (0.1) on aligned shapes.
TEST(GenerateImages, shapes_can_be_learnt) {
  EXPECT_GT(by_pixels(made("glyphs", 60)), 0.6);
  EXPECT_GT(by_pixels(made("garments", 60)), 0.6);
}

// White to train, cluttered to test: the corners tell.
TEST(GenerateImages, figures_change_their_background_between_the_splits) {
  SampleSet set = made("figures", 48);
  ASSERT_TRUE(finish_samples(set, {}).ok());
  std::map<Split, int> count;
  for (const Sample& s : set.samples) {
    ASSERT_TRUE(s.given.has_value());
    EXPECT_EQ(s.split, *s.given);
    ++count[s.split];
    const auto pixels = set.uint8_values(s);
    const int corner = pixels[0] + pixels[1] + pixels[2];
    if (s.split == Split::train) {
      EXPECT_GT(corner, 3 * 240);
    }
    EXPECT_EQ(s.group, s.split == Split::train ? "white background" : "outdoors");
  }
  EXPECT_EQ(count[Split::train], 64);
  EXPECT_EQ(count[Split::validation], 16);
  EXPECT_EQ(count[Split::test], 16);
}

// For the eye: TADPOLE_SHEETS=/tmp <this program> --gtest_filter=*sheet* writes one PNG a
// generator, a row of pictures for each class.
TEST(GenerateImages, a_sheet_of_each_can_be_looked_at) {
  const char* folder = std::getenv("TADPOLE_SHEETS");
  if (folder == nullptr) GTEST_SKIP() << "set TADPOLE_SHEETS to a folder to get the sheets";
  for (const ImageGeneratorInfo& info : image_generators()) {
    const SampleSet set = made(info.name, 16, 7);
    std::vector<Picture> pictures;
    for (const std::string& label : info.labels)
      for (const Sample& s : set.samples)
        if (s.label == label) {
          const auto values = set.uint8_values(s);
          pictures.push_back({s.shape[1], s.shape[0], s.shape[2], {values.begin(), values.end()}});
        }
    const Path file = Path(folder) / (info.name + ".png");
    ASSERT_TRUE(
        write_file(file, write_png(contact_sheet(pictures, 16, info.size < 48 ? 2 : 1))).ok());
  }
}

TEST(GenerateImages, refuses_what_it_cannot_paint) {
  EXPECT_EQ(refusal({.name = "leafs"}),
            "there is no picture generator 'leafs'; expected one of figures, garments, glyphs, "
            "leaves, masks, objects, persons (did you mean 'leaves'?)");
  EXPECT_EQ(refusal({.per_class = 0}), "per_class is 0, expected 1 to 100000 pictures a class");
  EXPECT_EQ(refusal({.size = 500}),
            "size is 500, expected 16 to 256 pixels a side, or 0 for the generator's own");
}

}  // namespace
}  // namespace tadpole
