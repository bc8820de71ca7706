// SPDX-License-Identifier: Apache-2.0
// A model onto a board: compile, check the fit, build the firmware, run it, compare every byte with
// the host.
#pragma once
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "kit/deploy/firmware_project.h"

namespace tadpole {

struct DeployRequest {
  Bytes model = {};                      // .tflite
  std::string model_name = "the model";  // for messages
  std::string board = "virtual-m4";
  // With a spotter the firmware hears clips, with a sensor it takes raw samples; with neither, the
  // bytes of the model's first input.
  std::optional<SpotterOptions> spotter = {};
  std::optional<SensorOptions> sensor = {};
  std::vector<std::vector<std::int16_t>> clips = {};  // [kClipSamples] each
  std::vector<Bytes> raw_samples = {};                // of the sensor, all of one size
  // Bytes of the input tensor, or the block of several (input_block.h); none: generated_inputs().
  std::vector<Bytes> inputs = {};
  Path folder = {};  // written: the firmware project
};

struct DeployReport {
  std::string board;
  std::string application;
  Path folder;                                          // of the firmware project
  std::int64_t flash_bytes = 0, flash_limit_bytes = 0;  // code, constants, first values
  std::int64_t ram_bytes = 0,
               ram_limit_bytes = 0;  // variables, arena included, and the stack that was used
  std::int64_t arena_bytes = 0, constant_bytes = 0, stack_bytes = 0;
  // Exact counts, the mean over all clips or inputs; features: of one second of audio, 0 without a
  // spotter; inference: of a model that streams, of all the runs that one second takes.
  std::int64_t features_instructions = 0, inference_instructions = 0;
  int runs_per_clip = 1;  // of the model; more than one: it streams
  // Estimates for the board's clock: no real board was measured.
  double clock_hz = 0.0, estimated_ms = 0.0, estimated_mj = 0.0;
  bool host_equal = false;  // features and outputs, byte for byte, for every clip or input
  int compared = 0;
  std::string difference;  // where the first differing byte is; empty when host_equal
  std::string serial;      // what the firmware printed
  // Why the firmware was neither built nor run: only its project was written; sizes, counts and
  // comparison are then empty. Empty: it ran.
  std::string not_run;
  MemoryPlan plan;
};

// Fails when the model does not compile or does not fit (with the numbers, before anything is
// built), when tools are missing, when the firmware crashes, or when a clip or input has the wrong
// length. A byte that differs is no error: host_equal is false and `difference` says where. Where
// no program can be started (the page), the project is written and not_run says so.
Result<DeployReport> deploy_to_board(const DeployRequest& request, Progress& progress);

// flash_bytes, ram_bytes, arena_bytes, instructions.features, instructions.inference, host_equal,
// and the rest.
nlohmann::json to_json(const DeployReport& report);

// Fails when constants or arena are more than the board has: names the model, the numbers and what
// to do.
Outcome check_fit(const CompiledModel& model, const Board& board, const std::string& model_name);

// The input of a linear congruential generator, seed 1, 2, 3: s = seed * 2654435769; per element s
// = s * 1664525 + 1013904223, all mod 2^32; int8 and uint8 take s >> 24, int16 s >> 16, int32 s,
// float32 int8(s >> 24) / 64.
Bytes generated_input(const GraphTensor& input, std::uint32_t seed);
// Of every input of the model, each with a seed of its own.
std::vector<Bytes> generated_inputs(const Graph& graph, std::uint32_t seed);

}  // namespace tadpole
