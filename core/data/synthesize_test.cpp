// SPDX-License-Identifier: Apache-2.0
#include "core/data/synthesize.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <set>

#include "core/data/audio_file.h"
#include "core/data/checks.h"
#include "core/data/test_sound.h"

namespace tadpole {
namespace {

#define TADPOLE_ESPEAK_OR_SKIP()                               \
  if (std::system("espeak-ng --version >/dev/null 2>&1") != 0) \
  GTEST_SKIP() << "espeak-ng is not installed"

TEST(Synthesize, EnglishHasHundredsOfVoicesAndNoneThatClipsOrWhispers) {
  TADPOLE_ESPEAK_OR_SKIP();
  const auto voices = list_voices("en").value();
  std::set<std::string> accents, names;
  for (const Voice& v : voices) {
    accents.insert(v.accent), names.insert(v.name());
    for (const char* bad : {"whisper", "klatt4", "robosoft", "announcer", "UniRobot"})
      EXPECT_NE(v.variant, bad);
  }
  // Eight accents are counted in Debian 12's espeak-ng 1.51, each with about 75 fit timbres.
  EXPECT_GE(accents.size(), 8U);
  EXPECT_GE(voices.size(), 500U);
  EXPECT_EQ(names.size(), voices.size());
}

TEST(Synthesize, SpeaksAnyWordInManyVoicesAndSaysThatItIsSynthetic) {
  TADPOLE_ESPEAK_OR_SKIP();
  const TempFolder folder;
  ThreadPool pool;
  SilentProgress progress;
  const SynthesisOptions options{.words = {"yes", "tadpole"}, .clips_per_word = 20};
  const auto start = std::chrono::steady_clock::now();
  const auto made = synthesize(options, folder / "v", pool, progress);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  ASSERT_TRUE(made.ok()) << made.error().message;
  ASSERT_EQ(made.value().size(), 40U);
  std::set<std::string> speakers;
  for (const Recording& r : made.value()) {
    speakers.insert(r.speaker);
    EXPECT_EQ(r.origin, Origin::synthetic);
    EXPECT_EQ(r.licence, "synthesised by espeak-ng, no recorded person");
    EXPECT_FALSE(r.group.empty());
    const auto samples = read_audio_16k(r.file);
    ASSERT_TRUE(samples.ok()) << samples.error().message;
    const ClipFacts facts = measure(to_int16(samples.value()), 1, kRateHz);
    EXPECT_GT(facts.rms, 0.005) << r.source;
    EXPECT_LT(facts.clipped_share, 0.005) << r.source;
  }
  EXPECT_GE(speakers.size(), 30U);
  std::printf("[ measured ] synthesis: %.0f clips/s\n", 40.0 / seconds.count());
}

TEST(Synthesize, GoesOnWhereItWasStoppedAndGivesTheSame) {
  TADPOLE_ESPEAK_OR_SKIP();
  const TempFolder folder;
  ThreadPool pool;
  SilentProgress progress;
  const SynthesisOptions options{.words = {"hello"}, .clips_per_word = 8};
  const auto first = synthesize(options, folder / "v", pool, progress).value();
  std::vector<Bytes> sounds;
  for (const Recording& r : first) sounds.push_back(read_bytes(r.file).value());
  for (int i = 0; i < 3; ++i) std::filesystem::remove(first[static_cast<std::size_t>(i)].file);
  const auto again = synthesize(options, folder / "v", pool, progress).value();
  ASSERT_EQ(again.size(), first.size());
  for (std::size_t i = 0; i < again.size(); ++i)
    EXPECT_EQ(read_bytes(again[i].file).value(), sounds[i]);
}

TEST(Synthesize, RefusesALanguageThatEspeakDoesNotKnow) {
  TADPOLE_ESPEAK_OR_SKIP();
  const auto voices = list_voices("swahilli");
  ASSERT_FALSE(voices.ok());
  EXPECT_NE(voices.error().message.find("espeak-ng has no language 'swahilli'"), std::string::npos)
      << voices.error().message;
  EXPECT_NE(list_voices("-x").error().message.find("is no language"), std::string::npos);
}

TEST(Synthesize, FillersLeaveOutTheKeywords) {
  const auto words = filler_words("en-US", {"dog", "happy"});
  EXPECT_GE(words.size(), 25U);
  for (const std::string& word : words) EXPECT_TRUE(word != "dog" && word != "happy");
  EXPECT_GE(filler_words("sw", {}).size(), 15U);
}

}  // namespace
}  // namespace tadpole
