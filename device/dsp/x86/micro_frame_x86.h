// SPDX-License-Identifier: Apache-2.0
// The micro front end on the host, with AVX2: training hears every clip in every epoch. The same
// bytes as micro_frame().
#pragma once
#include "device/dsp/micro_frontend.h"

namespace tadpole::device {

// Whether this machine has AVX2.
bool micro_frame_x86_available();
// As micro_frame(). Expects: micro_frame_x86_available().
void micro_frame_x86(const MicroPlan& plan, const std::int16_t* samples, const MicroWork& work,
                     std::int8_t* features);

}  // namespace tadpole::device
