// SPDX-License-Identifier: Apache-2.0
// What this machine is called and reached by on its network.
#pragma once
#include <string>
#include <vector>

namespace tadpole::server {

// "teacher-laptop"; "localhost" when it has no name of its own.
std::string host_name();
// IPv4 of the interfaces that are up, private networks first, without loopback and without those
// that the machine gave itself for want of a network (169.254.x.x) unless there are no others.
std::vector<std::string> lan_addresses();

}  // namespace tadpole::server
