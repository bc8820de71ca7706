// SPDX-License-Identifier: Apache-2.0
#include "cmake/test_headers.h"
