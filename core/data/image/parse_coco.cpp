// SPDX-License-Identifier: Apache-2.0
// The annotations of COCO, read as a stream: the file of the whole set has 450 MB, its tree would
// take ten times as much. Source: Lin et al., Microsoft COCO (2014), and the set's page "data
// format".
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/data/image/image_importers.h"

namespace tadpole {
namespace {

// One object of a list: the fields of all lists that we read.
struct Item {
  std::int64_t id = -1, image = -1, category = -1, licence = -1;
  double width = 0.0, height = 0.0;
  std::string file = {}, name = {};
  std::vector<double> box = {};
};

struct Annotation {
  std::int64_t image = 0, category = 0;
  double area = 0.0;
};

// Depth 1: the whole; 2: a list in it; 3: an object of the list; 4: a list in that object.
class CocoReader {
 public:
  std::map<std::int64_t, CocoPicture> pictures;
  std::vector<Annotation> annotations;
  std::set<std::int64_t> persons;  // ids of the category
  std::map<std::int64_t, std::string> licences;
  std::map<std::int64_t, std::int64_t> licence_of;
  std::string broken = {};

  bool null() { return true; }
  bool boolean(bool) { return true; }
  bool number_integer(std::int64_t n) { return number(static_cast<double>(n), n); }
  bool number_unsigned(std::uint64_t n) {
    const auto whole = static_cast<std::int64_t>(n & 0x7FFFFFFFFFFFFFFFu);
    return number(static_cast<double>(n), whole);
  }
  bool number_float(double x, const std::string&) { return number(x, -1); }
  bool string(std::string& text) {
    if (depth_ != 3) return true;
    if (field_ == "file_name") item_.file = text;
    if (field_ == "name") item_.name = text;
    return true;
  }
  bool binary(nlohmann::json::binary_t&) { return true; }
  bool start_object(std::size_t) {
    if (++depth_ == 3) item_ = {};
    return true;
  }
  bool start_array(std::size_t) {
    ++depth_;
    return true;
  }
  bool key(std::string& name) {
    if (depth_ == 1) list_ = name;
    if (depth_ == 3) field_ = name;
    return true;
  }
  bool end_object() {
    if (depth_-- == 3) take();
    return broken.empty();
  }
  bool end_array() {
    --depth_;
    return true;
  }
  bool parse_error(std::size_t at, const std::string&, const nlohmann::json::exception&) {
    broken = fmt::format("it is no JSON from byte {} on", at);
    return false;
  }

 private:
  bool number(double x, std::int64_t whole) {
    if (depth_ == 4 && field_ == "bbox" && item_.box.size() < 5) item_.box.push_back(x);
    if (depth_ != 3) return true;
    if (field_ == "id") item_.id = whole;
    if (field_ == "image_id") item_.image = whole;
    if (field_ == "category_id") item_.category = whole;
    if (field_ == "license") item_.licence = whole;
    if (field_ == "width") item_.width = x;
    if (field_ == "height") item_.height = x;
    return true;
  }
  void take() {
    if (list_ == "images") take_picture();
    if (list_ == "annotations" && item_.box.size() == 4)
      annotations.push_back({item_.image, item_.category, item_.box[2] * item_.box[3]});
    if (list_ == "categories" && item_.name == "person") persons.insert(item_.id);
    if (list_ == "licenses") licences[item_.id] = item_.name;
  }
  void take_picture() {
    if (item_.file.empty() || !(item_.width >= 1) || !(item_.height >= 1)) {
      broken = fmt::format("its picture {} has no file_name, width or height", item_.id);
      return;
    }
    pictures[item_.id] = {.file = item_.file, .area = item_.width * item_.height};
    licence_of[item_.id] = item_.licence;
  }

  int depth_ = 0;
  std::string list_ = {}, field_ = {};
  Item item_ = {};
};

}  // namespace

Result<std::map<std::int64_t, CocoPicture>> parse_coco(std::string_view text,
                                                       const std::string& name) {
  CocoReader reader;
  nlohmann::json::sax_parse(text, &reader);
  if (reader.broken.empty() && (reader.pictures.empty() || reader.persons.empty()))
    reader.broken =
        reader.pictures.empty() ? "it lists no images" : "its categories do not name 'person'";
  if (!reader.broken.empty())
    return Error{fmt::format(
        "{} is no COCO annotation file: {}; expected images, annotations and categories", name,
        reader.broken)};
  for (const Annotation& a : reader.annotations) {
    const auto at = reader.pictures.find(a.image);
    if (at == reader.pictures.end() || reader.persons.count(a.category) == 0) continue;
    const double percent = 100.0 * a.area / at->second.area;
    if (percent > at->second.person_percent) at->second.person_percent = std::max(0.0, percent);
  }
  for (auto& [id, picture] : reader.pictures) {
    const auto licence = reader.licences.find(reader.licence_of[id]);
    if (licence != reader.licences.end()) picture.licence = licence->second;
  }
  return std::move(reader.pictures);
}

}  // namespace tadpole
