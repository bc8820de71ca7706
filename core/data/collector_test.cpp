// SPDX-License-Identifier: Apache-2.0
#include "core/data/collector.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <map>
#include <thread>

#include "core/base/text.h"
#include "core/data/audio_file.h"
#include "core/data/test_sound.h"
#include "tests/shared_data.h"

namespace tadpole {
namespace {

// Every recording another sound: a tone of its own length and pitch.
void record(const Path& file, int number) {
  write_sound(file, kWav16, 16000, sine(200 + 7 * number, 0.3 + 0.001 * number, 16000, 0.3));
}

// yes/ and no/ by `speakers` people, `takes` each; bird/ as another word; no background.
void make_source(const TempFolder& folder, int speakers, int takes) {
  int number = 0;
  for (const char* word : {"yes", "no", "bird"}) {
    for (int s = 0; s < speakers; ++s) {
      for (int t = 0; t < takes; ++t) {
        const std::string name = std::to_string(s) + "/" + std::to_string(t) + ".wav";
        record(folder / ("source/" + std::string(word) + "/" + name), number++);
      }
    }
  }
}

Result<Collected> collect_folder(const TempFolder& folder, CollectorOptions options = {},
                                 int threads = 2, const std::string& to = "dataset") {
  if (options.keywords.empty()) options.keywords = {"yes", "no"};
  const auto recordings = TADPOLE_TRY(list_recordings(folder / "source", {}));
  ThreadPool pool(threads);
  SilentProgress progress;
  return collect_recordings(recordings, options, folder / to, pool, progress);
}

std::map<std::string, int> counts(const Dataset& d) {
  std::map<std::string, int> map;
  for (const Clip& clip : d.clips) ++map[clip.label];
  return map;
}

bool finds(const std::vector<Finding>& findings, const std::string& check, Severity severity,
           const std::string& part) {
  for (const Finding& f : findings) {
    if (f.check == check && f.severity == severity && f.sentence.find(part) != std::string::npos)
      return true;
  }
  return false;
}

TEST(Collector, MakesTheClassesInTheProportionsAsked) {
  const TempFolder folder;
  make_source(folder, 5, 4);
  const auto collected = collect_folder(
      folder, {.keywords = {"yes", "no"}, .unknown_percent = 50, .silence_percent = 150});
  ASSERT_TRUE(collected.ok()) << collected.error().message;
  const Dataset& d = collected.value().dataset;
  EXPECT_EQ(d.labels, (std::vector<std::string>{"silence", "unknown", "yes", "no"}));
  // A keyword has 5 speakers * 4 takes = 20 clips: half of them unknown, one and a half times
  // silence.
  EXPECT_EQ(counts(d), (std::map<std::string, int>{
                           {"yes", 20}, {"no", 20}, {"unknown", 10}, {"silence", 30}}));
  EXPECT_TRUE(prove_speaker_split(d).value().proven);
  EXPECT_FALSE(d.background.empty());
  for (const Clip& clip : d.clips) {
    ASSERT_TRUE(load_clip(d, clip).ok());
    EXPECT_EQ(clip.word == "bird", clip.label == "unknown");
    EXPECT_EQ(clip.origin == Origin::synthetic, clip.label == "silence");
  }
  EXPECT_EQ(load_dataset(folder / "dataset").value().version, d.version);
}

TEST(Collector, WordsCorrectedByHandAreTakenAndWhatIsLeftOutIsGone) {
  const TempFolder folder;
  make_source(folder, 5, 4);
  const auto before = collect_folder(folder);
  ASSERT_TRUE(before.ok());
  std::vector<std::string> yes;
  for (const Clip& clip : before.value().dataset.clips)
    if (clip.label == "yes") yes.push_back(clip.sha256.substr(0, 16));
  const auto after = collect_folder(
      folder, {.keywords = {"yes", "no"},
               .words_by_content = {{yes[0], "no"}, {yes[1], ""}, {yes[2], "bird"}}});
  ASSERT_TRUE(after.ok()) << after.error().message;
  auto counted = counts(after.value().dataset);
  EXPECT_EQ(counted["yes"], 17);
  EXPECT_EQ(counted["no"], 21);
  for (const Clip& clip : after.value().dataset.clips) EXPECT_NE(clip.sha256.substr(0, 16), yes[1]);
}

TEST(Collector, TheSameRecordingsGiveTheSameVersionWhateverTheThreads) {
  const TempFolder folder;
  make_source(folder, 4, 2);
  const std::string one = collect_folder(folder, {}, 1, "a").value().dataset.version;
  EXPECT_EQ(collect_folder(folder, {}, 3, "b").value().dataset.version, one);
  CollectorOptions other;
  other.seed = 2;
  EXPECT_NE(collect_folder(folder, other, 1, "c").value().dataset.version, one);
}

TEST(Collector, ASecondRunDecodesNothingAndMoreDataIsAdded) {
  const TempFolder folder;
  make_source(folder, 4, 2);
  const Collected first = collect_folder(folder).value();
  EXPECT_GE(first.decoded, 16);
  const Collected again = collect_folder(folder).value();
  EXPECT_EQ(again.decoded, 0);
  EXPECT_EQ(again.dataset.version, first.dataset.version);
  record(folder / "source/yes/newcomer/1.wav", 900);
  const Collected more = collect_folder(folder).value();
  EXPECT_EQ(more.decoded, 1);
  EXPECT_EQ(counts(more.dataset)["yes"], 9);
}

// Kills the import at several moments; what follows must end with the version of an unbroken run.
TEST(Collector, AKillAtAnyMomentLosesNothing) {
  const TempFolder folder;
  make_source(folder, 12, 6);
  const std::string whole = collect_folder(folder, {}, 1, "whole").value().dataset.version;
  int killed = 0;
  for (const int milliseconds : {5, 20, 40, 80, 120, 200}) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      (void)collect_folder(folder, {}, 1, "broken").ok();
      std::_Exit(0);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    killed += WIFSIGNALED(status);
  }
  EXPECT_GE(killed, 1);
  const auto end = collect_folder(folder, {}, 1, "broken");
  ASSERT_TRUE(end.ok()) << end.error().message;
  EXPECT_EQ(end.value().dataset.version, whole);
  EXPECT_EQ(load_dataset(folder / "broken").value().version, whole);
}

// The system refuses to write as a full disk does: here by the limit on the size of a file.
TEST(Collector, ADiskThatTakesNoMoreIsOneSentenceAndTheNextRunGoesOn) {
  const TempFolder folder;
  make_source(folder, 4, 2);
  const std::string whole = collect_folder(folder, {}, 1, "whole").value().dataset.version;
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{1000, 1000};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    const auto collected = collect_folder(folder, {}, 1);
    const bool said = !collected.ok() && collected.error().message.find("cannot write") == 0 &&
                      collected.error().message.find('\n') == std::string::npos;
    std::_Exit(said ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  EXPECT_EQ(collect_folder(folder).value().dataset.version, whole);
}

TEST(Collector, AMissingKeywordIsNamedWithTheOneProbablyMeant) {
  const TempFolder folder;
  make_source(folder, 3, 2);
  const auto collected = collect_folder(folder, {.keywords = {"yes", "brid"}});
  ASSERT_FALSE(collected.ok());
  EXPECT_EQ(collected.error().message,
            "there is no recording of 'brid' (did you mean 'bird'?); the sources hold: bird, no, "
            "yes; change "
            "words in tadpole.toml or add recordings");
}

TEST(Collector, ARecordingThatCannotBeReadStopsUnlessItMayBeLeftOut) {
  const TempFolder folder;
  make_source(folder, 3, 4);
  ASSERT_TRUE(write_file(folder / "source/yes/0/0.wav", std::string_view("no sound at all")).ok());
  const auto strict = collect_folder(folder);
  ASSERT_FALSE(strict.ok());
  EXPECT_NE(strict.error().message.find("yes/0/0.wav is no audio that we read"), std::string::npos);
  const auto mild = collect_folder(folder, {.keywords = {"yes", "no"}, .unreadable_percent = 10});
  ASSERT_TRUE(mild.ok()) << mild.error().message;
  EXPECT_EQ(mild.value().refused, 1);
  EXPECT_TRUE(finds(mild.value().findings, "not read", Severity::warning, "is no audio"));
}

TEST(Collector, WithoutOtherWordsThereIsNoClassUnknownAndAFindingSaysSo) {
  const TempFolder folder;
  make_source(folder, 3, 2);
  const Collected collected = collect_folder(folder, {.keywords = {"yes", "no", "bird"}}).value();
  EXPECT_EQ(collected.dataset.labels, (std::vector<std::string>{"silence", "yes", "no", "bird"}));
  EXPECT_TRUE(finds(collected.findings, "no unknown words", Severity::warning,
                    "there is no class 'unknown'"));
}

TEST(Collector, ALeakingSpeakerOfTheSourceIsNamedAndMended) {
  const TempFolder folder;
  make_source(folder, 4, 2);
  std::string csv = "file,label,speaker,split\n";
  for (const char* word : {"yes", "no", "bird"}) {
    for (int s = 0; s < 4; ++s) {
      for (int t = 0; t < 2; ++t) {
        csv += std::string(word) + "/" + std::to_string(s) + "/" + std::to_string(t) + ".wav," +
               word + ",person" + std::to_string(s) + "," + (s == 2 && t == 1 ? "test" : "train") +
               "\n";
      }
    }
  }
  ASSERT_TRUE(write_file(folder / "source/manifest.csv", csv).ok());
  const Collected collected = collect_folder(folder).value();
  EXPECT_TRUE(finds(collected.findings, "leaking speaker", Severity::warning,
                    "'person2' in several splits"));
  EXPECT_TRUE(prove_speaker_split(collected.dataset).value().proven);
}

TEST(Collector, TheSameSoundUnderTwoLabelsIsAnError) {
  const TempFolder folder;
  make_source(folder, 3, 2);
  std::filesystem::copy_file(folder / "source/yes/0/0.wav", folder / "source/no/0/9.wav");
  const Collected collected = collect_folder(folder).value();
  EXPECT_TRUE(
      finds(collected.findings, "duplicate", Severity::error, "one of the labels is wrong"));
}

TEST(Collector, TheSameSoundFromTwoSpeakersStaysInOneSplit) {
  const TempFolder folder;
  make_source(folder, 8, 1);
  for (int s = 1; s < 8; ++s) {
    std::filesystem::copy_file(folder / "source/yes/0/0.wav",
                               folder / ("source/yes/" + std::to_string(s) + "/9.wav"));
  }
  const Collected collected = collect_folder(folder).value();
  EXPECT_TRUE(finds(collected.findings, "duplicate", Severity::warning,
                    "same sound as a clip of another split"));
  EXPECT_FALSE(finds(collected.findings, "duplicate", Severity::error, ""));
}

class StopAtOnce final : public Progress {
 public:
  void begin(std::string_view, std::int64_t) override {}
  void update(std::int64_t, std::string_view) override {}
  void end() override {}
  void say(std::string_view) override {}
  bool stop_requested() const override { return true; }
};

TEST(Collector, StopsWhenAsked) {
  const TempFolder folder;
  make_source(folder, 3, 2);
  ThreadPool pool(1);
  StopAtOnce progress;
  const auto recordings = list_recordings(folder / "source", {}).value();
  const auto collected =
      collect_recordings(recordings, {.keywords = {"yes"}}, folder / "dataset", pool, progress);
  ASSERT_FALSE(collected.ok());
  EXPECT_EQ(collected.error().kind, ErrorKind::cancelled);
}

TEST(Collector, TheSharedSpeechSetBecomesADataset) {
  TADPOLE_SHARED_OR_SKIP(shared, "data/speech-commands");
  const TempFolder folder;
  ThreadPool pool;
  SilentProgress progress;
  const auto start = std::chrono::steady_clock::now();
  const auto collected = collect_recordings(
      list_recordings(shared, {.licence = "CC BY 4.0"}).value(),
      {.keywords = {"yes", "no", "up", "down", "left", "right", "on", "off", "stop", "go"}},
      folder / "dataset", pool, progress);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  ASSERT_TRUE(collected.ok()) << collected.error().message;
  const Dataset& d = collected.value().dataset;
  auto map = counts(d);
  EXPECT_EQ(map["yes"], 113);  // the README of the set
  EXPECT_EQ(map["unknown"], 88);
  const SplitProof proof = prove_speaker_split(d).value();
  EXPECT_TRUE(proof.proven) << proof.sentence;
  EXPECT_EQ(proof.train + proof.validation + proof.test, 60);
  for (const Finding& f : collected.value().findings)
    EXPECT_NE(f.severity, Severity::error) << f.sentence;
  std::printf("[ measured ] import: %.0f clips/s\n",
              static_cast<double>(d.clips.size()) / seconds.count());
}

Collected collect_shared(const Path& set, const std::vector<std::string>& words, const Path& to) {
  ThreadPool pool;
  SilentProgress progress;
  auto collected =
      collect_recordings(list_recordings(set, {}).value(), {.keywords = words}, to, pool, progress);
  EXPECT_TRUE(collected.ok()) << collected.error().message;
  return std::move(collected).value();
}

TEST(Collector, ASetOfThreeSpeakersTornByItsManifestIsSplitAnew) {
  TADPOLE_SHARED_OR_SKIP(shared, "data/spoken-digits-8k");
  const TempFolder folder;
  const std::vector<std::string> digits = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
  const Collected c = collect_shared(shared, digits, folder / "dataset");
  EXPECT_TRUE(
      finds(c.findings, "leaking speaker", Severity::warning, "'jackson' in several splits"));
  EXPECT_TRUE(finds(c.findings, "low rate", Severity::note, "recorded at 8000 Hz"));
  const SplitProof proof = prove_speaker_split(c.dataset).value();
  EXPECT_TRUE(proof.proven) << proof.sentence;
  EXPECT_EQ(proof.train + proof.validation + proof.test, 3);
  EXPECT_GE(std::min({proof.train, proof.validation, proof.test}), 1);
}

TEST(Collector, ASetWithoutValidationKeepsItsTestAndGetsOne) {
  TADPOLE_SHARED_OR_SKIP(shared, "data/arabic-speech-commands");
  const TempFolder folder;
  const Collected c = collect_shared(
      shared, {"down", "left", "no", "right", "start", "stop", "up", "yes"}, folder / "dataset");
  const SplitProof proof = prove_speaker_split(c.dataset).value();
  EXPECT_TRUE(proof.proven) << proof.sentence;
  EXPECT_EQ(proof.test, 3);  // 72 test clips of 24 each, by the manifest
  EXPECT_EQ(proof.validation, 1);
}

TEST(Collector, ASetThatNamesNoSpeakerSaysWhatIsNotProven) {
  TADPOLE_SHARED_OR_SKIP(shared, "data/wake-words");
  const TempFolder folder;
  const Collected c = collect_shared(shared, {"snowboy"}, folder / "dataset");
  const SplitProof proof = prove_speaker_split(c.dataset).value();
  EXPECT_FALSE(proof.proven);
  EXPECT_TRUE(
      finds(c.findings, "unknown speaker", Severity::warning, "35 recordings name no speaker"));
  EXPECT_GE(std::min({proof.train, proof.validation, proof.test}), 1);
}

}  // namespace
}  // namespace tadpole
