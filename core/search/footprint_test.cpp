// SPDX-License-Identifier: Apache-2.0
#include "core/search/footprint.h"

#include <gtest/gtest.h>

#include "core/base/rng.h"

namespace tadpole {
namespace {

std::vector<std::vector<float>> noise(std::size_t values) {
  Rng rng(3);
  std::vector<std::vector<float>> samples(2, std::vector<float>(values));
  for (auto& sample : samples)
    for (float& x : sample) x = static_cast<float>(rng.normal());
  return samples;
}

Footprint footprint_of(const std::string& model) {
  const ModelSpec spec = reference_model(model, {49, 40, 1}, 12).value();
  const Result<CompiledCandidate> made = compile_candidate(spec, noise(1960), {});
  EXPECT_TRUE(made.ok()) << (made.ok() ? "" : made.error().message);
  return made.ok() ? made.value().footprint : Footprint{};
}

// tiny_conv: weights 10*8*8 and 25*20*8*12 bytes; the arena holds the input of 49*40 bytes or its
// first layer's 25*20*8, and what the kernel needs besides.
TEST(Footprint, of_tiny_conv_is_its_weights_and_its_largest_layer) {
  const Footprint f = footprint_of("tiny_conv");
  EXPECT_EQ(f.parameters, 640 + 8 + 48000 + 12);
  EXPECT_EQ(f.macs, 25 * 20 * 8 * 80 + 48000);
  EXPECT_GE(f.flash_bytes, 48640);
  EXPECT_LE(f.flash_bytes, 48640 + 2000);
  EXPECT_GE(f.ram_bytes, 4000);
  EXPECT_LE(f.ram_bytes, 1960 + 4000 + 2000);
  EXPECT_FALSE(f.measured);
}

TEST(Footprint, a_wider_network_takes_more_of_everything) {
  const Footprint narrow = footprint_of("ds_cnn filters=16 blocks=2");
  const Footprint wide = footprint_of("ds_cnn filters=48 blocks=2");
  EXPECT_LT(narrow.ram_bytes, wide.ram_bytes);
  EXPECT_LT(narrow.flash_bytes, wide.flash_bytes);
  EXPECT_LT(narrow.instructions, wide.instructions);
}

// Counted on the virtual board by tadpole deploy: 605,145 instructions of tiny_conv with 12
// classes.
TEST(Footprint, the_estimate_is_within_a_fifth_of_what_the_board_counts) {
  EXPECT_NEAR(static_cast<double>(footprint_of("tiny_conv").instructions), 605145.0, 121000.0);
}

// Counted on the virtual board by tadpole deploy, of tables and numbers with one or two hidden
// layers: far less than of any network of convolutions.
TEST(Footprint, the_estimate_holds_for_dense_layers) {
  struct Counted {
    int inputs;
    std::vector<std::string> layers;
    double instructions;
  };
  const std::vector<Counted> counted = {
      {13, {"dense units=8", "relu", "dense units=2", "softmax"}, 1285.0},
      {13,
       {"dense units=128", "relu", "dense units=128", "relu", "dense units=2", "softmax"},
       32570.0},
      {13, {"dense units=32", "tanh", "dense units=2", "softmax"}, 14736.0},
      {1, {"dense units=16", "relu", "dense units=16", "relu", "dense units=1"}, 1276.0}};
  for (const Counted& one : counted) {
    ModelSpec spec{.input = {1, 1, one.inputs}, .layers = {}};
    for (const std::string& line : one.layers) spec.layers.push_back(parse_layer(line).value());
    const auto values = static_cast<std::size_t>(one.inputs);
    const auto made = compile_candidate(spec, noise(values), {});
    ASSERT_TRUE(made.ok()) << made.error().message;
    EXPECT_NEAR(static_cast<double>(made.value().footprint.instructions), one.instructions,
                0.1 * one.instructions);
  }
}

// By hand.
TEST(Footprint, what_is_over_a_limit_is_said_with_the_numbers) {
  const Footprint f{.ram_bytes = 300, .flash_bytes = 900, .instructions = 5000};
  EXPECT_EQ(refusal(f, {}), "");
  EXPECT_EQ(refusal(f, {.ram_bytes = 300, .flash_bytes = 900, .instructions = 5000}), "");
  EXPECT_EQ(refusal(f, {.ram_bytes = 200, .flash_bytes = 600, .instructions = 9000}),
            "takes 300 bytes of RAM and 200 are allowed; takes 900 bytes of flash and 600 are "
            "allowed");
  EXPECT_DOUBLE_EQ(excess(f, {.ram_bytes = 200, .flash_bytes = 800}), 0.5);
  EXPECT_LE(excess(f, {.ram_bytes = 300}), 0.0);
  EXPECT_LT(excess(f, {}), 0.0);
}

TEST(Footprint, what_cannot_be_built_is_an_error) {
  ModelSpec spec{.input = {4, 4, 1}, .layers = {parse_layer("dense units=0").value()}};
  EXPECT_FALSE(compile_candidate(spec, noise(16), {}).ok());
}

}  // namespace
}  // namespace tadpole
