// SPDX-License-Identifier: Apache-2.0
#include "core/data/image/gunzip.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>

namespace tadpole {
namespace {

constexpr std::size_t kPiece = 1 << 16;
constexpr int kGzipOnly = 16 + MAX_WBITS;

class Inflater {
 public:
  explicit Inflater(std::span<const std::uint8_t> bytes) {
    stream_.next_in = const_cast<Bytef*>(bytes.data());  // zlib's old interface; it only reads
    stream_.avail_in = static_cast<uInt>(bytes.size());
    ready_ = inflateInit2(&stream_, kGzipOnly) == Z_OK;
  }
  ~Inflater() { inflateEnd(&stream_); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  // Appends up to kPiece bytes. Z_OK: go on; Z_STREAM_END: done; others: damaged.
  int piece(Bytes& out) {
    if (!ready_) return Z_MEM_ERROR;
    const std::size_t before = out.size();
    out.resize(before + kPiece);
    stream_.next_out = out.data() + before;
    stream_.avail_out = kPiece;
    const int code = inflate(&stream_, Z_NO_FLUSH);
    out.resize(out.size() - stream_.avail_out);
    return code;
  }

 private:
  z_stream stream_{};
  bool ready_ = false;
};

}  // namespace

Result<Bytes> gunzip(std::span<const std::uint8_t> bytes, std::size_t most,
                     const std::string& name) {
  if (bytes.size() > 0xFFFFFFFFu) return Error{name + " is larger than 4 GB; unpack it first"};
  Inflater inflater(bytes);
  Bytes out;
  for (;;) {
    const int code = inflater.piece(out);
    if (out.size() > most)
      return Error{fmt::format("{} holds more than {} MB; unpack it first, or give a part of it",
                               name, most >> 20)};
    if (code == Z_STREAM_END) return out;
    if (code != Z_OK) return Error{name + " is damaged or cut off; bring it again"};
  }
}

Result<Bytes> read_unpacked(const Path& file, std::size_t most) {
  Bytes bytes = TADPOLE_TRY(read_bytes(file));
  const bool is_gzip = bytes.size() >= 2 && bytes[0] == 0x1F && bytes[1] == 0x8B;
  if (is_gzip) return gunzip(bytes, most, file.string());
  return bytes;
}

}  // namespace tadpole
