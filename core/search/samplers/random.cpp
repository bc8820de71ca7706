// SPDX-License-Identifier: Apache-2.0
// Every point alone, as the space draws it: what the other strategies must beat.
// Source: Bergstra and Bengio, Random Search for Hyper-Parameter Optimization (2012).
#include "core/search/sampler.h"

namespace tadpole {
namespace {

class RandomSampler final : public Sampler {
 public:
  SpacePoint propose(const Space& space, std::span<const Observation>, Rng& rng) const override {
    return space.sample(rng);
  }
};

}  // namespace

std::unique_ptr<Sampler> make_sampler_random() { return std::make_unique<RandomSampler>(); }

}  // namespace tadpole
