// SPDX-License-Identifier: Apache-2.0
#include <sodium.h>

#include <cstdlib>

#include "core/base/text.h"
#include "learning/course/seal.h"

namespace tadpole::learning {
namespace {

constexpr const char* kHead = "tadpole-sealed 1";
constexpr std::size_t kLineLength = 76, kMostBytes = std::size_t{4} << 20;

std::string base64(const std::string& bytes) {
  std::string text(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                    bytes.size(), sodium_base64_VARIANT_ORIGINAL);
  text.pop_back();  // the zero
  return text;
}

// "" when it is none.
std::string from_base64(const std::string& text) {
  std::string bytes(text.size(), '\0');
  std::size_t written = 0;
  const int bad =
      sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                        text.size(), "\r\n", &written, nullptr, sodium_base64_VARIANT_ORIGINAL);
  if (bad != 0) return "";
  bytes.resize(written);
  return bytes;
}

struct Cost {
  unsigned long long passes;
  std::size_t memory_bytes;
};
constexpr Cost kModerate = {crypto_pwhash_OPSLIMIT_MODERATE, crypto_pwhash_MEMLIMIT_INTERACTIVE};
constexpr Cost kLeast = {crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN};

const unsigned char* bytes_of(const std::string& text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

Result<std::string> key_of(const std::string& passphrase, const std::string& salt, Cost cost) {
  std::string key(crypto_secretbox_KEYBYTES, '\0');
  const int failed = crypto_pwhash(reinterpret_cast<unsigned char*>(key.data()), key.size(),
                                   passphrase.data(), passphrase.size(), bytes_of(salt),
                                   cost.passes, cost.memory_bytes, crypto_pwhash_ALG_ARGON2ID13);
  if (failed != 0)
    return Error{"there is too little memory to work with the passphrase; close other programs"};
  return key;
}

void start() {
  if (sodium_init() < 0) std::abort();
}

}  // namespace

Result<std::string> seal_text(const std::string& plain, const std::string& passphrase,
                              SealCost cost) {
  start();
  if (passphrase.size() < kShortestPassphrase)
    return wrong_use("the passphrase has " + std::to_string(passphrase.size()) +
                     " characters; take at least 12, four words for example");
  std::string salt(crypto_pwhash_SALTBYTES, '\0'), nonce(crypto_secretbox_NONCEBYTES, '\0');
  randombytes_buf(salt.data(), salt.size());
  randombytes_buf(nonce.data(), nonce.size());
  const std::string key =
      TADPOLE_TRY(key_of(passphrase, salt, cost == SealCost::least ? kLeast : kModerate));
  std::string box(plain.size() + crypto_secretbox_MACBYTES, '\0');
  crypto_secretbox_easy(reinterpret_cast<unsigned char*>(box.data()), bytes_of(plain), plain.size(),
                        bytes_of(nonce), bytes_of(key));
  const std::string letters = base64(box);
  std::string text = std::string(kHead) + (cost == SealCost::least ? " least" : " moderate") +
                     "\nsalt " + base64(salt) + "\nnonce " + base64(nonce) + "\n";
  for (std::size_t i = 0; i < letters.size(); i += kLineLength)
    text += letters.substr(i, kLineLength) + "\n";
  return text;
}

Result<std::string> unseal_text(const std::string& sealed, const std::string& passphrase) {
  start();
  const std::vector<std::string> lines = split_lines(sealed.substr(0, kMostBytes));
  const auto bad = [] {
    return Error{
        "the sealed keys are damaged or none of ours; take keys.sealed from the "
        "repository again"};
  };
  if (lines.size() < 4 || !lines[0].starts_with(kHead) || !lines[1].starts_with("salt ") ||
      !lines[2].starts_with("nonce "))
    return bad();
  const std::string salt = from_base64(trim(lines[1].substr(5))),
                    nonce = from_base64(trim(lines[2].substr(6)));
  std::string letters;
  for (std::size_t i = 3; i < lines.size(); ++i) letters += trim(lines[i]);
  const std::string box = from_base64(letters);
  if (salt.size() != crypto_pwhash_SALTBYTES || nonce.size() != crypto_secretbox_NONCEBYTES ||
      box.size() < crypto_secretbox_MACBYTES)
    return bad();
  const std::string key =
      TADPOLE_TRY(key_of(passphrase, salt, lines[0].ends_with(" least") ? kLeast : kModerate));
  std::string plain(box.size() - crypto_secretbox_MACBYTES, '\0');
  if (crypto_secretbox_open_easy(reinterpret_cast<unsigned char*>(plain.data()), bytes_of(box),
                                 box.size(), bytes_of(nonce), bytes_of(key)) != 0)
    return wrong_use(
        "that is not the passphrase of these keys, or the file was changed; ask who "
        "sealed them");
  return plain;
}

}  // namespace tadpole::learning
