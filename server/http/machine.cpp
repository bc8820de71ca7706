// SPDX-License-Identifier: Apache-2.0
#include "server/http/machine.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>

namespace tadpole::server {
namespace {

// 0: a home or school network; 1: another; 2: given by the machine to itself.
int rank_of(const std::string& address) {
  const std::uint32_t ip = ntohl(inet_addr(address.c_str()));
  if ((ip >> 16) == 0xA9FE) return 2;
  const bool is_private = (ip >> 24) == 10 || (ip >> 20) == 0xAC1 || (ip >> 16) == 0xC0A8;
  return is_private ? 0 : 1;
}

}  // namespace

std::string host_name() {
  char name[256] = "";
  if (::gethostname(name, sizeof name - 1) != 0 || name[0] == '\0') return "localhost";
  std::string host = name;
  host = host.substr(0, host.find('.'));
  const bool plain = std::all_of(host.begin(), host.end(),
                                 [](unsigned char c) { return std::isalnum(c) || c == '-'; });
  return plain && !host.empty() ? host : "localhost";
}

std::vector<std::string> lan_addresses() {
  std::vector<std::string> found;
  ifaddrs* all = nullptr;
  if (::getifaddrs(&all) != 0) return found;
  for (const ifaddrs* one = all; one; one = one->ifa_next) {
    const bool counts = one->ifa_addr && one->ifa_addr->sa_family == AF_INET &&
                        (one->ifa_flags & IFF_UP) && !(one->ifa_flags & IFF_LOOPBACK);
    if (!counts) continue;
    char text[INET_ADDRSTRLEN] = "";
    const auto* address = reinterpret_cast<const sockaddr_in*>(one->ifa_addr);
    if (::inet_ntop(AF_INET, &address->sin_addr, text, sizeof text)) found.emplace_back(text);
  }
  ::freeifaddrs(all);
  std::sort(found.begin(), found.end(), [](const std::string& a, const std::string& b) {
    return std::pair(rank_of(a), a) < std::pair(rank_of(b), b);
  });
  found.erase(std::unique(found.begin(), found.end()), found.end());
  if (!found.empty() && rank_of(found.front()) < 2)
    std::erase_if(found, [](const std::string& a) { return rank_of(a) == 2; });
  return found;
}

}  // namespace tadpole::server
