// SPDX-License-Identifier: Apache-2.0
// Checked by the program openssl, not by the code that made them.
#include "server/http/authority.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tadpole::server {
namespace {

constexpr std::int64_t kNow = 1795000000, kDay = 24 * 3600;  // a day in November 2026

class AuthorityTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ =
        std::filesystem::temp_directory_path() / ("tadpole_https_" + std::to_string(::getpid()));
    std::filesystem::remove_all(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  HttpsFiles make(std::int64_t now_s = kNow) {
    const auto made = https_files(folder_, names_, now_s);
    EXPECT_TRUE(made.ok()) << (made.ok() ? "" : made.error().message);
    return made.ok() ? made.value() : HttpsFiles();
  }
  // What openssl says about the server's certificate.
  std::string verified(const std::string& check) const {
    const std::string line = "openssl verify -attime " + std::to_string(kNow) + " " + check +
                             " -CAfile " + (folder_ / "authority.pem").string() + " " +
                             (folder_ / "server.pem").string() + " 2>&1";
    FILE* says = ::popen(line.c_str(), "r");
    char text[2000] = "";
    const std::size_t size = std::fread(text, 1, sizeof text - 1, says);
    ::pclose(says);
    return std::string(text, size);
  }

  Path folder_;
  HttpsNames names_ = {{"localhost", "desk", "desk.local"}, {"127.0.0.1", "192.168.7.9"}};
};

TEST_F(AuthorityTest, openssl_takes_it_for_its_names_and_no_others) {
  const HttpsFiles files = make();
  EXPECT_TRUE(files.renewed && files.new_authority);
  EXPECT_EQ(files.fingerprint.size(), 32U * 3 - 1);
  for (const char* good :
       {"-verify_ip 192.168.7.9", "-verify_ip 127.0.0.1", "-verify_hostname desk.local",
        "-verify_hostname localhost", "-purpose sslserver -x509_strict"})
    EXPECT_NE(verified(good).find(": OK"), std::string::npos) << good << verified(good);
  for (const char* bad : {"-verify_ip 192.168.7.8", "-verify_hostname example.org"})
    EXPECT_EQ(verified(bad).find(": OK"), std::string::npos) << bad;
}

TEST_F(AuthorityTest, keys_are_for_their_owner_alone) {
  make();
  for (const char* key : {"authority.key", "server.key"}) {
    struct stat about {};
    ASSERT_EQ(::stat((folder_ / key).c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777U, 0600U) << key;
  }
}

TEST_F(AuthorityTest, the_certificate_is_kept_until_names_change_or_it_ends) {
  const HttpsFiles first = make();
  EXPECT_FALSE(make(kNow + kDay).renewed);
  EXPECT_FALSE(make(kNow + 300 * kDay).renewed);
  EXPECT_TRUE(make(kNow + 370 * kDay).renewed);  // less than 30 days of 397 are left
  names_.addresses.push_back("10.1.2.3");
  const HttpsFiles moved = make();
  EXPECT_TRUE(moved.renewed);
  EXPECT_FALSE(moved.new_authority);
  EXPECT_EQ(moved.fingerprint, first.fingerprint);  // whoever trusted it trusts it still
  EXPECT_NE(verified("-verify_ip 10.1.2.3").find(": OK"), std::string::npos);
}

TEST_F(AuthorityTest, vouches_for_no_site_of_the_internet) {
  const HttpsFiles first = make();
  names_.addresses.push_back("203.0.113.5");  // a public address of this machine's own
  const HttpsFiles moved = make();
  EXPECT_TRUE(moved.new_authority);  // the old one may not vouch for it
  EXPECT_NE(moved.fingerprint, first.fingerprint);
  EXPECT_NE(verified("-verify_ip 203.0.113.5").find(": OK"), std::string::npos);
  EXPECT_TRUE(make(kNow + 3640 * kDay).new_authority);  // near its end
}

TEST_F(AuthorityTest, what_is_damaged_is_said_and_never_written_over) {
  make();
  ASSERT_TRUE(write_file(folder_ / "authority.key", std::string_view("none")).ok());
  const auto again = https_files(folder_, names_, kNow);
  ASSERT_FALSE(again.ok());
  EXPECT_NE(again.error().message.find("is damaged; restore them from a backup"),
            std::string::npos);
  EXPECT_EQ(read_text(folder_ / "authority.key").value(), "none");
  EXPECT_FALSE(https_files("/proc/none", names_, kNow).ok());
}

TEST(Machine, has_a_name_and_lists_itself) {
  const HttpsNames names = names_of_this_machine();
  EXPECT_EQ(names.names.at(0), "localhost");
  EXPECT_EQ(names.addresses.at(0), "127.0.0.1");
}

}  // namespace
}  // namespace tadpole::server
