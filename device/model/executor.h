// SPDX-License-Identifier: Apache-2.0
// Runs a .tflite model: plan once, run blind. No heap: everything lives in an arena that the caller
// lends.
#pragma once
#include "device/model/op_definition.h"

namespace tadpole::device {

// Where and why a model was refused. On the device a byte and two numbers, on the host a sentence.
struct Refusal {
  Reason reason = Reason::none;
  std::int32_t op = -1;        // index of the operator, -1: none
  std::int32_t tensor = -1;    // index of the tensor, -1: none
  std::uint32_t subgraph = 0;  // in which the two are counted
};

class Executor {
 public:
  static constexpr std::uint32_t kMostTensors = 8192;
  static constexpr std::uint32_t kMostOps = 8192;
  static constexpr std::uint32_t kMostInits = 8;  // subgraphs that CALL_ONCE runs

  // Checks the whole model and lays out the arena. model and arena must outlive the executor's use;
  // the model's bytes are never written. Answers malformed, unsupported, bad_shape or
  // out_of_memory; refusal() tells more, and after out_of_memory needed_bytes() is what to offer
  // next. Cost: proportional to the model's tables, with n^2 steps in the number of tensors;
  // weights are not read.
  Status plan(const std::uint8_t* model, std::size_t model_bytes, void* arena,
              std::size_t arena_bytes);
  const Refusal& refusal() const { return refusal_; }

  // Bytes of the arena that the plan uses; after out_of_memory a lower bound of what is needed.
  std::size_t needed_bytes() const { return needed_; }
  // Bytes of the arena that hold tensors, without the executor's own records.
  std::size_t tensor_bytes() const { return tensor_bytes_; }
  std::int64_t macs() const { return macs_; }  // multiply-accumulates of one run

  // All below expect: plan() answered ok.
  std::uint32_t inputs() const { return view_.inputs().size(); }
  std::uint32_t outputs() const { return view_.outputs().size(); }
  // Write inputs before every run: their memory is used again for later tensors.
  Tensor& input(std::uint32_t i) { return tensors_[view_.inputs().at<std::int32_t>(i)]; }
  const Tensor& output(std::uint32_t i) const {
    return tensors_[view_.outputs().at<std::int32_t>(i)];
  }
  const Tensor& tensor(std::uint32_t i) const { return tensors_[i]; }
  std::uint32_t tensors() const { return main_.tensors; }
  std::uint32_t ops() const { return main_.ops; }

  void run() {
    for (std::uint32_t i = 0; i < main_.ops; ++i) run_op(i);
  }
  // One operator, for callers that look at every tensor on the way. Expects: called in order.
  void run_op(std::uint32_t i) const { run_step(main_.op + i); }
  // The tensors that operator i writes.
  const std::int32_t* op_outputs(std::uint32_t i, std::int32_t& outputs) const;
  // What plan() of operator i kept for its run(), nullptr when nothing: for tools that look at the
  // plan and know the operator's record.
  const void* op_params(std::uint32_t i) const { return ops_[main_.op + i].params; }
  // Clears the state of models that remember (variable tensors and resource variables), then runs
  // what CALL_ONCE names. plan() has done it once. Inputs are to be written after it.
  void reset();

 private:
  struct Op {
    const OpDefinition* definition;
    const void* params;
    const std::int32_t* inputs;
    const std::int32_t* outputs;
    std::int32_t input_count, output_count;
  };

  // A subgraph and where its tensors and operators begin in the executor's own lists.
  struct Part {
    std::uint32_t subgraph = 0, tensor = 0, tensors = 0, op = 0, ops = 0;
  };

  Reason plan_model();
  Reason find_inits();
  Reason add_init(const OperatorView& view);
  Reason count(Part& part);
  Reason show(const Part& part);
  Reason read_all();
  Reason read_tensors();
  Reason read_tensor(std::uint32_t i);
  Reason mark_inputs();
  Reason mark_uses();
  Reason plan_ops();
  Reason plan_op(std::uint32_t i);
  Reason copy_indices(std::uint32_t i, const OperatorView& view);
  Reason mark_use(std::uint32_t i);
  Reason check_operator(const OperatorView& view, const OpDefinition*& definition) const;
  Reason mark_outputs();
  void share_memory(std::uint32_t i, const OpPlanner& planner);
  Reason lay_out();
  std::int32_t root(std::int32_t tensor) const;
  bool owns_memory(const Tensor& tensor) const;
  void run_step(std::uint32_t step) const;

  ModelView view_;
  Arena arena_;
  Tensor* tensors_ = nullptr;
  Op* ops_ = nullptr;
  Variable* variables_ = nullptr;
  Part inits_[kMostInits];  // their operators come first, their tensors last
  std::uint32_t init_count_ = 0;
  Part main_;
  Part part_;                                      // the one that view_ shows
  std::uint32_t tensor_count_ = 0, op_count_ = 0;  // of all
  std::size_t needed_ = 0, tensor_bytes_ = 0;
  std::int64_t macs_ = 0;
  Refusal refusal_;
};

}  // namespace tadpole::device
