// SPDX-License-Identifier: Apache-2.0
// Background sounds made by formula, for datasets that have no recorded ones; always marked
// synthetic.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace tadpole {

enum class NoiseColour { white, pink, brown, hum, clicks };
std::vector<NoiseColour> all_noise_colours();
const char* noise_name(NoiseColour colour);

// 16 kHz mono, peak near half of full scale. The same for the same seed. Cannot fail.
std::vector<float> make_noise(NoiseColour colour, double seconds, std::uint64_t seed);

}  // namespace tadpole
