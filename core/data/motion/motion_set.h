// SPDX-License-Identifier: Apache-2.0
// From the parts that importers found to one set at one rate. Internal to core/data/motion.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/data/motion/sensor_log.h"
#include "core/data/sample_set.h"

namespace tadpole {

struct FoundPart {
  LogPart part;
  Sample sample;  // everything but shape and offset
};

// Median of the rates that parts with time stamps show, in tenths of a hertz above 10 Hz; 0: none
// has any.
double usual_rate_hz(const std::vector<FoundPart>& found);

// rate_hz 0: rows as they are. recorded_hz: of parts without time stamps, 0: rate_hz. Fails when
// rates differ (with rate_hz 0), or when a recording would become longer than 2^26 values or
// than 1000 rows for each of its own (and 10000).
Result<SampleSet> make_motion_set(const std::string& kind, const std::vector<Channel>& channels,
                                  std::vector<FoundPart> found, double rate_hz, double recorded_hz);

// values: [time_s.size(), axes] at rising time_s; from the first stamp on, every 1 / rate_hz.
std::vector<float> resample_values(const std::vector<double>& time_s,
                                   const std::vector<float>& values, std::size_t axes,
                                   double rate_hz);

}  // namespace tadpole
