// SPDX-License-Identifier: Apache-2.0
// The general form of an operator in compiled code: its own plan() runs when the program starts,
// into memory of the arena, and its run() at each inference. Here it is planned on this machine, to
// learn whether it can and how much memory it keeps, at most, on any machine with pointers of up to
// 64 bits.
#pragma once
#include "core/compile/select_kernels.h"
#include "device/model/planned_ops.h"

namespace tadpole {

// A tensor of the graph as operators see it, without data of its own unless it is constant. Fails
// for more dimensions than they have room for.
Result<device::Tensor> device_tensor(const GraphTensor& tensor);

// Every operator of device/ops and device/signal. Fails with the operator's own reason.
MaybeStep planned_kernel(const OpView& view);

}  // namespace tadpole
