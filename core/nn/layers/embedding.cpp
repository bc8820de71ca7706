// SPDX-License-Identifier: Apache-2.0
// A trained vector for each of `entries` words: input {T,1,1} or {1,1,T} holds word numbers as
// floats (0 .. entries-1), output is {T,1,units}. Only the first layer reads indices.
// Parameters: table [entries, units]. Source: Bengio et al.: A Neural Probabilistic Language Model,
// JMLR 3, 2003.
#include <algorithm>
#include <cmath>

#include "core/nn/layer.h"
#include "core/nn/lowering.h"

namespace tadpole {
namespace {

class Embedding final : public Layer {
 public:
  void describe(OptionSet& options) override {
    options
        .add("entries", entries_,
             {.help = "how many words there are, numbered from 0", .min = 1, .max = 1 << 20})
        .add("units", units_, {.help = "values per word", .min = 1, .max = 65536});
  }

  Outcome build(const Shape& in) override {
    if (entries_ < 1) return wrong_use("entries is missing; say how many words, e.g. entries=100");
    if (units_ < 1) return wrong_use("units is missing; say how many, e.g. units=8");
    if (in.w != 1 || (in.h != 1 && in.c != 1)) {
      return wrong_use("input is " + in.text() +
                       ", expected one word number per step of time: Tx1x1 or 1x1xT");
    }
    TADPOLE_TRY(check_kernel({entries_, units_}));
    const int steps = std::max(in.h, in.c);
    TADPOLE_TRY(check_kernel({steps, units_}));
    set_shapes(in, {steps, 1, units_});
    add_parameters({.name = "table",
                    .count = static_cast<std::size_t>(entries_) * static_cast<std::size_t>(units_),
                    .start = ParameterBlock::Start::he_normal,
                    .fan_in = units_,
                    .fan_out = units_,
                    .decay = true});
    return Done{};
  }

  bool backward_needs_input() const override { return true; }
  bool reads_indices() const override { return true; }

  Outcome check_values(std::span<const float> x) const override {
    for (const float value : x) {
      if (row(value) >= 0) continue;
      return wrong_use("found the word number " + number_text(static_cast<double>(value)) +
                       ", the embedding holds 0 to " + std::to_string(entries_ - 1) +
                       "; raise entries or mend the data");
    }
    return Done{};
  }

  // A number that names no word gives zeros: check_values() is asked before.
  void forward(const Pass& p) const override {
    for_words(p, [&](float word, int s, int t) {
      float* y = p.y.line(s, t);
      const int r = row(word);
      if (r < 0) {
        std::fill_n(y, units_, 0.0F);
      } else {
        std::copy_n(p.parameters + std::ptrdiff_t{r} * units_, units_, y);
      }
    });
  }

  void backward(const Pass& p) const override {
    if (!p.accumulate) std::fill_n(p.gradients, parameter_count(), 0.0F);
    for_words(p, [&](float word, int s, int t) {
      const int r = row(word);
      if (r < 0) return;
      const float* dy = p.dy.line(s, t);
      float* g = p.gradients + std::ptrdiff_t{r} * units_;
      for (int u = 0; u < units_; ++u) g[u] += dy[u];
    });
  }

  std::string device_refusal() const override {
    return "the device has no operator that looks words up; take a 'dense' layer over their "
           "counts instead";
  }
  void lower(Lowering&, const float*, const float*, Activation) const override {}  // refused

 private:
  // -1: names no word.
  int row(float value) const {
    if (!(value >= 0.0F && value < static_cast<float>(entries_)) || value != std::floor(value))
      return -1;
    return static_cast<int>(value);
  }
  template <typename F>
  void for_words(const Pass& p, const F& f) const {
    for (int s = 0; s < p.n; ++s) {
      const float* x = p.x.line(s, 0);
      for (int t = 0; t < out().h; ++t) f(x[t], s, t);
    }
  }
  int entries_ = 0;
  int units_ = 0;
};

}  // namespace

std::unique_ptr<Layer> make_embedding() { return std::make_unique<Embedding>(); }

}  // namespace tadpole
