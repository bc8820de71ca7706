// SPDX-License-Identifier: Apache-2.0
#include "server/pages/trust.h"

#include <gtest/gtest.h>

namespace tadpole::server {
namespace {

const Trust kTrust = {"Class <7b>", "DER bytes", "AB:CD", 8443};

Response ask(const std::string& path, const std::string& host = "192.168.1.5:8081",
             std::map<std::string, std::string> query = {}) {
  Request request;
  request.method = "GET";
  request.path = path;
  request.query = std::move(query);
  request.headers = {{"host", host}};
  return trust_response(request, kTrust);
}

std::string location(const Response& response) {
  for (const auto& [name, value] : response.headers) {
    if (name == "Location") return value;
  }
  return "";
}

TEST(TrustPage, explains_and_hands_out_the_authority) {
  const Response page = ask("/");
  EXPECT_EQ(page.type, "text/html; charset=utf-8");
  for (const char* part : {"Windows", "macOS", "iPhone", "Android", "Linux", "Firefox", "AB:CD",
                           "Class &lt;7b&gt;", "https://192.168.1.5:8443"})
    EXPECT_NE(page.body.find(part), std::string::npos) << part;
  EXPECT_EQ(page.body.find("<7b>"), std::string::npos);
  const Response file = ask("/tadpole-authority.crt");
  EXPECT_EQ(file.type, "application/x-x509-ca-cert");
  EXPECT_EQ(file.body, "DER bytes");
}

TEST(TrustPage, sends_everything_else_on_to_https_of_the_same_host) {
  EXPECT_EQ(ask("/units/w1chip").status, 307);
  EXPECT_EQ(location(ask("/units/w1chip")), "https://192.168.1.5:8443/units/w1chip");
  EXPECT_EQ(location(ask("/join", "hub.local", {{"code", "ABC234"}})),
            "https://hub.local:8443/join?code=ABC234");
  EXPECT_EQ(location(ask("/join", "hub.local", {{"code", "a\r\nb:c"}})),
            "https://hub.local:8443/join");
  EXPECT_EQ(location(ask("//evil.example/x")), "https://192.168.1.5:8443/");
  EXPECT_EQ(location(ask("/a\r\nSet-Cookie: x")), "https://192.168.1.5:8443/");
  EXPECT_EQ(location(ask("/a", "evil\"><b>")), "https://localhost:8443/a");
}

TEST(TrustPage, is_for_reading_alone) {
  Request request;
  request.method = "POST";
  request.path = "/";
  EXPECT_EQ(trust_response(request, kTrust).status, 405);
}

}  // namespace
}  // namespace tadpole::server
