// SPDX-License-Identifier: Apache-2.0
// The binary version of CIFAR: records of label bytes, then 1024 bytes red, green, blue. Source:
// Krizhevsky, Learning multiple layers of features from tiny images (2009), and the set's page.
#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.h"
#include "core/data/image/image_importers.h"

namespace tadpole {
namespace {

constexpr int kSide = 32;
constexpr std::size_t kPlane = kSide * kSide;

// CIFAR-100 has a coarse label before the fine one.
std::size_t label_bytes(CifarKind kind) { return kind == CifarKind::cifar100 ? 2 : 1; }
std::size_t class_count(CifarKind kind) { return kind == CifarKind::cifar100 ? 100 : 10; }

Picture from_planes(std::span<const std::uint8_t> planes) {
  Picture picture = blank_picture(kSide, kSide, 3);
  for (std::size_t i = 0; i < kPlane; ++i)
    for (std::size_t c = 0; c < 3; ++c) picture.pixels[3 * i + c] = planes[c * kPlane + i];
  return picture;
}

std::optional<CifarFile> cifar_file(const Path& file) {
  const std::string name = file.filename().string();
  if (file.extension() != ".bin") return {};
  if (name.rfind("data_batch", 0) == 0 || name == "test_batch.bin")
    return CifarFile{file, CifarKind::cifar10};
  if ((name == "train.bin" || name == "test.bin") &&
      is_there(file.parent_path() / "fine_label_names.txt"))
    return CifarFile{file, CifarKind::cifar100};
  return {};
}

// The names of the classes, or their numbers where the list is missing.
Result<std::vector<std::string>> class_names(const CifarFile& file) {
  const Path list =
      file.file.parent_path() /
      (file.kind == CifarKind::cifar100 ? "fine_label_names.txt" : "batches.meta.txt");
  std::vector<std::string> names;
  if (is_there(list)) {
    for (const std::string& line : split_lines(TADPOLE_TRY(read_text(list))))
      if (!trim(line).empty()) names.push_back(trim(line));
    if (names.size() != class_count(file.kind))
      return Error{fmt::format("{} names {} classes, expected {}; bring the file again",
                               list.string(), names.size(), class_count(file.kind))};
  } else {
    for (std::size_t i = 0; i < class_count(file.kind); ++i) names.push_back(std::to_string(i));
  }
  return names;
}

}  // namespace

std::vector<CifarFile> find_cifar(const Path& path) {
  std::vector<CifarFile> files;
  std::error_code code;
  if (!std::filesystem::is_directory(path, code)) {
    if (const auto file = cifar_file(path)) files.push_back(*file);
    return files;
  }
  for (const Path& entry : sorted_folder(path))
    if (const auto file = cifar_file(entry)) files.push_back(*file);
  return files;
}

Outcome add_cifar(std::span<const std::uint8_t> bytes, CifarKind kind, const std::string& name,
                  const std::vector<std::string>& names, ImageCollector& into) {
  const std::size_t record = label_bytes(kind) + 3 * kPlane;
  if (bytes.empty() || bytes.size() % record != 0)
    return Error{
        fmt::format("{} has {} bytes, expected a multiple of {} (CIFAR-{}); bring the "
                    "binary version again",
                    name, bytes.size(), record, class_count(kind))};
  for (std::size_t i = 0; i * record < bytes.size(); ++i) {
    const auto one = bytes.subspan(i * record, record);
    const std::uint8_t label = one[label_bytes(kind) - 1];
    if (label >= names.size())
      return Error{
          fmt::format("{}: picture {} has label {}, expected 0 to {}; bring the binary "
                      "version again",
                      name, i, label, names.size() - 1)};
    into.add({.name = fmt::format("{} {}", name, i),
              .label = names[label],
              .given = split_in_name(name),
              .source = name},
             from_planes(one.subspan(label_bytes(kind))));
  }
  return Done{};
}

Result<ImportedImages> import_cifar(const Path& path, const ImageImportOptions& options) {
  const std::vector<CifarFile> files = find_cifar(path);
  const std::vector<std::string> names = TADPOLE_TRY(class_names(files[0]));
  ImageCollector collector(options);
  for (const CifarFile& file : files) {
    if (file.kind != files[0].kind)
      return wrong_use(path.string() + " holds CIFAR-10 and CIFAR-100 files; keep one of them");
    const Bytes bytes = TADPOLE_TRY(read_bytes(file.file));
    TADPOLE_TRY(add_cifar(bytes, file.kind, file.file.filename().string(), names, collector));
  }
  collector.set_labels(names);
  return collector.finish(path.string());
}

}  // namespace tadpole
