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
  // Subgraphs that CALL_ONCE, IF and WHILE run, one for every place that calls; and how deep they
  // may lie in each other.
  static constexpr std::uint32_t kMostParts = 64, kMostDepth = 8;
  // Rounds of all WHILE operators in one run, unless the caller sets another number.
  static constexpr std::uint32_t kMostRounds = 100000;

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
  // Multiply-accumulates of one run in which each IF runs both ways and each WHILE goes round once.
  std::int64_t macs() const { return macs_; }

  // All below expect: plan() answered ok.
  std::uint32_t inputs() const { return view_.inputs().size(); }
  std::uint32_t outputs() const { return view_.outputs().size(); }
  // Write inputs before every run: their memory is used again for later tensors.
  Tensor& input(std::uint32_t i) { return tensors_[view_.inputs().at<std::int32_t>(i)]; }
  const Tensor& output(std::uint32_t i) const {
    return tensors_[view_.outputs().at<std::int32_t>(i)];
  }
  const Tensor& tensor(std::uint32_t i) const { return tensors_[i]; }
  std::uint32_t tensors() const { return main_->tensors; }
  std::uint32_t ops() const { return main_->ops; }

  // ok, or too_many_rounds: a WHILE was stopped, and outputs hold nothing of use.
  Status run();
  // How many rounds all WHILE operators of one run may make together.
  void limit_rounds(std::uint32_t most) { most_rounds_ = most; }
  // One operator, for callers that look at every tensor on the way. Expects: called in order.
  Status run_op(std::uint32_t i);
  // The tensors that operator i writes.
  const std::int32_t* op_outputs(std::uint32_t i, std::int32_t& outputs) const;
  // What plan() of operator i kept for its run(), nullptr when nothing: for tools that look at the
  // plan and know the operator's record.
  const void* op_params(std::uint32_t i) const { return ops_[i].params; }
  // True for a model whose file says that it forgets: every run begins with cleared variable
  // tensors.
  bool forgets() const { return forgets_; }
  // Clears the state of models that remember (variable tensors and resource variables), then runs
  // what CALL_ONCE names. plan() has done it once. Inputs are to be written after it. Answers as
  // run() does.
  Status reset();

 private:
  struct Call;

  struct Op {
    const OpDefinition* definition;
    const void* params;
    const std::int32_t* inputs;
    const std::int32_t* outputs;
    std::int32_t input_count, output_count;
    std::int32_t step;  // when it runs, in an order that counts what it calls
    const Call* call;   // of IF and WHILE, otherwise nullptr
  };

  // A list of indices of tensors, among those of all parts.
  struct Ends {
    const std::int32_t* tensors = nullptr;
    std::uint32_t size = 0;
  };

  // A subgraph in one of the places where it runs: where its tensors and operators begin in the
  // executor's own lists (the main one's at 0). Two operators that call one subgraph have a part
  // each.
  struct Part {
    std::uint32_t subgraph = 0, tensor = 0, tensors = 0, op = 0, ops = 0;
    const Part* caller = nullptr;       // nullptr: the main part, and what CALL_ONCE runs
    std::uint32_t calling_op = 0;       // counted within the caller
    std::int32_t enter = 0, leave = 0;  // steps
    Ends inputs, outputs;
    Part* next = nullptr;
  };

  // IF: then and else. WHILE: condition and body.
  struct Call {
    Part* first = nullptr;
    Part* second = nullptr;
  };

  Reason plan_model();
  Reason plan_inits();
  Reason find_parts(Part& part, std::uint32_t depth);
  Reason find_calls(Part& part, std::uint32_t i, std::uint32_t depth);
  Reason find_init(const OperatorView& view);
  Reason add_part(const Part& part, std::uint32_t depth);
  Reason subgraph_option(const OperatorView& view, OptionsTable table, int field,
                         std::uint32_t& index) const;
  Part* part_called(const Part& caller, std::uint32_t op, bool second) const;
  Reason count(Part& part);
  Reason show(const Part& part);
  Reason read_all();
  Reason read_tensors();
  Reason read_tensor(std::uint32_t i);
  Reason check_state(const Part& part);
  Reason keep_ends(const FlatVector& list, Ends& ends);
  Reason mark_inputs(std::int32_t step);
  Reason mark_part(Part& part);
  Reason mark_uses();
  Reason mark_call(std::uint32_t i, std::int32_t& first_write, std::int32_t& last_write);
  Reason plan_ops();
  Reason plan_op(std::uint32_t i);
  Reason plan_call(std::uint32_t i);
  Reason plan_called(Part& part, const std::int32_t* inputs);
  Reason match(const std::int32_t* tensors, std::int32_t n, const Ends& ends) const;
  Reason match_call(const Op& op) const;
  Reason copy_indices(std::uint32_t i, const OperatorView& view);
  Reason mark_use(std::uint32_t i);
  Reason mark_reads(const Op& op);
  Reason mark_writes(const Op& op, std::int32_t first, std::int32_t last);
  Reason check_operator(const OperatorView& view, const OpDefinition*& definition) const;
  Reason mark_outputs(std::int32_t step);
  void share_memory(const Op& op, const OpPlanner& planner);
  Reason lay_out();
  std::int32_t root(std::int32_t tensor) const;
  bool owns_memory(const Tensor& tensor) const;
  void copy_tensors(const std::int32_t* from, const std::int32_t* to, std::uint32_t n) const;
  void clear_states() const;
  void begin_run();
  Status run_part(const Part& part);
  Status run_step(const Op& op);
  Status run_if(const Op& op);
  Status run_while(const Op& op);

  ModelView view_;
  Arena arena_;
  Tensor* tensors_ = nullptr;
  Op* ops_ = nullptr;
  Variable* variables_ = nullptr;
  Part* main_ = nullptr;
  Part* last_part_ = nullptr;   // of the list that begins with main_
  const Part* part_ = nullptr;  // the one that view_ shows
  std::uint32_t part_count_ = 0;
  std::uint32_t tensor_count_ = 0, op_count_ = 0;  // of all
  std::int32_t steps_ = 0;
  bool forgets_ = false;
  std::uint32_t most_rounds_ = kMostRounds, rounds_ = 0;
  std::size_t needed_ = 0, tensor_bytes_ = 0;
  std::int64_t macs_ = 0;
  Refusal refusal_;
};

}  // namespace tadpole::device
