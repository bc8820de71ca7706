// SPDX-License-Identifier: Apache-2.0
// The page at http that says how to trust the authority of a hub (server/http/authority.h), system
// by system, and hands it out; every other address is sent on to https.
#pragma once
#include <string>
#include <vector>

#include "server/http/message.h"

namespace tadpole::server {

struct Trust {
  std::string hub;            // its name
  std::string authority_der;  // the certificate
  std::string fingerprint;
  int https_port = 0;
};

Response trust_response(const Request& request, const Trust& trust);

}  // namespace tadpole::server
