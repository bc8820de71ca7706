// SPDX-License-Identifier: Apache-2.0
#include "core/base/files.h"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>

namespace tadpole {
namespace {

namespace fs = std::filesystem;

Error io_error(const char* action, const Path& file, int code) {
  return {std::string("cannot ") + action + " " + file.string() + ": " + std::strerror(code) +
          (code == ENOSPC ? "; free some disk space and run the same command again" : "")};
}

// Closes the descriptor on every way out.
struct Descriptor {
  int fd = -1;
  ~Descriptor() {
    if (fd >= 0) ::close(fd);
  }
};

template <typename Container>
Result<Container> read_whole(const Path& file) {
  std::error_code code;
  if (fs::is_directory(file, code)) {
    return Error{"cannot read " + file.string() + ": it is a folder, a file was expected"};
  }
  if (fs::is_character_file(file, code) || fs::is_block_file(file, code)) {  // some never end
    return Error{"cannot read " + file.string() + ": it is a device, a file was expected"};
  }
  Descriptor in{::open(file.c_str(), O_RDONLY | O_CLOEXEC)};
  if (in.fd < 0) return io_error("read", file, errno);
  Container bytes;
  std::uint8_t buffer[65536];
  for (;;) {
    const ssize_t n = ::read(in.fd, buffer, sizeof buffer);
    if (n == 0) return bytes;
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return io_error("read", file, errno);
    bytes.insert(bytes.end(), buffer, buffer + n);
  }
}

Outcome write_all(int fd, const std::uint8_t* bytes, std::size_t count, const Path& file) {
  while (count > 0) {
    const ssize_t n = ::write(fd, bytes, count);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return io_error("write", file, errno);
    bytes += n;
    count -= static_cast<std::size_t>(n);
  }
  if (::fsync(fd) != 0 && errno != EINVAL && errno != EROFS) return io_error("write", file, errno);
  return Done{};
}

}  // namespace

Result<Bytes> read_bytes(const Path& file) { return read_whole<Bytes>(file); }
Result<std::string> read_text(const Path& file) { return read_whole<std::string>(file); }

Outcome write_file(const Path& file, std::span<const std::uint8_t> bytes) {
  if (file.has_parent_path()) TADPOLE_TRY(make_folder(file.parent_path()));
  static std::atomic<unsigned> next{0};  // threads may write the same file, each its own part
  const Path part =
      file.string() + ".part" + std::to_string(::getpid()) + "-" + std::to_string(next++);
  Descriptor out{::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644)};
  if (out.fd < 0) return io_error("write", file, errno);
  Outcome written = write_all(out.fd, bytes.data(), bytes.size(), file);
  if (written.ok() && ::rename(part.c_str(), file.c_str()) != 0)
    written = io_error("write", file, errno);
  if (!written.ok()) ::unlink(part.c_str());
  return written;
}

Outcome write_file(const Path& file, std::string_view text) {
  return write_file(file,
                    std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
}

Outcome make_folder(const Path& folder) {
  std::error_code code;
  fs::create_directories(folder, code);
  if (code) return io_error("make the folder", folder, code.value());
  return Done{};
}

}  // namespace tadpole
