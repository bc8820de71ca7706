// SPDX-License-Identifier: Apache-2.0
// SignalRfft: the spectrum of int16 samples, filled up with zeros to fft_length: real and imaginary
// parts in turn. There is one length, 512.
#include "device/dsp/rfft_int16.h"
#include "device/signal/signal_plan.h"

namespace tadpole::device {
namespace {

constexpr std::int32_t kBins = kRfft16Samples / 2 + 1;

struct Record {
  std::int32_t frames = 1, length = 1;
};

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(1, 1));
  SignalOptions options(op);
  const std::int32_t fft_length = options.number("fft_length", 1, kMostSamples);
  TADPOLE_CHECK(options.reason());
  TADPOLE_CHECK(expect_input(op, 0, DType::int16));
  const Shape& input = op.input(0).shape;
  const Record r{input.elements() / input.last(), input.last()};
  if (fft_length != kRfft16Samples || r.length > kRfft16Samples || r.frames > kMostSamples)
    return Reason::signal_size;
  TADPOLE_CHECK(expect_output(op, 0, DType::int16, r.frames * 2 * kBins));
  return op.keep_params(r) ? Reason::none : Reason::arena;
}

void run(const OpRun& op) {
  const auto& r = op.params<Record>();
  const auto* input = op.input<std::int16_t>(0);
  auto* output = op.output<std::uint8_t>(0);
  for (std::int32_t f = 0; f < r.frames; ++f, input += r.length) {
    Packed16 data[kRfft16Words];
    for (std::int32_t k = 0; k < kRfft16Words; ++k) {
      const std::int16_t even = 2 * k < r.length ? input[2 * k] : std::int16_t{0};
      const std::int16_t odd = 2 * k + 1 < r.length ? input[2 * k + 1] : std::int16_t{0};
      data[rfft16_position(k)] = pack16(even, odd);
    }
    Packed16 spectrum[kBins];
    fft16(data, 0);
    split_to_spectrum16(data, spectrum);
    std::memcpy(output, spectrum, sizeof spectrum);
    output += sizeof spectrum;
  }
}

}  // namespace

extern const OpDefinition signal_rfft_definition = {builtin::kCustom, "SignalRfft", 1, plan, run};

}  // namespace tadpole::device
