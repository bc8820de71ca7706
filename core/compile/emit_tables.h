// SPDX-License-Identifier: Apache-2.0
// Text that several emitters share.
#pragma once
#include "core/compile/channel_tables.h"
#include "core/compile/select_kernels.h"
#include "core/compile/step.h"

namespace tadpole {

// kChannels<i>, kShift<i>.
std::vector<Table> channel_table_constants(int op, const ChannelTables& tables);
// The initializer of a device Channels record over those tables.
std::string channels_text(int op, const ChannelTables& tables);
// Whether all dimensions of the operator's tensors fit the 16-bit fields of the device records.
bool fits_int16(const OpView& view);

MaybeStep cortex_m_depthwise_as_conv(const OpView& view);

}  // namespace tadpole
