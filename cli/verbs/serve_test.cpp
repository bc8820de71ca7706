// SPDX-License-Identifier: Apache-2.0
// The server as a process: started, asked, ended.
#include <arpa/inet.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "cli/verb_test_line.h"

namespace tadpole {
namespace {

std::string get(int port, const std::string& path) {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<std::uint16_t>(port));
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::string answer;
  if (::connect(socket, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0) {
    const std::string request =
        "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    (void)!::write(socket, request.data(), request.size());
    char chunk[4096];
    for (ssize_t n = ::read(socket, chunk, sizeof chunk); n > 0;
         n = ::read(socket, chunk, sizeof chunk))
      answer.append(chunk, static_cast<std::size_t>(n));
  }
  ::close(socket);
  return answer;
}

// A server in a process of its own.
class Serving {
 public:
  explicit Serving(std::vector<std::string> options) {
    int ends[2];
    EXPECT_EQ(::pipe(ends), 0);
    child_ = ::fork();
    if (child_ == 0) {
      ::dup2(ends[1], 2);
      SilentProgress progress;
      std::vector<const char*> words = {"tadpole", "serve", "--port", "0"};
      for (const std::string& one : options) words.push_back(one.c_str());
      ::_exit(run_command_line(static_cast<int>(words.size()), words.data(), progress));
    }
    ::close(ends[1]);
    char c = 0;
    while (said_.find("Ctrl-C") == std::string::npos && ::read(ends[0], &c, 1) == 1) said_ += c;
  }
  // Its exit status.
  int stop() {
    ::kill(child_, SIGTERM);
    int status = 0;
    ::waitpid(child_, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  const std::string& said() const { return said_; }
  int port_after(const std::string& words) const {
    const std::size_t at = said_.find(words);
    EXPECT_NE(at, std::string::npos) << said_;
    return at == std::string::npos ? 0 : std::atoi(said_.c_str() + at + words.size());
  }

 private:
  pid_t child_ = 0;
  std::string said_;
};

std::string output_of(const std::string& line) {
  FILE* says = ::popen((line + " 2>&1").c_str(), "r");
  std::string all;
  char part[2000];
  while (std::size_t n = std::fread(part, 1, sizeof part, says)) all.append(part, n);
  ::pclose(says);
  return all;
}

TEST_F(VerbTest, serve_answers_until_it_is_told_to_stop) {
  Serving serving({"--data", at("data")});
  const int port = serving.port_after("localhost:");
  EXPECT_NE(get(port, "/api/v1/hub").find("\"localhost\":true"), std::string::npos);
  EXPECT_NE(get(port, "/api/v1/hub").find("\"addresses\":[]"), std::string::npos);
  EXPECT_NE(get(port, "/api/v1/courses").find("fundamentals"), std::string::npos);
  EXPECT_NE(get(port, "/media/scales.svg").find("image/svg+xml"), std::string::npos);
  EXPECT_EQ(serving.stop(), 0);
}

TEST_F(VerbTest, serve_by_https_is_trusted_by_who_trusts_its_authority) {
  Serving serving({"--https", "--host", "0.0.0.0", "--data", at("data"), "--hub", "Class 7b"});
  const int port = serving.port_after("https://localhost:"),
            http = serving.port_after("<address>:");
  const std::string page = get(http, "/");
  EXPECT_NE(page.find("Before Class 7b opens"), std::string::npos);
  const std::string answer = get(http, "/tadpole-authority.crt");
  ASSERT_TRUE(write_file(at("ca.der"), answer.substr(answer.find("\r\n\r\n") + 4)).ok());
  ASSERT_EQ(output_of("openssl x509 -inform DER -in " + at("ca.der") + " -out " + at("ca.pem")),
            "");
  const std::string print =
      output_of("openssl x509 -noout -fingerprint -sha256 -in " + at("ca.pem"));
  const std::string fingerprint = print.substr(print.find('=') + 1, 95);
  EXPECT_NE(page.find(fingerprint), std::string::npos) << print;
  EXPECT_NE(serving.said().find(fingerprint), std::string::npos);
  const auto verified = [&](const std::string& check) {
    return output_of("openssl s_client -connect 127.0.0.1:" + std::to_string(port) + " -CAfile " +
                     at("ca.pem") + " -verify_return_error " + check + " </dev/null");
  };
  EXPECT_NE(verified("-verify_hostname localhost").find("Verify return code: 0 (ok)"),
            std::string::npos);
  EXPECT_NE(verified("-verify_ip 127.0.0.1").find("Verify return code: 0 (ok)"), std::string::npos);
  EXPECT_EQ(verified("-verify_hostname example.org").find("Verify return code: 0 (ok)"),
            std::string::npos);
  EXPECT_NE(get(http, "/units/x").find("Location: https://localhost:" + std::to_string(port)),
            std::string::npos);
  EXPECT_EQ(serving.stop(), 0);
}

TEST_F(VerbTest, serve_says_what_is_wrong_with_its_options) {
  EXPECT_NE(run_line({"serve", "--port", "70000"}).err.find("give a number from 1 to 65535"),
            std::string::npos);
  EXPECT_NE(run_line({"serve", "--port", "-1"}).err.find("or 0 for any free one"),
            std::string::npos);
  EXPECT_NE(run_line({"serve", "--https", "--port", "65535"}).err.find("give one with --http-port"),
            std::string::npos);
  EXPECT_NE(run_line({"serve", "--https", "--key", "k", "--certificate", "c"})
                .err.find("makes a certificate of its own"),
            std::string::npos);
  const std::string unwritable = run_line({"serve", "--data", "/proc/nope"}).err;
  EXPECT_NE(unwritable.find("the data folder /proc/nope cannot be made"), std::string::npos)
      << unwritable;
  EXPECT_NE(unwritable.find("choose another with --data"), std::string::npos) << unwritable;
  EXPECT_NE(run_line({"serve", "--key", "k.pem"}).err.find("give both --certificate and --key"),
            std::string::npos);
  EXPECT_NE(
      run_line({"serve", "--data", at("d"), "--courses", at("none")}).err.find("no program.yaml"),
      std::string::npos);
  EXPECT_NE(run_line({"serve", "--data", at("d"), "--database", "redis://x"})
                .err.find("'redis' begins no address of a database"),
            std::string::npos);
}

}  // namespace
}  // namespace tadpole
