// SPDX-License-Identifier: Apache-2.0
// Optimize: model/ and a calibration slice of the training clips -> optimized/: float and int8
// .tflite, compared.
#pragma once
#include "workflow/project.h"

namespace tadpole {

// Writes model_float.tflite and model_int8.tflite with their labels and features inside, reads both
// back and compares them on the test clips: accuracy, size, error per layer, changed clips; the
// int8 model is tested in a room as well. When the recipe asks for it, the network is pruned,
// clustered, taught or trained for int8 first (compress.h): every step is written and tested as a
// variant, model_<step>_int8.tflite, and the last one is model_int8.tflite. Dead channels are taken
// out of what becomes int8. The schemes that the recipe names beside int8 become
// model_<scheme>.tflite and rows of the comparison. Fails when train has not run.
Result<StageResult> optimize(Project& project, Progress& progress);

// Of a model that streams: the same network on the whole window, to compare the cost with.
inline constexpr const char* kWholeWindowFile = "model_window_int8.tflite";

}  // namespace tadpole
