// SPDX-License-Identifier: Apache-2.0
#include "core/nn/classical/t_sne.h"

#include <limits>

#include "core/nn/classical/pca.h"

namespace tadpole {
namespace {

constexpr double kTiny = std::numeric_limits<double>::epsilon();

// Fills the row with exp(-beta d^2), normalised. Gives its entropy in nats.
double fill_conditional(std::span<const double> squared, std::size_t self, double beta,
                        std::span<double> p) {
  double sum = 0.0;
  for (std::size_t j = 0; j < p.size(); ++j) {
    p[j] = j == self ? 0.0 : std::exp(-squared[j] * beta);
    sum += p[j];
  }
  sum = sum > 0.0 ? sum : 1e-8;
  double weighted = 0.0;
  for (std::size_t j = 0; j < p.size(); ++j) {
    p[j] /= sum;
    weighted += squared[j] * p[j];
  }
  return std::log(sum) + beta * weighted;
}

// Searches the beta (1 / (2 sigma^2)) whose row has the wanted perplexity.
void fit_conditional(std::span<const double> squared, std::size_t self, double perplexity,
                     std::span<double> p) {
  constexpr double kTolerance = 1e-5;
  constexpr int kSteps = 100;
  const double infinity = std::numeric_limits<double>::infinity();
  double beta = 1.0, low = -infinity, high = infinity;
  for (int step = 0; step < kSteps; ++step) {
    const double error = fill_conditional(squared, self, beta, p) - std::log(perplexity);
    if (std::fabs(error) <= kTolerance) return;
    if (error > 0.0) {
      low = beta;
      beta = high == infinity ? beta * 2.0 : (beta + high) / 2.0;
    } else {
      high = beta;
      beta = low == -infinity ? beta / 2.0 : (beta + low) / 2.0;
    }
  }
}

// The points, with the memory of one step.
class Embedding {
 public:
  Embedding(const std::vector<double>& p, std::vector<double> y)
      : p_(p), y_(std::move(y)), n_(y_.size() / 2), w_(n_ * n_), gradient_(2 * n_) {}

  // Forgets speed and gains.
  void rest() {
    update_.assign(2 * n_, 0.0);
    gain_.assign(2 * n_, 1.0);
  }

  void step(double exaggeration, double momentum, double rate) {
    compute_gradient(exaggeration);
    for (std::size_t i = 0; i < y_.size(); ++i) {
      const bool same_way = update_[i] * gradient_[i] >= 0.0;  // it overshot
      gain_[i] = std::max(0.01, same_way ? gain_[i] * 0.8 : gain_[i] + 0.2);
      update_[i] = momentum * update_[i] - rate * gain_[i] * gradient_[i];
      y_[i] += update_[i];
    }
  }

  double divergence() {
    const double sum = fill_weights();
    double kl = 0.0;
    for (std::size_t i = 0; i < n_ * n_; ++i) {
      if (i % (n_ + 1) == 0) continue;
      const double p = std::max(p_[i], kTiny);
      kl += p * std::log(p / std::max(w_[i] / sum, kTiny));
    }
    return kl;
  }

  const std::vector<double>& points() const { return y_; }

 private:
  // Student's t with one degree of freedom: w = 1 / (1 + d^2). Gives their sum.
  double fill_weights() {
    double sum = 0.0;
    for (std::size_t i = 0; i < n_; ++i) {
      w_[i * n_ + i] = 0.0;
      for (std::size_t j = 0; j < i; ++j) {
        const double dx = y_[2 * i] - y_[2 * j], dy = y_[2 * i + 1] - y_[2 * j + 1];
        w_[i * n_ + j] = w_[j * n_ + i] = 1.0 / (1.0 + dx * dx + dy * dy);
        sum += 2.0 * w_[i * n_ + j];
      }
    }
    return sum;
  }

  void compute_gradient(double exaggeration) {
    const double sum = fill_weights();
    for (std::size_t i = 0; i < n_; ++i) {
      double gx = 0.0, gy = 0.0;
      for (std::size_t j = 0; j < n_; ++j) {
        const double w = w_[i * n_ + j];
        const double force = (exaggeration * p_[i * n_ + j] - w / sum) * w;
        gx += force * (y_[2 * i] - y_[2 * j]);
        gy += force * (y_[2 * i + 1] - y_[2 * j + 1]);
      }
      gradient_[2 * i] = 4.0 * gx;
      gradient_[2 * i + 1] = 4.0 * gy;
    }
  }

  const std::vector<double>& p_;
  std::vector<double> y_;
  std::size_t n_;
  std::vector<double> w_, gradient_, update_, gain_;
};

// The first two principal components; rows of one column have no second.
std::vector<double> component_start(const DataRows& rows) {
  const int keep = rows.columns > 1 ? 2 : 1;
  const Pca pca = fit_pca(rows, keep).value();  // cannot fail: the rows were checked
  const double deviation = std::sqrt(pca.variance[0]);
  const double scale = deviation > 0.0 ? 1e-4 / deviation : 0.0;
  std::vector<double> start;
  for (std::size_t i = 0; i < rows.count(); ++i) {
    const std::vector<double> at = pca.project(rows.row(i));
    // DataRows that are all alike still need places of their own.
    start.push_back(scale > 0.0 ? at[0] * scale : 1e-4 * static_cast<double>(i % 17));
    start.push_back(keep == 2 ? at[1] * scale : 1e-5 * static_cast<double>(i % 13));
  }
  return start;
}

Outcome check_options(const DataRows& rows, const TSneOptions& o) {
  TADPOLE_TRY(check_rows(rows, 4, "t_sne"));
  if (rows.count() > kMostTSneRows)
    return wrong_use("t_sne: " + std::to_string(rows.count()) + " rows; up to " +
                     std::to_string(kMostTSneRows) + " are drawn: take every n-th");
  if (!(o.perplexity > 1.0 && o.perplexity < static_cast<double>(rows.count())))
    return wrong_use("t_sne: the perplexity must be above 1 and below the number of rows");
  if (!o.start.empty() && o.start.size() != 2 * rows.count())
    return wrong_use("t_sne: the start is not two numbers per row");
  if (!(o.learning_rate >= 0.0) || !(o.exaggeration >= 1.0))
    return wrong_use("t_sne: learning_rate must be 0 or more and exaggeration 1 or more");
  return Done{};
}

}  // namespace

std::vector<double> t_sne_affinities(const DataRows& rows, double perplexity) {
  const std::size_t n = rows.count();
  std::vector<double> conditional(n * n);
  std::vector<double> squared(n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) squared[j] = squared_distance(rows.row(i), rows.row(j));
    fit_conditional(squared, i, perplexity, std::span(conditional).subspan(i * n, n));
  }
  double sum = 0.0;
  for (const double p : conditional) sum += 2.0 * p;
  std::vector<double> joint(n * n);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j)
      joint[i * n + j] =
          i == j ? 0.0 : (conditional[i * n + j] + conditional[j * n + i]) / std::max(sum, kTiny);
  return joint;
}

Result<TSne> fit_t_sne(const DataRows& rows, const TSneOptions& o) {
  TADPOLE_TRY(check_options(rows, o));
  constexpr int kExaggerated = 250;
  const double automatic = std::max(static_cast<double>(rows.count()) / o.exaggeration / 4.0, 50.0);
  const double rate = o.learning_rate > 0.0 ? o.learning_rate : automatic;
  const std::vector<double> p = t_sne_affinities(rows, o.perplexity);
  Embedding embedding(p, o.start.empty() ? component_start(rows) : o.start);
  for (int step = 0; step < o.steps; ++step) {
    const bool early = step < kExaggerated;
    if (step == 0 || step == kExaggerated) embedding.rest();
    embedding.step(early ? o.exaggeration : 1.0, early ? 0.5 : 0.8, rate);
    const bool show = o.watch && (step + 1) % 50 == 0;
    if (show && !o.watch(step + 1, embedding.points())) break;
  }
  const double divergence = embedding.divergence();
  return TSne{embedding.points(), divergence};
}

}  // namespace tadpole
