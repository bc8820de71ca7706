// SPDX-License-Identifier: Apache-2.0
#include "server/http/authority.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>

#include <algorithm>
#include <memory>

#include "server/http/machine.h"

namespace tadpole::server {
namespace {

template <auto free>
struct Free {
  template <class T>
  void operator()(T* thing) const {
    free(thing);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Free<X509_free>>;
using Buffer = std::unique_ptr<BIO, Free<BIO_free_all>>;
using Extension = std::unique_ptr<X509_EXTENSION, Free<X509_EXTENSION_free>>;
using CertificateStore = std::unique_ptr<X509_STORE, Free<X509_STORE_free>>;
using Check = std::unique_ptr<X509_STORE_CTX, Free<X509_STORE_CTX_free>>;

constexpr std::int64_t kDay = 24 * 3600;
constexpr std::int64_t kAuthorityDays = 3650, kServerDays = 397, kRenewDays = 30;
// Private, own and loopback networks. Source: RFC 1918, RFC 3927, RFC 6762.
constexpr const char* kVouchesFor =
    "critical,permitted;IP:10.0.0.0/255.0.0.0,permitted;IP:172.16.0.0/255.240.0.0,"
    "permitted;IP:192.168.0.0/255.255.0.0,permitted;IP:169.254.0.0/255.255.0.0,"
    "permitted;IP:127.0.0.0/255.0.0.0,permitted;DNS:local,permitted;DNS:localhost";

struct Pair {
  Certificate certificate;
  Key key;
};

Buffer buffer_of(const std::string& text) {
  return Buffer(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

std::string text_of(BIO* buffer) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(buffer, &data);
  return std::string(data, static_cast<std::size_t>(size));
}

bool add_extension(X509* to, X509* issuer, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, to, nullptr, nullptr, 0);
  const Extension made(X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()));
  return made && X509_add_ext(to, made.get(), -1) == 1;
}

// Key, number, times and name; the extensions and the signature are still missing.
Pair begin_pair(const std::string& name, std::int64_t now_s, std::int64_t days) {
  Pair pair{Certificate(X509_new()), Key(EVP_EC_gen("P-256"))};
  X509* certificate = pair.certificate.get();
  X509_set_version(certificate, X509_VERSION_3);
  unsigned char number[16];
  RAND_bytes(number, sizeof number);
  number[0] = static_cast<unsigned char>((number[0] & 0x7FU) | 0x40U);  // positive, always as long
  const std::unique_ptr<BIGNUM, Free<BN_free>> big(BN_bin2bn(number, sizeof number, nullptr));
  BN_to_ASN1_INTEGER(big.get(), X509_get_serialNumber(certificate));
  ASN1_TIME_set(X509_getm_notBefore(certificate), now_s - kDay);  // clocks of tablets lag behind
  ASN1_TIME_set(X509_getm_notAfter(certificate), now_s + days * kDay);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  X509_set_pubkey(certificate, pair.key.get());
  return pair;
}

bool sign(const Pair& pair, X509* issuer, EVP_PKEY* key) {
  X509_set_issuer_name(pair.certificate.get(), X509_get_subject_name(issuer));
  return X509_sign(pair.certificate.get(), key, EVP_sha256()) > 0;
}

Error failed(const std::string& what) {
  return Error{what + " could not be made; check the installation of OpenSSL"};
}

Result<Pair> make_authority(const HttpsNames& names, std::int64_t now_s) {
  Pair pair = begin_pair("Tadpole hub on " + host_name(), now_s, kAuthorityDays);
  std::string vouches = kVouchesFor;
  for (const std::string& name : names.names) vouches += ",permitted;DNS:" + name;
  for (const std::string& address : names.addresses)
    vouches += ",permitted;IP:" + address + "/255.255.255.255";
  X509* own = pair.certificate.get();
  const bool made = add_extension(own, own, NID_basic_constraints, "critical,CA:TRUE,pathlen:0") &&
                    add_extension(own, own, NID_key_usage, "critical,keyCertSign,cRLSign") &&
                    add_extension(own, own, NID_subject_key_identifier, "hash") &&
                    add_extension(own, own, NID_name_constraints, vouches) &&
                    sign(pair, own, pair.key.get());
  if (!made) return failed("an authority for certificates");
  return pair;
}

std::string alternative_names(const HttpsNames& names) {
  std::string all;
  for (const std::string& name : names.names) all += (all.empty() ? "DNS:" : ",DNS:") + name;
  for (const std::string& address : names.addresses) all += ",IP:" + address;
  return all;
}

Result<Pair> make_server(const Pair& authority, const HttpsNames& names, std::int64_t now_s) {
  Pair pair = begin_pair(names.names.front(), now_s, kServerDays);
  X509 *own = pair.certificate.get(), *issuer = authority.certificate.get();
  const bool made = add_extension(own, issuer, NID_basic_constraints, "critical,CA:FALSE") &&
                    add_extension(own, issuer, NID_key_usage, "critical,digitalSignature") &&
                    add_extension(own, issuer, NID_ext_key_usage, "serverAuth") &&
                    add_extension(own, issuer, NID_subject_key_identifier, "hash") &&
                    add_extension(own, issuer, NID_authority_key_identifier, "keyid") &&
                    add_extension(own, issuer, NID_subject_alt_name, alternative_names(names)) &&
                    sign(pair, issuer, authority.key.get());
  if (!made) return failed("a certificate");
  return pair;
}

// The signature fits, and the authority may vouch for all its names.
bool is_vouched_for(X509* server, X509* authority, std::int64_t now_s) {
  const CertificateStore store(X509_STORE_new());
  X509_STORE_add_cert(store.get(), authority);
  const Check check(X509_STORE_CTX_new());
  X509_STORE_CTX_init(check.get(), store.get(), server, nullptr);
  X509_VERIFY_PARAM_set_time(X509_STORE_CTX_get0_param(check.get()), now_s);
  return X509_verify_cert(check.get()) == 1;
}

bool ends_soon(X509* certificate, std::int64_t now_s) {
  time_t soon = now_s + kRenewDays * kDay;
  return X509_cmp_time(X509_get0_notAfter(certificate), &soon) <= 0;
}

std::string names_in(X509* certificate) {
  const int at = X509_get_ext_by_NID(certificate, NID_subject_alt_name, -1);
  const Buffer buffer(BIO_new(BIO_s_mem()));
  if (at >= 0) X509V3_EXT_print(buffer.get(), X509_get_ext(certificate, at), 0, 0);
  return text_of(buffer.get());
}

// As OpenSSL prints them.
std::string printed_names(const HttpsNames& names) {
  std::string all;
  for (const std::string& name : names.names) all += (all.empty() ? "DNS:" : ", DNS:") + name;
  for (const std::string& address : names.addresses) all += ", IP Address:" + address;
  return all;
}

Outcome write_private(const Path& file, const std::string& text) {
  const mode_t before = ::umask(0077);
  const Outcome written = write_file(file, text);
  ::umask(before);
  return written;
}

// The key first: a certificate is there only with its key.
Outcome save(const Pair& pair, const Path& certificate, const Path& key) {
  const Buffer secret(BIO_new(BIO_s_mem())), open(BIO_new(BIO_s_mem()));
  PEM_write_bio_PrivateKey(secret.get(), pair.key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  PEM_write_bio_X509(open.get(), pair.certificate.get());
  TADPOLE_TRY(write_private(key, text_of(secret.get())));
  return write_file(certificate, text_of(open.get()));
}

Result<Pair> load(const Path& certificate, const Path& key) {
  const std::string open = TADPOLE_TRY(read_text(certificate));
  const std::string secret = TADPOLE_TRY(read_text(key));
  Pair pair{Certificate(PEM_read_bio_X509(buffer_of(open).get(), nullptr, nullptr, nullptr)),
            Key(PEM_read_bio_PrivateKey(buffer_of(secret).get(), nullptr, nullptr, nullptr))};
  if (pair.certificate && pair.key &&
      X509_check_private_key(pair.certificate.get(), pair.key.get()) == 1)
    return pair;
  return wrong_use(certificate.string() + " or " + key.string() +
                   " is damaged; restore them from a backup, or remove both to begin anew");
}

std::string der_of(X509* certificate) {
  unsigned char* bytes = nullptr;
  const int size = i2d_X509(certificate, &bytes);
  std::string text(reinterpret_cast<char*>(bytes), static_cast<std::size_t>(std::max(size, 0)));
  OPENSSL_free(bytes);
  return text;
}

std::string fingerprint_of(X509* certificate) {
  unsigned char hash[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  X509_digest(certificate, EVP_sha256(), hash, &size);
  std::string text;
  for (unsigned int i = 0; i < size; ++i) {
    char part[4];
    std::snprintf(part, sizeof part, i == 0 ? "%02X" : ":%02X", hash[i]);
    text += part;
  }
  return text;
}

class Folder {
 public:
  Folder(Path folder, const HttpsNames& names, std::int64_t now_s)
      : folder_(std::move(folder)), names_(names), now_s_(now_s) {}

  Result<HttpsFiles> run() {
    files_.certificate = folder_ / "server.pem";
    files_.key = folder_ / "server.key";
    const Path authority = folder_ / "authority.pem", authority_key = folder_ / "authority.key";
    if (std::filesystem::exists(authority))
      authority_ = TADPOLE_TRY(load(authority, authority_key));
    if (!is_good()) TADPOLE_TRY(renew(authority, authority_key));
    files_.authority_der = der_of(authority_.certificate.get());
    files_.fingerprint = fingerprint_of(authority_.certificate.get());
    return files_;
  }

 private:
  bool is_good() const {
    if (!authority_.certificate) return false;
    const Result<Pair> server = load(files_.certificate, files_.key);
    if (!server.ok()) return false;
    X509* own = server.value().certificate.get();
    return !ends_soon(own, now_s_) && names_in(own) == printed_names(names_) &&
           is_vouched_for(own, authority_.certificate.get(), now_s_);
  }

  Outcome renew(const Path& authority, const Path& authority_key) {
    Pair server;
    const bool lasts = authority_.certificate && !ends_soon(authority_.certificate.get(), now_s_);
    if (lasts) server = TADPOLE_TRY(make_server(authority_, names_, now_s_));
    // An address that it may not vouch for, or its own end, asks for another authority.
    if (!lasts || !is_vouched_for(server.certificate.get(), authority_.certificate.get(), now_s_)) {
      authority_ = TADPOLE_TRY(make_authority(names_, now_s_));
      server = TADPOLE_TRY(make_server(authority_, names_, now_s_));
      TADPOLE_TRY(save(authority_, authority, authority_key));
      files_.new_authority = true;
    }
    files_.renewed = true;
    return save(server, files_.certificate, files_.key);
  }

  Path folder_;
  const HttpsNames& names_;
  std::int64_t now_s_;
  Pair authority_;
  HttpsFiles files_;
};

}  // namespace

HttpsNames names_of_this_machine() {
  HttpsNames all;
  const std::string host = host_name();
  all.names = {"localhost"};
  if (host != "localhost") all.names.insert(all.names.end(), {host, host + ".local"});
  all.addresses = lan_addresses();
  all.addresses.insert(all.addresses.begin(), "127.0.0.1");
  return all;
}

Result<HttpsFiles> https_files(const Path& folder, const HttpsNames& names, std::int64_t now_s) {
  return Folder(folder, names, now_s).run();
}

}  // namespace tadpole::server
