// SPDX-License-Identifier: Apache-2.0
// One suite over every space: what holds for each is asked of each.
#include "core/search/network_space.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "core/search/footprint.h"
#include "core/train/train_options.h"

namespace tadpole {
namespace {

using Input = std::array<int, 3>;
constexpr int kPoints = 12;

// A row, a vector of features, windows along time and along width, a small picture, spoken words.
const std::vector<Input> kInputs = {{1, 1, 1},  {1, 1, 24}, {2, 1, 1},  {125, 1, 6},
                                    {1, 80, 2}, {6, 6, 3},  {49, 40, 1}};
const std::vector<NetworkAnswer> kAnswers = {{NetworkAnswer::Kind::classes, 5},
                                             {NetworkAnswer::Kind::numbers, 2}};

std::size_t values(const Input& input) {
  return static_cast<std::size_t>(input[0]) * static_cast<std::size_t>(input[1]) *
         static_cast<std::size_t>(input[2]);
}

std::vector<std::vector<float>> noise(const Input& input) {
  Rng rng(3);
  std::vector<std::vector<float>> samples(2, std::vector<float>(values(input)));
  for (auto& sample : samples)
    for (float& x : sample) x = static_cast<float>(rng.normal());
  return samples;
}

ModelSpec spec_of(const Input& input, const NetworkLines& lines) {
  ModelSpec spec{.input = input, .layers = {}};
  for (const std::string& line : lines) spec.layers.push_back(parse_layer(line).value());
  return spec;
}

// Every input, answer and point, each point by its text.
template <class Check>
void for_each_network(const Check& check) {
  for (const Input& input : kInputs) {
    const NetworkSpace networks = network_space(input);
    for (int i = 0; i < kPoints; ++i) {
      Rng rng(static_cast<std::uint64_t>(i + 1));
      const SpacePoint point = networks.space.sample(rng);
      SCOPED_TRACE(networks.name + " at " + std::to_string(input[0]) + "x" +
                   std::to_string(input[1]) + ": " + networks.space.text(point));
      check(input, networks, point);
    }
  }
}

TEST(NetworkSpace, an_input_without_height_and_width_gets_dense_layers_any_other_convolutions) {
  std::set<std::string> met;
  for (const Input& input : kInputs) {
    const bool flat = input[0] == 1 && input[1] == 1;
    EXPECT_EQ(network_space(input).name, flat ? "dense" : "conv");
    met.insert(network_space(input).name);
  }
  const std::vector<std::string> all = network_space_names();
  EXPECT_EQ(met, std::set<std::string>(all.begin(), all.end()));
}

TEST(NetworkSpace, every_point_becomes_a_program_of_the_board_whose_footprint_is_known) {
  for_each_network([](const Input& input, const NetworkSpace& networks, const SpacePoint& point) {
    for (const NetworkAnswer& answer : kAnswers) {
      const ModelSpec spec = spec_of(input, networks.layers_of(point, answer));
      const Result<CompiledCandidate> made = compile_candidate(spec, noise(input), {});
      ASSERT_TRUE(made.ok()) << made.error().message;
      const Footprint& f = made.value().footprint;
      EXPECT_GT(std::min({f.ram_bytes, f.flash_bytes, f.instructions, f.macs, f.parameters}), 0);
    }
  });
}

TEST(NetworkSpace, every_network_ends_in_what_it_is_asked_for) {
  for_each_network([](const Input& input, const NetworkSpace& networks, const SpacePoint& point) {
    for (const NetworkAnswer& answer : kAnswers) {
      const ModelSpec spec = spec_of(input, networks.layers_of(point, answer));
      EXPECT_EQ(Model::create(spec).value().outputs(), answer.outputs);
      const bool classes = answer.kind == NetworkAnswer::Kind::classes;
      EXPECT_EQ(spec.layers.back().kind, classes ? "softmax" : "dense");
    }
  });
}

TEST(NetworkSpace, a_point_comes_back_from_its_text) {
  for_each_network([](const Input&, const NetworkSpace& networks, const SpacePoint& point) {
    const Result<SpacePoint> back = networks.space.parse(networks.space.text(point));
    ASSERT_TRUE(back.ok()) << back.error().message;
    EXPECT_EQ(back.value(), point);
  });
}

TEST(NetworkSpace, every_point_sets_the_same_options_of_training_and_there_are_such) {
  TrainOptions options;
  OptionSet known = describe(options);
  for_each_network([&](const Input&, const NetworkSpace& networks, const SpacePoint& point) {
    std::vector<std::string> names;
    for (const auto& [name, value] : training_options(networks.space, point)) {
      names.push_back(name);
      const Outcome set = known.set(name, value, "train");
      EXPECT_TRUE(set.ok()) << name << " " << value;
    }
    EXPECT_EQ(names, training_names());
  });
}

}  // namespace
}  // namespace tadpole
