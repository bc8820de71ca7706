// SPDX-License-Identifier: Apache-2.0
// What is said beside slides, as sound: spoken by espeak-ng sentence by sentence, so that captions
// know to the millisecond what is heard. A synthetic voice, and labelled so.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/base/files.h"

namespace tadpole::learning {

struct Cue {
  double start = 0.0, end = 0.0;  // seconds
  std::string text;               // one sentence
  int slide = 0;                  // from 0
};

struct Narration {
  Path audio;  // OGG/Vorbis, mono, 22.05 kHz
  std::vector<Cue> cues;
};

// "One. Two, e.g. three? Four!" -> its sentences, white space made plain.
std::vector<std::string> sentences_of(const std::string& text);

// What narrate() made before; nothing when it would have to speak.
std::optional<Narration> kept_narration(const std::vector<std::string>& slides,
                                        const std::string& language, const Path& folder);
// slides: what is said beside each. language: espeak-ng's tag ("en", "de"). Spoken once, then taken
// from the folder; cost: about a tenth of the time it takes to listen. Fails when espeak-ng or its
// language is missing (with what to install), and when the folder cannot be written.
Result<Narration> narrate(const std::vector<std::string>& slides, const std::string& language,
                          const Path& folder);

}  // namespace tadpole::learning
