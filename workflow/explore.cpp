// SPDX-License-Identifier: Apache-2.0
#include "workflow/explore.h"

#include <algorithm>

#include "core/base/rng.h"
#include "core/nn/classical/pca.h"
#include "core/nn/classical/t_sne.h"

namespace tadpole {
namespace {

constexpr int kMostSamples = 500, kFewestSamples = 10;
constexpr std::size_t kMostColumns = 128, kOutputsPerColumn = 4;
constexpr int kNeighbourColumns = 30;  // principal components that t-SNE works on
constexpr int kSteps = 500;

using Plane = std::vector<std::array<float, 2>>;

// Each column goes, with a sign, into a few of the outputs.
class Mixer {
 public:
  Mixer(std::size_t columns, std::uint64_t seed) : columns_(columns) {
    if (columns <= kMostColumns) return;
    Rng rng(seed);
    for (std::size_t i = 0; i < columns * kOutputsPerColumn; ++i) {
      to_.push_back(rng.below(kMostColumns));
      sign_.push_back(rng.below(2) == 0 ? -0.5F : 0.5F);  // 1 over the root of kOutputsPerColumn
    }
  }
  std::size_t columns() const { return to_.empty() ? columns_ : kMostColumns; }
  void add(std::span<const float> x, std::vector<float>& rows) const {
    if (to_.empty()) {
      rows.insert(rows.end(), x.begin(), x.end());
      return;
    }
    const std::size_t first = rows.size();
    rows.resize(first + kMostColumns);
    for (std::size_t i = 0; i < to_.size(); ++i)
      rows[first + to_[i]] += sign_[i] * x[i / kOutputsPerColumn];
  }

 private:
  std::size_t columns_;
  std::vector<std::size_t> to_;
  std::vector<float> sign_;
};

// The first `kept` coordinates of every row.
std::vector<float> projected(const Pca& pca, const DataRows& rows, std::size_t kept) {
  std::vector<float> out;
  for (std::size_t i = 0; i < rows.count(); ++i) {
    const std::vector<double> at = pca.project(rows.row(i));
    for (std::size_t c = 0; c < kept; ++c) out.push_back(static_cast<float>(at[c]));
  }
  return out;
}

Result<Plane> by_neighbours(const std::vector<float>& values, std::size_t columns,
                            Progress& progress) {
  const DataRows rows{values, columns};
  TSneOptions options{.perplexity = std::min(30.0, static_cast<double>(rows.count()) / 4.0),
                      .steps = kSteps};
  options.watch = [&](int step, const std::vector<double>&) {
    progress.update(step, "");
    return !progress.stop_requested();
  };
  const TSne t_sne = TADPOLE_TRY(fit_t_sne(rows, options));
  Plane plane;
  for (std::size_t i = 0; i + 1 < t_sne.points.size(); i += 2)
    plane.push_back({static_cast<float>(t_sne.points[i]), static_cast<float>(t_sne.points[i + 1])});
  return plane;
}

}  // namespace

Outcome explore(const Project& project, Progress& progress) {
  const Path file = project.folder() / kMapFile;
  std::error_code ignored;
  std::filesystem::remove(file, ignored);
  const auto examples = TADPOLE_TRY(task_of(project).examples(project));
  const int all = examples->size(Split::train);
  const int take = std::min(all, kMostSamples);
  if (take < kFewestSamples || examples->values() < 3) return Done{};
  progress.begin("a map of the samples", kSteps);
  const Mixer mixer(examples->values(), project.recipe().project.seed);
  std::vector<float> x(examples->values()), values;
  FeatureMap map{.of = all};
  for (int i = 0; i < take; ++i) {
    const auto at = static_cast<int>(static_cast<std::int64_t>(i) * all / take);
    TADPOLE_TRY(examples->features(Split::train, at))->real(x);
    mixer.add(x, values);
    const Example e = examples->at(Split::train, at);
    map.names.push_back(e.name);
    map.labels.push_back(e.label);
  }
  const DataRows rows{values, mixer.columns()};
  const auto kept = static_cast<int>(
      std::min({rows.columns, rows.count(), static_cast<std::size_t>(kNeighbourColumns)}));
  const Pca pca = TADPOLE_TRY(fit_pca(rows, kept));
  const std::vector<float> coordinates = projected(pca, rows, pca.kept());
  for (std::size_t i = 0; i < rows.count(); ++i)
    map.pca.push_back({coordinates[i * pca.kept()], coordinates[i * pca.kept() + 1]});
  map.pca_share = pca.variance_share[0] + pca.variance_share[1];
  map.t_sne = TADPOLE_TRY(by_neighbours(coordinates, pca.kept(), progress));
  progress.end();
  if (progress.stop_requested())
    return Error{"stopped; run the same command again", ErrorKind::cancelled};
  return write_json(file, {{"names", map.names},
                           {"labels", map.labels},
                           {"pca", map.pca},
                           {"t_sne", map.t_sne},
                           {"pca_share", map.pca_share},
                           {"of", map.of}});
}

}  // namespace tadpole
