// SPDX-License-Identifier: Apache-2.0
// For the tests of verbs that work on the data of a hub.
#pragma once
#include "cli/verb_test_line.h"
#include "server/store/store.h"

namespace tadpole {

class HubVerbTest : public VerbTest {
 protected:
  std::unique_ptr<server::Store> store(const std::string& folder) const {
    return server::open_store("sqlite:" + at(folder + "/hub.db")).value();
  }
  // A hub with one learner and some events of its own device.
  void make_hub(const std::string& folder, const std::string& id, const std::string& nickname,
                int events) const {
    std::filesystem::create_directories(at(folder));
    const auto device = learning::Device::open(at(folder + "/device.key")).value();
    const auto hub = store(folder);
    ASSERT_TRUE(hub->put_account({id, nickname, {"learner"}, "", 5}).ok());
    for (int i = 0; i < events; ++i) {
      const auto event =
          device.sign(id, "unit.opened", "w" + std::to_string(i), learning::Json::object());
      ASSERT_TRUE(hub->events().append({&event, 1}).ok());
    }
  }
};

}  // namespace tadpole
