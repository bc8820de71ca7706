// SPDX-License-Identifier: Apache-2.0
// SignalPCAN: per-channel amplitude normalization: a gain that the noise (input 1) finds in a table
// (input 2: a parabola per octave), then a curve that draws large values together.
#include "device/dsp/pcan.h"
#include "device/signal/signal_plan.h"

namespace tadpole::device {
namespace {

constexpr std::int32_t kTableNumbers = 3 + 4 * 31 - 2;  // up to the curve of the octave at 2^31

struct Record {
  std::int32_t snr_shift = 0;
};

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(3, 3));
  SignalOptions options(op);
  const Record r{options.number("snr_shift", 0, 63)};
  TADPOLE_CHECK(options.reason());
  const std::int32_t bands = op.input(0).shape.elements();
  TADPOLE_CHECK(expect_input(op, 0, DType::uint32));
  TADPOLE_CHECK(expect_input(op, 1, DType::uint32));
  TADPOLE_CHECK(expect_input(op, 2, DType::int16));
  if (op.input(1).shape.elements() != bands) return Reason::signal_size;
  if (op.input(2).shape.elements() < kTableNumbers) return Reason::signal_size;
  TADPOLE_CHECK(expect_output(op, 0, DType::uint32, bands));
  return op.keep_params(r) ? Reason::none : Reason::arena;
}

// Value, slope and curvature of each octave stand at 4 * octave - 6.
std::uint32_t gain_of(std::uint32_t noise, const std::int16_t* table) {
  if (noise <= 2) return static_cast<std::uint32_t>(std::int32_t{table[noise]});
  const int octave = 32 - __builtin_clz(noise);
  const std::int16_t* p = table + 4 * octave - 6;
  const std::uint32_t aligned = octave < 11 ? noise << (11 - octave) : noise >> (octave - 11);
  const auto fraction = static_cast<std::int32_t>(aligned & 0x3FFU);
  std::int32_t sum = (p[2] * fraction) >> 5;
  sum += p[1] * 32;
  sum = (sum * fraction + (1 << 14)) >> 15;
  return static_cast<std::uint32_t>(std::int32_t{static_cast<std::int16_t>(sum + p[0])});
}

void run(const OpRun& op) {
  const auto& r = op.params<Record>();
  const auto* table = op.input<std::int16_t>(2);
  const std::int32_t n = op.output_tensor(0).shape.elements();
  for (std::int32_t i = 0; i < n; ++i) {
    const std::uint32_t gain = gain_of(op.input<std::uint32_t>(1)[i], table);
    const std::uint64_t product = static_cast<std::uint64_t>(op.input<std::uint32_t>(0)[i]) * gain;
    op.output<std::uint32_t>(0)[i] =
        shrink_gain(static_cast<std::uint32_t>(product >> r.snr_shift));
  }
}

}  // namespace

extern const OpDefinition signal_pcan_definition = {builtin::kCustom, "SignalPCAN", 1, plan, run};

}  // namespace tadpole::device
