// SPDX-License-Identifier: Apache-2.0
#include "core/base/zip.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "core/base/crc32.h"

namespace tadpole {
namespace {

constexpr std::uint32_t kLocal = 0x04034b50, kCentral = 0x02014b50, kEnd = 0x06054b50;
constexpr std::size_t kLocalBytes = 30, kCentralBytes = 46, kEndBytes = 22, kMostComment = 65535;
constexpr std::size_t kMostFiles = 200000;
constexpr std::uintmax_t kMostBytes = std::uintmax_t{2} << 30;

void put(Bytes& out, std::uint32_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

// The fields that the local header and the directory share.
void put_facts(Bytes& out, const std::string& name, std::span<const std::uint8_t> content) {
  put(out, 20, 2);      // version needed
  put(out, 0x0800, 2);  // names are UTF-8
  put(out, 0, 2);       // stored
  put(out, 0, 2);       // time and
  put(out, 0x21, 2);    // day: 1980-01-01, so that the same files give the same bytes
  put(out, crc32(content), 4);
  put(out, static_cast<std::uint32_t>(content.size()), 4);
  put(out, static_cast<std::uint32_t>(content.size()), 4);
  put(out, static_cast<std::uint32_t>(name.size()), 2);
  put(out, 0, 2);
}

class Reader {
 public:
  explicit Reader(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}
  // Expects: at + count <= size().
  std::uint32_t get(std::size_t at, int count) const {
    std::uint32_t value = 0;
    for (int i = 0; i < count; ++i)
      value |= static_cast<std::uint32_t>(bytes_[at + static_cast<std::size_t>(i)]) << (8 * i);
    return value;
  }
  bool holds(std::size_t at, std::size_t count) const {
    return at <= bytes_.size() && count <= bytes_.size() - at;
  }
  std::size_t size() const { return bytes_.size(); }
  std::span<const std::uint8_t> part(std::size_t at, std::size_t count) const {
    return bytes_.subspan(at, count);
  }

 private:
  std::span<const std::uint8_t> bytes_;
};

Error damaged(const char* what) {
  return wrong_use(std::string("the archive is damaged: ") + what +
                   "; save the project as an archive again");
}

// The end of the directory stands last, before a comment.
std::optional<std::size_t> find_end(const Reader& in) {
  if (in.size() < kEndBytes) return std::nullopt;
  const std::size_t last = in.size() - kEndBytes;
  for (std::size_t back = 0; back <= std::min(last, kMostComment); ++back)
    if (in.get(last - back, 4) == kEnd) return last - back;
  return std::nullopt;
}

bool is_safe(const std::string& name) {
  const Path path(name);
  if (name.empty() || name.front() == '/' || name.find('\\') != std::string::npos ||
      name.find('\0') != std::string::npos || path.has_root_path())
    return false;
  return std::none_of(path.begin(), path.end(),
                      [](const Path& part) { return part == ".." || part == "."; });
}

struct Entry {
  std::string name;
  std::size_t local = 0;
  std::size_t bytes = 0;
  std::uint32_t crc = 0;
};

Result<Entry> read_entry(const Reader& in, std::size_t& at) {
  if (!in.holds(at, kCentralBytes) || in.get(at, 4) != kCentral)
    return damaged("its directory is cut off");
  const std::uint32_t flags = in.get(at + 8, 2), method = in.get(at + 10, 2);
  const std::size_t name_bytes = in.get(at + 28, 2);
  if (!in.holds(at + kCentralBytes, name_bytes)) return damaged("its directory is cut off");
  const auto name = in.part(at + kCentralBytes, name_bytes);
  Entry entry{.name = std::string(name.begin(), name.end()),
              .local = in.get(at + 42, 4),
              .bytes = in.get(at + 24, 4),
              .crc = in.get(at + 16, 4)};
  if ((flags & 1U) != 0 || method != 0) {
    return wrong_use("the archive holds '" + entry.name +
                     "' compressed or encrypted; give one that Tadpole made, or unpack it into a "
                     "folder of the workbench");
  }
  at += kCentralBytes + name_bytes + in.get(at + 30, 2) + in.get(at + 32, 2);
  return entry;
}

Result<Bytes> content_of(const Reader& in, const Entry& entry) {
  if (!in.holds(entry.local, kLocalBytes) || in.get(entry.local, 4) != kLocal)
    return damaged("a file's place is wrong");
  const std::size_t from =
      entry.local + kLocalBytes + in.get(entry.local + 26, 2) + in.get(entry.local + 28, 2);
  if (!in.holds(from, entry.bytes)) return damaged("a file is cut off");
  const auto content = in.part(from, entry.bytes);
  if (crc32(content) != entry.crc) return damaged("a file does not fit its check sum");
  return Bytes(content.begin(), content.end());
}

}  // namespace

Bytes zip(const std::map<std::string, Bytes>& files) {
  Bytes out, directory;
  for (const auto& [name, content] : files) {
    const auto at = static_cast<std::uint32_t>(out.size());
    put(out, kLocal, 4);
    put_facts(out, name, content);
    out.insert(out.end(), name.begin(), name.end());
    out.insert(out.end(), content.begin(), content.end());
    put(directory, kCentral, 4);
    put(directory, 20, 2);
    put_facts(directory, name, content);
    put(directory, 0, 2);  // comment
    put(directory, 0, 2);  // disk
    put(directory, 0, 2);  // attributes
    put(directory, 0, 4);
    put(directory, at, 4);
    directory.insert(directory.end(), name.begin(), name.end());
  }
  const auto begins = static_cast<std::uint32_t>(out.size());
  out.insert(out.end(), directory.begin(), directory.end());
  put(out, kEnd, 4);
  put(out, 0, 4);
  put(out, static_cast<std::uint32_t>(std::min<std::size_t>(files.size(), 65535)), 2);
  put(out, static_cast<std::uint32_t>(std::min<std::size_t>(files.size(), 65535)), 2);
  put(out, static_cast<std::uint32_t>(directory.size()), 4);
  put(out, begins, 4);
  put(out, 0, 2);
  return out;
}

Result<std::map<std::string, Bytes>> unzip(std::span<const std::uint8_t> bytes) {
  const Reader in(bytes);
  const std::optional<std::size_t> end = find_end(in);
  if (!end) return wrong_use("this is no .zip file; give an archive that the workbench saved");
  std::size_t at = in.get(*end + 16, 4);
  const std::size_t directory_end = *end;
  std::map<std::string, Bytes> files;
  std::size_t sum = 0;
  for (std::size_t count = 0; at < directory_end; ++count) {
    if (count >= kMostFiles) return damaged("it has too many files");
    const Entry entry = TADPOLE_TRY(read_entry(in, at));
    if (entry.name.ends_with('/')) continue;
    if (!is_safe(entry.name))
      return wrong_use("the archive wants to write to '" + entry.name +
                       "', outside of the project; it is not opened");
    // Nothing is compressed: more than the archive is the same bytes again and again.
    sum += entry.bytes;
    if (sum > bytes.size()) return damaged("its files are larger than itself");
    Bytes content = TADPOLE_TRY(content_of(in, entry));
    files[entry.name] = std::move(content);
  }
  return files;
}

Result<std::vector<std::string>> zip_names(std::span<const std::uint8_t> bytes) {
  const Reader in(bytes);
  const auto cut = [](const char* what) {
    return wrong_use(std::string("The archive is damaged (") + what + "); make it again.");
  };
  const std::optional<std::size_t> end = find_end(in);
  if (!end) return cut("no directory at its end");
  const std::size_t count = in.get(*end + 10, 2);
  if (count == 0xFFFFU)
    return wrong_use("The archive has more files than we take (65534); hand in fewer.");
  std::size_t at = in.get(*end + 16, 4);
  std::vector<std::string> names;
  for (std::size_t i = 0; i < count; ++i) {
    if (!in.holds(at, kCentralBytes) || in.get(at, 4) != kCentral)
      return cut("its directory is cut");
    const std::size_t name = in.get(at + 28, 2), more = in.get(at + 30, 2) + in.get(at + 32, 2);
    if (!in.holds(at + kCentralBytes, name + more)) return cut("a name is cut");
    const auto text = in.part(at + kCentralBytes, name);
    if (text.empty() || text.back() != '/') names.emplace_back(text.begin(), text.end());
    at += kCentralBytes + name + more;
  }
  return names;
}

Result<std::map<std::string, Bytes>> read_folder(const Path& folder) {
  std::map<std::string, Bytes> files;
  std::uintmax_t sum = 0;
  std::error_code code;
  for (auto at = std::filesystem::recursive_directory_iterator(folder, code);
       !code && at != std::filesystem::recursive_directory_iterator(); at.increment(code)) {
    if (!at->is_regular_file(code) || at->path().filename() == "lock") continue;
    // Sizes and places have 32 bits, and all of it is in memory.
    sum += at->file_size(code);
    if (sum > kMostBytes) {
      return wrong_use(folder.string() +
                       " holds more than 2 GB, too much for an archive; copy the folder itself");
    }
    const std::string name = std::filesystem::relative(at->path(), folder, code).generic_string();
    Bytes bytes = TADPOLE_TRY(read_bytes(at->path()));
    files[name] = std::move(bytes);
  }
  if (code) return Error{folder.string() + " cannot be read (" + code.message() + ")"};
  return files;
}

}  // namespace tadpole
