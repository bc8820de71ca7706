// SPDX-License-Identifier: Apache-2.0
// usage: example CLIP [BYTES]
// CLIP: a WAV file (16 kHz, mono, 16 bit) or raw 16-bit samples; its first second is heard. Prints
// what was heard. BYTES: a file that gets the features and the output as the model's own bytes, to
// compare with other machines.
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "exported_model/exported_model.h"
#include "wav.h"

namespace {

std::vector<std::int16_t> one_second(const std::string& sound) {
  std::vector<std::int16_t> samples(exported_model::kClipSamples);
  for (std::size_t i = 0; i < samples.size() && 2 * i + 1 < sound.size(); ++i) {
    samples[i] = static_cast<std::int16_t>(number(sound, 2 * i, 2));
  }
  return samples;
}

void write_bytes(const char* name, const std::vector<std::int16_t>& samples) {
  std::vector<std::int8_t> bytes(exported_model::feature_count() + exported_model::label_count());
  exported_model::compute_features(samples.data(), bytes.data());
  exported_model::run_model(bytes.data(), bytes.data() + exported_model::feature_count());
  std::ofstream(name, std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes.data()),
             static_cast<std::streamsize>(bytes.size()));
}

}  // namespace

int main(int count, char** words) {
  std::ifstream in(count > 1 ? words[1] : "", std::ios::binary);
  if (!in) {
    std::fprintf(stderr,
                 "usage: %s CLIP [BYTES]   (CLIP: WAV, 16 kHz, mono, 16 bit; or raw samples)\n",
                 words[0]);
    return 2;
  }
  const std::string file{std::istreambuf_iterator<char>(in), {}};
  std::string sound;
  if (!sound_bytes(file, sound)) {
    std::fprintf(stderr, "%s is no WAV of 16 kHz, mono, 16 bit PCM; convert it first\n", words[1]);
    return 1;
  }
  const std::vector<std::int16_t> samples = one_second(sound);
  std::vector<float> probabilities(exported_model::label_count());
  const std::size_t best = exported_model::classify(samples.data(), probabilities.data());
  std::printf("%s %.2f\n", exported_model::label(best), static_cast<double>(probabilities[best]));
  if (count > 2) write_bytes(words[2], samples);
  return 0;
}
