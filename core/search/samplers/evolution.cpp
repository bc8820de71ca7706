// SPDX-License-Identifier: Apache-2.0
// Ageing evolution: a child of the best of a few, and the oldest dies, however good it is.
// Source: Real et al., Regularized Evolution for Image Classifier Architecture Search (2019); for
// microcontrollers: Liberis et al., uNAS (2021), with 100 alive and 25 looked at. Here 16 and 4:
// the same ratio for searches of some dozens of candidates.
#include <algorithm>
#include <cmath>

#include "core/search/sampler.h"

namespace tadpole {
namespace {

constexpr std::size_t kAlive = 16, kLookedAt = 4;

// The whole number that is wanted, or the next one where that is `now` still; the other way where
// the range ends.
double another_near(const Space& space, std::size_t i, double now, double wanted) {
  const double step = space.parameters()[i].step;
  const double to = space.nearest(i, wanted);
  if (to != now) return to;
  const double one = wanted < now ? -step : step;
  const double next = space.nearest(i, now + one);
  return next != now ? next : space.nearest(i, now - one);
}

// One of the values that are asked for becomes another one: a choice any other, a number one near
// it (a tenth of its range, normally distributed; at least one step of a whole number).
SpacePoint mutated(const Space& space, SpacePoint point, Rng& rng) {
  std::vector<std::size_t> free;
  for (std::size_t i = 0; i < space.size(); ++i) {
    const Parameter& p = space.parameters()[i];
    const bool one_value = p.kind == ParameterKind::categorical ? p.choices.size() < 2
                           : is_whole(p.kind)                   ? p.low + p.step > p.high
                                                                : p.low == p.high;
    if (point[i] && !one_value) free.push_back(i);
  }
  if (free.empty()) return point;
  const std::size_t i = free[rng.below(free.size())];
  const Parameter& p = space.parameters()[i];
  const double now = *point[i], away = 0.1 * rng.normal();
  switch (p.kind) {
    case ParameterKind::categorical: {
      const auto other = static_cast<double>(rng.below(p.choices.size() - 1));
      point[i] = other >= now ? other + 1.0 : other;
      break;
    }
    case ParameterKind::integer: {
      double steps = std::round(away * (p.high - p.low) / p.step);
      if (steps == 0.0) steps = away < 0.0 ? -1.0 : 1.0;
      double moved = space.nearest(i, now + steps * p.step);
      if (moved == now) moved = space.nearest(i, now - steps * p.step);
      point[i] = moved;
      break;
    }
    case ParameterKind::log_integer:
      point[i] = another_near(space, i, now, now * std::exp(away * std::log(p.high / p.low)));
      break;
    case ParameterKind::real:
      point[i] = space.nearest(i, now + away * (p.high - p.low));
      break;
    case ParameterKind::log_real:
      point[i] = space.nearest(i, now * std::exp(away * std::log(p.high / p.low)));
      break;
  }
  return space.mended(std::move(point), rng);
}

class Evolution final : public Sampler {
 public:
  SpacePoint propose(const Space& space, std::span<const Observation> told,
                     Rng& rng) const override {
    std::vector<const Observation*> lived;
    for (const Observation& o : told)
      if (!o.refused) lived.push_back(&o);
    if (lived.size() < kAlive) return space.sample(rng);
    lived.erase(lived.begin(), lived.end() - static_cast<std::ptrdiff_t>(kAlive));
    const Observation* parent = lived[rng.below(kAlive)];
    for (std::size_t i = 1; i < kLookedAt; ++i) {
      const Observation* other = lived[rng.below(kAlive)];
      if (better(*other, *parent)) parent = other;
    }
    return mutated(space, parent->point, rng);
  }
};

}  // namespace

std::unique_ptr<Sampler> make_sampler_evolution() { return std::make_unique<Evolution>(); }

}  // namespace tadpole
