// SPDX-License-Identifier: Apache-2.0
// A model's answers to the test clips, float or int8, for evaluation and comparison.
#pragma once
#include <functional>

#include "core/base/progress.h"
#include "core/data/dataset.h"
#include "core/dsp/feature_extractor.h"
#include "core/eval/predictions.h"
#include "core/nn/model.h"
#include "core/tflite/tflite.h"

namespace tadpole {

// The clips of a split with their truth, speaker and group; probabilities are filled by answer(clip
// samples, out).
using Answer =
    std::function<Outcome(std::span<const std::int16_t> clip, std::span<float> probabilities)>;
Result<Predictions> predict_split(const Dataset& dataset, Split split, const Answer& answer,
                                  Progress& progress);

// The float model on one clip. model and extractor must outlive the answer.
Answer float_answer(Model& model, const FeatureExtractor& extractor);
// An int8 or float .tflite on one clip.
Answer tflite_answer(TfliteExecutor& executor, const FeatureExtractor& extractor);

}  // namespace tadpole
