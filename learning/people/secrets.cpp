// SPDX-License-Identifier: Apache-2.0
// Source: RFC 9106, Argon2, 2021, with libsodium's interactive cost (64 MB, two passes).
#include <sodium.h>

#include <cstdlib>
#include <mutex>

#include "core/base/hash.h"
#include "learning/people/people.h"

namespace tadpole::learning {
namespace {

void start() {
  if (sodium_init() < 0) std::abort();
}

std::string random_text(std::size_t length, std::string_view letters) {
  start();
  std::string text(length, ' ');
  for (char& c : text) c = letters[randombytes_uniform(static_cast<std::uint32_t>(letters.size()))];
  return text;
}

}  // namespace

std::string new_id() { return random_text(12, "abcdefghijkmnpqrstuvwxyz23456789"); }

// Without 0 O, 1 I L, 5 S, 8 B, 2 Z: they are read out loud and written on boards.
std::string new_class_code() { return random_text(6, "ACDEFGHJKMNPQRTUVWXY3479"); }

std::string new_token() {
  start();
  unsigned char bytes[32];
  randombytes_buf(bytes, sizeof bytes);
  std::string text(
      sodium_base64_encoded_len(sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes, sizeof bytes,
                    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  text.pop_back();  // the zero
  return text;
}

std::string token_hash(const std::string& token) { return sha256_hex(token); }

namespace {

// One at a time: a class that signs in together needs the 64 MB once, not thirty times.
std::mutex& one_at_a_time() {
  static std::mutex mutex;
  return mutex;
}

}  // namespace

std::string hash_secret(const std::string& secret, SecretCost cost) {
  start();
  const std::lock_guard lock(one_at_a_time());
  char hash[crypto_pwhash_STRBYTES];
  const bool least = cost == SecretCost::least;
  const int failed =
      crypto_pwhash_str(hash, secret.data(), secret.size(),
                        least ? crypto_pwhash_OPSLIMIT_MIN : crypto_pwhash_OPSLIMIT_INTERACTIVE,
                        least ? crypto_pwhash_MEMLIMIT_MIN : crypto_pwhash_MEMLIMIT_INTERACTIVE);
  return failed ? "" : hash;
}

bool secret_fits(const std::string& hash, const std::string& secret) {
  start();
  if (hash.empty() || hash.size() >= crypto_pwhash_STRBYTES) return false;
  const std::lock_guard lock(one_at_a_time());
  char padded[crypto_pwhash_STRBYTES] = {};
  hash.copy(padded, sizeof padded - 1);
  return crypto_pwhash_str_verify(padded, secret.data(), secret.size()) == 0;
}

}  // namespace tadpole::learning
