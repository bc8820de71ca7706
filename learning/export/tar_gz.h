// SPDX-License-Identifier: Apache-2.0
// Files as one .tar.gz whose bytes follow from theirs alone. Source: POSIX.1-1988, ustar; RFC 1952.
#pragma once
#include <map>
#include <string>

#include "core/base/result.h"

namespace tadpole::learning {

// By their names, in order. Fails for a name of more than 100 bytes behind its last folder or 155
// before it, and for a file from 8 GB.
Result<std::string> tar_gz(const std::map<std::string, std::string>& files);

}  // namespace tadpole::learning
