// SPDX-License-Identifier: Apache-2.0
#include "core/data/image/augment_picture.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

namespace tadpole {
namespace {

ImageAugmentOptions nothing() {
  return {.shift_percent = 0, .rotate_degrees = 0, .zoom_percent = 0, .brightness_percent = 0};
}

Picture noisy(int width, int height, int channels) {
  Picture p = blank_picture(width, height, channels);
  Rng rng(4);
  for (std::uint8_t& v : p.pixels) v = static_cast<std::uint8_t>(rng.next());
  return p;
}

Picture dot(int size, int x, int y) {
  Picture p = blank_picture(size, size, 1);
  p.pixels[p.at(x, y)] = 255;
  return p;
}

// Where the light of a picture lies, in pixels.
std::pair<double, double> middle(const Picture& p) {
  double sum = 0, sx = 0, sy = 0;
  for (int y = 0; y < p.height; ++y)
    for (int x = 0; x < p.width; ++x) {
      const double v = p.pixels[p.at(x, y)];
      sum += v, sx += v * x, sy += v * y;
    }
  return {sx / sum, sy / sum};
}

TEST(AugmentPicture, leaves_the_picture_alone_when_everything_is_off) {
  for (const int channels : {1, 3}) {
    const Picture p = noisy(13, 8, channels);
    EXPECT_EQ(augment_picture(p, nothing(), Rng(1)), p);
  }
}

TEST(AugmentPicture, gives_the_same_bytes_for_the_same_seed_and_others_for_another) {
  const Picture p = noisy(24, 24, 3);
  const ImageAugmentOptions all{.shear_degrees = 10, .flip = true, .noise_percent = 5};
  EXPECT_EQ(augment_picture(p, all, Rng(5)), augment_picture(p, all, Rng(5)));
  EXPECT_NE(augment_picture(p, all, Rng(5)), augment_picture(p, all, Rng(6)));
}

// 10 % of 40 pixels.
TEST(AugmentPicture, shifts_by_at_most_the_given_share) {
  ImageAugmentOptions options = nothing();
  options.shift_percent = 10;
  double left = 40, right = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const auto [x, y] = middle(augment_picture(dot(40, 20, 20), options, Rng(seed)));
    left = std::min(left, x), right = std::max(right, x);
  }
  EXPECT_NEAR(left, 16, 0.5);
  EXPECT_NEAR(right, 24, 0.5);
}

// The point right of the middle stays on its circle of 10 pixels, up to 30 degrees away.
TEST(AugmentPicture, turns_about_the_middle) {
  ImageAugmentOptions options = nothing();
  options.rotate_degrees = 30;
  double most = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const auto [x, y] = middle(augment_picture(dot(41, 30, 20), options, Rng(seed)));
    EXPECT_NEAR(std::hypot(x - 20, y - 20), 10, 0.6);
    most = std::max(most, std::abs(std::atan2(y - 20, x - 20)) * 57.2958);
  }
  EXPECT_NEAR(most, 30, 3);
}

TEST(AugmentPicture, mirrors_about_every_other_picture) {
  ImageAugmentOptions options = nothing();
  options.flip = true;
  int mirrored = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const Picture out = augment_picture(dot(9, 1, 4), options, Rng(seed));
    if (out == dot(9, 7, 4))
      ++mirrored;
    else
      EXPECT_EQ(out, dot(9, 1, 4));
  }
  EXPECT_NEAR(mirrored, 100, 35);  // five standard deviations of a fair coin
}

// Zoom 1.5: a point 10 pixels from the middle comes to 15.
TEST(AugmentPicture, zooms_and_slants) {
  ImageAugmentOptions options = nothing();
  options.zoom_percent = 50;
  double near = 99, far = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const double x = middle(augment_picture(dot(61, 40, 30), options, Rng(seed))).first - 30;
    near = std::min(near, x), far = std::max(far, x);
  }
  EXPECT_NEAR(near, 5, 0.7);
  EXPECT_NEAR(far, 15, 0.7);
  options = nothing();
  options.shear_degrees =
      45;  // a point 10 below the middle moves up to 10 sideways, not up or down
  double most = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const auto [x, y] = middle(augment_picture(dot(61, 30, 40), options, Rng(seed)));
    EXPECT_NEAR(y, 40, 0.6);
    most = std::max(most, std::abs(x - 30));
  }
  EXPECT_NEAR(most, 10, 0.7);
}

TEST(AugmentPicture, fills_with_the_edge) {
  ImageAugmentOptions options = nothing();
  options.shift_percent = 50;
  options.rotate_degrees = 45;
  const Picture grey = blank_picture(10, 12, 3, 77);
  EXPECT_EQ(augment_picture(grey, options, Rng(2)), grey);
}

TEST(AugmentPicture, changes_brightness_and_adds_noise) {
  ImageAugmentOptions options = nothing();
  options.brightness_percent = 50;
  int low = 255, high = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const int level = augment_picture(blank_picture(1, 1, 1, 100), options, Rng(seed)).pixels[0];
    low = std::min(low, level), high = std::max(high, level);
  }
  EXPECT_NEAR(low, 50, 2);
  EXPECT_NEAR(high, 150, 2);
  options = nothing();
  options.noise_percent = 10;
  const Picture out = augment_picture(blank_picture(100, 100, 1, 128), options, Rng(3));
  const double mean = std::accumulate(out.pixels.begin(), out.pixels.end(), 0.0) / 10000;
  EXPECT_NEAR(mean, 128, 1.5);  // sd of the mean: at most 25.5 / 100
  EXPECT_NE(out, blank_picture(100, 100, 1, 128));
}

// Switching the noise on does not move the picture elsewhere.
TEST(AugmentPicture, draws_each_option_for_itself) {
  ImageAugmentOptions options = nothing();
  options.shift_percent = 30;
  const auto before = middle(augment_picture(dot(40, 20, 20), options, Rng(9)));
  options.brightness_percent = 20;
  const auto after = middle(augment_picture(dot(40, 20, 20), options, Rng(9)));
  EXPECT_NEAR(before.first, after.first, 0.05);
  EXPECT_NEAR(before.second, after.second, 0.05);
}

TEST(ContactSheet, puts_pictures_side_by_side) {
  const std::vector<Picture> three = {blank_picture(2, 1, 1, 0), blank_picture(1, 2, 3, 255),
                                      blank_picture(1, 1, 1, 9)};
  const Picture sheet = contact_sheet(three, 2, 3);
  // By hand: cells of 6 x 6 and gaps of 2.
  EXPECT_EQ(sheet.width, 18);
  EXPECT_EQ(sheet.height, 18);
  EXPECT_EQ(sheet.channels, 3);
  EXPECT_EQ(sheet.pixels[sheet.at(7, 4)], 0);
  EXPECT_EQ(sheet.pixels[sheet.at(7, 5)], 128);
  EXPECT_EQ(sheet.pixels[sheet.at(10, 2) + 2], 255);
  EXPECT_EQ(sheet.pixels[sheet.at(4, 12)], 9);
}

TEST(ContactSheet, shows_originals_beside_their_versions) {
  const std::vector<Picture> originals = {noisy(8, 8, 1), blank_picture(8, 8, 1, 3)};
  const Picture sheet = augmentation_sheet(originals, nothing(), 2, 1);
  EXPECT_EQ(sheet.width, 32);
  EXPECT_EQ(sheet.height, 22);
  EXPECT_EQ(sheet.pixels[sheet.at(2, 2)], originals[0].pixels[0]);
  EXPECT_EQ(sheet.pixels[sheet.at(22, 2)], originals[0].pixels[0]);
  EXPECT_EQ(sheet.pixels[sheet.at(22, 12)], 3);
}

TEST(ImageAugmentOptions, refuse_what_makes_no_sense) {
  ImageAugmentOptions options;
  OptionSet set = describe(options);
  EXPECT_FALSE(set.set("rotate_degrees", "200", "augment").ok());
  EXPECT_TRUE(set.set("flip", "true", "augment").ok());
  EXPECT_TRUE(options.flip);
}

}  // namespace
}  // namespace tadpole
