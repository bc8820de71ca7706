// SPDX-License-Identifier: Apache-2.0
// Tree-structured Parzen estimator: for each parameter one density of the good points, one of the
// others, and the value where their ratio is largest.
// Source: Bergstra et al., Algorithms for Hyper-Parameter Optimization (2011), with the numbers of
// Optuna 4: the best min(ceil(n / 10), 25) are the good ones, 10 random points first, 24 candidates
// a parameter, no kernel narrower than range / min(100, kernels + 1).
#include <algorithm>
#include <cmath>
#include <utility>

#include "core/search/sampler.h"

namespace tadpole {
namespace {

constexpr std::size_t kStartUps = 10, kMostGood = 25;
constexpr int kCandidates = 24;

double normal_below(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }

// A density over one parameter: a kernel on every value seen and a wide one over all of the range.
class Density {
 public:
  Density(const Space& space, std::size_t parameter, const std::vector<double>& seen)
      : space_(space), index_(parameter), p_(space.parameters()[parameter]) {
    if (p_.kind == ParameterKind::categorical)
      count(seen);
    else
      place(seen);
  }

  double draw(Rng& rng) const {
    if (p_.kind == ParameterKind::categorical) {
      double left = rng.uniform();
      std::size_t i = 0;
      while (i + 1 < shares_.size() && left >= shares_[i]) left -= shares_[i++];
      return static_cast<double>(i);
    }
    const Kernel& kernel = kernels_[rng.below(kernels_.size())];
    for (int tries = 0; tries < 100; ++tries) {
      const double x = kernel.middle + kernel.width * rng.normal();
      if (x >= low_ && x <= high_) return space_.nearest(index_, unscaled(x));
    }
    return space_.nearest(index_, unscaled(std::clamp(kernel.middle, low_, high_)));
  }

  double log_of(double value) const {
    if (p_.kind == ParameterKind::categorical)
      return std::log(shares_[static_cast<std::size_t>(value)]);
    const double x = scaled(value);
    const auto [from, to] = step_around(value);
    double sum = 0.0;
    for (const Kernel& k : kernels_) {
      const double inside =
          normal_below((high_ - k.middle) / k.width) - normal_below((low_ - k.middle) / k.width);
      const double z = (x - k.middle) / k.width;
      sum += is_whole(p_.kind)
                 ? (normal_below((to - k.middle) / k.width) -
                    normal_below((from - k.middle) / k.width)) /
                       inside
                 : std::exp(-0.5 * z * z) / (k.width * std::sqrt(2.0 * 3.14159265358979) * inside);
    }
    return std::log(std::max(sum / static_cast<double>(kernels_.size()), 1e-300));
  }

 private:
  struct Kernel {
    double middle = 0.0, width = 1.0;
  };

  // Of a choice: how often it was seen, and each once more.
  void count(const std::vector<double>& seen) {
    const auto choices = p_.choices.size();
    shares_.assign(choices, 1.0 / static_cast<double>(choices));
    for (const double value : seen) shares_[static_cast<std::size_t>(value)] += 1.0;
    for (double& share : shares_) share /= static_cast<double>(seen.size()) + 1.0;
  }
  void place(const std::vector<double>& seen) {
    low_ = step_around(p_.low).first, high_ = step_around(p_.high).second;
    for (const double value : seen) kernels_.push_back({scaled(value), 0.0});
    std::sort(kernels_.begin(), kernels_.end(),
              [](const Kernel& a, const Kernel& b) { return a.middle < b.middle; });
    widen();
    kernels_.push_back({0.5 * (low_ + high_), high_ - low_});
  }
  // Each kernel reaches as far as the farther of its neighbours, within limits.
  void widen() {
    const double range = high_ - low_;
    const double narrowest = range / std::min(100.0, static_cast<double>(kernels_.size()) + 2.0);
    for (std::size_t i = 0; i < kernels_.size(); ++i) {
      const double left = kernels_[i].middle - (i > 0 ? kernels_[i - 1].middle : low_);
      const double right =
          (i + 1 < kernels_.size() ? kernels_[i + 1].middle : high_) - kernels_[i].middle;
      kernels_[i].width = std::clamp(std::max(left, right), narrowest, std::max(range, narrowest));
    }
  }
  // Of a whole number a kernel's share of [value - step / 2, value + step / 2] counts; where
  // factors count, nothing below the lowest value does, as Space::draw() has it.
  std::pair<double, double> step_around(double value) const {
    const double half = is_whole(p_.kind) ? 0.5 * p_.step : 0.0;
    const double from = is_logarithmic(p_.kind) ? std::max(value - half, p_.low) : value - half;
    return {scaled(from), scaled(value + half)};
  }
  double scaled(double value) const { return is_logarithmic(p_.kind) ? std::log(value) : value; }
  double unscaled(double x) const { return is_logarithmic(p_.kind) ? std::exp(x) : x; }

  const Space& space_;
  std::size_t index_;
  const Parameter& p_;
  double low_ = 0.0, high_ = 1.0;
  std::vector<Kernel> kernels_;
  std::vector<double> shares_;
};

bool has_range(const Parameter& p) {
  return p.kind == ParameterKind::categorical ? p.choices.size() > 1 : p.low < p.high;
}

class Tpe final : public Sampler {
 public:
  SpacePoint propose(const Space& space, std::span<const Observation> told,
                     Rng& rng) const override {
    std::vector<const Observation*> order;
    std::size_t trained = 0;
    for (const Observation& o : told) {
      order.push_back(&o);
      trained += o.refused ? 0 : 1;
    }
    if (trained < kStartUps) return space.sample(rng);
    std::stable_sort(order.begin(), order.end(),
                     [](const Observation* a, const Observation* b) { return better(*a, *b); });
    // Only what was trained can be good; what the limits refused counts with the others.
    const std::size_t good = std::min((trained + 9) / 10, kMostGood);
    SpacePoint point(space.size());
    for (std::size_t i = 0; i < space.size(); ++i)
      if (space.asked(point, i)) point[i] = value_of(space, i, std::span(order), good, rng);
    return point;
  }

 private:
  static double value_of(const Space& space, std::size_t i,
                         std::span<const Observation* const> order, std::size_t good, Rng& rng) {
    if (!has_range(space.parameters()[i])) return space.draw(i, rng);
    const Density l(space, i, seen(i, order.first(good)));
    const Density g(space, i, seen(i, order.subspan(good)));
    double best = 0.0, most = -INFINITY;
    for (int c = 0; c < kCandidates; ++c) {
      const double value = l.draw(rng), gain = l.log_of(value) - g.log_of(value);
      if (gain > most) best = value, most = gain;
    }
    return best;
  }
  static std::vector<double> seen(std::size_t i, std::span<const Observation* const> some) {
    std::vector<double> values;
    for (const Observation* o : some)
      if (o->point[i]) values.push_back(*o->point[i]);
    return values;
  }
};

}  // namespace

std::unique_ptr<Sampler> make_sampler_tpe() { return std::make_unique<Tpe>(); }

}  // namespace tadpole
