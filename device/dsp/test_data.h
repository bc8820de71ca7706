// SPDX-License-Identifier: Apache-2.0
// For the tests of device/dsp: signals by formula, and readers of the shared goldens.
#pragma once
#include <cmath>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <sstream>
#include <string>
#include <vector>

namespace tadpole::device::test {

using Path = std::filesystem::path;
using Samples = std::vector<std::int16_t>;

inline constexpr double kPi = 3.14159265358979323846;

inline Samples tone(double hz, int count, double amplitude = 16000.0) {
  Samples samples(count);
  for (int i = 0; i < count; ++i) {
    samples[i] =
        static_cast<std::int16_t>(std::lround(amplitude * std::sin(2.0 * kPi * hz * i / 16000.0)));
  }
  return samples;
}

inline Samples noise(int count, int amplitude, unsigned seed = 1) {
  std::mt19937 random(seed);
  Samples samples(count);
  for (std::int16_t& x : samples) {
    x = static_cast<std::int16_t>(static_cast<int>(random() % (2u * amplitude + 1)) - amplitude);
  }
  return samples;
}

inline Samples full_scale_square(int count, int period) {
  Samples samples(count);
  for (int i = 0; i < count; ++i) {
    samples[i] = static_cast<std::int16_t>((i / (period / 2)) % 2 == 0 ? 32767 : -32768);
  }
  return samples;
}

inline std::vector<char> bytes_of(const Path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

template <class T>
std::vector<T> values_of(const Path& file, std::size_t skip_bytes = 0) {
  const std::vector<char> bytes = bytes_of(file);
  std::vector<T> values(bytes.size() < skip_bytes ? 0 : (bytes.size() - skip_bytes) / sizeof(T));
  if (!values.empty())
    std::memcpy(values.data(), bytes.data() + skip_bytes, values.size() * sizeof(T));
  return values;
}

// The shared wavs have the plain 44-byte header.
inline Samples wav_samples(const Path& file) { return values_of<std::int16_t>(file, 44); }

using Rows = std::vector<std::vector<double>>;

inline Rows rows_of(const Path& file, char separator) {
  std::ifstream in(file);
  Rows rows;
  for (std::string line; std::getline(in, line);) {
    std::vector<double>& row = rows.emplace_back();
    std::stringstream cells(line);
    for (std::string cell; std::getline(cells, cell, separator);) {
      if (!cell.empty()) row.push_back(std::stod(cell));
    }
  }
  return rows;
}

inline std::vector<Path> files_ending_with(const Path& folder, const std::string& end) {
  std::vector<Path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (name.size() > end.size() && name.compare(name.size() - end.size(), end.size(), end) == 0) {
      files.push_back(entry.path());
    }
  }
  return files;
}

}  // namespace tadpole::device::test
