// SPDX-License-Identifier: Apache-2.0
// SignalFilterBank: energies summed into bands of triangles. Each segment between two centres adds
// its bins to the band above by `weights` (inputs 1, 3, 4, 5 tell where) and to the one below by
// `unweights`.
#include "device/signal/signal_plan.h"

namespace tadpole::device {
namespace {

constexpr std::uint32_t kEnergy = 0, kWeights = 1, kUnweights = 2, kFirstBins = 3,
                        kFirstWeights = 4, kWidths = 5;

std::int32_t element(const Tensor& tensor, std::int32_t i) {
  std::int16_t value = 0;
  std::memcpy(&value, tensor.data + 2 * static_cast<std::size_t>(i), sizeof value);
  return value;
}

// No segment reaches outside the bins or the weights.
Reason check_segments(const OpPlanner& op, std::int32_t segments) {
  const std::int32_t bins = op.input(kEnergy).shape.elements();
  const std::int32_t weights = op.input(kWeights).shape.elements();
  for (std::int32_t i = 0; i < segments; ++i) {
    const std::int32_t bin = element(op.input(kFirstBins), i);
    const std::int32_t weight = element(op.input(kFirstWeights), i);
    const std::int32_t width = element(op.input(kWidths), i);
    if (bin < 0 || weight < 0 || width < 0) return Reason::index;
    if (width > bins - bin || width > weights - weight) return Reason::index;
  }
  return Reason::none;
}

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(6, 6));
  SignalOptions options(op);
  const std::int32_t bands = options.number("num_channels", 1, 32767);
  TADPOLE_CHECK(options.reason());
  TADPOLE_CHECK(expect_input(op, kEnergy, DType::uint32));
  TADPOLE_CHECK(expect_output(op, 0, DType::uint64, bands));
  for (std::uint32_t i = kWeights; i <= kWidths; ++i) {
    TADPOLE_CHECK(expect_input(op, i, DType::int16));
    if (!op.input(i).is_constant) return Reason::not_constant;
    if (i >= kFirstBins && op.input(i).shape.elements() < bands + 1) return Reason::signal_size;
  }
  if (op.input(kUnweights).shape.elements() < op.input(kWeights).shape.elements())
    return Reason::signal_size;
  return check_segments(op, bands + 1);
}

// Weights that are negative wrap, as in the reference.
std::uint64_t weigh(std::int16_t weight, std::uint32_t energy) {
  return static_cast<std::uint64_t>(static_cast<std::int64_t>(weight)) * energy;
}

void run(const OpRun& op) {
  const auto* energy = op.input<std::uint32_t>(kEnergy);
  const auto* weights = op.input<std::int16_t>(kWeights);
  const auto* unweights = op.input<std::int16_t>(kUnweights);
  const std::int32_t bands = op.output_tensor(0).shape.elements();
  std::uint64_t below = 0;  // the band whose upper side is this segment
  for (std::int32_t i = 0; i <= bands; ++i) {
    const std::int32_t bin = op.input<std::int16_t>(kFirstBins)[i];
    const std::int32_t weight = op.input<std::int16_t>(kFirstWeights)[i];
    std::uint64_t above = 0;
    for (std::int32_t k = 0; k < op.input<std::int16_t>(kWidths)[i]; ++k) {
      below += weigh(weights[weight + k], energy[bin + k]);
      above += weigh(unweights[weight + k], energy[bin + k]);
    }
    if (i > 0) op.output<std::uint64_t>(0)[i - 1] = below;
    below = above;
  }
}

}  // namespace

extern const OpDefinition signal_filter_bank_definition = {builtin::kCustom, "SignalFilterBank", 1,
                                                           plan, run};

}  // namespace tadpole::device
