// SPDX-License-Identifier: Apache-2.0
// Every thread that calls has an answer of its own.
#include "learn/answer.h"

namespace tadpole::learn {

Answer& answer() {
  thread_local Answer mine;
  return mine;
}

}  // namespace tadpole::learn
