// SPDX-License-Identifier: Apache-2.0
#include "server/store/backup_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "core/base/json.h"

namespace tadpole::server {
namespace {

constexpr std::size_t kMostLineBytes = std::size_t{2} << 20;
constexpr int kVersion = 1;

Error damaged(const Path& file, const std::string& how) {
  return wrong_use(file.string() + " is damaged (" + how + "); take another backup");
}

// Lines of a file that may be compressed.
class Lines {
 public:
  explicit Lines(const Path& file) : in_(gzopen(file.c_str(), "rb")) {
    if (in_) gzbuffer(in_, 1 << 17);
  }
  ~Lines() {
    if (in_) gzclose(in_);
  }
  Lines(const Lines&) = delete;
  Lines& operator=(const Lines&) = delete;

  bool opened() const { return in_ != nullptr; }
  // Behind the last line: nothing of the compressed stream is missing.
  bool ended_whole() const {
    int status = Z_OK;
    gzerror(in_, &status);
    return rest_.size() == taken_ && status == Z_OK && gzeof(in_);
  }
  // false: no whole line is left. The view holds until the next call.
  bool next(std::string_view& line) {
    std::size_t end = rest_.find('\n', taken_);
    while (end == std::string::npos) {
      rest_.erase(0, std::exchange(taken_, 0));
      char part[1 << 16];
      const int n = rest_.size() > kMostLineBytes ? 0 : gzread(in_, part, sizeof part);
      if (n <= 0) return false;
      const std::size_t seen = rest_.size();
      rest_.append(part, static_cast<std::size_t>(n));
      end = rest_.find('\n', seen);
    }
    line = std::string_view(rest_).substr(taken_, end - taken_);
    taken_ = end + 1;
    return true;
  }

 private:
  gzFile in_;
  std::string rest_;
  std::size_t taken_ = 0;
};

}  // namespace

BackupWriter::BackupWriter(Path file) : file_(std::move(file)), draft_(file_.string() + ".part") {}

BackupWriter::BackupWriter(BackupWriter&& other) noexcept
    : file_(std::move(other.file_)),
      draft_(std::move(other.draft_)),
      out_(std::exchange(other.out_, nullptr)),
      sum_(other.sum_),
      lines_(other.lines_) {}

BackupWriter::~BackupWriter() {
  if (!out_) return;
  gzclose(out_);
  ::unlink(draft_.c_str());
}

Result<BackupWriter> BackupWriter::create(const Path& file) {
  if (std::filesystem::exists(file))
    return wrong_use(file.string() + " is there already; choose another name for the backup");
  BackupWriter writer(file);
  const int to = ::open(writer.draft_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (to < 0)
    return wrong_use(file.string() + " cannot be written (" + std::strerror(errno) +
                     "); choose another place");
  writer.out_ = gzdopen(to, "wb6");
  TADPOLE_TRY(writer.write(json_dump({{"tadpole_backup", kVersion}}) + "\n"));
  return writer;
}

Outcome BackupWriter::write(const std::string& text) {
  sum_.add(text);
  const auto size = static_cast<unsigned>(text.size());
  if (gzwrite(out_, text.data(), size) == static_cast<int>(size)) return Done{};
  return Error{file_.string() + " cannot be written (" + std::strerror(errno) +
               "); check that the disk has room"};
}

Outcome BackupWriter::line(const nlohmann::json& json) {
  ++lines_;
  return write(json_dump(json) + "\n");
}

Outcome BackupWriter::finish() {
  const std::string sum = Sha256(sum_).hex();
  TADPOLE_TRY(write(json_dump({{"lines", lines_}, {"sha256", sum}}) + "\n"));
  const int closed = gzclose(std::exchange(out_, nullptr));
  const int written = ::open(draft_.c_str(), O_RDONLY | O_CLOEXEC);
  const bool kept = closed == Z_OK && written >= 0 && ::fsync(written) == 0 &&
                    ::rename(draft_.c_str(), file_.c_str()) == 0;
  if (written >= 0) ::close(written);
  if (kept) return Done{};
  const std::string why = std::strerror(errno);
  ::unlink(draft_.c_str());
  return Error{file_.string() + " cannot be written (" + why + "); check that the disk has room"};
}

Result<std::string> read_backup(const Path& file,
                                const std::function<Outcome(const nlohmann::json&)>& take) {
  Lines lines(file);
  if (!lines.opened() || std::filesystem::is_directory(file))
    return wrong_use("there is no backup " + file.string() + "; check the name");
  std::string_view line;
  if (!lines.next(line) || json_number(parse_json(line), "tadpole_backup") != kVersion)
    return wrong_use(file.string() +
                     " is no backup of a hub; choose a file that 'tadpole backup' wrote");
  Sha256 sum;
  sum.add(line).add("\n");
  for (std::uint64_t count = 0; lines.next(line); ++count) {
    const nlohmann::json json = parse_json(line);
    if (!json.is_object()) return damaged(file, "line " + std::to_string(count + 2));
    if (json.contains("sha256")) {
      const std::string all = Sha256(sum).hex();
      if (json_text(json, "sha256") != all) return damaged(file, "its sum does not fit");
      if (lines.next(line)) return damaged(file, "something follows its end");
      if (!lines.ended_whole()) return damaged(file, "its last bytes are missing");
      return all;
    }
    sum.add(line).add("\n");
    TADPOLE_TRY(take(json));
  }
  return damaged(file, "it ends early");
}

}  // namespace tadpole::server
