// SPDX-License-Identifier: Apache-2.0
#include "server/store/backup.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <optional>

#include "core/base/json.h"
#include "server/store/backup_file.h"
#include "server/store/tables.h"

namespace tadpole::server {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::size_t kPartBytes = 256 * 1024;
constexpr int kVariant = sodium_base64_VARIANT_ORIGINAL;

std::optional<Path> sqlite_file(const std::string& address) {
  if (address.starts_with("sqlite:")) return Path(address.substr(7));
  return std::nullopt;
}

Path whole_path(const Path& path) {
  const Path whole = fs::absolute(path).lexically_normal();
  return whole.has_filename() ? whole : whole.parent_path();
}

// The database's name when it lies in the data folder itself.
std::string database_in(const HubPlace& place) {
  const std::optional<Path> file = sqlite_file(place.address());
  if (!file || whole_path(*file).parent_path() != whole_path(place.data)) return "";
  return file->filename().string();
}

// Unpacked courses come back by themselves; the database goes as rows.
bool is_made_anew(const Path& relative, const std::string& database) {
  const std::string first = relative.begin()->string();
  return first.starts_with("courses-") ||
         (!database.empty() &&
          (first == database || first == database + "-wal" || first == database + "-shm"));
}

std::string base64(const char* data, std::size_t size) {
  std::string text(sodium_base64_encoded_len(size, kVariant), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(data), size,
                    kVariant);
  text.pop_back();  // the zero
  return text;
}

std::optional<std::string> from_base64(const std::string& text) {
  std::string bytes(text.size(), '\0');
  std::size_t size = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                        text.size(), nullptr, &size, nullptr, kVariant) != 0)
    return std::nullopt;
  bytes.resize(size);
  return bytes;
}

Outcome write_one_file(BackupWriter& to, const Path& file, const std::string& name) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return Error{file.string() + " cannot be read; check who may read the data folder"};
  std::string part(kPartBytes, '\0');
  bool first = true;
  while (in || first) {
    in.read(part.data(), static_cast<std::streamsize>(part.size()));
    const auto size = static_cast<std::size_t>(in.gcount());
    if (size == 0 && !first) break;
    TADPOLE_TRY(to.line({{"file", name}, {"first", first}, {"data", base64(part.data(), size)}}));
    first = false;
  }
  return Done{};
}

Result<std::size_t> write_files(BackupWriter& to, const HubPlace& from, const Path& backup_file) {
  const std::string database = database_in(from);
  std::vector<Path> files;
  std::error_code failed;
  for (const auto& entry : fs::recursive_directory_iterator(from.data, failed)) {
    const Path relative = entry.path().lexically_relative(from.data);
    const std::string name = whole_path(entry.path()).string();
    const bool own = name == whole_path(backup_file).string() + ".part";
    if (entry.is_regular_file() && !entry.is_symlink() && !is_made_anew(relative, database) && !own)
      files.push_back(relative);
  }
  std::sort(files.begin(), files.end());
  for (const Path& one : files)
    TADPOLE_TRY(write_one_file(to, from.data / one, one.generic_string()));
  return files.size();
}

void count_row(BackupReport& report, const json& row) {
  ++report.rows;
  report.events += json_text(row, "table") == "events";
  report.accounts += json_text(row, "table") == "accounts";
}

// "" or why it is no place inside a data folder.
std::string name_refusal(const std::string& name, const std::string& database) {
  const Path path(name);
  if (name.empty() || name.size() > 400 || name.find('\0') != std::string::npos ||
      name.find('\\') != std::string::npos || path.is_absolute() || !path.has_filename())
    return "a file has no name";
  for (const Path& part : path) {
    if (part == ".." || part == "." || part.empty()) return "a file's name leaves the data folder";
  }
  return is_made_anew(path, database) ? "a file's name is that of the database" : "";
}

Outcome put_part(const Path& folder, const json& line) {
  const Path file = folder / json_text(line, "file");
  TADPOLE_TRY(make_folder(file.parent_path()));
  const bool first = line.value("first", json(false)) == json(true);
  const int to =
      ::open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | (first ? O_TRUNC : O_APPEND), 0600);
  const std::optional<std::string> bytes = from_base64(json_text(line, "data"));
  bool kept = to >= 0 && bytes &&
              ::write(to, bytes->data(), bytes->size()) == static_cast<ssize_t>(bytes->size());
  kept = kept && ::fsync(to) == 0;
  if (to >= 0) ::close(to);
  if (kept) return Done{};
  return Error{file.string() + " cannot be written; check that the disk has room"};
}

void sync_folder(const Path& path) {
  const int folder = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return;
  ::fsync(folder);
  ::close(folder);
}

class Restore {
 public:
  Restore(const Path& file, const HubPlace& to)
      : file_(file),
        data_(whole_path(to.data)),
        draft_(data_.string() + ".restoring"),
        inside_(database_in(to)),
        address_(inside_.empty() ? to.address() : "sqlite:" + (draft_ / inside_).string()) {}

  Result<BackupReport> run() {
    hash_ = TADPOLE_TRY(read_backup(file_, [this](const json& line) { return check(line); }));
    const bool filled = inside_.empty() && TADPOLE_TRY(is_filled());
    std::error_code none;
    const bool there = fs::exists(data_, none) && !fs::is_empty(data_, none);
    if (there && !filled)
      return wrong_use(data_.string() +
                       " has something in it already; move it away before you restore a backup");
    if (!there) TADPOLE_TRY(build(filled));
    if (!inside_.empty()) return report_;
    const auto db = TADPOLE_TRY(open_database(address_, hash_));
    TADPOLE_TRY(db->run("DELETE FROM meta WHERE key = '" + std::string(kRestoring) + "'"));
    return report_;
  }

 private:
  Outcome check(const json& line) const {
    const std::string wrong =
        line.contains("file") ? name_refusal(json_text(line, "file"), inside_) : row_refusal(line);
    if (wrong.empty() && (!line.contains("file") || from_base64(json_text(line, "data"))))
      return Done{};
    return wrong_use(file_.string() + " has a line that no hub wrote (" +
                     (wrong.empty() ? "a file's bytes" : wrong) + "); take another backup");
  }

  // An interrupted run of the same restore got as far as that. Fails when others' data is there.
  Result<bool> is_filled() const {
    const auto db = TADPOLE_TRY(open_database(address_, hash_));
    const std::string restoring = TADPOLE_TRY(read_meta(*db, kRestoring));
    if (!restoring.empty()) return true;
    if (TADPOLE_TRY(is_empty(*db))) return false;
    return wrong_use(db->name() +
                     " has a hub in it already; give an empty database to restore a backup into");
  }

  // Everything beside its place, then into it at one stroke.
  Outcome build(bool filled) {
    std::error_code failed;
    fs::remove_all(draft_, failed);
    TADPOLE_TRY(make_folder(draft_));
    ::chmod(draft_.c_str(), 0700);
    TADPOLE_TRY(fill(filled));
    sync_folder(draft_);
    if (::rename(draft_.c_str(), data_.c_str()) == 0) {
      sync_folder(data_.parent_path());
      return Done{};
    }
    return Error{"the data folder " + data_.string() +
                 " cannot be put in place; check who may write beside it"};
  }

  Outcome fill(bool only_files) {
    const auto db = TADPOLE_TRY(open_database(address_, hash_));
    TADPOLE_TRY(db->begin_writing());
    Outcome outcome = copy(*db, only_files);
    if (outcome.ok() && !only_files) outcome = db->continue_numbers();
    if (outcome.ok() && inside_.empty()) outcome = write_meta(*db, kRestoring, hash_);
    if (outcome.ok()) outcome = db->commit();
    if (!outcome.ok()) db->roll_back();
    return outcome;
  }

  Outcome copy(Database& db, bool only_files) {
    report_ = {};
    const auto take = [&](const json& line) -> Outcome {
      TADPOLE_TRY(check(line));
      if (line.contains("file")) {
        report_.files += line.value("first", json(false)) == json(true);
        return put_part(draft_, line);
      }
      count_row(report_, line);
      return only_files ? Outcome(Done{}) : put_row(db, line);
    };
    const std::string hash = TADPOLE_TRY(read_backup(file_, take));
    if (hash == hash_) return Done{};
    return Error{file_.string() + " was changed while it was read; try again"};
  }

  Path file_, data_, draft_;
  std::string inside_;   // the database's file in the data folder, or ""
  std::string address_;  // of the database that is filled
  std::string hash_;
  BackupReport report_;
};

}  // namespace

std::string HubPlace::address() const {
  return database.empty() ? "sqlite:" + (data / "hub.db").string() : database;
}

Result<BackupReport> backup(const Path& file, const HubPlace& from) {
  const std::optional<Path> sqlite = sqlite_file(from.address());
  if (sqlite ? !fs::exists(*sqlite) : !fs::exists(from.data))
    return wrong_use("there is no hub in " + (sqlite ? *sqlite : from.data).string() +
                     "; give its folder with --data");
  BackupWriter to = TADPOLE_TRY(BackupWriter::create(file));
  const auto db = TADPOLE_TRY(open_database(from.address()));
  BackupReport report;
  TADPOLE_TRY(db->begin_reading());
  TADPOLE_TRY(dump_rows(*db, [&](const json& row) {
    count_row(report, row);
    return to.line(row);
  }));
  TADPOLE_TRY(db->commit());
  report.files = TADPOLE_TRY(write_files(to, from, file));
  TADPOLE_TRY(to.finish());
  return report;
}

Result<BackupReport> restore(const Path& file, const HubPlace& to) {
  return Restore(file, to).run();
}

}  // namespace tadpole::server
