// SPDX-License-Identifier: Apache-2.0
#include "core/data/audio_file.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "core/data/test_sound.h"
#include "tests/shared_data.h"

namespace tadpole {
namespace {

std::string refusal(const Path& file) {
  const Result<Audio> audio = read_audio(file);
  return audio.ok() ? "it was read" : audio.error().message;
}

bool says(const std::string& message, const std::string& part) {
  return message.find(part) != std::string::npos;
}

double rms(std::span<const float> samples) {
  double sum = 0.0;
  for (const float s : samples) sum += static_cast<double>(s) * static_cast<double>(s);
  return std::sqrt(sum / static_cast<double>(std::max<std::size_t>(1, samples.size())));
}

TEST(AudioFile, ReadsEveryFormatDepthRateAndChannelCountThatRecordersWrite) {
  struct Case {
    const char* name;
    int format, rate_hz, channels;
    double tolerance;  // one step of the depth, or what the lossy codec may lose of the level
  };
  const Case cases[] = {
      {"8.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_U8, 8000, 1, 1.0 / 128},
      {"16.wav", kWav16, 44100, 2, 1.0 / 32768},
      {"24.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_24, 48000, 1, 1e-6},
      {"32.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_32, 96000, 1, 1e-6},
      {"f.wav", SF_FORMAT_WAV | SF_FORMAT_FLOAT, 16000, 6, 1e-6},
      {"d.wav", SF_FORMAT_WAV | SF_FORMAT_DOUBLE, 22050, 1, 1e-6},
      {"u.wav", SF_FORMAT_WAV | SF_FORMAT_ULAW, 8000, 1, 0.03},
      {"a.aiff", SF_FORMAT_AIFF | SF_FORMAT_PCM_16, 11025, 1, 1.0 / 32768},
      {"x.flac", kFlac, 32000, 2, 1.0 / 32768},
      {"v.ogg", kVorbis, 44100, 1, 0.05},
      {"o.opus", kOpus, 48000, 1, 0.05},
  };
  const TempFolder folder;
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    write_sound(folder / c.name, c.format, c.rate_hz, sine(440, 0.5, c.rate_hz), c.channels);
    const Result<Audio> audio = read_audio(folder / c.name);
    ASSERT_TRUE(audio.ok()) << audio.error().message;
    EXPECT_EQ(audio.value().rate_hz, c.rate_hz);
    EXPECT_EQ(audio.value().channels, c.channels);
    EXPECT_NEAR(audio.value().duration_s(), 0.5, 0.002);
    // A sine of gain 0.5 has the level 0.5 / sqrt(2).
    EXPECT_NEAR(rms(audio.value().samples), 0.5 / std::sqrt(2.0), c.tolerance + 1e-4);
  }
}

TEST(AudioFile, ReadsTheMeanOfTheChannels) {
  const TempFolder folder;
  SF_INFO info{};
  info.format = kWav16, info.samplerate = 16000, info.channels = 2;
  SNDFILE* out = sf_open((folder / "s.wav").c_str(), SFM_WRITE, &info);
  const short frames[] = {8192, 16384, -8192, 8192};
  sf_writef_short(out, frames, 2);
  sf_close(out);
  const Audio audio = read_audio(folder / "s.wav").value();
  // By hand: (0.25 + 0.5) / 2 and (-0.25 + 0.25) / 2.
  EXPECT_EQ(audio.samples, (std::vector<float>{0.375F, 0.0F}));
}

TEST(AudioFile, RefusesWhatIsNoAudioAndSaysWhatWasExpected) {
  const TempFolder folder;
  ASSERT_TRUE(write_file(folder / "text.wav", std::string_view("this is a letter, no sound")).ok());
  const std::string message = refusal(folder / "text.wav");
  EXPECT_TRUE(says(message, "text.wav is no audio that we read")) << message;
  EXPECT_TRUE(says(message, "expected WAV, FLAC, OGG or Opus")) << message;
  EXPECT_TRUE(says(refusal(folder / "missing.wav"), "missing.wav"))
      << refusal(folder / "missing.wav");
  EXPECT_TRUE(says(refusal(folder.path()), "it is a folder"));
}

TEST(AudioFile, RefusesAnEmptyFileAndASoundOfLengthZero) {
  const TempFolder folder;
  ASSERT_TRUE(write_file(folder / "empty.wav", std::string_view("")).ok());
  EXPECT_TRUE(says(refusal(folder / "empty.wav"), "empty.wav is empty"));
  ASSERT_TRUE(write_wav(folder / "zero.wav", {}, 16000).ok());
  EXPECT_TRUE(says(refusal(folder / "zero.wav"), "its length is zero"))
      << refusal(folder / "zero.wav");
}

TEST(AudioFile, RefusesATruncatedWavWithBothLengths) {
  const TempFolder folder;
  write_sound(folder / "cut.wav", kWav16, 16000, sine(440, 1.0, 16000));
  std::filesystem::resize_file(folder / "cut.wav", 44 + 5000);
  const std::string message = refusal(folder / "cut.wav");
  EXPECT_TRUE(
      says(message, "is truncated: its header promises 32000 bytes of sound, the file holds 5000"))
      << message;
}

TEST(AudioFile, RefusesEveryFormatWhenItIsCut) {
  const TempFolder folder;
  const std::pair<const char*, int> formats[] = {
      {"a.wav", kWav16}, {"a.aiff", SF_FORMAT_AIFF | SF_FORMAT_PCM_16},
      {"a.flac", kFlac}, {"a.ogg", kVorbis},
      {"a.opus", kOpus},
  };
  for (const auto& [name, format] : formats) {
    for (const double share : {0.3, 0.6, 0.95}) {
      write_sound(folder / name, format, 16000, sine(440, 2.0, 16000));
      cut_file(folder / name, share);
      const std::string message = refusal(folder / name);
      EXPECT_TRUE(says(message, "truncated") || says(message, "damaged"))
          << name << share << message;
    }
  }
}

TEST(AudioFile, RefusesAFlacFrameAndAnOggPageThatFailTheirChecksum) {
  const TempFolder folder;
  for (const auto& [name, format] : {std::pair("b.flac", kFlac), std::pair("b.ogg", kVorbis)}) {
    write_sound(folder / name, format, 16000, sine(440, 2.0, 16000));
    ASSERT_TRUE(read_audio(folder / name).ok());
    flip_byte(folder / name, 0.7);
    EXPECT_TRUE(says(refusal(folder / name), "is damaged")) << refusal(folder / name);
  }
}

TEST(AudioFile, RefusesASampleThatIsNoNumberAndNamesItsPlace) {
  const TempFolder folder;
  for (const float bad :
       {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    std::vector<float> samples = sine(440, 1.0, 16000);
    samples[1234] = bad;
    write_sound(folder / "nan.wav", SF_FORMAT_WAV | SF_FORMAT_FLOAT, 16000, samples);
    const std::string message = refusal(folder / "nan.wav");
    EXPECT_TRUE(says(message, "a sample that is no number (sample 1234)")) << message;
  }
}

TEST(AudioFile, RefusesMoreThanTwoHours) {
  // 8-bit at 1 kHz: 7.2 million bytes are two hours.
  Bytes bytes = wav_bytes({}, 1000);
  bytes.resize(44 + 7300000, 128);
  const auto put = [&](std::size_t at, std::uint32_t v) {
    for (int i = 0; i < 4; ++i)
      bytes[at + static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(v >> (8 * i));
  };
  put(4, 36 + 7300000), put(40, 7300000), put(28, 1000);
  bytes[32] = 1, bytes[34] = 8;
  const Result<Audio> audio = read_audio_bytes(bytes, "long.wav");
  ASSERT_FALSE(audio.ok());
  EXPECT_EQ(audio.error().message, "long.wav is longer than two hours; cut it into parts");
}

TEST(AudioFile, RefusesARateThatNoRecorderHas) {
  Bytes bytes = wav_bytes(std::vector<std::int16_t>(100, 1), 1);
  const Result<Audio> audio = read_audio_bytes(bytes, "odd.wav");
  ASSERT_FALSE(audio.ok());
  EXPECT_TRUE(says(audio.error().message, "1 channels at 1 Hz; expected")) << audio.error().message;
}

TEST(AudioFile, TakesAWavFromAPipeWhoseLengthIsUnknown) {
  Bytes bytes = wav_bytes(std::vector<std::int16_t>(1600, 1000), 16000);
  for (const std::size_t at : {4U, 5U, 6U, 7U, 40U, 41U, 42U, 43U}) bytes[at] = 0xFF;
  const Result<Audio> audio = read_audio_bytes(bytes, "pipe.wav");
  ASSERT_TRUE(audio.ok()) << audio.error().message;
  EXPECT_EQ(audio.value().samples.size(), 1600U);
}

TEST(AudioFile, WavGivesBackTheSameSamples) {
  const TempFolder folder;
  const std::vector<std::int16_t> samples = {0, 1, -1, 32767, -32768, 123};
  ASSERT_TRUE(write_wav(folder / "deep" / "s.wav", samples, 16000).ok());
  const Audio audio = read_audio(folder / "deep" / "s.wav").value();
  EXPECT_EQ(to_int16(audio.samples), samples);
  EXPECT_EQ(audio.format, "WAV");
}

TEST(Resample, KeepsAToneAndItsLevelAndRemovesWhatTheNewRateCannotHold) {
  for (const int rate : {8000, 11025, 22050, 44100, 48000, 96000}) {
    const auto out = resample(sine(1000, 1.0, rate), rate, 16000).value();
    EXPECT_NEAR(static_cast<double>(out.size()), 16000, 2) << rate;
    const auto middle = std::span(out).subspan(4000, 8000);
    EXPECT_NEAR(rms(middle), 0.5 / std::sqrt(2.0), 1e-3) << rate;
  }
  const auto gone = resample(sine(12000, 1.0, 48000), 48000, 16000).value();
  EXPECT_LT(rms(std::span(gone).subspan(4000, 8000)), 1e-4);
}

TEST(Resample, RefusesRatesThatNobodyRecordsAt) {
  const auto out = resample(sine(10, 1.0, 1000), 10, 16000);
  ASSERT_FALSE(out.ok());
  EXPECT_EQ(out.error().message,
            "cannot resample from 10 Hz to 16000 Hz; rates from 1000 to 768000 Hz are known");
}

// Where the sound lies in a clip, in samples.
std::pair<int, int> loud_part(const std::vector<std::int16_t>& clip) {
  int first = -1, last = -1;
  for (int i = 0; i < static_cast<int>(clip.size()); ++i) {
    if (std::abs(clip[static_cast<std::size_t>(i)]) < 1000) continue;
    if (first < 0) first = i;
    last = i;
  }
  return {first, last};
}

TEST(Fit, AWordAnywhereInALongRecordingEndsInTheMiddleOfTheClip) {
  for (const std::size_t at : {0U, 10000U, 40000U, 73600U}) {
    std::vector<float> samples(80000, 0.0F);
    const auto word = sine(300, 0.4, 16000);
    std::copy(word.begin(), word.end(), samples.begin() + static_cast<std::ptrdiff_t>(at));
    const auto clip = fit_to_clip(samples);
    ASSERT_EQ(clip.size(), 16000U);
    const auto [first, last] = loud_part(clip);
    // Windows with 98 % of the energy count as equal: at an edge 1 % may fall away on each side.
    EXPECT_NEAR(last - first, 6400, 130) << at;
    // At the recording's edges there is nothing to move; inside the word is centred.
    const double middle = (first + last) / 2.0;
    if (at > 8000 && at < 65000) {
      EXPECT_NEAR(middle, 8000, 200) << at;
    }
  }
}

TEST(Fit, OfTwoEqualWordsOneIsTakenWhole) {
  std::vector<float> samples(80000, 0.0F);
  const auto word = sine(300, 0.4, 16000);
  for (const int at : {10000, 60000}) std::copy(word.begin(), word.end(), samples.begin() + at);
  const auto [first, last] = loud_part(fit_to_clip(samples));
  EXPECT_NEAR(last - first, 6400, 130);
}

TEST(Fit, AShortRecordingLiesInTheMiddleOfZerosAndAFullOneStaysAsItIs) {
  const auto clip = fit_to_clip(std::vector<float>(1000, 0.5F));
  EXPECT_EQ(clip.size(), 16000U);
  EXPECT_EQ(clip[7499], 0);
  EXPECT_EQ(clip[7500], 16384);
  EXPECT_EQ(clip[8499], 16384);
  EXPECT_EQ(clip[8500], 0);
  std::vector<float> full(16000, 0.0F);
  full[0] = 0.25F;
  EXPECT_EQ(fit_to_clip(full)[0], 8192);
  EXPECT_EQ(fit_to_clip({}), std::vector<std::int16_t>(16000, 0));
}

TEST(Fit, LevelsBeyondFullScaleAreClippedNotWrapped) {
  EXPECT_EQ(to_int16(std::vector<float>{1.5F, -1.5F, 1.0F, -1.0F}),
            (std::vector<std::int16_t>{32767, -32768, 32767, -32768}));
}

TEST(AudioFile, ReadsEveryRecordingOfTheSharedSets) {
  TADPOLE_SHARED_OR_SKIP(shared, "data");
  int read = 0;
  for (const char* set :
       {"spoken-digits-8k/0", "wake-words/snowboy", "arabic-speech-commands/no"}) {
    for (const auto& entry : std::filesystem::directory_iterator(shared / set)) {
      const Result<Audio> audio = read_audio(entry.path());
      ASSERT_TRUE(audio.ok()) << audio.error().message;
      ++read;
    }
  }
  // The counts of the sets' READMEs: 75 zeros, 35 snowboys, 30 times no.
  EXPECT_EQ(read, 75 + 35 + 30);
}

}  // namespace
}  // namespace tadpole
