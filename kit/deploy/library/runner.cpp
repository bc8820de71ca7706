// SPDX-License-Identifier: Apache-2.0
#include <cstring>

#include "exported_model/exported_model.h"
#include "generated/exported_network.h"

namespace exported_model {

std::size_t input_bytes() { return ::exported_network::kInputBytes; }
std::size_t output_bytes() { return ::exported_network::kOutputBytes; }

void run(const void* input, void* output) {
  std::memcpy(::exported_network::input(), input, ::exported_network::kInputBytes);
  ::exported_network::invoke();
  std::memcpy(output, ::exported_network::output(), ::exported_network::kOutputBytes);
}

}  // namespace exported_model
