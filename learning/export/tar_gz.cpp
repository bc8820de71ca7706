// SPDX-License-Identifier: Apache-2.0
#include "learning/export/tar_gz.h"

#include <zlib.h>

#include <cstring>
#include <numeric>

namespace tadpole::learning {
namespace {

constexpr std::size_t kBlock = 512, kMostName = 100, kMostPrefix = 155;

// Fields of a ustar head: where each begins and how long it is.
struct Field {
  std::size_t at, size;
};
constexpr Field kMode = {100, 8}, kOwner = {108, 8}, kGroup = {116, 8}, kSize = {124, 12},
                kTime = {136, 12}, kSum = {148, 8}, kPrefix = {345, 155};

void put_octal(std::string& head, Field field, std::size_t value) {
  for (std::size_t i = field.size - 1; i-- > 0; value /= 8)
    head[field.at + i] = static_cast<char>('0' + value % 8);
}

// Where a long name is cut into its folders and the rest; npos: it fits nowhere.
std::size_t cut_of(const std::string& name) {
  if (name.size() <= kMostName) return 0;
  const std::size_t slash = name.find('/', name.size() - kMostName - 1);
  return slash == std::string::npos || slash > kMostPrefix ? std::string::npos : slash + 1;
}

Result<std::string> head_of(const std::string& name, std::size_t size) {
  const std::size_t cut = cut_of(name);
  if (cut == std::string::npos || size >= (std::size_t{1} << 33))
    return Error{"'" + name + "' does not fit into a .tar.gz: its name or the file is too long"};
  std::string head(kBlock, '\0');
  head.replace(0, name.size() - cut, name, cut);
  if (cut > 0) head.replace(kPrefix.at, cut - 1, name, 0, cut - 1);
  put_octal(head, kMode, 0644);
  put_octal(head, kOwner, 0);
  put_octal(head, kGroup, 0);
  put_octal(head, kSize, size);
  put_octal(head, kTime, 0);
  head[156] = '0';  // a file
  std::memcpy(head.data() + 257,
              "ustar\0"
              "00",
              8);
  std::memset(head.data() + kSum.at, ' ', kSum.size);
  const auto sum =
      std::accumulate(head.begin(), head.end(), std::size_t{0},
                      [](std::size_t s, char c) { return s + static_cast<unsigned char>(c); });
  put_octal(head, {kSum.at, 7}, sum);
  head[kSum.at + 6] = '\0';
  return head;
}

Result<std::string> gzipped(const std::string& bytes) {
  z_stream z{};
  // 16: with the head of a .gz, whose time is 0.
  if (deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
    return Error{"zlib does not start: there is too little memory"};
  std::string out(deflateBound(&z, static_cast<uLong>(bytes.size())), '\0');
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));  // NOLINT: zlib's old C
  z.avail_in = static_cast<uInt>(bytes.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  const int status = deflate(&z, Z_FINISH);
  out.resize(z.total_out);
  deflateEnd(&z);
  if (status != Z_STREAM_END || bytes.size() > 0xFFFFFFFFU)
    return Error{"the archive would have more than 4 GB; export to a folder"};
  out[9] = '\xFF';  // which system packed it: the same bytes everywhere
  return out;
}

}  // namespace

Result<std::string> tar_gz(const std::map<std::string, std::string>& files) {
  std::string tar;
  for (const auto& [name, bytes] : files) {
    tar += TADPOLE_TRY(head_of(name, bytes.size())) + bytes;
    tar.append((kBlock - bytes.size() % kBlock) % kBlock, '\0');
  }
  tar.append(2 * kBlock, '\0');
  return gzipped(tar);
}

}  // namespace tadpole::learning
