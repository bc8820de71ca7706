// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "server/hub/test_hub.h"

namespace tadpole::server {
namespace {

TEST_F(HubTest, says_its_name_and_describes_itself) {
  EXPECT_EQ(ask("GET", "/hub").json["name"], "Test");
  EXPECT_EQ(ask("GET", "/hub").json["addresses"], Json::array());
  const Json api = ask("GET", "/openapi.json").json;
  std::set<std::string> operations;
  for (const auto& [path, methods] : api["paths"].items()) {
    for (const auto& [method, operation] : methods.items())
      EXPECT_TRUE(operations.insert(operation["operationId"]).second) << path << method;
  }
  EXPECT_EQ(operations.size(), hub_->router().routes().size());
}

}  // namespace
}  // namespace tadpole::server
