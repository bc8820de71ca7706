// SPDX-License-Identifier: Apache-2.0
#include "device/model/status.h"

namespace tadpole::device {

const char* status_name(Status status) {
  switch (status) {
    case Status::ok:
      return "ok";
    case Status::malformed:
      return "malformed";
    case Status::unsupported:
      return "unsupported";
    case Status::bad_shape:
      return "bad shape";
    case Status::out_of_memory:
      return "out of memory";
    case Status::bad_argument:
      return "bad argument";
    case Status::too_many_rounds:
      return "too many rounds";
  }
  return "unknown";
}

}  // namespace tadpole::device
