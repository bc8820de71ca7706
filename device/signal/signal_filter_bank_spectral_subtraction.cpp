// SPDX-License-Identifier: Apache-2.0
// SignalFilterBankSpectralSubtraction: a slow average per band is the noise (output 1, remembered);
// what is above it stays (output 0), and at least a small part of the signal.
#include "device/signal/signal_plan.h"

namespace tadpole::device {
namespace {

struct Record {
  std::uint32_t smoothing[2] = {}, rest[2] = {};  // of even and odd bands
  std::uint32_t least = 0;                        // of the signal that remains
  std::int32_t bands = 1, smoothing_bits = 0, bits = 0;
  bool clamping = false;
  std::uint32_t* noise = nullptr;
};

Reason read_options(const OpPlanner& op, Record& r) {
  constexpr std::int32_t kMost = std::numeric_limits<std::int32_t>::max();
  SignalOptions options(op);
  const auto part = [&options](const char* name) {
    return static_cast<std::uint32_t>(options.number(name, 0, kMost));
  };
  r.smoothing[0] = part("smoothing");
  r.smoothing[1] = part("alternate_smoothing");
  r.rest[0] = part("one_minus_smoothing");
  r.rest[1] = part("alternate_one_minus_smoothing");
  r.least = part("min_signal_remaining");
  r.bands = options.number("num_channels", 1, kMostSamples);
  r.smoothing_bits = options.number("smoothing_bits", 0, 31);
  r.bits = options.number("spectral_subtraction_bits", 0, 31);
  r.clamping = options.flag("clamping");
  return options.reason();
}

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(1, 1, 2));
  Record r;
  TADPOLE_CHECK(read_options(op, r));
  TADPOLE_CHECK(expect_input(op, 0, DType::uint32));
  if (op.input(0).shape.elements() != r.bands) return Reason::signal_size;
  TADPOLE_CHECK(expect_output(op, 0, DType::uint32, r.bands));
  TADPOLE_CHECK(expect_output(op, 1, DType::uint32, r.bands));
  TADPOLE_CHECK(keep_state(op, static_cast<std::size_t>(r.bands), r.noise));
  return op.keep_params(r) ? Reason::none : Reason::arena;
}

std::uint32_t subtract(const Record& r, std::int32_t band, std::uint32_t signal) {
  const int odd = band & 1;
  std::uint32_t& noise = r.noise[band];
  const std::uint32_t scaled = signal << r.smoothing_bits;
  noise = static_cast<std::uint32_t>((static_cast<std::uint64_t>(scaled) * r.smoothing[odd] +
                                      static_cast<std::uint64_t>(noise) * r.rest[odd]) >>
                                     r.bits);
  const std::uint32_t estimate = noise > scaled ? scaled : noise;
  if (r.clamping) noise = estimate;
  const std::uint32_t above = (scaled - estimate) >> r.smoothing_bits;
  const auto least =
      static_cast<std::uint32_t>((static_cast<std::uint64_t>(signal) * r.least) >> r.bits);
  return above > least ? above : least;
}

void run(const OpRun& op) {
  const auto& r = op.params<Record>();
  for (std::int32_t i = 0; i < r.bands; ++i) {
    op.output<std::uint32_t>(0)[i] = subtract(r, i, op.input<std::uint32_t>(0)[i]);
    op.output<std::uint32_t>(1)[i] = r.noise[i];
  }
}

}  // namespace

extern const OpDefinition signal_filter_bank_spectral_subtraction_definition = {
    builtin::kCustom, "SignalFilterBankSpectralSubtraction", 1, plan, run};

}  // namespace tadpole::device
