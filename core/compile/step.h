// SPDX-License-Identifier: Apache-2.0
// What the passes of the compiler hand on: one Step per operator that does something. A step knows
// its kernel, its constants as they lie in flash, and the text that calls it; offsets stay symbolic
// until the memory plan is made.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/graph/graph.h"

namespace tadpole {

struct ChannelRow {  // device::cortex_m::Channel
  std::int32_t bias, multiplier;
};

struct Table {
  std::string name;
  std::string comment;
  std::variant<std::vector<std::int8_t>, std::vector<std::int16_t>, std::vector<std::int32_t>,
               std::vector<std::int64_t>, std::vector<float>, std::vector<ChannelRow>>
      values;
};

// An input of the step may lie over its output (core/compile/memory_plan.h says how).
struct InPlace {
  std::size_t distance = 0;
  bool exactly = false;
  std::size_t input = 0;
};

struct Step {
  int op = 0;          // index in the graph
  std::string kernel;  // for people: "conv_2d, 4 pixels at a time"
  std::string layer;   // declarations before invoke(), e.g. the layer's constexpr record
  std::string call;    // one statement of invoke()
  std::vector<Table> tables;
  std::size_t scratch_bytes = 0;
  std::optional<InPlace> in_place;
  std::int64_t multiply_adds = 0;
  bool is_planned = false;     // core/compile/planned_op.h; its call comes from emit_planned.h
  std::size_t kept_bytes = 0;  // of such a step, from the start of the program on, at most
  bool remembers = false;      // in what it keeps, from one run to the next
  std::vector<std::string> includes;  // headers of device/ that the call needs
  std::vector<std::string> needs;  // further files of device/: sources to link, headers of headers
};

// The text of a pointer into the arena, or to a constant, and of a step's scratch.
std::string tensor_name(int tensor);                  // "kTensor22": its offset
std::string tensor_at(const char* type, int tensor);  // "at<std::int8_t>(kTensor22)"
std::string scratch_name(int op);                     // "kScratch3"
std::string scratch_at(const char* type, int op);

}  // namespace tadpole
