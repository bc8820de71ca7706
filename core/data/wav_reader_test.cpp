// SPDX-License-Identifier: Apache-2.0
// The page's reader of WAV against libsndfile, which the host uses.
#include "core/data/wav_reader.h"

#include <gtest/gtest.h>

#include "core/data/test_sound.h"

namespace tadpole {
namespace {

Bytes sound_of(const TempFolder& folder, int format, int channels = 1) {
  write_sound(folder / "a.wav", format, 22050, sine(440, 0.3, 22050), channels);
  return read_bytes(folder / "a.wav").value();
}

TEST(WavReader, gives_what_libsndfile_gives_sample_for_sample) {
  const TempFolder folder;
  for (const int depth : {SF_FORMAT_PCM_16, SF_FORMAT_PCM_24, SF_FORMAT_PCM_32, SF_FORMAT_FLOAT}) {
    for (const int container : {SF_FORMAT_WAV, SF_FORMAT_WAVEX}) {
      const Bytes bytes = sound_of(folder, container | depth, 2);
      const auto ours = read_plain_wav(bytes, "a.wav");
      const auto theirs = read_audio_bytes(bytes, "a.wav");
      ASSERT_TRUE(ours.ok()) << ours.error().message;
      EXPECT_EQ(ours.value().rate_hz, 22050);
      EXPECT_EQ(ours.value().channels, 2);
      EXPECT_EQ(ours.value().samples, theirs.value().samples) << depth;
    }
  }
}

TEST(WavReader, refuses_other_kinds_by_name) {
  const TempFolder folder;
  const auto law = read_plain_wav(sound_of(folder, SF_FORMAT_WAV | SF_FORMAT_ULAW), "a.wav");
  ASSERT_FALSE(law.ok());
  EXPECT_NE(law.error().message.find("kind 7 with 8 bits"), std::string::npos)
      << law.error().message;
  const auto flac = read_plain_wav(sound_of(folder, kFlac), "a.flac");
  ASSERT_FALSE(flac.ok());
  EXPECT_NE(flac.error().message.find("no WAV file"), std::string::npos) << flac.error().message;
}

TEST(WavReader, a_file_without_sound_or_cut_off_is_refused) {
  const TempFolder folder;
  Bytes bytes = sound_of(folder, kWav16);
  bytes.resize(bytes.size() / 2);
  const auto cut = read_plain_wav(bytes, "a.wav");
  ASSERT_FALSE(cut.ok());
  EXPECT_NE(cut.error().message.find("truncated"), std::string::npos) << cut.error().message;
  const auto empty = read_plain_wav(wav_bytes({}, 16000), "a.wav");
  ASSERT_FALSE(empty.ok());
  EXPECT_NE(empty.error().message.find("no sound"), std::string::npos) << empty.error().message;
  EXPECT_EQ(read_plain_wav({}, "a.wav").error().message, "a.wav is empty; expected a WAV file");
}

}  // namespace
}  // namespace tadpole
