// SPDX-License-Identifier: Apache-2.0
#include "learning/narration/narration.h"

#include <fmt/format.h>
#include <sndfile.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "core/base/hash.h"
#include "core/base/json.h"
#include "core/base/process.h"
#include "core/base/text.h"
#include "core/data/audio_file.h"

namespace tadpole::learning {
namespace {

constexpr int kRate = 22050;  // espeak-ng's own
constexpr double kBetweenSentences_s = 0.25, kBetweenSlides_s = 0.8;
constexpr const char* kSpeed = "155";  // words a minute: slower than its default, to follow
constexpr const char* kForm = "1";     // raised when the sound of the same text changes

Result<std::vector<float>> speak(const std::string& sentence, const std::string& language,
                                 const Path& file) {
  const Result<ProcessRun> run =
      run_process({"espeak-ng", "-v", language, "-s", kSpeed, "-w", file.string(), "--", sentence},
                  {.timeout_s = 30.0});
  if (!run.ok())
    return Error{
        "espeak-ng cannot be started, it speaks the slides; install the package espeak-ng"};
  if (run.value().exit_code != 0)
    return Error{"espeak-ng does not speak '" + language + "': " + trim(run.value().errors)};
  Audio audio = TADPOLE_TRY(read_audio(file));
  return resample(audio.samples, audio.rate_hz, kRate);
}

Outcome write_ogg(const Path& file, const std::vector<float>& samples) {
  SF_INFO info{};
  info.samplerate = kRate;
  info.channels = 1;
  info.format = SF_FORMAT_OGG | SF_FORMAT_VORBIS;
  const std::unique_ptr<SNDFILE, int (*)(SNDFILE*)> out(sf_open(file.c_str(), SFM_WRITE, &info),
                                                        sf_close);
  if (out == nullptr) return Error{file.string() + " cannot be written; check the disk's space"};
  // In pieces: libvorbis takes what it is given in one go onto the stack.
  constexpr std::size_t kPiece = 4096;
  for (std::size_t at = 0; at < samples.size(); at += kPiece) {
    const auto count = static_cast<sf_count_t>(std::min(kPiece, samples.size() - at));
    if (sf_writef_float(out.get(), samples.data() + at, count) != count)
      return Error{file.string() + " cannot be written; check the disk's space"};
  }
  return Done{};
}

nlohmann::json cues_json(const std::vector<Cue>& cues) {
  nlohmann::json list = nlohmann::json::array();
  for (const Cue& cue : cues)
    list.push_back(
        {{"start", cue.start}, {"end", cue.end}, {"text", cue.text}, {"slide", cue.slide}});
  return list;
}

std::vector<Cue> read_cues(const Path& file) {
  std::vector<Cue> cues;
  const Result<std::string> text = read_text(file);
  if (!text.ok()) return cues;
  const nlohmann::json list = parse_json(text.value());
  if (!list.is_array()) return cues;
  for (const auto& cue : list)
    cues.push_back({json_number(cue, "start"), json_number(cue, "end"), json_text(cue, "text"),
                    static_cast<int>(json_number(cue, "slide"))});
  return cues;
}

// Named by what is said, so that another text is another file.
Path sound_of(const std::vector<std::string>& slides, const std::string& language,
              const Path& folder) {
  Sha256 hash;
  hash.add(kForm).add("|").add(language).add("|").add(kSpeed);
  for (const std::string& slide : slides) hash.add("|").add(slide);
  return folder / (hash.hex().substr(0, 24) + ".ogg");
}

}  // namespace

std::vector<std::string> sentences_of(const std::string& text) {
  std::vector<std::string> sentences;
  std::string one;
  const auto close = [&] {
    const std::string said = trim(one);
    if (!said.empty()) sentences.push_back(said);
    one.clear();
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i] == '\n' || text[i] == '\t' ? ' ' : text[i];
    if (c == ' ' && (one.empty() || one.back() == ' ')) continue;
    one += c;
    // A full stop ends a sentence before a blank and a capital: not in 0.5, nor after "e.g.".
    const bool stop = c == '.' || c == '!' || c == '?';
    const std::size_t next = text.find_first_not_of(" \n\t", i + 1);
    const bool spaced = i + 1 < text.size() && (text[i + 1] == ' ' || text[i + 1] == '\n');
    const bool begins =
        next != std::string::npos && (std::islower(static_cast<unsigned char>(text[next])) == 0);
    if (stop && spaced && begins) close();
  }
  close();
  return sentences;
}

std::optional<Narration> kept_narration(const std::vector<std::string>& slides,
                                        const std::string& language, const Path& folder) {
  const Path sound = sound_of(slides, language, folder);
  std::error_code code;
  if (!std::filesystem::exists(sound, code)) return std::nullopt;
  Narration narration{.audio = sound, .cues = read_cues(Path(sound).replace_extension(".json"))};
  if (narration.cues.empty()) return std::nullopt;
  return narration;
}

Result<Narration> narrate(const std::vector<std::string>& slides, const std::string& language,
                          const Path& folder) {
  if (auto kept = kept_narration(slides, language, folder)) return *std::move(kept);
  Narration narration{.audio = sound_of(slides, language, folder), .cues = {}};
  const std::string name = narration.audio.stem().string();
  const Path cues_file = folder / (name + ".json");
  std::error_code code;
  TADPOLE_TRY(make_folder(folder));
  std::vector<float> samples;
  const auto pause = [&](double seconds) {
    samples.insert(samples.end(), static_cast<std::size_t>(seconds * kRate), 0.0F);
  };
  const Path part = folder / (name + ".wav.part");
  for (std::size_t slide = 0; slide < slides.size(); ++slide) {
    for (const std::string& sentence : sentences_of(slides[slide])) {
      const std::vector<float> spoken = TADPOLE_TRY(speak(sentence, language, part));
      const double start = static_cast<double>(samples.size()) / kRate;
      samples.insert(samples.end(), spoken.begin(), spoken.end());
      narration.cues.push_back(
          {start, static_cast<double>(samples.size()) / kRate, sentence, static_cast<int>(slide)});
      pause(kBetweenSentences_s);
    }
    pause(kBetweenSlides_s);
  }
  std::filesystem::remove(part, code);
  if (narration.cues.empty()) return wrong_use("nothing is said beside these slides");
  // The sound last: where it is, its captions are.
  TADPOLE_TRY(write_file(cues_file, json_dump(cues_json(narration.cues)) + "\n"));
  const Path half = folder / (name + ".ogg.part");
  TADPOLE_TRY(write_ogg(half, samples));
  std::filesystem::rename(half, narration.audio, code);
  if (code) return Error{narration.audio.string() + " cannot be written (" + code.message() + ")"};
  return narration;
}

}  // namespace tadpole::learning
