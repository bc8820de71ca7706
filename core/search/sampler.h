// SPDX-License-Identifier: Apache-2.0
// Which point a search tries next. A sampler remembers nothing: it is a function of what was told
// and of a seed, so that a search can be resumed and repeated. One strategy a file in samplers/.
#pragma once
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/search/space.h"

namespace tadpole {

// What became of a point: refused by the limits before it was trained, or the best it has shown.
struct Observation {
  SpacePoint point;
  bool refused = false;
  double excess = 0.0;  // refused: by how much, the largest of (found - limit) / limit
  int epochs = 0;       // trained so far
  double value = 0.0;   // larger is better; of `epochs`
};

// A refused point is worse than any other; more epochs are better than fewer, because only the
// better half of a rung is trained on; then the value counts.
bool better(const Observation& a, const Observation& b);

class Sampler {
 public:
  virtual ~Sampler() = default;
  // told: in the order of the candidates; those still being trained are not among them.
  virtual SpacePoint propose(const Space& space, std::span<const Observation> told,
                             Rng& rng) const = 0;
};

// "tpe", "evolution", "random". Fails for an unknown name, with the list.
Result<std::unique_ptr<Sampler>> make_sampler(const std::string& name);
std::vector<std::string> sampler_names();

}  // namespace tadpole
