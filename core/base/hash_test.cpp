// SPDX-License-Identifier: Apache-2.0
#include "core/base/hash.h"

#include <gtest/gtest.h>

namespace tadpole {
namespace {

// The expected values are the examples of FIPS 180-4's test vectors (NIST CSRC, "SHA-256
// examples").
TEST(Sha256, gives_the_published_values) {
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST(Sha256, does_not_depend_on_how_the_bytes_are_cut) {
  const std::string text(1000, 'a');
  Sha256 cut;
  for (std::size_t i = 0; i < text.size(); i += 7) cut.add(std::string_view(text).substr(i, 7));
  EXPECT_EQ(cut.hex(), sha256_hex(text));
}

}  // namespace
}  // namespace tadpole
