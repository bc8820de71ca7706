// SPDX-License-Identifier: Apache-2.0
// A certificate authority of a hub's own, for HTTPS in a network that the world's authorities do
// not know. It can vouch for private networks, .local names and this machine alone, so that who
// trusts it trusts it with nothing else. Source: RFC 5280, X.509, 2008 (4.2.1.10, name
// constraints).
#pragma once
#include <string>
#include <vector>

#include "core/base/files.h"

namespace tadpole::server {

struct HttpsFiles {
  Path certificate, key;       // of the server, PEM
  std::string authority_der;   // what others trust
  std::string fingerprint;     // SHA-256 of it, "AB:CD:..."
  bool renewed = false;        // the server's certificate was made by this call
  bool new_authority = false;  // and the authority too: it must be trusted anew
};

struct HttpsNames {
  std::vector<std::string> names, addresses;  // "teacher.local"; IPv4
};
// localhost, this machine's name, the same with .local, and all its addresses.
HttpsNames names_of_this_machine();

// Makes in `folder` what is missing: once an authority for ten years (its key is readable by its
// owner alone), and a certificate for a year, anew when the names change or it ends within 30 days.
// Fails when the folder cannot be written or what is there is damaged.
Result<HttpsFiles> https_files(const Path& folder, const HttpsNames& names, std::int64_t now_s);

}  // namespace tadpole::server
