// SPDX-License-Identifier: Apache-2.0
#include "core/data/motion/sensor_log.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/text.h"
#include "core/data/motion/sensor_columns.h"

namespace tadpole {
namespace {

constexpr std::size_t kRowsToPlan = 200;
constexpr std::size_t kMostColumns = 4096;

struct Line {
  int number = 0;
  std::string_view text;  // without blanks around
  bool blank() const { return text.empty(); }
};

std::string_view stripped(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

// Comments are left out, empty lines stay: they part recordings.
std::vector<Line> lines_of(std::string_view text) {
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
  std::vector<Line> lines;
  for (int number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    // A tab at the end is an empty last field, blanks are not.
    std::string_view line = text.substr(0, end);
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
    if (stripped(line).empty()) line = {};
    if (line.empty() || line.front() != '#') lines.push_back({number, line});
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

char separator_of(std::string_view line) {
  for (const char separator : {'\t', ';', ','})
    if (line.find(separator) != std::string_view::npos) return separator;
  return stripped(line).find(' ') == std::string_view::npos ? ',' : ' ';
}

std::string_view unquoted(std::string_view field) {
  field = stripped(field);
  if (field.size() >= 2 && field.front() == '"' && field.back() == '"')
    field = field.substr(1, field.size() - 2);
  return field;
}

// A separator inside quotes belongs to the field.
void split_fields(std::string_view line, char separator, Fields& fields) {
  fields.clear();
  if (separator == ' ') line = stripped(line);
  std::size_t from = 0;
  bool quoted = false;
  for (std::size_t i = 0; i <= line.size(); ++i) {
    if (i < line.size() && line[i] == '"') quoted = !quoted;
    if (i < line.size() && (line[i] != separator || quoted)) continue;
    const std::string_view field = unquoted(line.substr(from, i - from));
    if (separator != ' ' || !field.empty()) fields.push_back(field);
    from = i + 1;
  }
}

bool is_header(const Fields& fields) {
  bool word = false;
  for (const std::string_view field : fields) {
    if (parse_real(field) || parse_date(field)) return false;
    word = word || !is_missing(field);
  }
  return word;
}

class LogReader {
 public:
  LogReader(const std::string& name, const LogOptions& options) : name_(name), options_(options) {}

  Result<SensorLog> read(std::string_view text) {
    const std::vector<Line> lines = lines_of(text);
    const auto first =
        std::find_if(lines.begin(), lines.end(), [](const Line& line) { return !line.blank(); });
    if (first == lines.end())
      return Error{name_ + " holds no row; expected one line of numbers for every moment"};
    TADPOLE_TRY(plan(lines, static_cast<std::size_t>(first - lines.begin())));
    for (const Line& line : lines) TADPOLE_TRY(take_line(line));
    end_part();
    scale_time();
    cut_at_gaps();
    log_.channels = plan_.channels;
    log_.labelled = plan_.label.has_value();
    if (log_.labelled)
      std::erase_if(log_.parts, [](const LogPart& part) { return part.label.empty(); });
    if (log_.parts.empty()) return Error{name_ + " holds no row with a label; label some rows"};
    for (LogPart& part : log_.parts) {
      TADPOLE_TRY(fill_missing(part, plan_.axes.size(), fmt::format("{}:{}", name_, part.line)));
    }
    return std::move(log_);
  }

 private:
  Error at(int line, const std::string& what) const {
    return Error{fmt::format("{}:{}: {}", name_, line, what)};
  }

  Outcome plan(const std::vector<Line>& lines, std::size_t first) {
    separator_ = separator_of(lines[first].text);
    split_fields(lines[first].text, separator_, fields_);
    const bool titled = is_header(fields_);
    const Fields header = titled ? fields_ : Fields{};
    if (titled) header_ = lines[first].text;
    if (fields_.size() > kMostColumns)
      return at(lines[first].number,
                fmt::format("the line has {} columns, more than {}; is it one recording a line? "
                            "then the file must end with .ts or .tsv",
                            fields_.size(), kMostColumns));
    std::vector<Fields> rows;
    for (std::size_t i = first + (titled ? 1 : 0); i < lines.size() && rows.size() < kRowsToPlan;
         ++i) {
      if (lines[i].blank() || lines[i].text == header_) break;
      split_fields(lines[i].text, separator_, fields_);
      rows.push_back(fields_);
    }
    if (rows.empty())
      return at(lines[first].number, "no row follows the header; expected one for every moment");
    plan_ = plan_columns(header, rows);
    if (plan_.axes.empty())
      return at(lines[first].number,
                "no column of numbers was found; expected the axes of a sensor, like ax,ay,az");
    return keep_axes(plan_, options_.axes, name_);
  }

  Outcome take_line(const Line& line) {
    if (line.blank() || line.text == header_) {
      if (!part_.values.empty()) parted_ = true;
      return Done{};
    }
    split_fields(line.text, separator_, fields_);
    if (fields_.size() == plan_.fields + 1 && fields_.back().empty()) fields_.pop_back();
    if (fields_.size() != plan_.fields) {
      return at(line.number, fmt::format("the row has {} fields, the others have {}; mend or "
                                         "delete the line",
                                         fields_.size(), plan_.fields));
    }
    const std::string label(plan_.label ? fields_[*plan_.label] : "");
    const std::string who(plan_.who ? fields_[*plan_.who] : "");
    const double time = plan_.time ? TADPOLE_TRY(time_at(line.number)) : 0.0;
    const bool back = options_.order == TimeOrder::rising && !part_.time_s.empty() && !parted_ &&
                      time < part_.time_s.back();
    const bool restarted = back && time <= part_.time_s.front();
    if (back && !restarted) {
      return at(
          line.number,
          "time runs backwards here; sort the rows, or part the recordings with an empty line");
    }
    if (parted_ || restarted) log_.separate = true;
    if (parted_ || restarted || label != part_.label || who != part_.who) end_part();
    if (part_.values.empty()) part_.line = line.number, part_.label = label, part_.who = who;
    if (plan_.time) part_.time_s.push_back(time);
    return take_values(line.number);
  }

  Result<double> time_at(int line) const {
    const std::string_view field = fields_[*plan_.time];
    const std::optional<double> time = plan_.dates ? parse_date(field) : parse_real(field);
    if (!time || std::abs(*time) > 1e300)
      return at(line, fmt::format("'{}' is no time; mend or delete the line", field.substr(0, 40)));
    return *time;
  }

  Outcome take_values(int line) {
    for (std::size_t i = 0; i < plan_.axes.size(); ++i) {
      const std::string_view field = fields_[plan_.axes[i]];
      const std::optional<double> value = parse_real(field);
      if (value && std::abs(*value) <= 1e30) {
        part_.values.push_back(static_cast<float>(*value));
        continue;
      }
      if (!is_missing(field)) {
        return at(line, fmt::format("'{}' in column {} is no number that a sensor gives; mend or "
                                    "delete the line",
                                    field.substr(0, 40), plan_.channels[i].name));
      }
      if (options_.missing == MissingValues::refuse) {
        return at(line, fmt::format("a value of {} is missing; fill it in, delete the line, or "
                                    "let missing values be interpolated",
                                    plan_.channels[i].name));
      }
      part_.values.push_back(std::numeric_limits<float>::quiet_NaN());
    }
    return Done{};
  }

  void end_part() {
    parted_ = false;
    if (!part_.values.empty()) log_.parts.push_back(std::move(part_));
    part_ = {};
  }

  void scale_time() {
    if (!plan_.time) return;
    const auto longest = std::max_element(
        log_.parts.begin(), log_.parts.end(),
        [](const LogPart& a, const LogPart& b) { return a.time_s.size() < b.time_s.size(); });
    double unit_s = plan_.dates ? 1.0 : plan_.time_unit_s;
    if (unit_s == 0.0) unit_s = guess_time_unit(longest->time_s);
    for (LogPart& part : log_.parts) {
      const double first = part.time_s.front();
      part.start_s = first * unit_s;
      for (double& t : part.time_s) t = (t - first) * unit_s;
    }
  }

  void cut_at_gaps() {
    if (!plan_.time || options_.longest_gap_s <= 0.0) return;
    std::vector<LogPart> parts;
    for (LogPart& part : log_.parts) cut(std::move(part), parts);
    log_.parts = std::move(parts);
  }

  void cut(LogPart part, std::vector<LogPart>& parts) const {
    std::vector<double> steps;
    for (std::size_t i = 1; i < part.time_s.size(); ++i)
      steps.push_back(part.time_s[i] - part.time_s[i - 1]);
    if (steps.empty()) return parts.push_back(std::move(part));
    std::vector<double> sorted = steps;
    std::sort(sorted.begin(), sorted.end());
    const double most = std::max(options_.longest_gap_s, 5.0 * sorted[sorted.size() / 2]);
    if (sorted.back() <= most) return parts.push_back(std::move(part));
    const std::size_t axes = plan_.axes.size();
    std::size_t from = 0;
    for (std::size_t i = 0; i <= steps.size(); ++i) {
      if (i < steps.size() && steps[i] <= most) continue;
      LogPart piece{.line = part.line + static_cast<int>(from),
                    .label = part.label,
                    .who = part.who,
                    .time_s = {},
                    .start_s = part.start_s + part.time_s[from],
                    .values = {}};
      for (std::size_t k = from; k <= i; ++k)
        piece.time_s.push_back(part.time_s[k] - part.time_s[from]);
      piece.values.assign(part.values.begin() + static_cast<std::ptrdiff_t>(from * axes),
                          part.values.begin() + static_cast<std::ptrdiff_t>((i + 1) * axes));
      parts.push_back(std::move(piece));
      from = i + 1;
    }
  }

  const std::string& name_;
  const LogOptions& options_;
  std::string_view header_;
  char separator_ = ',';
  ColumnPlan plan_;
  Fields fields_;
  LogPart part_;
  bool parted_ = false;
  SensorLog log_;
};

}  // namespace

Result<SensorLog> parse_sensor_log(std::string_view text, const std::string& name,
                                   const LogOptions& options) {
  return LogReader(name, options).read(text);
}

Outcome fill_missing(LogPart& part, std::size_t axes, const std::string& where) {
  const std::size_t rows = part.values.size() / axes;
  const auto time = [&](std::size_t i) {
    return part.time_s.empty() ? static_cast<double>(i) : part.time_s[i];
  };
  for (std::size_t a = 0; a < axes; ++a) {
    const auto value = [&](std::size_t i) -> float& { return part.values[i * axes + a]; };
    std::size_t known = rows;  // the last row that has a value
    for (std::size_t i = 0; i < rows; ++i) {
      if (std::isnan(value(i))) continue;
      const std::size_t first = known == rows ? 0 : known + 1;
      for (std::size_t k = first; k < i; ++k) {
        const double span = known == rows ? 0.0 : time(i) - time(known);
        const double t = span > 0.0 ? (time(k) - time(known)) / span : 1.0;
        const double before = known == rows ? 0.0 : static_cast<double>(value(known));
        value(k) = static_cast<float>(before + t * (static_cast<double>(value(i)) - before));
      }
      known = i;
    }
    if (known == rows)
      return Error{where +
                   ": the recording has no value at all of one axis; leave the axis or "
                   "the recording out"};
    for (std::size_t k = known + 1; k < rows; ++k) value(k) = value(known);
  }
  return Done{};
}

}  // namespace tadpole
