// SPDX-License-Identifier: Apache-2.0
#include "server/pages/pages.h"

#include <gtest/gtest.h>

namespace tadpole::server {
namespace {

// Two files: a page, and a script with a hash in its name.
std::string sample_pack() {
  const std::string page = "<p>hello</p>", script = "let a = 1;";
  const std::string index =
      R"([{"name":"index.html","type":"text/html","offset":0,"size":12,"gzip":false},)"
      R"({"name":"assets/a-1.js","type":"text/javascript","offset":12,"size":10,"gzip":false}])";
  std::string pack = "TADPACK1";
  for (int i = 0; i < 4; ++i) pack += static_cast<char>((index.size() >> (8 * i)) & 0xFF);
  return pack + index + page + script;
}

Response get(const Pack& pack, const std::string& path,
             std::map<std::string, std::string> headers = {}) {
  return page_response({.method = "GET",
                        .path = path,
                        .query = {},
                        .headers = std::move(headers),
                        .body = "",
                        .remote = "",
                        .params = {}},
                       pack, "/nowhere");
}

std::string header(const Response& response, const std::string& name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return "";
}

TEST(Pages, a_file_is_found_and_an_address_of_the_application_gets_its_page) {
  const std::string bytes = sample_pack();
  const Pack pack = Pack::create(bytes).value();
  EXPECT_EQ(get(pack, "/").fixed, "<p>hello</p>");
  EXPECT_EQ(get(pack, "/unit/w1chip").fixed, "<p>hello</p>");
  EXPECT_EQ(get(pack, "/discussions/w1hello.d1").fixed, "<p>hello</p>");
  EXPECT_EQ(get(pack, "/assets/a-1.js").fixed, "let a = 1;");
  EXPECT_EQ(get(pack, "/assets/b.js").status, 404);
  EXPECT_EQ(get(pack, "/b.js").status, 404);
  EXPECT_EQ(header(get(pack, "/"), "Cache-Control"), "no-cache");
  EXPECT_NE(header(get(pack, "/assets/a-1.js"), "Cache-Control").find("immutable"),
            std::string::npos);
}

TEST(Pages, say_what_a_browser_may_do_with_them) {
  const std::string bytes = sample_pack();
  const Pack pack = Pack::create(bytes).value();
  const Response page = get(pack, "/");
  EXPECT_NE(header(page, "Content-Security-Policy").find("default-src 'self'"), std::string::npos);
  EXPECT_EQ(header(page, "Cross-Origin-Opener-Policy"), "same-origin");
  EXPECT_EQ(header(page, "X-Content-Type-Options"), "nosniff");
}

TEST(Pages, what_the_browser_has_is_not_sent_again) {
  const std::string bytes = sample_pack();
  const Pack pack = Pack::create(bytes).value();
  const std::string tag = header(get(pack, "/"), "ETag");
  EXPECT_EQ(get(pack, "/", {{"if-none-match", tag}}).status, 304);
  EXPECT_EQ(get(pack, "/", {{"if-none-match", "\"other\""}}).status, 200);
}

TEST(Pages, media_names_do_not_leave_their_folder) {
  const Pack pack = Pack::create("").value();
  for (const char* path :
       {"/media/../hub.db", "/media//etc/passwd", "/media/.hidden", "/media/a/../../b", "/media/"})
    EXPECT_EQ(get(pack, path).status, 404) << path;
}

TEST(Pages, bytes_that_are_no_pack_are_refused) {
  const std::string whole = sample_pack();
  for (const std::string& bad : {std::string("TADPACK1"), std::string("hello there!!"),
                                 whole.substr(0, 40), whole.substr(0, whole.size() - 1)})
    EXPECT_FALSE(Pack::create(bad).ok());
}

TEST(Pages, those_of_this_program_are_whole) {
  if (web_pages().count() == 0) GTEST_SKIP() << "built without pages";
  ASSERT_TRUE(web_pages().find("index.html"));
  for (const Pack::File* file : {web_pages().find("index.html"), web_pages().find("sw.js")}) {
    ASSERT_TRUE(file);
    if (file->gzip) {
      EXPECT_TRUE(gunzipped(file->bytes).ok());
    }
  }
  EXPECT_TRUE(built_in_courses().find("program.yaml"));
}

TEST(Pages, carry_katex_by_its_own_names_for_pages_that_the_program_writes) {
  if (web_pages().count() == 0) GTEST_SKIP() << "built without pages";
  const auto katex = katex_in(web_pages()).value();
  ASSERT_TRUE(katex.contains("katex.min.js"));
  EXPECT_NE(katex.at("katex.min.css").find("url(fonts/KaTeX_Main-Regular.woff2)"),
            std::string::npos);
  EXPECT_EQ(katex.at("katex.min.css").find(".ttf"), std::string::npos);
  EXPECT_EQ(katex.at("fonts/KaTeX_Main-Regular.woff2").substr(0, 4), "wOF2");
  EXPECT_TRUE(katex.contains("LICENSE.txt"));
}

}  // namespace
}  // namespace tadpole::server
