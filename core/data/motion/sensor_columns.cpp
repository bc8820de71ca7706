// SPDX-License-Identifier: Apache-2.0
#include "core/data/motion/sensor_columns.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

#include "core/base/text.h"

namespace tadpole {
namespace {

std::string lower(std::string_view text) {
  std::string small;
  for (const char c : text) small += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return small;
}

// Letters and digits of the text, small.
std::string bare(std::string_view text) {
  std::string all;
  for (const char c : lower(text))
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) all += c;
  return all;
}

bool one_of(const std::string& word, std::initializer_list<const char*> words) {
  return std::any_of(words.begin(), words.end(), [&](const char* w) { return word == w; });
}

// "Acceleration x (m/s^2)" -> "Acceleration x " and "m/s^2".
struct Named {
  std::string name, unit;
};
Named split_unit(std::string_view title) {
  const std::size_t open = title.find_first_of("([");
  if (open == std::string_view::npos) return {std::string(title), ""};
  const std::size_t close = title.find_first_of(")]", open);
  if (close == std::string_view::npos) return {std::string(title), ""};
  return {std::string(title.substr(0, open)), trim(title.substr(open + 1, close - open - 1))};
}

struct TimeName {
  bool is_time = false;
  double unit_s = 0.0;
};

double unit_of_time(const std::string& unit) {
  if (one_of(unit, {"s", "sec", "secs", "second", "seconds"})) return 1.0;
  if (one_of(unit, {"ms", "msec", "millis", "millisecond", "milliseconds"})) return 1e-3;
  if (one_of(unit, {"us", "usec", "micros", "microsecond", "microseconds"})) return 1e-6;
  if (one_of(unit, {"ns", "nsec", "nanos", "nanosecond", "nanoseconds"})) return 1e-9;
  return 0.0;
}

TimeName time_name(std::string_view title) {
  const Named named = split_unit(title);
  std::string name = lower(trim(named.name));
  double unit_s = unit_of_time(lower(named.unit));
  if ((unit_s == 0.0 && !named.unit.empty()) || trim(named.name) == "T")
    return {};  // a temperature
  for (const char cut : {'_', ' ', '-'}) {
    const std::size_t at = name.rfind(cut);
    if (unit_s != 0.0 || at == std::string::npos) continue;
    unit_s = unit_of_time(name.substr(at + 1));
    if (unit_s != 0.0) name = name.substr(0, at);
  }
  name = bare(name);
  if (one_of(name, {"time", "timestamp", "timestamps", "t", "ts", "date", "datetime", "uptime",
                    "epoc", "epoch", "elapsed", "elapsedtime", "timeelapsed"}))
    return {true, unit_s};
  if (name == "secondselapsed") return {true, 1.0};
  const double alone = unit_of_time(bare(title));  // a column called "ms" or "millis"
  return {alone != 0.0 && bare(title) != "s", alone};
}

std::string sensor_of(const std::string& word) {
  if (one_of(word, {"a", "acc", "accel", "accelerometer", "acceleration", "accelerationforce",
                    "totalacc", "linacc"}))
    return "acc";
  if (one_of(word, {"g", "gyr", "gyro", "gyroscope", "angularvelocity", "rotationrate", "rot",
                    "angvel", "w"}))
    return "gyro";
  if (one_of(word, {"m", "mag", "magnetometer", "magneticfield", "magn"})) return "mag";
  return "";
}

// "aX", "acc_x", "x-axis acceleration", "Gyroscope z (rad/s)" -> acc_x, ..., gyro_z. Empty: none.
std::string axis_of(const std::string& title) {
  std::string word = bare(title);
  const std::size_t axis_word = word.find("axis");
  if (axis_word != std::string::npos) word.erase(axis_word, 4);
  if (word.size() < 2) return "";
  for (const bool first : {false, true}) {
    const char axis = first ? word.front() : word.back();
    if (axis < 'x' || axis > 'z') continue;
    const std::string sensor = sensor_of(first ? word.substr(1) : word.substr(0, word.size() - 1));
    if (!sensor.empty()) return sensor + "_" + axis;
  }
  return "";
}

// "x-axis (deg/s)": the unit tells the sensor.
std::string axis_of(const Named& named) {
  const std::string axis = axis_of(named.name);
  std::string word = bare(named.name);
  if (word.size() == 5 && word.substr(1) == "axis") word.resize(1);
  if (!axis.empty() || word.size() != 1 || word[0] < 'x' || word[0] > 'z') return axis;
  const std::string unit = lower(named.unit);
  if (one_of(unit, {"g", "mg", "m/s^2", "m/s2", "m/s²"})) return "acc_" + word;
  if (one_of(unit, {"deg/s", "dps", "rad/s", "°/s"})) return "gyro_" + word;
  return one_of(unit, {"ut", "µt", "t", "gauss"}) ? "mag_" + word : "";
}

bool is_label(const std::string& title) {
  return one_of(bare(title), {"label", "labels", "class", "activity", "gesture", "category",
                              "isanomaly", "target"});
}
bool is_person(const std::string& title) {
  return one_of(bare(title), {"who", "person", "subject", "subjectid", "user", "userid",
                              "participant", "speaker", "writer", "machine"});
}
bool is_index(const std::string& title) {
  return one_of(bare(title),
                {"", "index", "sample", "samples", "row", "id", "n", "seq", "counter"});
}

enum class Content { numbers, dates, words, nothing };

Content content_of(const std::vector<Fields>& rows, std::size_t column) {
  Content content = Content::nothing;
  for (const Fields& row : rows) {
    if (column >= row.size() || is_missing(row[column])) continue;
    const Content here = parse_real(row[column])   ? Content::numbers
                         : parse_date(row[column]) ? Content::dates
                                                   : Content::words;
    if (content == Content::nothing) content = here;
    if (here != content) return Content::words;
  }
  return content;
}

std::vector<double> steps_of(const std::vector<double>& values) {
  std::vector<double> steps;
  for (std::size_t i = 1; i < values.size(); ++i) steps.push_back(values[i] - values[i - 1]);
  return steps;
}

double median(std::vector<double> values) {
  if (values.empty()) return 0.0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

enum class Climb { none, index, time };

Climb climb_of(const std::vector<Fields>& rows, std::size_t column) {
  std::vector<double> values;
  for (const Fields& row : rows) {
    const auto value = column < row.size() ? parse_real(row[column]) : std::nullopt;
    if (!value) return Climb::none;
    values.push_back(*value);
  }
  const std::vector<double> steps = steps_of(values);
  if (steps.size() < 7) return Climb::none;
  const double usual = median(steps);
  bool ones = true;
  for (const double step : steps) {
    if (step <= 0.0 || step > 20.0 * usual) return Climb::none;
    ones = ones && step == 1.0;
  }
  return ones ? Climb::index : Climb::time;
}

void plan_without_header(ColumnPlan& plan, const std::vector<Fields>& rows) {
  for (std::size_t c = 0; c < plan.fields; ++c) {
    const Content content = content_of(rows, c);
    if (content == Content::words && !plan.label) plan.label = c;
    if (content == Content::dates && !plan.time) plan.time = c, plan.dates = true;
    if (content != Content::numbers) continue;
    const Climb climb = c == 0 ? climb_of(rows, c) : Climb::none;
    if (climb == Climb::index) continue;
    if (climb == Climb::time) {
      plan.time = c;
    } else {
      plan.axes.push_back(c);
    }
  }
  for (std::size_t i = 0; i < plan.axes.size(); ++i)
    plan.channels.push_back({.name = "axis_" + std::to_string(i)});
}

void add_axis(ColumnPlan& plan, std::size_t column, std::string name, std::string unit) {
  plan.axes.push_back(column);
  plan.channels.push_back({.name = std::move(name), .unit = std::move(unit)});
}

// Two sensors of one kind: then the header's own names tell them apart.
void name_apart(ColumnPlan& plan, const Fields& header) {
  for (std::size_t i = 0; i < plan.channels.size(); ++i)
    for (std::size_t j = i + 1; j < plan.channels.size(); ++j)
      if (plan.channels[i].name == plan.channels[j].name) {
        for (std::size_t k = 0; k < plan.channels.size(); ++k)
          plan.channels[k].name = trim(header[plan.axes[k]]);
        return;
      }
}

void plan_by_header(ColumnPlan& plan, const Fields& header, const std::vector<Fields>& rows) {
  std::vector<std::size_t> others;
  for (std::size_t c = 0; c < header.size(); ++c) {
    const std::string title(header[c]);
    const Named named = split_unit(title);
    const TimeName time = time_name(title);
    const std::string axis = axis_of(named);
    if (time.is_time && !plan.time) {
      plan.time = c, plan.time_unit_s = time.unit_s;
      plan.dates = content_of(rows, c) == Content::dates;
    } else if (is_label(named.name) && !plan.label) {
      plan.label = c;
    } else if (is_person(named.name) && !plan.who) {
      plan.who = c;
    } else if (!axis.empty()) {
      add_axis(plan, c, axis, named.unit);
    } else if (!time.is_time && !is_index(named.name)) {
      others.push_back(c);
    }
  }
  if (!plan.axes.empty()) return name_apart(plan, header);
  for (const std::size_t c : others) {
    if (content_of(rows, c) != Content::numbers) continue;
    const Named named = split_unit(header[c]);
    const std::string word = bare(named.name);
    const bool lone = one_of(word, {"x", "y", "z"});
    add_axis(plan, c, lone ? word : trim(named.name), named.unit);
  }
  // A log of x, y and z beside settings of the machine: those three are the sensor.
  std::array<std::size_t, 3> xyz = {};
  for (std::size_t k = 0; k < 3; ++k) {
    while (xyz[k] < plan.axes.size() && plan.channels[xyz[k]].name != std::string(1, "xyz"[k]))
      ++xyz[k];
    if (xyz[k] == plan.axes.size()) return name_apart(plan, header);
  }
  ColumnPlan three = plan;
  three.axes.clear(), three.channels.clear();
  for (const std::size_t i : xyz)
    three.axes.push_back(plan.axes[i]), three.channels.push_back(plan.channels[i]);
  plan = three;
}

// Days from 1970-01-01 of a date of the Gregorian calendar. Source: Hinnant, "chrono-compatible
// low-level date algorithms", 2013.
std::int64_t days_from_civil(std::int64_t y, int m, int d) {
  y -= m <= 2 ? 1 : 0;
  const std::int64_t era = (y >= 0 ? y : y - 399) / 400;
  const std::int64_t year_of_era = y - era * 400;
  const std::int64_t day_of_year = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
  const std::int64_t day_of_era =
      year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

// Reads `digits` digits at the front.
std::optional<int> take_digits(std::string_view& text, std::size_t digits) {
  int value = 0;
  if (text.size() < digits) return std::nullopt;
  for (std::size_t i = 0; i < digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(digits);
  return value;
}

bool take(std::string_view& text, std::string_view any) {
  if (text.empty() || any.find(text[0]) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

// "Z", "+02:00", "-0330" or nothing, in seconds east of Greenwich.
std::optional<int> take_zone(std::string_view& text) {
  if (text.empty() || take(text, "Zz")) return 0;
  const int sign = text[0] == '-' ? -1 : 1;
  if (!take(text, "+-")) return std::nullopt;
  const auto hours = take_digits(text, 2);
  take(text, ":");
  const auto minutes = text.empty() ? std::optional<int>(0) : take_digits(text, 2);
  if (!hours || !minutes) return std::nullopt;
  return sign * (*hours * 3600 + *minutes * 60);
}

// ":00.25" after hours and minutes.
std::optional<double> take_seconds(std::string_view& text) {
  if (!take(text, ":")) return 0.0;
  const auto whole = take_digits(text, 2);
  if (!whole || *whole > 60) return std::nullopt;
  double value = *whole, unit = 1.0;
  if (!take(text, ".,")) return value;
  for (std::optional<int> digit = take_digits(text, 1); digit; digit = take_digits(text, 1))
    value += (unit *= 0.1) * *digit;
  return value;
}

}  // namespace

bool is_missing(std::string_view field) {
  if (field.size() > 4) return false;
  return one_of(lower(field), {"", "nan", "-nan", "na", "n/a", "null", "none", "?"});
}

std::optional<double> parse_date(std::string_view text) {
  const auto year = take_digits(text, 4);
  if (!year || !take(text, "-/")) return std::nullopt;
  const auto month = take_digits(text, 2);
  if (!month || *month < 1 || *month > 12 || !take(text, "-/")) return std::nullopt;
  const auto day = take_digits(text, 2);
  if (!day || *day < 1 || *day > 31) return std::nullopt;
  const auto midnight = static_cast<double>(days_from_civil(*year, *month, *day)) * 86400.0;
  if (text.empty()) return midnight;
  if (!take(text, " T")) return std::nullopt;
  const auto hour = take_digits(text, 2);
  if (!hour || *hour > 24 || !take(text, ":")) return std::nullopt;
  const auto minute = take_digits(text, 2);
  if (!minute || *minute > 59) return std::nullopt;
  const auto second = take_seconds(text);
  const auto zone = second ? take_zone(text) : std::nullopt;
  if (!zone || !text.empty()) return std::nullopt;
  return midnight + *hour * 3600.0 + *minute * 60.0 + *second - *zone;
}

ColumnPlan plan_columns(const Fields& header, const std::vector<Fields>& rows) {
  ColumnPlan plan;
  plan.fields = header.empty() ? rows.front().size() : header.size();
  if (header.empty()) {
    plan_without_header(plan, rows);
  } else {
    plan_by_header(plan, header, rows);
  }
  return plan;
}

Outcome keep_axes(ColumnPlan& plan, const std::vector<std::string>& wished,
                  const std::string& name) {
  if (wished.empty()) return Done{};
  std::vector<std::size_t> axes;
  std::vector<Channel> channels;
  std::vector<std::string> names;
  for (const Channel& channel : plan.channels) names.push_back(channel.name);
  for (const std::string& wish : wished) {
    const std::string known = axis_of(wish).empty() ? lower(wish) : axis_of(wish);
    const std::size_t before = axes.size();
    for (std::size_t i = 0; i < names.size(); ++i) {
      const std::string here = lower(names[i]);
      if (here != known && here != lower(wish) && here.rfind(known + "_", 0) != 0) continue;
      axes.push_back(plan.axes[i]);
      channels.push_back(plan.channels[i]);
    }
    if (axes.size() == before) {
      return wrong_use(name + " has no axis '" + wish + "'" + did_you_mean(wish, names) +
                       "; it has " + join(names, ", "));
    }
  }
  plan.axes = std::move(axes), plan.channels = std::move(channels);
  return Done{};
}

double guess_time_unit(const std::vector<double>& stamps) {
  std::vector<double> steps;
  for (const double step : steps_of(stamps))
    if (step > 0.0) steps.push_back(step);
  const double usual = median(steps);
  const bool whole =
      std::all_of(stamps.begin(), stamps.end(), [](double t) { return t == std::floor(t); });
  std::vector<double> possible;
  for (const double unit : {1.0, 1e-3, 1e-6, 1e-9})
    if (usual * unit >= 5e-5 && usual * unit <= 20.0) possible.push_back(unit);
  for (const double unit : possible)
    if (stamps[0] * unit > 9.4e8 && stamps[0] * unit < 4.1e9) return unit;
  if (possible.empty() || !whole) return 1.0;
  // Whole milliseconds at up to 1 kHz, else whole microseconds up to a second's step, else ns.
  const double wanted = usual < 1000.0 ? 1e-3 : usual < 1e6 ? 1e-6 : 1e-9;
  return std::find(possible.begin(), possible.end(), wanted) == possible.end() ? possible.back()
                                                                               : wanted;
}

}  // namespace tadpole
