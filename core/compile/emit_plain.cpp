// SPDX-License-Identifier: Apache-2.0
// Operators by the plain kernels of device/ops.
#include "core/compile/select_kernels.h"

namespace tadpole {

MaybeStep plain_kernel(const OpView&) { return std::optional<Step>(); }

}  // namespace tadpole
