// SPDX-License-Identifier: Apache-2.0
#include "core/data/clip_store.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "core/base/hash.h"
#include "core/base/options.h"
#include "core/base/text.h"
#include "core/data/audio_file.h"

namespace tadpole {
namespace {

namespace fs = std::filesystem;

std::string hash_samples(const std::vector<std::int16_t>& samples) {
  return Sha256().add(samples.data(), samples.size() * sizeof(std::int16_t)).hex();
}

// A file that changed gets another key.
std::string recording_key(const Recording& r) {
  std::error_code code;
  const auto time = fs::last_write_time(r.file, code).time_since_epoch().count();
  return sha256_hex(fmt::format("{}|{}|{}|{:.3f}|{:.3f}", fs::absolute(r.file, code).string(),
                                fs::file_size(r.file, code), time, r.from_s, r.to_s));
}

Result<std::vector<float>> decode_part(const Recording& r, Audio& facts) {
  const std::vector<float> all = TADPOLE_TRY(read_audio_16k(r.file, &facts));
  if (r.to_s <= 0.0) return all;
  const auto at = [&](double s) {
    return std::min(all.size(), static_cast<std::size_t>(s * kRateHz));
  };
  return std::vector<float>(all.begin() + static_cast<std::ptrdiff_t>(at(r.from_s)),
                            all.begin() + static_cast<std::ptrdiff_t>(at(r.to_s)));
}

bool is_whole(const Path& clip) {
  std::error_code code;
  return fs::file_size(clip, code) == 44 + kClipSamples * sizeof(std::int16_t) && !code;
}

}  // namespace

Result<std::unique_ptr<ClipStore>> ClipStore::open(const Path& folder) {
  std::unique_ptr<ClipStore> store(new ClipStore(folder));  // NOLINT: the constructor is private
  TADPOLE_TRY(make_folder(folder / "clips"));
  TADPOLE_TRY(make_folder(folder / "background"));
  TADPOLE_TRY(store->load_journal());
  return store;
}

Outcome ClipStore::load_journal() {
  std::error_code code;
  const Path file = folder_ / "journal.txt";
  if (!fs::exists(file, code)) return Done{};
  const std::string text = TADPOLE_TRY(read_text(file));
  for (const std::string& line : split(text, '\n')) {
    const std::vector<std::string> f = split(line, ' ');
    if (f.size() != 8 || f[7] != "." || f[1].size() != 64 || !is_whole(folder_ / clip_file(f[1])))
      continue;
    double numbers[5];
    bool good = true;
    for (std::size_t i = 0; i < 5; ++i) {
      const auto number = parse_number(f[i + 2]);
      good = good && number.ok();
      numbers[i] = number.ok() ? number.value() : 0.0;
    }
    if (good)
      known_[f[0]] = {
          f[1], {numbers[0], numbers[1], numbers[2], numbers[3], static_cast<int>(numbers[4])}, ""};
  }
  return Done{};
}

// With all digits: a dataset that goes on after a kill has the same manifest as one that was not
// killed.
Outcome ClipStore::note(const std::string& key, const StoredClip& c) {
  const std::string line =
      fmt::format("{} {} {} {} {} {} {} .\n", key, c.sha256, c.facts.peak, c.facts.rms,
                  c.facts.clipped_share, c.facts.original_s, c.facts.original_hz);
  const std::lock_guard lock(mutex_);
  known_[key] = c;
  ++decoded_;
  const Path file = folder_ / "journal.txt";
  const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  const bool written =
      fd >= 0 && ::write(fd, line.data(), line.size()) == static_cast<ssize_t>(line.size());
  if (fd >= 0) ::close(fd);
  if (!written)
    return Error{"cannot write " + file.string() +
                 "; free some disk space and run the same command again"};
  return Done{};
}

std::mutex& ClipStore::write_lock(const std::string& sha256) {
  return write_locks_[static_cast<unsigned char>(sha256[0]) % write_locks_.size()];
}

Result<StoredClip> ClipStore::store(const std::vector<std::int16_t>& samples) {
  StoredClip clip{hash_samples(samples),
                  measure(samples, static_cast<double>(samples.size()) / kRateHz, kRateHz), ""};
  const Path file = folder_ / clip_file(clip.sha256);
  const std::lock_guard lock(write_lock(clip.sha256));
  if (!is_whole(file)) TADPOLE_TRY(write_file(file, wav_bytes(samples, kRateHz)));
  return clip;
}

Result<StoredClip> ClipStore::import(const Recording& r) {
  const std::string key = recording_key(r);
  {
    const std::lock_guard lock(mutex_);
    const auto at = known_.find(key);
    if (at != known_.end()) return at->second;
  }
  Audio facts;
  const Result<std::vector<float>> samples = decode_part(r, facts);
  if (!samples.ok()) return StoredClip{"", {}, samples.error().message};
  const double seconds = r.to_s > 0.0 ? r.to_s - r.from_s : facts.duration_s();
  StoredClip clip = TADPOLE_TRY(store(fit_to_clip(samples.value())));
  clip.facts.original_s = seconds;
  clip.facts.original_hz = facts.rate_hz;
  TADPOLE_TRY(note(key, clip));
  return clip;
}

Result<std::string> ClipStore::store_background(const std::vector<std::int16_t>& samples) {
  const std::string file = "background/" + hash_samples(samples).substr(0, 32) + ".wav";
  std::error_code code;
  if (!fs::exists(folder_ / file, code))
    TADPOLE_TRY(write_file(folder_ / file, wav_bytes(samples, kRateHz)));
  return file;
}

}  // namespace tadpole
