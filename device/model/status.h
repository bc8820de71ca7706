// SPDX-License-Identifier: Apache-2.0
// The words for a Status, for hosts and serial consoles.
#pragma once
#include "device/model/types.h"

namespace tadpole::device {

// Cannot fail; a static text.
const char* status_name(Status status);

}  // namespace tadpole::device
