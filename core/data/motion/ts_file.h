// SPDX-License-Identifier: Apache-2.0
// Sets of short time series, one a line: the .ts files of the UEA archive and the .tsv (.txt) files
// of the UCR archive. Sources: Loening et al., "sktime: a unified interface for machine learning
// with time series", 2019, for .ts; Dau et al., "The UCR time series archive", 2019, for .tsv.
#pragma once
#include "core/data/motion/sensor_log.h"

namespace tadpole {

// Every line is a part of its own, with its label where the file has classes; channels are called
// "axis_0" and so on, "value" when there is only one. Missing values at the end of a series mean
// that it is shorter than the others.
// Fails with name and line: no @data, a tag that contradicts the lines, an axis that is longer than
// another, a label that @classLabel does not list, a field that is no number, a missing value
// (unless interpolated). unsupported: values with time stamps of their own, regression targets.
Result<SensorLog> parse_ts(std::string_view text, const std::string& name, MissingValues missing);

// Label first, then the values, parted by tabs, commas or blanks. Labels that are whole numbers are
// written as such ("1.0000000e+00" -> "1").
Result<SensorLog> parse_ucr(std::string_view text, const std::string& name, MissingValues missing);

}  // namespace tadpole
