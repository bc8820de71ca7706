// SPDX-License-Identifier: Apache-2.0
#include "core/train/batch.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/result.h"

namespace tadpole {

void Batch::fetch(const BatchSource& source, std::span<const int> indices, std::int64_t epoch,
                  std::size_t sample, ThreadPool& pool) {
  x.resize(indices.size() * sample);
  labels.resize(indices.size());
  other_labels.clear(), shares.clear();
  pool.run(indices.size(), [&](std::size_t i) {
    labels[i] = source.fetch(indices[i], epoch, std::span(x).subspan(i * sample, sample));
    TADPOLE_EXPECT(labels[i] >= 0 && labels[i] < source.classes());
  });
}

namespace {

// Joehnk's method: exact for every alpha, quick for the small ones that mixing uses.
double draw_beta(double alpha, Rng& rng) {
  for (;;) {
    const double a = std::pow(rng.uniform(), 1.0 / alpha), b = std::pow(rng.uniform(), 1.0 / alpha);
    if (a + b <= 1.0 && a + b > 0.0) return a / (a + b);
  }
}

}  // namespace

void Batch::mix(double alpha, std::size_t sample, Rng rng) {
  const std::vector<float> plain = x;
  const std::size_t n = labels.size();
  other_labels.resize(n);
  shares.resize(n);
  const std::size_t turn = n < 2 ? 0 : 1 + rng.below(n - 1);  // never with itself
  for (std::size_t i = 0; i < n; ++i) {
    const std::size_t other = (i + turn) % n;
    const double drawn = draw_beta(alpha, rng);
    shares[i] = static_cast<float>(std::max(drawn, 1.0 - drawn));
    other_labels[i] = labels[other];
    for (std::size_t k = 0; k < sample; ++k) {
      x[i * sample + k] =
          shares[i] * plain[i * sample + k] + (1.0F - shares[i]) * plain[other * sample + k];
    }
  }
}

bool Batch::all_numbers() const {
  return std::all_of(x.begin(), x.end(), [](float v) { return std::isfinite(v); });
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
