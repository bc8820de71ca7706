// SPDX-License-Identifier: Apache-2.0
#include "core/train/batch.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/result.h"

namespace tadpole {

void Batch::fetch(const BatchSource& source, std::span<const int> indices, std::int64_t epoch,
                  std::size_t sample, ThreadPool& pool) {
  size = indices.size();
  const auto wanted = static_cast<std::size_t>(source.targets());
  const int classes = source.classes();
  x.resize(size * sample);
  labels.resize(classes > 0 ? size : 0);
  values.resize(size * wanted);
  other_labels.clear(), shares.clear();
  pool.run(size, [&](std::size_t i) {
    const int label = source.fetch(indices[i], epoch, std::span(x).subspan(i * sample, sample));
    if (wanted > 0)
      source.fetch_target(indices[i], epoch, std::span(values).subspan(i * wanted, wanted));
    if (classes == 0) return;
    TADPOLE_EXPECT(label >= 0 && label < classes);
    labels[i] = label;
  });
}

Targets Batch::targets(const BatchSource& source) const {
  return {
      .labels = labels,
      .values = source.reconstructs() ? std::span<const float>(x) : std::span<const float>(values)};
}

namespace {

// Joehnk's method: exact for every alpha, quick for the small ones that mixing uses.
double draw_beta(double alpha, Rng& rng) {
  for (;;) {
    const double a = std::pow(rng.uniform(), 1.0 / alpha), b = std::pow(rng.uniform(), 1.0 / alpha);
    if (a + b <= 1.0 && a + b > 0.0) return a / (a + b);
  }
}

// data: [samples][width]. Sample i becomes shares[i] of itself and the rest of sample i + turn.
void mix_rows(std::vector<float>& data, std::size_t width, std::span<const float> shares,
              std::size_t turn) {
  const std::vector<float> plain = data;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    const std::size_t other = (i + turn) % shares.size();
    for (std::size_t k = 0; k < width; ++k) {
      data[i * width + k] =
          shares[i] * plain[i * width + k] + (1.0F - shares[i]) * plain[other * width + k];
    }
  }
}

}  // namespace

void Batch::mix(double alpha, std::size_t sample, Rng rng) {
  shares.resize(size);
  const std::size_t turn = size < 2 ? 0 : 1 + rng.below(size - 1);  // never with itself
  for (float& share : shares) {
    const double drawn = draw_beta(alpha, rng);
    share = static_cast<float>(std::max(drawn, 1.0 - drawn));
  }
  mix_rows(x, sample, shares, turn);
  mix_rows(values, values.size() / std::max<std::size_t>(size, 1), shares, turn);
  if (labels.empty()) return shares.clear();
  other_labels.resize(size);
  for (std::size_t i = 0; i < size; ++i) other_labels[i] = labels[(i + turn) % size];
}

bool Batch::all_numbers() const {
  const auto finite = [](float v) { return std::isfinite(v); };
  return std::all_of(x.begin(), x.end(), finite) &&
         std::all_of(values.begin(), values.end(), finite);
}

void each_plain_batch(const BatchSource& source, std::size_t sample, ThreadPool& pool,
                      const std::function<void(const Batch&)>& use) {
  Batch batch;
  for (int first = 0; first < source.size(); first += kValidationBatch) {
    const int count = std::min(kValidationBatch, source.size() - first);
    std::vector<int> indices(static_cast<std::size_t>(count));
    std::iota(indices.begin(), indices.end(), first);
    batch.fetch(source, indices, kPlainEpoch, sample, pool);
    use(batch);
  }
}

std::vector<float> balanced_weights(const BatchSource& source, std::size_t sample,
                                    ThreadPool& pool) {
  std::vector<double> counts(static_cast<std::size_t>(source.classes()), 0.0);
  each_plain_batch(source, sample, pool, [&](const Batch& batch) {
    for (const int label : batch.labels) counts[static_cast<std::size_t>(label)] += 1.0;
  });
  const auto used = std::count_if(counts.begin(), counts.end(), [](double n) { return n > 0.0; });
  std::vector<float> weights(counts.size(), 0.0F);
  for (std::size_t c = 0; c < counts.size(); ++c) {
    if (counts[c] == 0.0) continue;
    weights[c] = static_cast<float>(source.size() / (counts[c] * static_cast<double>(used)));
  }
  return weights;
}

}  // namespace tadpole
