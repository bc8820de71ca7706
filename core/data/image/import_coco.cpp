// SPDX-License-Identifier: Apache-2.0
// Person or no person. Source: Chowdhery, Warden, Shlens, Howard, Rhodes, Visual Wake Words Dataset
// (2019), section 3.1: a box of more than 0.5 % of the picture makes it "person".
#include <fmt/format.h>

#include "core/base/text.h"
#include "core/data/image/image_importers.h"
#include "core/data/manifest.h"

namespace tadpole {
namespace {

namespace fs = std::filesystem;

std::string part_of(const Path& json) {
  const std::string stem = json.stem().string();
  return stem.rfind("instances_", 0) == 0 ? stem.substr(10) : stem;
}

// Where the pictures are, in a folder of the part's name: beside the annotations, or one folder up
// when the annotations have a folder of their own, which the set calls so.
Path picture_folder(const Path& json, const std::string& first) {
  const Path here = json.parent_path();
  const Path above = here.filename() == "annotations" ? here.parent_path() : here;
  for (const Path& base : {above, here}) {
    for (const char* images : {"", "images"}) {
      for (const std::string& part : {part_of(json), std::string()}) {
        const Path folder = base / images / part;
        if (is_there(folder / first)) return folder;
      }
    }
  }
  return {};
}

struct Counts {
  int small = 0, missing = 0;
};

void add_picture(const CocoPicture& picture, const Path& folder, std::optional<Split> given,
                 double person_percent, ImageCollector& into, Counts& counts) {
  const bool is_person = picture.person_percent > person_percent;
  if (!is_person && picture.person_percent >= 0) {
    ++counts.small;
  } else if (!is_there(folder / picture.file)) {
    ++counts.missing;
  } else {
    into.add_file({.name = picture.file,
                   .label = is_person ? "person" : "no_person",
                   .given = given,
                   .licence = picture.licence},
                  folder / picture.file);
  }
}

Outcome add_part(const Path& json, const ImageImportOptions& options, ImageCollector& into) {
  const std::string text = TADPOLE_TRY(read_text(json));
  const auto pictures = TADPOLE_TRY(parse_coco(text, json.string()));
  Path folder;
  for (const auto& [id, picture] : pictures) {
    if (leaves_folder(picture.file))
      return Error{fmt::format(
          "{} names the picture {}, which is outside its folder; bring the picture into it and "
          "name it by its place there",
          json.string(), picture.file)};
    if (folder.empty()) folder = picture_folder(json, picture.file);
  }
  if (folder.empty())
    return Error{
        fmt::format("none of the {} pictures of {} is there; bring them into a folder {} "
                    "beside it",
                    pictures.size(), json.string(), part_of(json))};
  Counts counts;
  for (const auto& [id, picture] : pictures)
    add_picture(picture, folder, split_in_name(part_of(json)), options.person_percent, into,
                counts);
  if (counts.small > 0)
    into.note(fmt::format(
        "{} pictures of {} show persons of at most {} % of the picture only; they are left out",
        counts.small, json.filename().string(), options.person_percent));
  if (counts.missing > 0)
    into.note(fmt::format("{} of {} pictures of {} are not there; they are left out",
                          counts.missing, pictures.size(), json.filename().string()));
  return Done{};
}

}  // namespace

std::vector<Path> find_coco(const Path& path) {
  if (path.extension() == ".json") return {path};
  std::vector<Path> files;
  for (const Path& folder : {path, path / "annotations"})
    for (const Path& file : sorted_folder(folder))
      if (file.extension() == ".json" && file.filename().string().rfind("instances_", 0) == 0)
        files.push_back(file);
  return files;
}

Result<ImportedImages> import_coco(const Path& path, const ImageImportOptions& options) {
  ImageCollector collector(options);
  for (const Path& json : find_coco(path)) TADPOLE_TRY(add_part(json, options, collector));
  collector.set_labels({"no_person", "person"});
  return collector.finish(path.string());
}

}  // namespace tadpole
