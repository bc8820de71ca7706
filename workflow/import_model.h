// SPDX-License-Identifier: Apache-2.0
// Import: other people's ONNX models become .tflite files, float or int8.
#pragma once
#include "core/base/progress.h"
#include "workflow/infer.h"

namespace tadpole {

enum class ImportType { float32, int8 };

struct ImportRequest {
  Path model;   // .onnx
  Path output;  // empty: beside the model, as .tflite
  ImportType type = ImportType::float32;
  // For int8: raw little-endian float32 values, one sample after the other, each as the ONNX
  // model's input takes it (NCHW for pictures): numpy's array.astype('<f4').tofile(path).
  Path calibration;
};

// Reads, converts, runs once what was made, and writes it. The answer tells operators, shapes, how
// inputs and outputs lie in memory, and what to do next. Fails as import_onnx(), write_tflite(),
// TfliteExecutor::create() and quantize_post_training() do; when the samples are missing, are none
// or do not fit; when the output would be the model itself.
Result<InferAnswer> import_model(const ImportRequest& request, Progress& progress);

}  // namespace tadpole
