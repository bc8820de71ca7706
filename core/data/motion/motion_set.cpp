// SPDX-License-Identifier: Apache-2.0
#include "core/data/motion/motion_set.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace tadpole {
namespace {

constexpr double kMostValues = 67108864.0;  // of one recording
constexpr double kMostStretch = 1000.0;     // new rows for a row: two far stamps fill no memory

double median(std::vector<double> values) {
  if (values.empty()) return 0.0;
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

// Steps per second between first and last stamp; 0: not to be told.
double rate_of(const LogPart& part) {
  if (part.time_s.size() < 2 || !(part.time_s.back() > 0.0)) return 0.0;
  return static_cast<double>(part.time_s.size() - 1) / part.time_s.back();
}

double rounded_rate(double rate_hz) {
  const double digits = std::pow(10.0, std::max(0.0, 2.0 - std::floor(std::log10(rate_hz))));
  return std::round(rate_hz * digits) / digits;
}

Outcome check_rates(const std::vector<FoundPart>& found, double rate_hz) {
  for (const FoundPart& f : found) {
    const double rate = f.part.time_s.size() < 20 ? 0.0 : rate_of(f.part);
    if (rate == 0.0 || (rate > 0.8 * rate_hz && rate < 1.25 * rate_hz)) continue;
    return wrong_use(
        fmt::format("{} was recorded at {:.4g} Hz, most of the others at {:.4g} Hz; "
                    "give the rate that all shall have (rate_hz)",
                    f.sample.name, rate, rate_hz));
  }
  return Done{};
}

std::vector<double> even_stamps(std::size_t rows, double rate_hz) {
  std::vector<double> stamps(rows);
  for (std::size_t i = 0; i < rows; ++i) stamps[i] = static_cast<double>(i) / rate_hz;
  return stamps;
}

Outcome to_rate(FoundPart& f, std::size_t axes, double rate_hz, double recorded_hz) {
  LogPart& part = f.part;
  if (part.time_s.empty()) {
    if (recorded_hz <= 0.0 || recorded_hz == rate_hz) return Done{};
    part.time_s = even_stamps(part.values.size() / axes, recorded_hz);
  }
  const double rows = part.time_s.back() * rate_hz + 1.0;
  const double most = kMostStretch * static_cast<double>(part.time_s.size()) + 10000.0;
  if (!(rows <= most && rows * static_cast<double>(axes) <= kMostValues))
    return Error{
        fmt::format("{} lasts {:.4g} s, too long for {:g} Hz; choose a lower rate or part "
                    "the recording",
                    f.sample.name, part.time_s.back(), rate_hz)};
  part.values = resample_values(part.time_s, part.values, axes, rate_hz);
  return Done{};
}

// The unit that the size of gravity tells: the median length of the first three axes.
std::string unit_by_gravity(const std::vector<FoundPart>& found, std::size_t axes,
                            std::size_t first) {
  std::vector<double> lengths;
  for (const FoundPart& f : found) {
    const std::size_t rows = f.part.values.size() / axes;
    const std::size_t step = std::max<std::size_t>(1, rows / 50);
    for (std::size_t i = 0; i < rows; i += step) {
      double sum = 0.0;
      for (std::size_t a = 0; a < 3; ++a) {
        const auto v = static_cast<double>(f.part.values[i * axes + first + a]);
        sum += v * v;
      }
      lengths.push_back(std::sqrt(sum));
    }
  }
  const double usual = median(lengths);
  if (usual > 0.7 && usual < 1.5) return "g";
  if (usual > 7.0 && usual < 15.0) return "m/s^2";
  return usual > 700.0 && usual < 1500.0 ? "mg" : "";
}

// acc_x, acc_y, acc_z (or x, y, z alone) without units.
void name_units(std::vector<Channel>& channels, const std::vector<FoundPart>& found) {
  for (std::size_t i = 0; i + 3 <= channels.size(); ++i) {
    const bool acc = channels[i].name == "acc_x" && channels[i + 2].name == "acc_z";
    const bool lone =
        channels.size() == 3 && channels[i].name == "x" && channels[i + 2].name == "z";
    if ((!acc && !lone) || !channels[i].unit.empty()) continue;
    const std::string unit = unit_by_gravity(found, channels.size(), i);
    for (std::size_t a = i; a < i + 3; ++a) channels[a].unit = unit;
  }
}

}  // namespace

double usual_rate_hz(const std::vector<FoundPart>& found) {
  std::vector<double> rates;
  for (const FoundPart& f : found)
    if (const double rate = rate_of(f.part); rate > 0.0) rates.push_back(rate);
  return rates.empty() ? 0.0 : rounded_rate(median(std::move(rates)));
}

std::vector<float> resample_values(const std::vector<double>& time_s,
                                   const std::vector<float>& values, std::size_t axes,
                                   double rate_hz) {
  const std::size_t rows = time_s.size();
  const auto steps = static_cast<std::size_t>(time_s.back() * rate_hz + 1e-6) + 1;
  const double half_s = 0.5 / rate_hz;
  const double edge_s =
      half_s * (1.0 + 1e-6);  // stamps on the edge fall on one side, rounded or not
  const bool average = static_cast<double>(rows - 1) > 1.5 * rate_hz * time_s.back();
  std::vector<float> out;
  out.reserve(steps * axes);
  std::size_t after = 0, from = 0,
              to = 0;  // first row at or after t; rows from t - half to t + half
  for (std::size_t k = 0; k < steps; ++k) {
    const double t = static_cast<double>(k) / rate_hz;
    while (after + 1 < rows && time_s[after] < t) ++after;
    while (from < rows && time_s[from] < t - edge_s) ++from;
    while (to < rows && time_s[to] < t + 2.0 * half_s - edge_s) ++to;
    const std::size_t before = after > 0 ? after - 1 : 0;
    const double span = time_s[after] - time_s[before];
    const double share = span > 0.0 ? std::min(1.0, (t - time_s[before]) / span) : 1.0;
    for (std::size_t a = 0; a < axes; ++a) {
      double sum = 0.0;
      for (std::size_t i = from; average && i < to; ++i)
        sum += static_cast<double>(values[i * axes + a]);
      const auto low = static_cast<double>(values[before * axes + a]);
      const auto high = static_cast<double>(values[after * axes + a]);
      const bool mean = average && to > from + 1;
      out.push_back(static_cast<float>(mean ? sum / static_cast<double>(to - from)
                                            : low + share * (high - low)));
    }
  }
  return out;
}

Result<SampleSet> make_motion_set(const std::string& kind, const std::vector<Channel>& channels,
                                  std::vector<FoundPart> found, double rate_hz,
                                  double recorded_hz) {
  SampleSet set{.kind = kind, .type = ValueType::float32, .rate_hz = rate_hz, .channels = channels};
  name_units(set.channels, found);
  if (rate_hz > 0.0) {
    for (FoundPart& f : found) TADPOLE_TRY(to_rate(f, channels.size(), rate_hz, recorded_hz));
  } else {
    set.rate_hz = usual_rate_hz(found);
    TADPOLE_TRY(check_rates(found, set.rate_hz));
    if (set.rate_hz == 0.0) set.rate_hz = recorded_hz;
  }
  for (FoundPart& f : found) {
    f.sample.shape = {static_cast<int>(f.part.values.size() / channels.size()), 1,
                      static_cast<int>(channels.size())};
    set.add(std::move(f.sample), f.part.values);
    f.part = {};
  }
  return set;
}

}  // namespace tadpole
