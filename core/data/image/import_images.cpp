// SPDX-License-Identifier: Apache-2.0
#include "core/data/image/import_images.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/data/image/image_importers.h"
#include "core/data/image/resize_picture.h"

namespace tadpole {
namespace {

namespace fs = std::filesystem;

void fill(std::string& field, const std::string& otherwise) {
  if (field.empty()) field = otherwise;
}

// A part of a set may lack classes.
void keep_labels_in_use(SampleSet& set) {
  std::set<std::string> used;
  for (const Sample& s : set.samples) used.insert(s.label);
  std::erase_if(set.labels, [&](const std::string& label) { return used.count(label) == 0; });
}

bool is_file(const Path& path) {
  std::error_code code;
  return fs::is_regular_file(path, code);
}

}  // namespace

OptionSet describe(ImageImportOptions& o) {
  OptionSet set;
  set.add("colour", o.colour, {.help = "what all pictures are kept as", .choices = {"grey", "rgb"}})
      .add("longest_side", o.longest_side,
           {.help = "longer pictures are shrunk", .unit = "pixels", .min = 8, .max = 512})
      .add("unreadable_percent", o.unreadable_percent,
           {.help = "so many pictures that cannot be read may be left out",
            .unit = "%",
            .min = 0,
            .max = 100})
      .add("person_percent", o.person_percent,
           {.help = "share of a COCO picture from which on a person counts",
            .unit = "%",
            .min = 0,
            .max = 100});
  return set;
}

ImageCollector::ImageCollector(const ImageImportOptions& options)
    : options_(options), channels_(options.colour == "grey" ? 1 : 3) {
  SampleSet& set = result_.set;
  set.kind = "image";
  set.type = ValueType::uint8;
  if (channels_ == 1) {
    set.channels = {{.name = "grey"}};
  } else {
    set.channels = {{.name = "red"}, {.name = "green"}, {.name = "blue"}};
  }
}

void ImageCollector::add(Sample sample, Picture picture) {
  if (std::max(picture.width, picture.height) > kLongestSide) {
    result_.refused.push_back(fmt::format("{} is {} x {} pixels large, at most {} a side are read",
                                          sample.name, picture.width, picture.height,
                                          kLongestSide));
    return;
  }
  const Picture small = with_channels(shrunk(std::move(picture), options_.longest_side), channels_);
  fill(sample.label, options_.label);
  fill(sample.who, options_.who);
  fill(sample.who, sample.name);
  fill(sample.group, options_.group);
  fill(sample.licence, options_.licence);
  fill(sample.consent, options_.consent);
  fill(sample.source, sample.name);
  sample.shape = {small.height, small.width, small.channels};
  result_.set.add(std::move(sample), std::span(small.pixels));
}

void ImageCollector::add_file(Sample sample, const Path& file) {
  Result<Picture> picture = read_picture(file);
  if (picture.ok()) {
    add(std::move(sample), std::move(picture).value());
  } else {
    result_.refused.push_back(picture.error().message);
  }
}

Result<ImportedImages> ImageCollector::finish(const std::string& where) {
  const std::vector<std::string>& refused = result_.refused;
  keep_labels_in_use(result_.set);
  if (asked() == 0) return wrong_use(where + " holds no picture; give a folder that holds some");
  const double allowed = options_.unreadable_percent / 100.0 * static_cast<double>(asked());
  if (static_cast<double>(refused.size()) <= allowed) return std::move(result_);
  if (refused.size() == 1) return Error{refused[0]};
  std::string first;
  for (std::size_t i = 0; i < refused.size() && i < 3; ++i) first += "; " + refused[i];
  return Error{fmt::format(
      "{} of {} pictures cannot be read{}{}; mend or remove them, or allow some to be left out: "
      "unreadable_percent",
      refused.size(), asked(), first, refused.size() > 3 ? "; and so on" : "")};
}

bool is_there(const Path& path) {
  std::error_code code;
  return fs::exists(path, code);
}

std::vector<Path> sorted_folder(const Path& folder) {
  std::vector<Path> entries;
  std::error_code code;
  for (const auto& entry : fs::directory_iterator(folder, code))
    if (entry.path().filename().string()[0] != '.') entries.push_back(entry.path());
  std::sort(entries.begin(), entries.end());
  return entries;
}

std::optional<Split> split_in_name(const std::string& name) {
  const auto has = [&](const char* part) { return name.find(part) != std::string::npos; };
  if (has("train") || has("data_batch")) return Split::train;
  if (has("t10k") || has("test")) return Split::test;
  if (has("val")) return Split::validation;
  return {};
}

Result<ImportedImages> import_images(const Path& path, const ImageImportOptions& options) {
  std::error_code code;
  if (!fs::exists(path, code))
    return wrong_use(path.string() +
                     " is not there; give a folder of pictures, a CSV manifest, or a data set");
  if (path.extension() == ".csv") return import_picture_manifest(path, options);
  if (is_file(path / "manifest.csv"))
    return import_picture_manifest(path / "manifest.csv", options);
  if (!find_idx(path).empty()) return import_idx(path, options);
  if (!find_cifar(path).empty()) return import_cifar(path, options);
  if (!find_coco(path).empty()) return import_coco(path, options);
  if (fs::is_directory(path, code)) return import_picture_folder(path, options);
  return wrong_use(
      path.string() +
      " is no set of pictures; expected a folder with one sub-folder per class, a CSV manifest, "
      "IDX (MNIST), CIFAR or COCO files");
}

}  // namespace tadpole
