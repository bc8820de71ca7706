// SPDX-License-Identifier: Apache-2.0
#include "core/nn/classical/lbfgs.h"

#include <cmath>
#include <deque>

namespace tadpole {
namespace {

using Vector = std::vector<double>;

double dot(const Vector& a, const Vector& b) {
  double sum = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

double largest(const Vector& a) {
  double most = 0.0;
  for (const double v : a) most = std::max(most, std::fabs(v));
  return most;
}

struct Pair {
  Vector s, y;  // how x and the gradient changed
  double rho;
};

// -H g by the two loops of the book.
Vector direction(const Vector& g, const std::deque<Pair>& pairs) {
  Vector q = g;
  std::vector<double> alpha(pairs.size());
  for (std::size_t i = pairs.size(); i-- > 0;) {
    alpha[i] = pairs[i].rho * dot(pairs[i].s, q);
    for (std::size_t j = 0; j < q.size(); ++j) q[j] -= alpha[i] * pairs[i].y[j];
  }
  if (!pairs.empty()) {
    const Pair& last = pairs.back();
    const double gamma = 1.0 / (last.rho * dot(last.y, last.y));
    for (double& v : q) v *= gamma;
  }
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const double beta = pairs[i].rho * dot(pairs[i].y, q);
    for (std::size_t j = 0; j < q.size(); ++j) q[j] += (alpha[i] - beta) * pairs[i].s[j];
  }
  for (double& v : q) v = -v;
  return q;
}

struct Point {
  Vector x, g;
  double value = 0.0;
};

// Halves the step until the value falls enough. False when it never does.
bool walk(const Objective& f, Point& at, const Vector& d, double step) {
  const double slope = dot(at.g, d);
  constexpr double kEnough = 1e-4;
  for (int i = 0; i < 50; ++i, step *= 0.5) {
    Point next{at.x, Vector(at.x.size())};
    for (std::size_t j = 0; j < d.size(); ++j) next.x[j] += step * d[j];
    next.value = f(next.x, next.g);
    if (!(next.value <= at.value + kEnough * step * slope)) continue;
    at = std::move(next);
    return true;
  }
  return false;
}

void remember(std::deque<Pair>& pairs, const Point& before, const Point& after, int memory) {
  Pair pair{after.x, after.g, 0.0};
  for (std::size_t i = 0; i < pair.s.size(); ++i) {
    pair.s[i] -= before.x[i];
    pair.y[i] -= before.g[i];
  }
  const double curvature = dot(pair.s, pair.y);
  if (!(curvature > 1e-14 * dot(pair.y, pair.y))) return;
  pair.rho = 1.0 / curvature;
  pairs.push_back(std::move(pair));
  if (pairs.size() > static_cast<std::size_t>(memory)) pairs.pop_front();
}

}  // namespace

int minimise(const Objective& f, std::vector<double>& x, const LbfgsOptions& options) {
  Point at{x, Vector(x.size())};
  at.value = f(at.x, at.g);
  std::deque<Pair> pairs;
  int steps = 0, failures = 0;
  for (; steps < options.most_steps && largest(at.g) > options.tolerance; ++steps) {
    const Vector d = direction(at.g, pairs);
    const Point before = at;
    const double first = pairs.empty() ? 1.0 / std::max(1.0, std::sqrt(dot(at.g, at.g))) : 1.0;
    if (!walk(f, at, d, first)) {
      if (pairs.empty() || ++failures > 2) break;  // as low as roundings let it
      pairs.clear();                               // once more along the plain gradient
      continue;
    }
    remember(pairs, before, at, options.memory);
  }
  x = std::move(at.x);
  return steps;
}

}  // namespace tadpole
