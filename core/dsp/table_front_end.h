// SPDX-License-Identifier: Apache-2.0
// Rows of a table to the input of a model, by device/dsp/table_encoder.h.
#pragma once
#include <memory>

#include "core/dsp/sample_front_end.h"
#include "core/dsp/table_features.h"

namespace tadpole {

// Fitted on the training rows of the set. Fails as TableFeatures::fit() does.
Result<std::unique_ptr<SampleFrontEnd>> make_table_front_end(const TableFeatureOptions& options,
                                                             const SampleSet& set);

Result<std::unique_ptr<SampleFrontEnd>> table_front_end_from_json(const nlohmann::json& json);

}  // namespace tadpole
