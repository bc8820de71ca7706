// SPDX-License-Identifier: Apache-2.0
// A firmware project as a folder that a learner can read, change and build by hand: the
// application, the board's files, the device sources it needs, the generated model, a Makefile and
// a README. Nothing of Tadpole need be installed.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/compile/compiler.h"
#include "core/dsp/feature_extractor.h"
#include "core/dsp/sample_front_end.h"
#include "device/stream/posterior_smoother.h"
#include "kit/deploy/board.h"

namespace tadpole {

// What the keyword spotter needs to know besides its model.
struct SpotterOptions {
  FeatureOptions features;
  std::vector<std::string> labels;  // as many as the model has outputs, in class order
  int hop_ms = 100;  // from one inference to the next in a stream; rounded to whole feature strides
  bool streams = false;  // the model takes one row of features at a time and remembers the others
  device::SmootherOptions smoothing = {};  // rest_class is set from the label "silence"
};

// What the application for any other sensor needs to know besides its model.
struct SensorOptions {
  DeviceFrontEnd front_end;
  std::vector<std::string> labels = {};  // of the outputs; empty: the output is a number
  // Of a detector: how its outputs become a score ("reconstruction", "nearest", "energy", see
  // firmware/app/score.h). Empty: it is none.
  std::string score = {};
  double threshold = 0.0;  // a detector's anomalies are above it, a classifier's "unknown" below
  // The host's side of the same front end: one sample as stored -> the model's int8 input.
  std::function<void(std::span<const std::uint8_t> raw, device::Quantization input,
                     std::span<std::int8_t> features)>
      features = {};
};

// Which application the firmware runs; neither: the model runner, which takes input bytes.
struct Application {
  std::optional<SpotterOptions> spotter = {};
  std::optional<SensorOptions> sensor = {};
  bool dumps_tensors = false;  // takes input bytes, for a model compiled with keep_tensors
  std::string name() const {
    if (spotter) return spotter->streams ? "stream_spotter" : "keyword_spotter";
    if (dumps_tensors) return "tensor_dump";
    return sensor ? "sensor" : "model_runner";
  }
  bool has_features() const { return spotter.has_value() || sensor.has_value(); }
};

struct FirmwareProject {
  Path folder;              // of the Makefile
  std::string application;  // Application::name()
  Path image() const { return folder / "image.elf"; }
  Path run_folder() const { return folder / "run"; }
};

// Writes the project for a model compiled with the name "model". Files with the same text stay
// untouched, so that building again compiles only what changed.
Result<FirmwareProject> write_firmware_project(const CompiledModel& model, const Board& board,
                                               const Application& application, const Path& folder);

// Builds image.elf by make and arm-none-eabi-g++. Fails when they are missing (says the Debian
// packages) or with the first error of the compiler.
Outcome build_firmware(const FirmwareProject& project);

// generated/app_config.h of the keyword spotter, its names in the given namespace. Fails
// (wrong_use) for feature options that do not exist.
Result<std::string> app_config_text(const SpotterOptions& options,
                                    const std::string& name_space = "tadpole::app::config");
// The same for any other sensor. Fails (unsupported) when the device cannot compute the features.
Result<std::string> sensor_config_text(const SensorOptions& options,
                                       const std::string& name_space = "tadpole::app::config");

}  // namespace tadpole
