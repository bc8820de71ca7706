// SPDX-License-Identifier: Apache-2.0
#include "core/nn/classical/anomaly_detector.h"

#include <array>
#include <limits>
#include <numeric>

#include "core/base/text.h"
#include "core/nn/classical/symmetric_eigen.h"

namespace tadpole {
namespace {

struct NamedKind {
  const char* name;
  DetectorKind kind;
};
constexpr std::array<NamedKind, 3> kKinds = {{{"k_nearest", DetectorKind::k_nearest},
                                              {"k_means", DetectorKind::k_means},
                                              {"mahalanobis", DetectorKind::mahalanobis}}};

Error damaged() { return {"anomaly detector: its description is damaged; train again"}; }

// One neighbour more is kept, so that a training row can leave itself out.
class NearestDetector final : public AnomalyDetector {
 public:
  static Result<std::unique_ptr<AnomalyDetector>> create(const DataRows& rows, int neighbours) {
    if (neighbours < 1)
      return wrong_use("anomaly detector: neighbours is " + std::to_string(neighbours) +
                       "; it must be at least 1");
    TADPOLE_TRY(check_rows(rows, static_cast<std::size_t>(neighbours) + 1, "anomaly detector"));
    KNearest known = TADPOLE_TRY(KNearest::create(rows, {}, neighbours + 1));
    return std::unique_ptr<AnomalyDetector>(new NearestDetector(std::move(known)));
  }
  static Result<std::unique_ptr<AnomalyDetector>> read(const nlohmann::json& json) {
    const auto values = json.at("rows").get<std::vector<float>>();
    const auto columns = json.at("columns").get<std::size_t>();
    const int neighbours = json.at("neighbours").get<int>();
    if (neighbours > (1 << 20)) return damaged();
    return create({values, columns}, neighbours);
  }

  DetectorKind kind() const override { return DetectorKind::k_nearest; }
  std::size_t columns() const override { return known_.columns(); }
  double score(std::span<const float> row) const override {
    const std::vector<Neighbour> near = known_.neighbours(row);
    return near[near.size() - 2].distance;
  }

 private:
  explicit NearestDetector(KNearest known) : known_(std::move(known)) {}
  double own_score(std::span<const float> row) const override { return known_.kth_distance(row); }
  void write(nlohmann::json& json) const override {
    json["rows"] = known_.rows().values;
    json["columns"] = columns();
    json["neighbours"] = known_.k() - 1;
  }
  KNearest known_;
};

double percentile(std::vector<double> values, double percent) {
  if (values.empty()) return 0.0;
  std::sort(values.begin(), values.end());
  const double at = percent / 100.0 * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, values.size() - 1);
  return values[below] + (at - static_cast<double>(below)) * (values[above] - values[below]);
}

class ClusterDetector final : public AnomalyDetector {
 public:
  static Result<std::unique_ptr<AnomalyDetector>> create(const DataRows& rows,
                                                         const DetectorOptions& o) {
    if (!(o.radius_percentile > 0.0 && o.radius_percentile <= 100.0))
      return wrong_use("anomaly detector: radius_percentile must be above 0 and at most 100");
    KMeans k = TADPOLE_TRY(fit_k_means(rows, {.clusters = o.clusters, .seed = o.seed}));
    std::vector<double> radii(k.clusters(), 1.0);
    if (o.own_radius) radii = radii_of(k, rows, o.radius_percentile);
    k.labels.clear();
    return std::unique_ptr<AnomalyDetector>(new ClusterDetector(std::move(k), std::move(radii)));
  }
  static Result<std::unique_ptr<AnomalyDetector>> read(const nlohmann::json& json) {
    KMeans k{.columns = json.at("columns").get<std::size_t>(),
             .centres = json.at("centres").get<std::vector<double>>()};
    auto radii = json.at("radii").get<std::vector<double>>();
    const bool above_0 = std::all_of(radii.begin(), radii.end(), [](double r) { return r > 0.0; });
    if (k.columns == 0 || radii.empty() || !above_0 || radii.size() != k.clusters() ||
        k.centres.size() != radii.size() * k.columns)
      return damaged();
    return std::unique_ptr<AnomalyDetector>(new ClusterDetector(std::move(k), std::move(radii)));
  }

  DetectorKind kind() const override { return DetectorKind::k_means; }
  std::size_t columns() const override { return k_.columns; }
  double score(std::span<const float> row) const override {
    double best = std::numeric_limits<double>::infinity();
    for (std::size_t c = 0; c < k_.clusters(); ++c)
      best = std::min(best, std::sqrt(squared_distance(row, k_.centre(c))) / radii_[c]);
    return best;
  }

 private:
  ClusterDetector(KMeans k, std::vector<double> radii)
      : k_(std::move(k)), radii_(std::move(radii)) {}

  // A cluster of one row, or of rows that are alike, takes the smallest radius of the others.
  static std::vector<double> radii_of(const KMeans& k, const DataRows& rows, double percent) {
    std::vector<std::vector<double>> distances(k.clusters());
    for (std::size_t i = 0; i < rows.count(); ++i)
      distances[static_cast<std::size_t>(k.labels[i])].push_back(k.distance(rows.row(i)));
    std::vector<double> radii;
    double least = std::numeric_limits<double>::infinity();
    for (const std::vector<double>& of_one : distances) {
      radii.push_back(percentile(of_one, percent));
      if (radii.back() > 0.0) least = std::min(least, radii.back());
    }
    for (double& r : radii)
      if (!(r > 0.0)) r = std::isfinite(least) ? least : 1.0;
    return radii;
  }

  void write(nlohmann::json& json) const override {
    json["columns"] = k_.columns;
    json["centres"] = k_.centres;
    json["radii"] = radii_;
  }
  KMeans k_;
  std::vector<double> radii_;
};

class MahalanobisDetector final : public AnomalyDetector {
 public:
  static Result<std::unique_ptr<AnomalyDetector>> create(const DataRows& rows, double ridge) {
    TADPOLE_TRY(check_rows(rows, 2, "anomaly detector"));
    if (!(ridge >= 0.0)) return wrong_use("anomaly detector: ridge must be 0 or more");
    Covariance c = covariance_of(rows);
    const std::size_t n = rows.columns;
    double variance = 0.0;
    for (std::size_t i = 0; i < n; ++i) variance += c.matrix[i * n + i] / static_cast<double>(n);
    for (std::size_t i = 0; i < n; ++i) c.matrix[i * n + i] += ridge * variance;
    auto lower = cholesky(c.matrix, n);
    if (!lower)
      return wrong_use(
          "anomaly detector: the columns of the normal rows depend on each other; raise ridge, "
          "leave columns out, or give more rows");
    return std::unique_ptr<AnomalyDetector>(
        new MahalanobisDetector(std::move(c.mean), std::move(*lower)));
  }
  static Result<std::unique_ptr<AnomalyDetector>> read(const nlohmann::json& json) {
    auto mean = json.at("mean").get<std::vector<double>>();
    auto lower = json.at("lower").get<std::vector<double>>();
    const std::size_t n = mean.size();
    if (n == 0 || lower.size() / n != n || lower.size() % n != 0) return damaged();
    for (std::size_t i = 0; i < n; ++i)
      if (!(lower[i * n + i] > 0.0)) return damaged();
    return std::unique_ptr<AnomalyDetector>(
        new MahalanobisDetector(std::move(mean), std::move(lower)));
  }

  DetectorKind kind() const override { return DetectorKind::mahalanobis; }
  std::size_t columns() const override { return mean_.size(); }
  double score(std::span<const float> row) const override {
    std::vector<double> d(mean_.size());
    for (std::size_t i = 0; i < d.size(); ++i) d[i] = static_cast<double>(row[i]) - mean_[i];
    double sum = 0.0;
    for (const double y : solve_lower(lower_, std::move(d))) sum += y * y;
    return std::sqrt(sum);
  }

 private:
  MahalanobisDetector(std::vector<double> mean, std::vector<double> lower)
      : mean_(std::move(mean)), lower_(std::move(lower)) {}
  void write(nlohmann::json& json) const override {
    json["mean"] = mean_;
    json["lower"] = lower_;
  }
  std::vector<double> mean_, lower_;  // lower: L of the covariance L L^T
};

// The rows that are left when the `count` strangest are gone.
struct Trimmed {
  std::vector<float> values = {};
  std::vector<std::size_t> gone = {};
};
Trimmed trim(const DataRows& rows, const std::vector<double>& scores, std::size_t count) {
  std::vector<std::size_t> order(rows.count());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return scores[a] > scores[b]; });
  Trimmed t;
  t.gone.assign(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count));
  std::sort(t.gone.begin(), t.gone.end());
  for (std::size_t i = 0; i < rows.count(); ++i) {
    if (std::binary_search(t.gone.begin(), t.gone.end(), i)) continue;
    const std::span<const float> row = rows.row(i);
    t.values.insert(t.values.end(), row.begin(), row.end());
  }
  return t;
}

}  // namespace

const char* detector_name(DetectorKind kind) {
  for (const NamedKind& k : kKinds)
    if (k.kind == kind) return k.name;
  return "?";
}

Result<DetectorKind> parse_detector(const std::string& name) {
  std::vector<std::string> names;
  for (const NamedKind& k : kKinds) {
    if (name == k.name) return k.kind;
    names.emplace_back(k.name);
  }
  return wrong_use("there is no detector '" + name + "'" + did_you_mean(name, names) +
                   "; there are " + join(names, ", "));
}

Result<std::unique_ptr<AnomalyDetector>> AnomalyDetector::fit_all(const DataRows& normal,
                                                                  const DetectorOptions& o) {
  switch (o.kind) {
    case DetectorKind::k_nearest:
      return NearestDetector::create(normal, o.neighbours);
    case DetectorKind::k_means:
      return ClusterDetector::create(normal, o);
    case DetectorKind::mahalanobis:
      return MahalanobisDetector::create(normal, o.ridge);
  }
  return wrong_use("anomaly detector: unknown kind");
}

void AnomalyDetector::keep_training_scores(const DataRows& rows) {
  for (std::size_t i = 0; i < rows.count(); ++i) training_scores_.push_back(own_score(rows.row(i)));
}

Result<std::unique_ptr<AnomalyDetector>> AnomalyDetector::fit(const DataRows& normal,
                                                              const DetectorOptions& o) {
  if (!(o.trim_percent >= 0.0 && o.trim_percent < 50.0))
    return wrong_use("anomaly detector: trim_percent must be at least 0 and below 50");
  std::unique_ptr<AnomalyDetector> first = TADPOLE_TRY(fit_all(normal, o));
  first->keep_training_scores(normal);
  const auto count = static_cast<std::size_t>(
      std::lround(o.trim_percent / 100.0 * static_cast<double>(normal.count())));
  if (count == 0) return first;
  Trimmed left = trim(normal, first->training_scores_, count);
  const DataRows rows{left.values, normal.columns};
  std::unique_ptr<AnomalyDetector> second = TADPOLE_TRY(fit_all(rows, o));
  second->keep_training_scores(rows);
  second->trimmed_ = std::move(left.gone);
  return second;
}

std::vector<double> AnomalyDetector::scores(const DataRows& rows) const {
  std::vector<double> all;
  for (std::size_t i = 0; i < rows.count(); ++i) all.push_back(score(rows.row(i)));
  return all;
}

nlohmann::json AnomalyDetector::to_json() const {
  nlohmann::json json = {{"kind", detector_name(kind())},
                         {"trimmed", trimmed_},
                         {"training_scores", training_scores_}};
  write(json);
  return json;
}

Result<std::unique_ptr<AnomalyDetector>> AnomalyDetector::from_json(const nlohmann::json& json) {
  try {
    const auto kind = parse_detector(json.at("kind").get<std::string>());
    if (!kind.ok()) return damaged();
    auto read = kind.value() == DetectorKind::k_nearest ? NearestDetector::read(json)
                : kind.value() == DetectorKind::k_means ? ClusterDetector::read(json)
                                                        : MahalanobisDetector::read(json);
    if (!read.ok()) return damaged();
    json.at("trimmed").get_to(read.value()->trimmed_);
    json.at("training_scores").get_to(read.value()->training_scores_);
    return read;
  } catch (const nlohmann::json::exception&) {
    return damaged();
  }
}

}  // namespace tadpole
