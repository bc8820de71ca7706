// SPDX-License-Identifier: Apache-2.0
// usage: example SAMPLES [BYTES]
// SAMPLES: a file with raw samples, one after the other, as the sensor gives them. Prints a line
// for each: what it is. BYTES: a file that gets, for each, the features and the output as the
// model's own bytes, to compare with other machines.
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "exported_model/exported_model.h"

namespace {

void print(const void* sample) {
  if (exported_model::is_detector()) {
    const float score = exported_model::score(sample);
    std::printf("%s %.4g\n", score > exported_model::threshold() ? "anomaly" : "normal",
                static_cast<double>(score));
    return;
  }
  std::vector<float> outputs(exported_model::output_count());
  const std::size_t best = exported_model::run(sample, outputs.data());
  if (exported_model::label_count() > 0) {
    std::printf("%s %.2f\n", exported_model::label(best), static_cast<double>(outputs[best]));
    return;
  }
  for (const float value : outputs) std::printf("%.5g ", static_cast<double>(value));
  std::printf("\n");
}

void write_bytes(std::ofstream& out, const void* sample) {
  std::vector<std::int8_t> bytes(exported_model::feature_count() + exported_model::output_count());
  exported_model::compute_features(sample, bytes.data());
  exported_model::run_model(bytes.data(), bytes.data() + exported_model::feature_count());
  out.write(reinterpret_cast<const char*>(bytes.data()),
            static_cast<std::streamsize>(bytes.size()));
}

}  // namespace

int main(int count, char** words) {
  std::ifstream in(count > 1 ? words[1] : "", std::ios::binary);
  if (!in) {
    std::fprintf(stderr, "usage: %s SAMPLES [BYTES]   (samples of %zu bytes each)\n", words[0],
                 exported_model::sample_bytes());
    return 2;
  }
  const std::string file{std::istreambuf_iterator<char>(in), {}};
  const std::size_t size = exported_model::sample_bytes();
  if (file.empty() || file.size() % size != 0) {
    std::fprintf(stderr, "%s has %zu bytes, expected whole samples of %zu bytes\n", words[1],
                 file.size(), size);
    return 1;
  }
  std::ofstream out;
  if (count > 2) out.open(words[2], std::ios::binary);
  std::vector<double> sample(size / sizeof(double) + 1);  // aligned for numbers of every kind
  for (std::size_t at = 0; at < file.size(); at += size) {
    std::memcpy(sample.data(), file.data() + at, size);
    print(sample.data());
    if (count > 2) write_bytes(out, sample.data());
  }
  return 0;
}
