// SPDX-License-Identifier: Apache-2.0
#include "cmake/standard_headers.h"
