// SPDX-License-Identifier: Apache-2.0
// A model as a C++ library that stands alone: one folder with a CMake file, a header, sources and
// an example. Plain C++20 for any compiler; nothing of Tadpole need be installed.
#pragma once
#include <optional>
#include <string>

#include "kit/deploy/firmware_project.h"

namespace tadpole {

struct ExportRequest {
  Bytes model = {};  // .tflite
  std::string name =
      "model";  // of the library and its namespace; what is no letter, digit or _ becomes _
  // With a spotter the library takes sound, with a sensor raw samples as the sensor gives them;
  // without, the model's raw input bytes.
  std::optional<SpotterOptions> spotter = {};
  std::optional<SensorOptions> sensor = {};
  Path folder = {};  // written: CMakeLists.txt, README.md, LICENSE, include/, src/, examples/
};

struct ExportReport {
  std::string identifier;  // "my_words"
  Path folder;
  std::vector<std::string> files;  // relative to the folder, sorted
  std::int64_t constant_bytes = 0, arena_bytes = 0;
};

// Fails when the model does not compile, when the folder cannot be written, or when the name gives
// no identifier.
Result<ExportReport> export_library(const ExportRequest& request);

}  // namespace tadpole
