// SPDX-License-Identifier: Apache-2.0
// IDX, the files of MNIST and its relatives: a big-endian header, then bytes. Source: LeCun,
// Cortes, Burges, The MNIST database (1998), "file formats".
#include <fmt/format.h>

#include "core/base/text.h"
#include "core/data/image/gunzip.h"
#include "core/data/image/image_importers.h"

namespace tadpole {
namespace {

constexpr std::size_t kMostBytes = std::size_t{1} << 31;
constexpr std::uint32_t kImages = 0x0803, kLabels = 0x0801;  // unsigned bytes, 3 and 1 dimensions

std::uint32_t big32(std::span<const std::uint8_t> bytes, std::size_t at) {
  return static_cast<std::uint32_t>(bytes[at]) << 24 |
         static_cast<std::uint32_t>(bytes[at + 1]) << 16 |
         static_cast<std::uint32_t>(bytes[at + 2]) << 8 | bytes[at + 3];
}

Outcome check_idx(std::span<const std::uint8_t> bytes, std::uint32_t magic, std::size_t header,
                  const std::string& name) {
  if (bytes.size() < header)
    return Error{fmt::format("{} has {} bytes, an IDX header needs {}; bring the file again", name,
                             bytes.size(), header)};
  if (big32(bytes, 0) != magic)
    return Error{fmt::format("{} begins with {:#010x}, expected {:#010x} (IDX, unsigned bytes, {})",
                             name, big32(bytes, 0), magic,
                             magic == kImages ? "3 dimensions" : "1 dimension")};
  std::uint64_t values = big32(bytes, 4);
  for (std::size_t at = 8; at < header; at += 4) {
    const std::uint32_t side = big32(bytes, at);
    if (side < 1 || side > 4096)
      return Error{
          fmt::format("{} holds pictures with a side of {}, expected 1 to 4096", name, side)};
    values *= side;  // below 2^32 * 2^24
  }
  if (values != bytes.size() - header)
    return Error{fmt::format("{} names {} values and holds {}; bring the file again", name, values,
                             bytes.size() - header)};
  return Done{};
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.rfind(from);
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

bool is_idx_images(const Path& file) {
  const std::string name = file.filename().string();
  return name.find("images") != std::string::npos && name.find("idx3") != std::string::npos;
}

// Packed or not: the images may be unpacked and the labels not.
IdxPair pair_of(const Path& images) {
  const std::string name =
      replaced(replaced(images.filename().string(), "images", "labels"), "idx3", "idx1");
  Path labels = images.parent_path() / name;
  if (!is_there(labels)) {
    const Path other = labels.extension() == ".gz" ? Path(labels).replace_extension()
                                                   : Path(labels.string() + ".gz");
    if (is_there(other)) labels = other;
  }
  return {images, labels};
}

}  // namespace

std::vector<IdxPair> find_idx(const Path& path) {
  if (is_idx_images(path) && !std::filesystem::is_directory(path)) return {pair_of(path)};
  std::vector<IdxPair> pairs;
  for (const Path& file : sorted_folder(path)) {
    if (!is_idx_images(file)) continue;
    if (file.extension() == ".gz" && is_there(Path(file).replace_extension())) continue;
    pairs.push_back(pair_of(file));
  }
  return pairs;
}

Outcome add_idx(std::span<const std::uint8_t> images, std::span<const std::uint8_t> labels,
                const std::string& name, const std::vector<std::string>& names,
                ImageCollector& into) {
  TADPOLE_TRY(check_idx(images, kImages, 16, name));
  TADPOLE_TRY(check_idx(labels, kLabels, 8, name + " (labels)"));
  const std::size_t count = big32(images, 4);
  if (big32(labels, 4) != count)
    return Error{fmt::format("{} holds {} pictures and {} labels; bring the pair again", name,
                             count, big32(labels, 4))};
  const auto height = big32(images, 8), width = big32(images, 12);
  const std::size_t size = std::size_t{height} * width;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint8_t label = labels[8 + i];
    if (!names.empty() && label >= names.size())
      return Error{fmt::format("{}: picture {} has label {}, there are {} names of classes", name,
                               i, label, names.size())};
    const auto pixels = images.subspan(16 + i * size, size);
    into.add(
        {.name = fmt::format("{} {}", name, i),
         .label = names.empty() ? std::to_string(label) : names[label],
         .given = split_in_name(name),
         .source = name},
        {static_cast<int>(width), static_cast<int>(height), 1, {pixels.begin(), pixels.end()}});
  }
  return Done{};
}

Result<ImportedImages> import_idx(const Path& path, const ImageImportOptions& options) {
  ImageCollector collector(options);
  std::vector<std::string> names;
  std::set<std::uint8_t> found;
  const std::vector<IdxPair> pairs = find_idx(path);
  const Path list = pairs[0].images.parent_path() / "labels.txt";
  if (is_there(list)) names = split_lines(TADPOLE_TRY(read_text(list)));
  for (const IdxPair& pair : pairs) {
    if (!is_there(pair.labels))
      return Error{fmt::format("{} has no labels: {} is not there; bring it", pair.images.string(),
                               pair.labels.filename().string())};
    const Bytes images = TADPOLE_TRY(read_unpacked(pair.images, kMostBytes));
    const Bytes labels = TADPOLE_TRY(read_unpacked(pair.labels, kMostBytes));
    TADPOLE_TRY(add_idx(images, labels, pair.images.filename().string(), names, collector));
    found.insert(labels.begin() + 8, labels.end());
  }
  // In the order of the numbers, "2" before "10".
  std::vector<std::string> classes;
  for (const std::uint8_t label : found)
    classes.push_back(names.empty() ? std::to_string(label) : names[label]);
  collector.set_labels(std::move(classes));
  return collector.finish(path.string());
}

}  // namespace tadpole
