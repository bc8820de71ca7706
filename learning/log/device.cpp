// SPDX-License-Identifier: Apache-2.0
#include <sodium.h>
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <mutex>

#include "core/base/text.h"
#include "learning/log/event.h"

namespace tadpole::learning {
namespace {

std::int64_t wall_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

std::string base64(const unsigned char* data, std::size_t size) {
  std::string text(sodium_base64_encoded_len(size, sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), data, size, sodium_base64_VARIANT_ORIGINAL);
  text.pop_back();  // the zero
  return text;
}

// false: no base64 of exactly so many bytes.
bool from_base64(const std::string& text, unsigned char* to, std::size_t size) {
  std::size_t written = 0;
  const int bad = sodium_base642bin(to, size, text.data(), text.size(), nullptr, &written, nullptr,
                                    sodium_base64_VARIANT_ORIGINAL);
  return bad == 0 && written == size;
}

std::string id_of_key(const unsigned char* key) {
  unsigned char hash[16];
  crypto_generichash(hash, sizeof hash, key, crypto_sign_PUBLICKEYBYTES, nullptr, 0);
  char hex[2 * sizeof hash + 1];
  sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
  return hex;
}

// 48 bits of time, 80 of chance, in Crockford's base 32.
std::string new_ulid(std::int64_t ms) {
  constexpr const char* kLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  unsigned char chance[16];
  randombytes_buf(chance, sizeof chance);
  std::string id(26, '0');
  for (std::size_t i = 0; i < 10; ++i, ms /= 32) id[9 - i] = kLetters[ms % 32];
  for (std::size_t i = 0; i < 16; ++i) id[10 + i] = kLetters[chance[i] % 32];
  return id;
}

}  // namespace

struct Device::State {
  unsigned char secret[crypto_sign_SECRETKEYBYTES];
  unsigned char key[crypto_sign_PUBLICKEYBYTES];
  std::mutex mutex;
  HybridTime last;

  ~State() { sodium_memzero(secret, sizeof secret); }
};

Device Device::temporary() {
  if (sodium_init() < 0) std::abort();
  Device device;
  device.state_ = std::make_shared<State>();
  crypto_sign_keypair(device.state_->key, device.state_->secret);
  device.id_ = id_of_key(device.state_->key);
  return device;
}

Result<Device> Device::open(const Path& file) {
  Device device = temporary();
  if (!std::filesystem::exists(file)) {
    const std::string text = base64(device.state_->secret, sizeof device.state_->secret) + "\n";
    const mode_t before = ::umask(0077);
    const Outcome written = write_file(file, text);
    ::umask(before);
    if (!written.ok()) return written.error();
    ::chmod(file.c_str(), 0600);
    return device;
  }
  const std::string text = trim(TADPOLE_TRY(read_text(file)));
  if (!from_base64(text, device.state_->secret, sizeof device.state_->secret)) {
    return wrong_use(
        file.string() +
        " is no key of a device; restore it from a backup, or remove it to begin as a new device");
  }
  crypto_sign_ed25519_sk_to_pk(device.state_->key, device.state_->secret);
  device.id_ = id_of_key(device.state_->key);
  return device;
}

void Device::saw(const HybridTime& time) const {
  const std::lock_guard lock(state_->mutex);
  state_->last = std::max(state_->last, time);
}

Event Device::sign(const std::string& who, const std::string& kind, const std::string& where,
                   Json body, const std::string& id) const {
  Event event;
  {
    const std::lock_guard lock(state_->mutex);
    const HybridTime now{wall_ms(), 0};
    state_->last =
        now > state_->last ? now : HybridTime{state_->last.wall_ms, state_->last.counter + 1};
    event.clock = state_->last;
  }
  event.id = id.empty() ? new_ulid(event.clock.wall_ms) : id;
  event.device = id_;
  event.who = who;
  event.kind = kind;
  event.where = where;
  event.body = std::move(body);
  event.public_key = base64(state_->key, sizeof state_->key);
  const std::string text = canonical_text(event);
  unsigned char signature[crypto_sign_BYTES];
  crypto_sign_detached(signature, nullptr, reinterpret_cast<const unsigned char*>(text.data()),
                       text.size(), state_->secret);
  event.signature = base64(signature, sizeof signature);
  return event;
}

std::string verify(const Event& event) {
  unsigned char key[crypto_sign_PUBLICKEYBYTES], signature[crypto_sign_BYTES];
  if (sodium_init() < 0) return "the cryptographic library does not start";
  if (!from_base64(event.public_key, key, sizeof key)) return "its key is none";
  if (id_of_key(key) != event.device) return "its device is not the one of its key";
  if (!from_base64(event.signature, signature, sizeof signature)) return "its signature is none";
  const std::string text = canonical_text(event);
  if (crypto_sign_verify_detached(signature, reinterpret_cast<const unsigned char*>(text.data()),
                                  text.size(), key) != 0)
    return "its signature does not fit: it was changed after it was written";
  return "";
}

}  // namespace tadpole::learning
