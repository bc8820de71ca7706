// SPDX-License-Identifier: Apache-2.0
#include "core/train/model_file.h"

#include <gtest/gtest.h>

#include "core/train/binary.h"
#include "core/train/test_blobs.h"

namespace tadpole {
namespace {

TEST(ModelFile, GivesTheSameModelBack) {
  Model model = toy_model();
  model.initialize(3);
  const TestFile file("model.tadpole");
  ASSERT_TRUE(save_model(model, file.path).ok());
  const Model again = load_model(file.path).value();
  EXPECT_EQ(model_bytes(again), model_bytes(model));
  EXPECT_EQ(again.spec().input, model.spec().input);
  EXPECT_EQ(again.spec().layers.size(), model.spec().layers.size());
}

TEST(ModelFile, NamesAFileThatIsNotThere) {
  const auto loaded = load_model("/nowhere/model.tadpole");
  ASSERT_FALSE(loaded.ok());
  EXPECT_NE(loaded.error().message.find("/nowhere/model.tadpole"), std::string::npos)
      << loaded.error().message;
}

TEST(ModelFile, RefusesEveryDamagedByte) {
  Model model = toy_model();
  const Bytes good = model_bytes(model);
  for (std::size_t at = 0; at < good.size(); at += 13) {
    Bytes bad = good;
    bad[at] ^= 0x40;
    const auto loaded = model_from_bytes(bad, "m.tadpole");
    ASSERT_FALSE(loaded.ok());
    EXPECT_NE(loaded.error().message.find("m.tadpole is damaged or of another version"),
              std::string::npos);
  }
}

TEST(ModelFile, RefusesNumbersThatDoNotFitTheNetwork) {
  BinaryWriter out("tadpole model 1");
  for (const int side : {4, 6, 1}) out.number(side);
  out.number<std::uint64_t>(2);
  out.text("flatten");
  out.text("dense units=3");
  out.floats(std::vector<float>(7));
  out.floats({});
  const auto loaded = model_from_bytes(out.finish(), "m.tadpole");
  ASSERT_FALSE(loaded.ok());
  EXPECT_EQ(loaded.error().message,
            "m.tadpole does not hold the numbers that its network needs; run: tadpole train");
}

TEST(ModelFile, RefusesACountThatTheFileCannotHold) {
  BinaryWriter out("tadpole model 1");
  for (const int side : {4, 6, 1}) out.number(side);
  out.number<std::uint64_t>(0);
  out.number<std::uint64_t>(1ULL << 62);  // so many floats
  const auto loaded = model_from_bytes(out.finish(), "m.tadpole");
  ASSERT_FALSE(loaded.ok());
  EXPECT_NE(loaded.error().message.find("does not hold the numbers"), std::string::npos)
      << loaded.error().message;
}

}  // namespace
}  // namespace tadpole
