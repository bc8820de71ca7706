// SPDX-License-Identifier: Apache-2.0
// usage: example SOUND [BYTES]
// SOUND: a WAV file (16 kHz, mono, 16 bit) or raw 16-bit samples of any length. Prints, ten times a
// second, what was heard. BYTES: a file that gets the outputs after the first second and at the end
// as the model's own bytes, to compare with other machines.
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "exported_model/exported_model.h"
#include "wav.h"

namespace {

std::vector<std::int16_t> samples_of(const std::string& sound) {
  std::vector<std::int16_t> samples(sound.size() / 2);
  for (std::size_t i = 0; i < samples.size(); ++i)
    samples[i] = static_cast<std::int16_t>(number(sound, 2 * i, 2));
  return samples;
}

void print(std::size_t heard_samples) {
  std::vector<float> probabilities(exported_model::label_count());
  const std::size_t best = exported_model::probabilities(probabilities.data());
  std::printf("%.1f s %s %.2f\n", static_cast<double>(heard_samples) / exported_model::kRate_hz,
              exported_model::label(best), static_cast<double>(probabilities[best]));
}

void write_output(std::ofstream& out) {
  out.write(reinterpret_cast<const char*>(exported_model::output()),
            static_cast<std::streamsize>(exported_model::label_count()));
}

}  // namespace

int main(int count, char** words) {
  std::ifstream in(count > 1 ? words[1] : "", std::ios::binary);
  if (!in) {
    std::fprintf(stderr,
                 "usage: %s SOUND [BYTES]   (SOUND: WAV, 16 kHz, mono, 16 bit; or raw samples)\n",
                 words[0]);
    return 2;
  }
  const std::string file{std::istreambuf_iterator<char>(in), {}};
  std::string sound;
  if (!sound_bytes(file, sound)) {
    std::fprintf(stderr, "%s is no WAV of 16 kHz, mono, 16 bit PCM; convert it first\n", words[1]);
    return 1;
  }
  const std::vector<std::int16_t> samples = samples_of(sound);
  std::ofstream out;
  if (count > 2) out.open(words[2], std::ios::binary);
  constexpr std::size_t kPiece = exported_model::kRate_hz / 10;
  exported_model::reset();
  for (std::size_t at = 0; at < samples.size(); at += kPiece) {
    const std::size_t some = samples.size() - at < kPiece ? samples.size() - at : kPiece;
    const bool answered = exported_model::hear(samples.data() + at, some) > 0;
    if (answered) print(at + some);
    if (at + some == static_cast<std::size_t>(exported_model::kClipSamples)) write_output(out);
  }
  write_output(out);
  return 0;
}
