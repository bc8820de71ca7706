// SPDX-License-Identifier: Apache-2.0
#include "server/pages/pages.h"

#include <zlib.h>

#include "core/base/hash.h"
#include "core/base/json.h"
#include "server/http/router.h"

namespace tadpole::server {
namespace {

constexpr std::string_view kMark = "TADPACK1";
constexpr std::size_t kMostMediaBytes = std::size_t{1} << 20;  // of one answer to a range

// Scripts, styles and pictures of our own; programs in WebAssembly; nothing of anybody else.
constexpr const char* kPolicy =
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' "
    "data: blob:; media-src 'self' blob:; worker-src 'self' blob:; connect-src 'self'; object-src "
    "'none'; base-uri "
    "'none'; form-action 'self'; frame-ancestors 'none'";

std::string type_of(const std::string& name) {
  static const std::map<std::string, std::string> types = {
      {".svg", "image/svg+xml"},    {".png", "image/png"},   {".jpg", "image/jpeg"},
      {".webp", "image/webp"},      {".vtt", "text/vtt"},    {".mp3", "audio/mpeg"},
      {".ogg", "audio/ogg"},        {".opus", "audio/ogg"},  {".wav", "audio/wav"},
      {".mp4", "video/mp4"},        {".webm", "video/webm"}, {".csv", "text/csv"},
      {".json", "application/json"}};
  const auto at = types.find(Path(name).extension().string());
  return at == types.end() ? "application/octet-stream" : at->second;
}

Response& hardened(Response& response) {
  response.with("X-Content-Type-Options", "nosniff")
      .with("Referrer-Policy", "same-origin")
      .with("Cross-Origin-Opener-Policy", "same-origin")
      .with("Cross-Origin-Embedder-Policy", "require-corp")
      .with("Cross-Origin-Resource-Policy", "same-origin")
      .with("Content-Security-Policy", kPolicy);
  return response;
}

bool is_plain_name(const std::string& name) {
  return !name.empty() && name.find("..") == std::string::npos &&
         name.find('\\') == std::string::npos && name.front() != '/' && name.front() != '.';
}

Response media_file(const Request& request, const Path& file) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  if (error || !std::filesystem::is_regular_file(file))
    return error_response(404, "missing", "There is no file " + request.path + ".");
  const Result<std::string> bytes = read_text(file);
  if (!bytes.ok()) return error_response(500, "failed", bytes.error().message);
  Response response;
  response.type = type_of(file.string());
  response.with("Cache-Control", "public, max-age=3600").with("Accept-Ranges", "bytes");
  const auto range = parse_range(request.header("range"), size, kMostMediaBytes);
  if (range && range->first + range->count <= bytes.value().size()) {
    response.status = 206;
    response.body = bytes.value().substr(range->first, range->count);
    response.with("Content-Range", "bytes " + std::to_string(range->first) + "-" +
                                       std::to_string(range->first + range->count - 1) + "/" +
                                       std::to_string(size));
  } else {
    response.body = bytes.value();
  }
  return hardened(response);
}

Response packed_file(const Request& request, const std::string& name, const Pack::File& file) {
  Response response;
  response.type = file.type;
  const bool named_by_hash = name.starts_with("assets/");
  response.with("Cache-Control",
                named_by_hash ? "public, max-age=31536000, immutable" : "no-cache");
  response.with("ETag", "\"" + file.tag + "\"");
  hardened(response);
  if (request.header("if-none-match") == "\"" + file.tag + "\"") {
    response.status = 304;
    return response;
  }
  const bool takes_gzip = request.header("accept-encoding").find("gzip") != std::string::npos;
  if (file.gzip && !takes_gzip) {
    const Result<std::string> plain = gunzipped(file.bytes);
    if (plain.ok()) response.body = plain.value();
    return response;
  }
  response.fixed = file.bytes;
  if (file.gzip) response.with("Content-Encoding", "gzip").with("Vary", "Accept-Encoding");
  return response;
}

}  // namespace

Result<std::string> gunzipped(std::string_view bytes) {
  z_stream z{};
  if (inflateInit2(&z, 15 + 16) != Z_OK) return Error{"zlib does not start"};
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));  // NOLINT: zlib's old C
  z.avail_in = static_cast<uInt>(bytes.size());
  std::string out;
  char chunk[65536];
  int status = Z_OK;
  while (status == Z_OK) {
    z.next_out = reinterpret_cast<Bytef*>(chunk);
    z.avail_out = sizeof chunk;
    status = inflate(&z, Z_NO_FLUSH);
    out.append(chunk, sizeof chunk - z.avail_out);
  }
  inflateEnd(&z);
  if (status != Z_STREAM_END) return Error{"the bytes are no whole gzip file"};
  return out;
}

Result<Pack> Pack::create(std::string_view bytes) {
  Pack pack;
  if (bytes.empty()) return pack;
  const Error bad = {"the bytes are no pack of files; build the program anew"};
  if (!bytes.starts_with(kMark) || bytes.size() < kMark.size() + 4) return bad;
  std::size_t length = 0;
  for (std::size_t i = 0; i < 4; ++i)
    length |= static_cast<std::size_t>(static_cast<unsigned char>(bytes[kMark.size() + i]))
              << (8 * i);
  const std::size_t start = kMark.size() + 4 + length;
  if (start > bytes.size()) return bad;
  const nlohmann::json index = parse_json(bytes.substr(kMark.size() + 4, length));
  if (!index.is_array()) return bad;
  for (const nlohmann::json& one : index) {
    const auto offset = static_cast<std::size_t>(json_number(one, "offset")),
               size = static_cast<std::size_t>(json_number(one, "size"));
    if (offset > bytes.size() - start || size > bytes.size() - start - offset) return bad;
    File file;
    file.bytes = bytes.substr(start + offset, size);
    file.type = json_text(one, "type");
    file.gzip = one.value("gzip", false);
    file.tag = sha256_hex(file.bytes).substr(0, 16);
    pack.files_[json_text(one, "name")] = file;
  }
  pack.version_ = sha256_hex(bytes).substr(0, 12);
  return pack;
}

const Pack::File* Pack::find(const std::string& name) const {
  const auto at = files_.find(name);
  return at == files_.end() ? nullptr : &at->second;
}

Outcome Pack::unpack(const Path& folder) const {
  for (const auto& [name, file] : files_) {
    if (!is_plain_name(name)) return Error{"the pack holds a file with the name '" + name + "'"};
    const std::string plain =
        file.gzip ? TADPOLE_TRY(gunzipped(file.bytes)) : std::string(file.bytes);
    TADPOLE_TRY(write_file(folder / name, plain));
  }
  return Done{};
}

Result<std::map<std::string, std::string>> katex_in(const Pack& pages) {
  const std::string folder = "assets/katex-";  // and its version
  std::map<std::string, std::string> found;
  for (const auto& [name, file] : pages.files()) {
    if (!name.starts_with(folder)) continue;
    const std::size_t slash = name.find('/', folder.size());
    if (slash == std::string::npos) continue;  // a script of the pages that is called so
    found[name.substr(slash + 1)] =
        file.gzip ? TADPOLE_TRY(gunzipped(file.bytes)) : std::string(file.bytes);
  }
  return found;
}

Response page_response(const Request& request, const Pack& pages, const Path& media) {
  if (request.method != "GET" && request.method != "HEAD")
    return error_response(405, "method", "This address does not take " + request.method + ".");
  if (request.path.starts_with("/media/")) {
    const std::string name = request.path.substr(7);
    if (!is_plain_name(name))
      return error_response(404, "missing", "There is no file " + request.path + ".");
    return media_file(request, media / name);
  }
  const std::string name = request.path == "/" ? "index.html" : request.path.substr(1);
  if (const Pack::File* file = pages.find(name)) return packed_file(request, name, *file);
  // Ids of pages may have dots (/discussions/w1hello.d1); files lie at the top or in assets/.
  const std::size_t slash = name.find('/');
  const bool of_application = name.find('.') == std::string::npos ||
                              (slash != std::string::npos && !name.starts_with("assets/"));
  const Pack::File* application = pages.find("index.html");
  if (of_application && application) return packed_file(request, "index.html", *application);
  if (of_application && pages.count() == 0) {
    return error_response(404, "no_pages",
                          "This program was built without its pages; build it with node 20.19 or "
                          "newer, or use the API at /api/v1.");
  }
  return error_response(404, "missing", "There is nothing at " + request.path + ".");
}

}  // namespace tadpole::server
