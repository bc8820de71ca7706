// SPDX-License-Identifier: Apache-2.0
// Spoken words by espeak-ng (run as a program, so that its licence and its crashes stay outside):
// any words, any of its languages. A speaker is a voice (accent and timbre), an accent is a group.
// What it makes is Origin::synthetic.
#pragma once
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/base/thread_pool.h"
#include "core/data/recording.h"

namespace tadpole {

inline constexpr const char* kSyntheticLicence = "synthesised by espeak-ng, no recorded person";

struct Voice {
  std::string accent = {};   // "en-US": the group
  std::string variant = {};  // "f3": the timbre
  std::string name() const { return accent + "+" + variant; }
  std::string file = {};  // what espeak-ng is called with
};

// Every accent of the language times every timbre that neither clips nor whispers nor sounds like a
// machine. Fails when espeak-ng is missing (names the package) or knows no such language (names
// those it knows).
Result<std::vector<Voice>> list_voices(const std::string& language);

struct SynthesisOptions {
  std::vector<std::string> words;
  std::string language = "en";
  int clips_per_word = 200;
  std::uint64_t seed = 1;
};

// Speaks what is not in the folder yet, several at a time; a kill loses at most the clips in work.
// Same options: same recordings. Files: <folder>/<word number>_<voice>_<pitch>_<speed>.wav at the
// synthesizer's own rate.
Result<std::vector<Recording>> synthesize(const SynthesisOptions& options, const Path& folder,
                                          ThreadPool& pool, Progress& progress);

// Common short words of a language for the class "unknown", without the given ones; a general list
// for languages we have none for.
std::vector<std::string> filler_words(const std::string& language,
                                      const std::vector<std::string>& without);

}  // namespace tadpole
