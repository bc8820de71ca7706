// SPDX-License-Identifier: Apache-2.0
// For tests: an address of a fresh database of each kind. The server of PostgreSQL is started once
// a test program (tests/postgres/start) and ends with it.
#pragma once
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <string>

#include "core/base/text.h"
#include "server/store/database.h"

namespace tadpole::server {

class TestPostgres {
 public:
  // "": no server is installed.
  static const std::string& folder() {
    static const TestPostgres server;
    return server.folder_;
  }
  static std::string address(const std::string& database) {
    return "postgresql://tadpole@/" + database + "?host=" + folder();
  }
  // Makes it.
  static std::string fresh_database() {
    static int count = 0;
    const std::string name = "t" + std::to_string(::getpid()) + "_" + std::to_string(++count);
    const auto all = connect(address("postgres"));
    EXPECT_TRUE(all.ok() && all.value()->run("CREATE DATABASE " + name).ok());
    return address(name);
  }

 private:
  TestPostgres() {
    const std::string start =
        TADPOLE_SOURCE_DIR "/tests/postgres/start " + std::to_string(::getpid());
    FILE* says = ::popen(start.c_str(), "r");
    char line[200] = "";
    if (says && std::fgets(line, sizeof line, says)) folder_ = trim(line);
    if (says) ::pclose(says);
  }
  ~TestPostgres() {
    if (folder_.empty()) return;
    const std::string stop = TADPOLE_SOURCE_DIR "/tests/postgres/stop " + folder_;
    if (std::system(stop.c_str()) != 0) std::fprintf(stderr, "%s failed\n", stop.c_str());
  }
  std::string folder_;
};

#define TADPOLE_SKIP_WITHOUT_POSTGRES() \
  if (TestPostgres::folder().empty())   \
  GTEST_SKIP() << "no PostgreSQL server is installed; 'tools/setup test' installs one"

}  // namespace tadpole::server
