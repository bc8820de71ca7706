// SPDX-License-Identifier: Apache-2.0
// Moved to core/base.
#pragma once
#include "core/base/process.h"
