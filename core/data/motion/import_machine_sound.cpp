// SPDX-License-Identifier: Apache-2.0
#include "core/data/motion/import_machine_sound.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.h"
#include "core/data/audio_file.h"
#include "core/data/motion/motion_files.h"
#include "core/data/split.h"

namespace tadpole {
namespace {

constexpr int kDeepest = 4;

bool is_sound(const Path& file) {
  const std::string end = extension_of(file);
  return end == ".wav" || end == ".flac" || end == ".ogg";
}

void find_sounds(const Path& folder, const std::string& name, int depth,
                 std::vector<FoundFile>& files) {
  for (const Path& entry : entries_of(folder)) {
    const std::string relative = name + entry.filename().string();
    std::error_code code;
    if (std::filesystem::is_directory(entry, code)) {
      if (depth < kDeepest) find_sounds(entry, relative + "/", depth + 1, files);
    } else if (is_sound(entry)) {
      files.push_back({.file = entry, .name = relative});
    }
  }
}

std::string label_of_word(const std::string& word) {
  if (word == "normal") return "normal";
  return word == "anomaly" || word == "abnormal" || word == "anomalous" ? "anomaly" : "";
}

// "id" "01" and "section" "00" in a name's words.
void take_words(const std::vector<std::string>& words, MachineSoundName& name) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string label = label_of_word(words[i]);
    if (!label.empty()) name.label = label;
    const bool names_machine = words[i] == "id" || words[i] == "section";
    if (names_machine && i + 1 < words.size()) name.machine = words[i] + "_" + words[i + 1];
  }
}

Sample sample_of(const FoundFile& file, const MachineSoundName& said,
                 const MachineSoundOptions& o) {
  Sample s{.name = file.name, .label = said.label.empty() ? o.label : said.label};
  const std::vector<std::string> parts = {said.type, said.machine};
  const std::string machine = trim(join(parts, " "));
  s.group = machine.empty() ? o.group : machine;
  if (!said.split.empty()) {
    s.given = said.split == "train" ? Split::train : Split::test;
  } else {
    s.who = machine.empty() ? o.who : machine;
  }
  if (s.who.empty()) s.who = speaker_of_file(file.name);
  s.licence = o.licence, s.consent = o.consent, s.source = file.name;
  return s;
}

Result<std::vector<std::int16_t>> read_sound(const Path& file, const MachineSoundOptions& o) {
  Audio audio = TADPOLE_TRY(read_audio(file));
  const double wanted = o.seconds * audio.rate_hz;
  if (o.seconds > 0.0 && wanted < static_cast<double>(audio.samples.size()))
    audio.samples.resize(static_cast<std::size_t>(wanted));
  if (audio.rate_hz != o.rate_hz)
    audio.samples = TADPOLE_TRY(resample(audio.samples, audio.rate_hz, o.rate_hz));
  return to_int16(audio.samples);
}

}  // namespace

MachineSoundName read_machine_sound_name(const std::string& relative) {
  MachineSoundName name;
  const std::vector<std::string> steps = split(relative, '/');
  for (std::size_t i = 0; i + 1 < steps.size(); ++i) {
    const std::string& step = steps[i];
    const std::vector<std::string> words = split(step, '_');
    if (step == "train" || step == "test") {
      name.split = step;
    } else if (!label_of_word(step).empty() || words[0] == "id" || words[0] == "section") {
      take_words(words, name);
    } else if (step.find("dB") == std::string::npos) {
      name.type = step;
    }
  }
  const std::string& stem = steps.back();
  take_words(split(stem.substr(0, stem.rfind('.')), '_'), name);
  return name;
}

Result<SampleSet> import_machine_sound(const Path& path, const MachineSoundOptions& options) {
  if (options.rate_hz < kLowestRate_hz || options.rate_hz > 192000 || !(options.seconds >= 0.0))
    return wrong_use(fmt::format("the rate is {} Hz, it must lie between {} and 192000",
                                 options.rate_hz, kLowestRate_hz));
  std::vector<FoundFile> files;
  std::error_code code;
  if (std::filesystem::is_directory(path, code)) {
    find_sounds(path, "", 0, files);
  } else if (std::filesystem::exists(path, code)) {
    files.push_back({.file = path, .name = path.filename().string()});
  }
  if (files.empty())
    return Error{path.string() + " holds no recording (.wav, .flac, .ogg) of a machine"};
  SampleSet set{.kind = "sound",
                .type = ValueType::int16,
                .rate_hz = static_cast<double>(options.rate_hz),
                .channels = {{.name = "sound"}}};
  for (const FoundFile& file : files) {
    Sample sample = sample_of(file, read_machine_sound_name(file.name), options);
    if (sample.label.empty())
      return Error{file.file.string() +
                   " says neither normal nor anomaly in its name or folders; "
                   "rename it or give the label"};
    const std::vector<std::int16_t> pcm = TADPOLE_TRY(read_sound(file.file, options));
    sample.shape = {static_cast<int>(pcm.size()), 1, 1};
    set.add(std::move(sample), pcm);
  }
  return set;
}

}  // namespace tadpole
