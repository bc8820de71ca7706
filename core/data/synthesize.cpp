// SPDX-License-Identifier: Apache-2.0
#include "core/data/synthesize.h"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <set>

#include "core/base/hash.h"
#include "core/base/process.h"
#include "core/base/rng.h"
#include "core/base/text.h"

namespace tadpole {
namespace {

// These clip, whisper, croak or sound like a machine: found by synthesizing a word with each and
// looking at its peaks.
const std::set<std::string>& left_out() {
  static const std::set<std::string>
      names = {"klatt4",    "klatt5",    "klatt6",     "robosoft",  "robosoft2", "robosoft3",
               "robosoft4", "robosoft5", "robosoft6",  "robosoft7", "robosoft8", "caleb",
               "adam",      "benjamin",  "UniRobot",   "whisper",   "whisperf",  "announcer",
               "Demonic",   "croak",     "anikaRobot", "Storm",     "Tweaky",    "fast",
               "Mr" /* the file is called "Mr serious": a name with a blank cannot be asked for */};
  return names;
}

Result<std::string> ask_espeak(const std::vector<std::string>& words) {
  if (!runs_programs()) {
    return unsupported(
        "the page cannot make synthetic voices (espeak-ng is a program of its own); record words, "
        "or use the program");
  }
  const Result<ProcessRun> run = run_process(words, {.timeout_s = 30.0});
  if (!run.ok())
    return Error{
        "espeak-ng cannot be started, it makes the synthetic voices; install the Debian package "
        "espeak-ng"};
  if (run.value().exit_code != 0) return Error{"espeak-ng failed: " + trim(run.value().errors)};
  return run.value().output;
}

// Columns: priority, language, age/gender, name, file, others.
std::vector<std::vector<std::string>> table(const std::string& text) {
  std::vector<std::vector<std::string>> rows;
  for (const std::string& line : split_lines(text)) {
    std::vector<std::string> fields;
    for (const std::string& field : split(line, ' ')) {
      if (!field.empty()) fields.push_back(field);
    }
    if (fields.size() >= 5 && fields[0] != "Pty") rows.push_back(fields);
  }
  return rows;
}

Result<std::vector<std::string>> accents_of(const std::string& language) {
  std::vector<std::string> accents;
  for (const auto& row : table(TADPOLE_TRY(ask_espeak({"espeak-ng", "--voices=" + language})))) {
    const bool other_engine = row[4].rfind("mb/", 0) == 0;
    if (!other_engine && (row[1] == language || row[1].rfind(language + "-", 0) == 0))
      accents.push_back(row[4]);
  }
  if (!accents.empty()) return accents;
  std::set<std::string> known;
  for (const auto& row : table(TADPOLE_TRY(ask_espeak({"espeak-ng", "--voices"}))))
    known.insert(row[1]);
  const std::vector<std::string> names(known.begin(), known.end());
  return wrong_use("espeak-ng has no language '" + language + "'" + did_you_mean(language, names) +
                   "; it has: " + join(names, " "));
}

struct Spoken {
  Voice voice;
  std::size_t word = 0;
  int pitch = 50, speed = 160;
  Path file;
};

std::string file_stem(const Spoken& s, const std::string& word) {
  std::string voice = s.voice.name();
  std::replace(voice.begin(), voice.end(), '/', '-');
  return fmt::format("{}_{}_{}_{}", sha256_hex(word).substr(0, 8), voice, s.pitch, s.speed);
}

// Every word goes round all voices in its own order, each time with another pitch and speed.
std::vector<Spoken> plan(const SynthesisOptions& o, const std::vector<Voice>& voices,
                         const Path& folder) {
  std::vector<Spoken> all;
  for (std::size_t w = 0; w < o.words.size(); ++w) {
    Rng rng(o.seed ^ std::stoull(sha256_hex(o.words[w]).substr(0, 15), nullptr, 16));
    std::vector<Voice> order = voices;
    rng.shuffle(order);
    for (int i = 0; i < o.clips_per_word; ++i) {
      Spoken s{.voice = order[static_cast<std::size_t>(i) % order.size()],
               .word = w,
               .pitch = static_cast<int>(rng.uniform(25, 80)),
               .speed = static_cast<int>(rng.uniform(110, 210)),
               .file = {}};
      s.file = folder / (file_stem(s, o.words[w]) + ".wav");
      all.push_back(s);
    }
  }
  return all;
}

Outcome speak(const Spoken& s, const std::string& word) {
  std::error_code code;
  if (std::filesystem::exists(s.file, code)) return Done{};
  const Path part = s.file.string() + ".part";
  TADPOLE_TRY(ask_espeak({"espeak-ng", "-v", s.voice.file, "-p", std::to_string(s.pitch), "-s",
                          std::to_string(s.speed), "-a", "90", "-w", part.string(), "--", word}));
  std::filesystem::rename(part, s.file, code);
  if (code)
    return Error{
        fmt::format("cannot write {}: {}; free some disk space and run the same command again",
                    s.file.string(), code.message())};
  return Done{};
}

}  // namespace

Result<std::vector<Voice>> list_voices(const std::string& language) {
  if (language.empty() || language[0] == '-')
    return wrong_use("'" + language + "' is no language; give its tag, e.g. en, es or sw");
  std::vector<Voice> voices;
  const std::string variants = TADPOLE_TRY(ask_espeak({"espeak-ng", "--voices=variant"}));
  for (const std::string& accent : TADPOLE_TRY(accents_of(language))) {
    for (const auto& row : table(variants)) {
      const std::string variant = row[4].substr(row[4].find('/') + 1);
      if (left_out().count(variant) == 0)
        voices.push_back({.accent = Path(accent).filename().string(),
                          .variant = variant,
                          .file = accent + "+" + variant});
    }
  }
  return voices;
}

Result<std::vector<Recording>> synthesize(const SynthesisOptions& o, const Path& folder,
                                          ThreadPool& pool, Progress& progress) {
  const std::vector<Voice> voices = TADPOLE_TRY(list_voices(o.language));
  TADPOLE_TRY(make_folder(folder));
  const std::vector<Spoken> all = plan(o, voices, folder);
  progress.begin("synthesize", static_cast<std::int64_t>(all.size()));
  constexpr std::size_t kPiece = 32;
  std::vector<Recording> recordings;
  for (std::size_t first = 0; first < all.size(); first += kPiece) {
    if (progress.stop_requested())
      return Error{"stopped; the same command goes on from here", ErrorKind::cancelled};
    std::mutex mutex;
    Outcome failed = Done{};
    pool.run(std::min(kPiece, all.size() - first), [&](std::size_t i) {
      Outcome done = speak(all[first + i], o.words[all[first + i].word]);
      const std::lock_guard lock(mutex);
      if (!done.ok()) failed = done;
    });
    TADPOLE_TRY(failed);
    progress.update(static_cast<std::int64_t>(std::min(all.size(), first + kPiece)), "");
  }
  progress.end();
  for (const Spoken& s : all) {
    recordings.push_back({.file = s.file,
                          .word = o.words[s.word],
                          .speaker = "espeak-ng " + s.voice.name(),
                          .group = s.voice.accent,
                          .split = {},
                          .origin = Origin::synthetic,
                          .licence = kSyntheticLicence,
                          .consent = "not needed: no person",
                          .source = s.file.filename().string()});
  }
  return recordings;
}

std::vector<std::string> filler_words(const std::string& language,
                                      const std::vector<std::string>& without) {
  static const std::vector<std::string> english = {
      "bed",     "bird",   "cat",     "dog",    "happy",  "house",  "tree",  "wow",
      "zero",    "seven",  "nine",    "water",  "table",  "window", "music", "paper",
      "green",   "yellow", "morning", "people", "garden", "letter", "open",  "close",
      "forward", "follow", "learn",   "visual", "sheila", "marvin"};
  static const std::vector<std::string> spanish = {
      "casa",     "perro", "gato",   "agua",  "mesa",    "libro", "verde",
      "amarillo", "siete", "nueve",  "gente", "jardin",  "carta", "abrir",
      "cerrar",   "feliz", "musica", "papel", "ventana", "manana"};
  static const std::vector<std::string> general = {
      "banana", "taxi",  "hotel",  "radio",   "metro",  "kilo",  "opera",
      "salami", "tango", "pizza",  "gorilla", "domino", "piano", "safari",
      "sofa",   "panda", "tomato", "kimono",  "polo",   "bambu"};
  const std::string tag = language.substr(0, language.find('-'));
  std::vector<std::string> words;
  for (const std::string& word : tag == "en" ? english : tag == "es" ? spanish : general) {
    if (std::find(without.begin(), without.end(), word) == without.end()) words.push_back(word);
  }
  return words;
}

}  // namespace tadpole
