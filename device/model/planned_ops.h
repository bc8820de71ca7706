// SPDX-License-Identifier: Apache-2.0
// Operators inside compiled code that has no form of its own for them. What a file says of them
// stands in constants; their plan() runs once, when the program starts, their run() at each
// inference: the same code that the executor runs.
#pragma once
#include "device/model/op_definition.h"

namespace tadpole::device {

struct PlannedOp {
  const OpDefinition* definition = nullptr;
  const std::int32_t* inputs = nullptr;  // tensors of the PlannedModel, -1: left out
  std::int32_t input_count = 0;
  const std::int32_t* outputs = nullptr;
  std::int32_t output_count = 0;
  OptionsTable options_table = OptionsTable::none;
  // A FlatBuffers table behind the 32-bit offset to it; no bytes: the operator has no options.
  const void* options = nullptr;
  std::uint32_t options_bytes = 0;
  const void* custom_options = nullptr;
  std::uint32_t custom_bytes = 0;
};

// The scales of a tensor that has one per channel.
struct PlannedScales {
  std::int32_t tensor = 0;
  const float* scale = nullptr;  // [scale_count of the tensor]
  bool is_symmetric = true;      // all zero points are 0
};

// All of it constant.
struct PlannedModel {
  const Tensor* tensors = nullptr;
  const PlannedOp* ops = nullptr;
  std::int32_t op_count = 0;
  const PlannedScales* scales = nullptr;
  std::int32_t scales_count = 0;
};

// What one operator asked for when it was planned.
struct PlannedFacts {
  const void* params = nullptr;
  std::int64_t macs = 0;
  OpPlanner::Share share = OpPlanner::Share::no;
  std::uint32_t share_input = 0;
};

// Plans one operator, whose memory comes from the arena, without fast twins of this processor.
// Answers Reason::arena when that is full; arena.used() then grows with each larger one.
Reason plan_operator(const PlannedModel& model, const PlannedOp& op, Arena& arena,
                     Variable*& variables, PlannedFacts& facts);

class PlannedOps {
 public:
  static constexpr std::size_t kWidestPointer = 8;
  // Bytes beside those that the operators keep, on any machine.
  static constexpr std::size_t record_bytes(std::size_t ops) {
    return kArenaAlignment + align_up(ops * kWidestPointer);
  }

  // Plans all operators and clears what they remember. model and memory must outlive the use.
  Reason plan(const PlannedModel& model, void* memory, std::size_t bytes);
  bool is_planned() const { return model_ != nullptr; }
  // Both expect: plan() answered none. run: i < op_count.
  void run(std::int32_t i) const;
  void reset() const;

 private:
  const PlannedModel* model_ = nullptr;
  const void** params_ = nullptr;
  Variable* variables_ = nullptr;
};

}  // namespace tadpole::device
