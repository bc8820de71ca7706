// SPDX-License-Identifier: Apache-2.0
// One importer per form of a picture set. Internal to core/data/image: call import_images().
#pragma once
#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "core/data/image/import_images.h"

namespace tadpole {

// Takes pictures one by one: to the set's channels, not longer than the options allow.
class ImageCollector {
 public:
  explicit ImageCollector(const ImageImportOptions& options);
  // sample: name, label and what the source knows; shape and defaults are filled in here.
  void add(Sample sample, Picture picture);
  // Reads the file; one that cannot be read becomes a sentence.
  void add_file(Sample sample, const Path& file);
  void note(std::string sentence) { result_.notes.push_back(std::move(sentence)); }
  std::size_t asked() const { return result_.set.samples.size() + result_.refused.size(); }
  // Class order; without it the classes are sorted by name.
  void set_labels(std::vector<std::string> labels) { result_.set.labels = std::move(labels); }
  // Fails when no picture came, or more were refused than allowed. where: for the message.
  Result<ImportedImages> finish(const std::string& where);

 private:
  const ImageImportOptions& options_;
  int channels_ = 3;
  ImportedImages result_;
};

bool is_there(const Path& path);
// Without hidden ones; empty when it is no folder.
std::vector<Path> sorted_folder(const Path& folder);

Result<ImportedImages> import_picture_folder(const Path& folder, const ImageImportOptions& options);
Result<ImportedImages> import_picture_manifest(const Path& manifest,
                                               const ImageImportOptions& options);

// Pairs of images and labels in a folder, or the one pair of an images file; empty: no IDX.
struct IdxPair {
  Path images, labels;
};
std::vector<IdxPair> find_idx(const Path& path);
Result<ImportedImages> import_idx(const Path& path, const ImageImportOptions& options);
// names: of the classes; empty: their numbers.
Outcome add_idx(std::span<const std::uint8_t> images, std::span<const std::uint8_t> labels,
                const std::string& name, const std::vector<std::string>& names,
                ImageCollector& into);

enum class CifarKind : std::uint8_t { cifar10, cifar100 };
struct CifarFile {
  Path file;
  CifarKind kind;
};
std::vector<CifarFile> find_cifar(const Path& path);
Result<ImportedImages> import_cifar(const Path& path, const ImageImportOptions& options);
Outcome add_cifar(std::span<const std::uint8_t> bytes, CifarKind kind, const std::string& name,
                  const std::vector<std::string>& names, ImageCollector& into);

std::vector<Path> find_coco(const Path& path);
Result<ImportedImages> import_coco(const Path& path, const ImageImportOptions& options);

// What a COCO file says about one picture.
struct CocoPicture {
  std::string file = {};
  double area = 0.0;           // width * height
  double person_percent = -1;  // of its largest person's box; -1: no person
  std::string licence = {};
};
// By id. Fails when the text is no JSON, or its lists images, annotations or categories do not
// fit. Cost: one pass, no tree; memory for the pictures only.
Result<std::map<std::int64_t, CocoPicture>> parse_coco(std::string_view text,
                                                       const std::string& name);

// "train-images" -> train, "t10k", "test" -> test, "val" -> validation; nothing else.
std::optional<Split> split_in_name(const std::string& name);

}  // namespace tadpole
