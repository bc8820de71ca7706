// SPDX-License-Identifier: Apache-2.0
// What every decoder of sound does with the frames that it finds. Internal to core/data: call
// read_audio().
#pragma once
#include <span>
#include <string>

#include "core/data/audio_file.h"

namespace tadpole {

// Fails when there are more channels, or a lower or higher rate, than read_audio() takes.
Outcome check_audio_shape(int channels, int rate_hz, const std::string& name);

// Appends the mean of the channels. frames: [n][audio.channels]. Fails on the first sample that is
// no number, and when the sound becomes longer than two hours.
Outcome append_mono(std::span<const float> frames, Audio& audio, const std::string& name);

}  // namespace tadpole
