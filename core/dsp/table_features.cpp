// SPDX-License-Identifier: Apache-2.0
#include "core/dsp/table_features.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/json.h"
#include "core/base/text.h"

namespace tadpole {
namespace {

using device::TableColumn;
using device::TableColumnKind;
using device::TableTransform;

// The values of one column in the training rows.
struct Column {
  std::vector<float> present = {};
  bool misses = false;
};

Column training_column(const SampleSet& set, std::size_t index) {
  Column column;
  for (const Sample& sample : set.samples) {
    if (sample.split != Split::train) continue;
    const float value = set.float_values(sample)[index];
    if (std::isnan(value)) {
      column.misses = true;
    } else {
      column.present.push_back(value);
    }
  }
  return column;
}

struct Moments {
  double mean = 0.0, deviation = 0.0, skewness = 0.0;
  double low = 0.0, high = 0.0;
};

Moments moments_of(const std::vector<float>& values) {
  Moments m;
  if (values.empty()) return m;
  const auto n = static_cast<double>(values.size());
  m.low = m.high = static_cast<double>(values[0]);
  for (const float v : values) {
    const auto x = static_cast<double>(v);
    m.mean += x / n;
    m.low = std::min(m.low, x);
    m.high = std::max(m.high, x);
  }
  double square = 0.0, cube = 0.0;
  for (const float v : values) {
    const double d = static_cast<double>(v) - m.mean;
    square += d * d / n;
    cube += d * d * d / n;
  }
  m.deviation = std::sqrt(square);
  if (square > 0.0) m.skewness = cube / (square * m.deviation);
  return m;
}

// What the encoder makes of the values with the column as it stands.
std::vector<float> encoded(const TableColumn& column, const std::vector<float>& values) {
  std::vector<float> out;
  for (const float v : values) out.push_back(device::encode_number(column, v));
  return out;
}

float percentile(std::vector<float> values, double percent) {
  std::sort(values.begin(), values.end());
  const double at = percent / 100.0 * static_cast<double>(values.size() - 1);
  return values[static_cast<std::size_t>(std::lround(at))];
}

bool helped_by_log(const TableColumn& column, const std::vector<float>& values) {
  constexpr double kSkewed = 3.0;
  const double before = std::fabs(moments_of(encoded(column, values)).skewness);
  TableColumn with_log = column;
  with_log.transform = TableTransform::signed_log;
  return before > kSkewed && std::fabs(moments_of(encoded(with_log, values)).skewness) < before;
}

bool contains(const std::vector<std::string>& all, const std::string& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

// A column that does not change says nothing: scale 0, so that it gives 0 for any value.
void set_scale(TableColumn& column, const std::vector<float>& values,
               const std::string& normalise) {
  if (normalise == "none") return;
  const Moments m = moments_of(encoded(column, values));
  const bool range = normalise == "range";
  const double width = range ? m.high - m.low : m.deviation;
  column.mean = static_cast<float>(range ? m.low : m.mean);
  const double scale = m.high > m.low && width > 0.0 ? 1.0 / width : 0.0;
  column.scale = std::isfinite(static_cast<float>(scale)) ? static_cast<float>(scale) : 0.0F;
}

// A value that alone fills a part (no gain, no loss) counts once, so that the others get the parts.
std::vector<float> without_crowds(const std::vector<float>& sorted, std::size_t most) {
  std::vector<float> kept;
  for (auto at = sorted.begin(); at != sorted.end();) {
    const auto end = std::upper_bound(at, sorted.end(), *at);
    const bool crowd = static_cast<std::size_t>(end - at) > most;
    kept.insert(kept.end(), at, crowd ? at + 1 : end);
    at = end;
  }
  return kept;
}

// Parts of equally many training rows; fewer where there are fewer different values.
void set_pieces(TableColumn& column, std::vector<float> values, int pieces) {
  if (pieces == 0 || values.empty()) return;
  const auto parts = static_cast<std::size_t>(pieces);
  std::sort(values.begin(), values.end());
  const std::vector<float> kept = without_crowds(values, values.size() / parts);
  std::size_t edges = 0;
  for (std::size_t k = 0; k <= parts; ++k) {
    const float edge = kept[(kept.size() - 1) * k / parts];
    if (edges == 0 || edge > column.edges[edges - 1]) column.edges[edges++] = edge;
  }
  column.pieces = static_cast<std::int32_t>(edges) - 1;
  if (!device::pieces_fit(column)) column.pieces = 0;  // wider than a float holds
}

TableColumn fit_number(const std::string& name, const Column& training,
                       const TableFeatureOptions& o) {
  TableColumn column;
  if (o.clip_percent > 0.0 && !training.present.empty()) {
    column.low = percentile(training.present, o.clip_percent);
    column.high = percentile(training.present, 100.0 - o.clip_percent);
  }
  const bool skewed = contains(o.log, "skewed") && helped_by_log(column, training.present);
  if (skewed || contains(o.log, name)) column.transform = TableTransform::signed_log;
  set_scale(column, training.present, o.normalise);
  set_pieces(column, training.present, o.pieces);
  return column;
}

TableColumn fit_category(const Channel& channel, const Column& training) {
  TableColumn column;
  column.kind = TableColumnKind::category;
  column.categories = static_cast<std::int32_t>(channel.categories.size());
  for (const float value : training.present) {
    const auto i = static_cast<std::size_t>(value);
    column.seen[i / 32] |= std::uint32_t{1} << (i % 32);
  }
  return column;
}

void add_names(const Channel& channel, const TableColumn& column, std::vector<std::string>& names) {
  if (column.kind == TableColumnKind::number) names.push_back(channel.name);
  for (std::size_t k = 0; k < static_cast<std::size_t>(column.pieces); ++k)
    names.push_back(
        fmt::format("{} {:.6g} to {:.6g}", channel.name, column.edges[k], column.edges[k + 1]));
  for (const std::string& category : channel.categories)
    names.push_back(channel.name + "=" + category);
  if (column.missing_flag) names.push_back(channel.name + " missing");
}

Outcome check_set(const SampleSet& set) {
  if (set.kind != "table" || set.type != ValueType::float32)
    return wrong_use(
        fmt::format("table features: the samples are of kind '{}'; expected a table", set.kind));
  for (const Channel& c : set.channels)
    if (c.categories.size() > device::kMostTableCategories)
      return wrong_use(fmt::format("table features: column '{}' has {} categories; up to {} fit",
                                   c.name, c.categories.size(), device::kMostTableCategories));
  for (const Sample& s : set.samples)
    if (s.values() != set.channels.size())
      return wrong_use(
          fmt::format("table features: {} has {} values for {} columns; import the "
                      "table again",
                      s.name, s.values(), set.channels.size()));
  if (std::none_of(set.samples.begin(), set.samples.end(),
                   [](const Sample& s) { return s.split == Split::train; }))
    return wrong_use("table features: no row is in the training split; give more rows");
  return Done{};
}

Outcome check_options(const SampleSet& set, const TableFeatureOptions& o) {
  if (!contains({"standard", "range", "none"}, o.normalise))
    return wrong_use(
        fmt::format("normalise is '{}'; it must be one of: standard, range, none", o.normalise));
  if (!(o.clip_percent >= 0.0 && o.clip_percent < 50.0))
    return wrong_use(
        fmt::format("clip_percent is {:g}; it must be at least 0 and below 50", o.clip_percent));
  if (o.pieces < 0 || o.pieces > device::kMostTablePieces)
    return wrong_use(
        fmt::format("pieces is {}; it must be 0 to {}", o.pieces, device::kMostTablePieces));
  std::vector<std::string> numbers = {"skewed"};
  for (const Channel& c : set.channels)
    if (c.categories.empty()) numbers.push_back(c.name);
  for (const std::string& name : o.log)
    if (!contains(numbers, name))
      return wrong_use(fmt::format("log names '{}'{}, which is no column of numbers; there are {}",
                                   name, did_you_mean(name, numbers), join(numbers, ", ")));
  return Done{};
}

}  // namespace

OptionSet describe(TableFeatureOptions& o) {
  OptionSet set;
  set.add("normalise", o.normalise,
          {.help = "how numbers are scaled", .choices = {"standard", "range", "none"}})
      .add("log", o.log, {.help = "columns taken by their logarithm; skewed: those it helps"})
      .add("missing_flags", o.missing_flags,
           {.help = "tell the model, by an input more, where a value is missing"})
      .add("pieces", o.pieces,
           {.help = "inputs more for every column of numbers, one for each part between its "
                    "quantiles: the answer may bend there",
            .min = 0,
            .max = device::kMostTablePieces})
      .add("clip_percent", o.clip_percent,
           {.help = "hold numbers within these percentiles of the training rows",
            .unit = "%",
            .min = 0,
            .max = 49});
  return set;
}

Result<TableFeatures> TableFeatures::fit(const SampleSet& set, const TableFeatureOptions& options) {
  TADPOLE_TRY(check_set(set));
  TADPOLE_TRY(check_options(set, options));
  TableFeatures features;
  for (std::size_t i = 0; i < set.channels.size(); ++i) {
    const Channel& channel = set.channels[i];
    const Column training = training_column(set, i);
    TableColumn column = channel.categories.empty() ? fit_number(channel.name, training, options)
                                                    : fit_category(channel, training);
    column.missing_flag = options.missing_flags && training.misses;
    add_names(channel, column, features.names_);
    features.columns_.push_back(column);
  }
  TADPOLE_EXPECT(device::check(features.columns_.data(), features.inputs()) == device::Status::ok);
  return features;
}

void TableFeatures::encode(std::span<const float> row, std::span<float> out) const {
  TADPOLE_EXPECT(row.size() == columns_.size() && out.size() == names_.size());
  device::encode_row(columns_.data(), inputs(), row.data(), out.data());
}

void TableFeatures::encode_int8(std::span<const float> row, device::Quantization quantization,
                                std::span<std::int8_t> out) const {
  TADPOLE_EXPECT(row.size() == columns_.size() && out.size() == names_.size());
  device::encode_row_int8(columns_.data(), inputs(), row.data(), quantization, out.data());
}

std::vector<float> TableFeatures::encode_split(const SampleSet& set, Split split) const {
  std::vector<float> all;
  std::vector<float> out(names_.size());
  for (const Sample& sample : set.samples) {
    if (sample.split != split) continue;
    encode(set.float_values(sample), out);
    all.insert(all.end(), out.begin(), out.end());
  }
  return all;
}

namespace {

// A float that C++ and JSON read back to the same bits.
std::string float_text(float value) { return fmt::format("{:.9g}", value); }
std::string float_literal(float value) {
  const std::string text = float_text(value);
  return text.find_first_of(".e") == std::string::npos ? text + ".0f" : text + "f";
}

std::string seen_text(const TableColumn& c) {
  std::vector<std::string> words;
  for (const std::uint32_t word : c.seen) words.push_back(fmt::format("0x{:x}u", word));
  return "{" + join(words, ", ") + "}";
}

std::string edges_text(const TableColumn& c) {
  std::vector<std::string> edges;
  for (std::size_t k = 0; c.pieces > 0 && k <= static_cast<std::size_t>(c.pieces); ++k)
    edges.push_back(float_literal(c.edges[k]));
  return "{" + join(edges, ", ") + "}";
}

std::string number_source(const TableColumn& c) {
  std::string text = "TableColumnKind::number";
  text += c.transform == TableTransform::signed_log ? ", TableTransform::signed_log"
                                                    : ", TableTransform::none";
  return text + fmt::format(", {}, {}, {}, {}, {}, {}, {}", c.missing_flag, float_literal(c.low),
                            float_literal(c.high), float_literal(c.mean), float_literal(c.scale),
                            c.pieces, edges_text(c));
}

std::string category_source(const TableColumn& c) {
  return fmt::format(
      "TableColumnKind::category, TableTransform::none, {}, 0.0f, 0.0f, 0.0f, 1.0f, 0, {{}}, {}, "
      "{}",
      c.missing_flag, c.categories, seen_text(c));
}

// No line break and no backslash may end a comment of C++.
std::string comment(std::string text) {
  for (char& c : text)
    if (static_cast<unsigned char>(c) < 32 || c == '\\') c = ' ';
  return text;
}

}  // namespace

std::string TableFeatures::fingerprint() const {
  return "table 1;" + json_dump(to_json());  // a new number when the computation changes
}

std::string TableFeatures::source(const std::string& name) const {
  std::string text = fmt::format(
      "inline constexpr std::array<tadpole::device::TableColumn, {}> {} = [] {{\n"
      "  using namespace tadpole::device;\n  return std::array<TableColumn, {}>{{{{\n",
      columns_.size(), name, columns_.size());
  std::size_t output = 0;
  for (const TableColumn& c : columns_) {
    const auto outputs = static_cast<std::size_t>(device::column_outputs(c));
    for (std::size_t i = 0; i < outputs; ++i)
      text += fmt::format("      // output {}: {}\n", output + i, comment(names_[output + i]));
    output += outputs;
    text += "      {" +
            (c.kind == TableColumnKind::number ? number_source(c) : category_source(c)) + "},\n";
  }
  return text + "  }};\n}();\n";
}

nlohmann::json TableFeatures::to_json() const {
  nlohmann::json columns = nlohmann::json::array();
  for (const TableColumn& c : columns_) {
    nlohmann::json j = {{"missing_flag", c.missing_flag}};
    if (c.kind == TableColumnKind::number) {
      j.update({{"kind", "number"},
                {"log", c.transform == TableTransform::signed_log},
                {"low", c.low},
                {"high", c.high},
                {"mean", c.mean},
                {"scale", c.scale}});
      if (c.pieces > 0)
        j["edges"] = std::vector<float>(c.edges.begin(), c.edges.begin() + c.pieces + 1);
    } else {
      j.update({{"kind", "category"}, {"categories", c.categories}, {"seen", c.seen}});
    }
    columns.push_back(std::move(j));
  }
  return {{"columns", columns}, {"outputs", names_}};
}

namespace {

Error damaged() {
  return {"table features: the description of the columns is damaged; train again"};
}

void read_column(const nlohmann::json& j, TableColumn& c) {
  c.missing_flag = j.at("missing_flag").get<bool>();
  if (j.at("kind").get<std::string>() == "number") {
    c.transform = j.at("log").get<bool>() ? TableTransform::signed_log : TableTransform::none;
    j.at("low").get_to(c.low);
    j.at("high").get_to(c.high);
    j.at("mean").get_to(c.mean);
    j.at("scale").get_to(c.scale);
    if (!j.contains("edges")) return;
    const auto edges = j.at("edges").get<std::vector<float>>();
    c.pieces = static_cast<std::int32_t>(std::min<std::size_t>(edges.size(), 1000)) - 1;
    std::copy_n(edges.begin(), std::min(edges.size(), c.edges.size()), c.edges.begin());
    return;
  }
  c.kind = TableColumnKind::category;
  j.at("categories").get_to(c.categories);
  j.at("seen").get_to(c.seen);
}

}  // namespace

Result<TableFeatures> TableFeatures::from_json(const nlohmann::json& json) {
  TableFeatures features;
  try {
    for (const nlohmann::json& j : json.at("columns")) {
      TableColumn column;
      read_column(j, column);
      features.columns_.push_back(column);
    }
    json.at("outputs").get_to(features.names_);
  } catch (const nlohmann::json::exception&) {
    return damaged();
  }
  const int inputs = features.inputs();
  if (device::check(features.columns_.data(), inputs) != device::Status::ok) return damaged();
  if (features.names_.size() != static_cast<std::size_t>(features.outputs())) return damaged();
  return features;
}

}  // namespace tadpole
