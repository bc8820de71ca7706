// SPDX-License-Identifier: Apache-2.0
// Resampling without a library, for the page: a sinc under a Kaiser window. Source: J. O. Smith,
// Digital Audio Resampling (CCRMA, 2002); Kaiser and Schafer, On the use of the I0-sinh window
// (1980).
#pragma once
#include <span>
#include <vector>

namespace tadpole {

// What is above 0.95 of the lower rate's half is gone by 90 dB, what is below 0.85 stays. As many
// samples as the sound is long at the new rate, rounded. Expects: rates > 0. Cost: 128
// multiply-adds per sample of the higher rate.
std::vector<float> sinc_resample(std::span<const float> samples, int from_hz, int to_hz);

}  // namespace tadpole
