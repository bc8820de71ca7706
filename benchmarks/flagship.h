// SPDX-License-Identifier: Apache-2.0
// The flagship run: tiny_conv learns four classes of words, as `tadpole train` does it: every clip
// is augmented afresh and goes through the front end in every epoch.
#pragma once
#include "core/base/result.h"

namespace tadpole {

struct FlagshipTime {
  double seconds = 0.0;      // of the training loop, validation included
  double cpu_seconds = 0.0;  // of all threads
  int steps = 0;             // done
};
// Writes clips of noise into a folder of its own under the system's temporary one, and removes it.
// Fails when they cannot be written.
Result<FlagshipTime> run_flagship(int steps, int batch, int threads);

}  // namespace tadpole
