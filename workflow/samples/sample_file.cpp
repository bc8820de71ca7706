// SPDX-License-Identifier: Apache-2.0
#include "workflow/samples/sample_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/data/image/picture.h"
#include "core/data/motion/import_machine_sound.h"
#include "core/data/motion/import_strokes.h"
#include "core/data/motion/windows.h"
#include "core/data/table/table_file.h"
#include "workflow/samples/stroke_points.h"

namespace tadpole {
namespace {

using Json = nlohmann::json;

std::vector<std::string> texts(const Json& json, const char* key) {
  std::vector<std::string> all;
  for (const Json& text : json_list(json, key))
    if (text.is_string()) all.push_back(text.get<std::string>());
  return all;
}

std::vector<Channel> channels_of(const Json& input) {
  std::vector<Channel> channels;
  for (const Json& c : json_list(input, "channels"))
    channels.push_back({json_text(c, "name"), json_text(c, "unit"), texts(c, "categories")});
  return channels;
}

std::vector<std::string> names_of(const std::vector<Channel>& channels) {
  std::vector<std::string> names;
  for (const Channel& c : channels) names.push_back(c.name);
  return names;
}

FileSample sample_of(std::string name, std::span<const std::uint8_t> stored,
                     std::array<int, 3> shape) {
  return {std::move(name), {stored.begin(), stored.end()}, shape};
}

// --- recordings over time

// A stranger's notes may ask for anything: 0 where the number is no length of a window.
int length_of(const Json& input, const char* key) {
  const double length = json_number(input, key);
  return length >= 1.0 && length <= 1e6 ? static_cast<int>(length) : 0;
}

Outcome check_rate(const SampleSet& set, double rate_hz, const Path& file) {
  constexpr double kApart = 1.25;  // as importing takes recordings for those of one rate
  if (set.rate_hz <= 0.0 || rate_hz <= 0.0) return Done{};
  if (set.rate_hz <= rate_hz * kApart && rate_hz <= set.rate_hz * kApart) return Done{};
  return Error{fmt::format(
      "{} was recorded at {:g} Hz and the model was trained on {:g} Hz; record at that rate",
      file.string(), set.rate_hz, rate_hz)};
}

Outcome check_channels(const SampleSet& set, const std::vector<Channel>& wanted, const Path& file) {
  if (names_of(set.channels) != names_of(wanted)) {
    return Error{fmt::format("{} has the axes {}; the model takes {}, in this order", file.string(),
                             join(names_of(set.channels), ", "), join(names_of(wanted), ", "))};
  }
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const std::string &unit = set.channels[i].unit, &other = wanted[i].unit;
    if (unit.empty() || other.empty() || unit == other) continue;
    return Error{fmt::format("{} has {} in {}; the model takes it in {}", file.string(),
                             wanted[i].name, unit, other)};
  }
  return Done{};
}

Outcome check_lengths(const SampleSet& set, int window, const Path& file) {
  for (const Sample& s : set.samples) {
    if (2 * s.shape[0] >= window) continue;
    return Error{fmt::format(
        "{} is too short: {} readings, and the model looks at {} at once; record at least half of "
        "them",
        file.string(), s.shape[0], window)};
  }
  return Done{};
}

template <class T>
Result<std::vector<FileSample>> cut(const SampleSet& set, const WindowOptions& options) {
  const WindowPlan plan = TADPOLE_TRY(plan_windows(set, options));
  std::vector<FileSample> samples;
  for (const Window& w : plan.list) {
    const Sample& s = set.samples[w.sample];
    const std::array<int, 3> shape = {plan.rows, s.shape[1], s.shape[2]};
    std::vector<T> values(static_cast<std::size_t>(plan.rows) *
                          static_cast<std::size_t>(s.shape[1] * s.shape[2]));
    copy_window(set, w, plan.rows, std::span<T>(values));
    const int start = std::max(0, w.start);
    std::string name = set.rate_hz > 0.0 ? fmt::format("{:.2f} s", start / set.rate_hz)
                                         : fmt::format("reading {}", start + 1);
    if (set.samples.size() > 1) name = fmt::format("part {}, ", w.sample + 1) + name;
    samples.push_back(sample_of(
        name, {reinterpret_cast<const std::uint8_t*>(values.data()), values.size() * sizeof(T)},
        shape));
  }
  return samples;
}

WindowOptions windows_of(const Json& input) {
  return {.window_samples = length_of(input, "window_samples"),
          .stride_samples = length_of(input, "stride_samples")};
}

Result<std::vector<FileSample>> motion_samples(const Json& input, const Path& file) {
  const double rate_hz = json_number(input, "rate_hz");
  MotionOptions options{.rate_hz = json_number(input, "resampled_hz"),
                        .recorded_hz = json_number(input, "recorded_hz"),
                        .axes = texts(input, "axes"),
                        .label = "?"};
  SampleSet set = TADPOLE_TRY(import_motion(file, options));
  if (set.rate_hz <= 0.0) set.rate_hz = rate_hz;
  TADPOLE_TRY(check_rate(set, rate_hz, file));
  TADPOLE_TRY(check_channels(set, channels_of(input), file));
  TADPOLE_TRY(check_lengths(set, length_of(input, "window_samples"), file));
  return cut<float>(set, windows_of(input));
}

Result<std::vector<FileSample>> sound_samples(const Json& input, const Path& file) {
  const SampleSet set =
      TADPOLE_TRY(import_machine_sound(file, {.label = "?", .who = file.filename().string()}));
  const int window = length_of(input, "window_samples");
  for (const Sample& s : set.samples) {
    if (s.shape[0] >= window) continue;
    return Error{fmt::format(
        "{} is too short: {:.3f} s, and the model listens to {:.3f} s at once; record longer",
        file.string(), s.shape[0] / set.rate_hz, window / set.rate_hz)};
  }
  return cut<std::int16_t>(set, windows_of(input));
}

Result<std::vector<FileSample>> stroke_samples(const Path& file) {
  const SampleSet set =
      of_one_length(TADPOLE_TRY(import_strokes(file, {.label = "?", .who = "?"})));
  std::vector<FileSample> samples;
  for (const Sample& s : set.samples)
    samples.push_back(
        sample_of(fmt::format("stroke {}", samples.size() + 1), set.stored(s), s.shape));
  return samples;
}

// --- tables

// The model's columns, each of its type; the others, the target among them, are left out.
TableOptions table_options(const Json& input, const std::vector<Channel>& wanted,
                           const std::vector<std::string>& columns) {
  TableOptions options{.missing = texts(input, "missing"),
                       .most_categories = 100000,
                       .separator = json_text(input, "separator", "auto"),
                       .header = json_text(input, "header", "auto")};
  const std::vector<std::string> names = names_of(wanted);
  for (const std::string& column : columns) {
    if (std::find(names.begin(), names.end(), column) == names.end())
      options.drop.push_back(column);
  }
  for (const Channel& c : wanted)
    options.types.push_back(c.name + (c.categories.empty() ? ":number" : ":category"));
  return options;
}

Outcome check_columns(const std::vector<Channel>& wanted, const std::vector<std::string>& columns,
                      const Path& file) {
  for (const Channel& c : wanted) {
    if (std::find(columns.begin(), columns.end(), c.name) != columns.end()) continue;
    return Error{fmt::format("{} has no column '{}'{}; the model takes {}, and the file has {}",
                             file.string(), c.name, did_you_mean(c.name, columns),
                             join(names_of(wanted), ", "), join(columns, ", "))};
  }
  return Done{};
}

// A category by its place in training's list: one that is not there lies behind the last, which the
// encoder takes for none.
float index_of(const Channel& wanted, const Channel& found, float value) {
  if (wanted.categories.empty() || std::isnan(value)) return value;
  const std::string& text = found.categories[static_cast<std::size_t>(value)];
  const auto at = std::find(wanted.categories.begin(), wanted.categories.end(), text);
  return static_cast<float>(at - wanted.categories.begin());
}

Result<std::vector<FileSample>> table_samples(const Json& input, const Path& file) {
  const std::vector<Channel> wanted = channels_of(input);
  const TextTable text =
      TADPOLE_TRY(read_table(file, {.separator = json_text(input, "separator", "auto"),
                                    .header = json_text(input, "header", "auto")}));
  TADPOLE_TRY(check_columns(wanted, text.columns, file));
  const SampleSet set = TADPOLE_TRY(import_table(file, table_options(input, wanted, text.columns)));
  std::vector<std::size_t> places;  // of the model's columns in the file's
  const std::vector<std::string> names = names_of(set.channels);
  for (const Channel& c : wanted)
    places.push_back(
        static_cast<std::size_t>(std::find(names.begin(), names.end(), c.name) - names.begin()));
  std::vector<FileSample> samples;
  for (const Sample& s : set.samples) {
    const auto row = set.float_values(s);
    std::vector<float> values;
    for (std::size_t i = 0; i < wanted.size(); ++i)
      values.push_back(index_of(wanted[i], set.channels[places[i]], row[places[i]]));
    samples.push_back(sample_of(
        fmt::format("row {}", samples.size() + 1),
        {reinterpret_cast<const std::uint8_t*>(values.data()), values.size() * sizeof(float)},
        {1, 1, static_cast<int>(values.size())}));
  }
  return samples;
}

Result<std::vector<FileSample>> picture_samples(const Json& input, const Path& file) {
  const Picture picture = with_channels(TADPOLE_TRY(read_picture(file)),
                                        json_list(input, "channels").size() == 1 ? 1 : 3);
  return std::vector<FileSample>{
      sample_of("picture", picture.pixels, {picture.height, picture.width, picture.channels})};
}

}  // namespace

Json input_notes(const SampleSet& set) {
  Json channels = Json::array();
  for (const Channel& c : set.channels)
    channels.push_back({{"name", c.name}, {"unit", c.unit}, {"categories", c.categories}});
  return {{"kind", set.kind}, {"rate_hz", set.rate_hz}, {"channels", std::move(channels)}};
}

void note_windows(Json& input, const WindowOptions& windows, const SampleSet& set,
                  const MotionOptions& log) {
  const auto length = [&](int samples, double seconds) {
    return samples > 0 ? samples : static_cast<int>(std::round(seconds * set.rate_hz));
  };
  input["window_samples"] = length(windows.window_samples, windows.window_s);
  input["stride_samples"] = length(windows.stride_samples, windows.stride_s);
  input["resampled_hz"] = log.rate_hz;
  input["recorded_hz"] = log.recorded_hz;
  input["axes"] = log.axes;
}

void note_table(Json& input, const TableOptions& options) {
  input["separator"] = options.separator;
  input["header"] = options.header;
  input["missing"] = options.missing;
}

Result<std::vector<FileSample>> read_sample_file(const Json& input, const Path& file) {
  std::error_code code;
  if (std::filesystem::is_directory(file, code))
    return wrong_use(file.string() + " is a folder; give one file");
  const std::string kind = json_text(input, "kind");
  if (kind == "image") return picture_samples(input, file);
  if (kind == "table") return table_samples(input, file);
  if (kind == "stroke") return stroke_samples(file);
  if (kind == "sound") return sound_samples(input, file);
  return motion_samples(input, file);
}

}  // namespace tadpole
