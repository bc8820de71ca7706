// SPDX-License-Identifier: Apache-2.0
#include "core/data/motion/ts_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <limits>

#include "core/base/text.h"
#include "core/data/motion/sensor_columns.h"

namespace tadpole {
namespace {

struct TsTags {
  std::vector<std::string> classes = {};
  bool labelled = false;
  std::size_t dimensions = 0;  // 0: not said
};

std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> words;
  for (const std::string& part : split(line, ' ')) {
    std::string word = trim(part);
    if (!word.empty()) words.push_back(std::move(word));
  }
  return words;
}

std::string small(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

Error at(const std::string& name, int line, const std::string& what) {
  return Error{fmt::format("{}:{}: {}", name, line, what)};
}

std::vector<Channel> channels_of(std::size_t axes) {
  std::vector<Channel> channels;
  for (std::size_t a = 0; a < axes; ++a)
    channels.push_back({.name = axes == 1 ? "value" : "axis_" + std::to_string(a)});
  return channels;
}

// The values of one axis; missing ones at the end are no values.
Result<std::vector<float>> read_axis(const std::vector<std::string>& fields, std::size_t first,
                                     MissingValues missing, const std::string& name, int line) {
  std::vector<float> values;
  for (std::size_t i = first; i < fields.size(); ++i) {
    const auto value = parse_real(fields[i]);
    if (value && std::abs(*value) <= 1e30) {
      values.push_back(static_cast<float>(*value));
    } else if (is_missing(trim(fields[i]))) {
      values.push_back(std::numeric_limits<float>::quiet_NaN());
    } else {
      return at(name, line,
                fmt::format("'{}' is no number; mend or delete the line", fields[i].substr(0, 40)));
    }
  }
  while (!values.empty() && std::isnan(values.back())) values.pop_back();
  const bool hole =
      std::any_of(values.begin(), values.end(), [](float v) { return std::isnan(v); });
  if (hole && missing == MissingValues::refuse)
    return at(name, line,
              "a value is missing; fill it in, delete the line, or let missing values "
              "be interpolated");
  if (values.empty()) return at(name, line, "the series has no value; delete the line");
  return values;
}

class TsReader {
 public:
  TsReader(const std::string& name, MissingValues missing) : name_(name), missing_(missing) {}

  Result<SensorLog> read(std::string_view text) {
    int number = 0;
    for (const std::string& raw : split(text, '\n')) {
      ++number;
      const std::string line = trim(raw);
      if (line.empty() || line[0] == '#') continue;
      if (in_data_) {
        TADPOLE_TRY(take_series(line, number));
      } else {
        TADPOLE_TRY(take_tag(line, number));
      }
    }
    if (!in_data_)
      return Error{name_ + " has no line @data; expected a .ts file of the UEA archive"};
    if (log_.parts.empty()) return Error{name_ + " holds no series after @data"};
    log_.labelled = tags_.labelled;
    log_.separate = true;
    log_.channels = channels_of(axes_);
    return std::move(log_);
  }

 private:
  Outcome take_tag(const std::string& line, int number) {
    const std::vector<std::string> words = words_of(line);
    const std::string tag = small(words[0]);
    const std::string value = words.size() > 1 ? small(words[1]) : "";
    if (tag[0] != '@')
      return at(name_, number,
                "a line before @data that is no tag; expected one like @dimensions 3");
    if (tag == "@data") in_data_ = true;
    if (tag == "@timestamps" && value == "true")
      return unsupported(
          fmt::format("{}:{}: values with time stamps of their own are not read; "
                      "write them at even steps with @timeStamps false",
                      name_, number));
    if (tag == "@targetlabel" && value == "true")
      return unsupported(
          fmt::format("{}:{}: targets of a regression are not read from .ts files; "
                      "use a table",
                      name_, number));
    if (tag == "@classlabel" && value == "true") {
      tags_.labelled = true;
      tags_.classes.assign(words.begin() + 2, words.end());
    }
    if (tag == "@dimensions" || tag == "@dimension") {
      const auto count = parse_whole(value);
      if (!count || *count < 1 || *count > 4096)
        return at(name_, number, "@dimensions must be a number from 1 to 4096");
      tags_.dimensions = static_cast<std::size_t>(*count);
    }
    return Done{};
  }

  Outcome take_series(const std::string& line, int number) {
    if (line[0] == '(')
      return unsupported(
          fmt::format("{}:{}: values with time stamps of their own are not read; "
                      "write them at even steps",
                      name_, number));
    std::vector<std::string> axes = split(line, ':');
    LogPart part{
        .line = number, .label = {}, .who = {}, .time_s = {}, .start_s = 0.0, .values = {}};
    if (tags_.labelled) {
      part.label = trim(axes.back());
      axes.pop_back();
      if (!tags_.classes.empty() &&
          std::find(tags_.classes.begin(), tags_.classes.end(), part.label) == tags_.classes.end())
        return at(name_, number,
                  fmt::format("the label '{}' is none of those that @classLabel lists: {}",
                              part.label.substr(0, 40), join(tags_.classes, ", ")));
    }
    const std::size_t wanted = axes_ != 0 ? axes_ : tags_.dimensions;
    if (axes.empty() || (wanted != 0 && axes.size() != wanted))
      return at(name_, number,
                fmt::format("the line has {} axes, expected {}; mend or delete it", axes.size(),
                            std::max<std::size_t>(wanted, 1)));
    axes_ = axes.size();
    TADPOLE_TRY(read_values(axes, part));
    log_.parts.push_back(std::move(part));
    return Done{};
  }

  Outcome read_values(const std::vector<std::string>& axes, LogPart& part) {
    std::vector<std::vector<float>> all;
    std::size_t longest = 0;
    for (const std::string& axis : axes) {
      all.push_back(TADPOLE_TRY(read_axis(split(axis, ','), 0, missing_, name_, part.line)));
      longest = std::max(longest, all.back().size());
    }
    for (std::vector<float>& axis : all) {
      if (axis.size() != longest && missing_ == MissingValues::refuse)
        return at(name_, part.line,
                  fmt::format("one axis has {} values, another {}; mend or delete the line",
                              axis.size(), longest));
      axis.resize(longest, std::numeric_limits<float>::quiet_NaN());
    }
    for (std::size_t i = 0; i < longest; ++i)
      for (const std::vector<float>& axis : all) part.values.push_back(axis[i]);
    return fill_missing(part, axes.size(), fmt::format("{}:{}", name_, part.line));
  }

  const std::string& name_;
  const MissingValues missing_;
  TsTags tags_;
  bool in_data_ = false;
  std::size_t axes_ = 0;
  SensorLog log_;
};

}  // namespace

Result<SensorLog> parse_ts(std::string_view text, const std::string& name, MissingValues missing) {
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
  return TsReader(name, missing).read(text);
}

Result<SensorLog> parse_ucr(std::string_view text, const std::string& name, MissingValues missing) {
  SensorLog log{.channels = channels_of(1), .parts = {}, .labelled = true, .separate = true};
  int number = 0;
  for (const std::string& raw : split(text, '\n')) {
    ++number;
    const std::string line = trim(raw);
    if (line.empty()) continue;
    const char separator = line.find('\t') != std::string::npos  ? '\t'
                           : line.find(',') != std::string::npos ? ','
                                                                 : ' ';
    const std::vector<std::string> fields =
        separator == ' ' ? words_of(line) : split(line, separator);
    LogPart part{.line = number,
                 .label = trim(fields[0]),
                 .who = {},
                 .time_s = {},
                 .start_s = 0.0,
                 .values = {}};
    if (part.label.empty())
      return at(name, number, "the label is missing; the first field of a line is its label");
    const auto whole = parse_real(part.label);
    if (whole && *whole == std::floor(*whole) && std::abs(*whole) < 1e9)
      part.label = std::to_string(static_cast<long>(*whole));
    part.values = TADPOLE_TRY(read_axis(fields, 1, missing, name, number));
    TADPOLE_TRY(fill_missing(part, 1, fmt::format("{}:{}", name, number)));
    log.parts.push_back(std::move(part));
  }
  if (log.parts.empty()) return Error{name + " holds no series; expected one a line, label first"};
  return log;
}

}  // namespace tadpole
