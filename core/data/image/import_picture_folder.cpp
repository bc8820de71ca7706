// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "core/base/text.h"
#include "core/data/image/image_importers.h"
#include "core/data/manifest.h"

namespace tadpole {
namespace {

namespace fs = std::filesystem;

bool is_folder(const Path& path) {
  std::error_code code;
  return fs::is_directory(path, code);
}

std::string name_of(const Path& path) { return path.filename().string(); }

// train/, val/ or test/ with classes below.
std::optional<Split> split_of_folder(const Path& folder) {
  const auto split = parse_split(name_of(folder));
  if (!split.ok() || !split.value()) return {};
  for (const Path& entry : sorted_folder(folder))
    if (is_folder(entry)) return split.value();
  return {};
}

struct Walk {
  ImageCollector& into;
  std::optional<Split> given = {};
  std::string above = {};  // "train/" before the names

  void add(const Path& file, const std::string& label, const std::string& who,
           const std::string& name) {
    if (!is_picture_name(file)) return;
    into.add_file({.name = above + name, .label = label, .who = who, .given = given}, file);
  }
  // A folder inside a class's folder is a person's, or a thing's.
  void walk_class(const Path& folder) {
    const std::string label = name_of(folder);
    for (const Path& entry : sorted_folder(folder)) {
      if (!is_folder(entry)) {
        add(entry, label, "", label + "/" + name_of(entry));
        continue;
      }
      for (const Path& file : sorted_folder(entry))
        add(file, label, name_of(entry), label + "/" + name_of(entry) + "/" + name_of(file));
    }
  }
  void walk_classes(const Path& folder) {
    for (const Path& entry : sorted_folder(folder))
      if (is_folder(entry)) walk_class(entry);
  }
};

}  // namespace

Result<ImportedImages> import_picture_folder(const Path& folder,
                                             const ImageImportOptions& options) {
  ImageCollector collector(options);
  bool has_splits = false;
  for (const Path& entry : sorted_folder(folder)) {
    const auto split = is_folder(entry) ? split_of_folder(entry) : std::nullopt;
    if (!split) continue;
    has_splits = true;
    Walk{collector, split, name_of(entry) + "/"}.walk_classes(entry);
  }
  Walk walk{collector};
  if (!has_splits) walk.walk_classes(folder);
  if (collector.asked() == 0 && !options.label.empty())
    for (const Path& file : sorted_folder(folder)) walk.add(file, options.label, "", name_of(file));
  if (collector.asked() == 0)
    return wrong_use(fmt::format(
        "{} has no sub-folder with pictures; expected one folder per class with PNG, JPEG, PPM or "
        "BMP files, a manifest.csv, IDX, CIFAR or COCO files, or pictures of one class and its "
        "label",
        folder.string()));
  return collector.finish(folder.string());
}

Result<ImportedImages> import_picture_manifest(const Path& manifest,
                                               const ImageImportOptions& options) {
  const std::string text = TADPOLE_TRY(read_text(manifest));
  ImageCollector collector(options);
  int others = 0;
  for (const ManifestRow& row : TADPOLE_TRY(parse_manifest(text, manifest.string()))) {
    const Path relative(row.file);
    if (row.label.empty()) continue;  // a document of the set, not a picture
    if (!is_picture_name(relative)) {
      ++others;
      continue;
    }
    const Path file = relative.is_absolute() ? relative : manifest.parent_path() / relative;
    std::error_code code;
    if (!fs::exists(file, code))
      return Error{fmt::format("{}:{}: {} is not there; correct the line or bring the file",
                               manifest.string(), row.line, file.string())};
    collector.add_file({.name = row.file,
                        .label = row.label,
                        .who = row.speaker,
                        .group = row.group,
                        .given = row.split,
                        .licence = row.licence,
                        .consent = row.consent},
                       file);
  }
  if (others > 0)
    collector.note(fmt::format("{} lines of {} name files that are no pictures; they are left out",
                               others, manifest.string()));
  return collector.finish(manifest.string());
}

}  // namespace tadpole
