// SPDX-License-Identifier: Apache-2.0
// What an operator is to the executor: a number and name, a plan() that checks everything once and
// keeps what run() needs, and a run() that checks nothing but data used as an index.
#pragma once
#include "device/model/arena.h"
#include "device/model/model_view.h"
#include "device/ops/fixed_point.h"
#include "device/ops/shape.h"

namespace tadpole::device {

struct Variable;

struct Tensor {
  DType type = DType::float32;
  bool is_variable = false;
  bool is_constant = false;
  Shape shape;
  std::int32_t bytes = 0;
  float scale = 0.0F;           // the first, 0 when there is none
  std::int32_t zero_point = 0;  // the first
  std::uint32_t scale_count = 0;
  bool zero_point_fits = true;                  // in int32, and all of them are there
  std::uint8_t* data = nullptr;                 // for constants: bytes of the model, read only
  std::int32_t first_step = 0, last_step = -1;  // of its life; last < first: never used
  std::int32_t shares = -1;      // the tensor whose memory this one uses, -1: its own
  Variable* variable = nullptr;  // what a tensor of type resource stands for
};

// What a model remembers under a name (VAR_HANDLE). Type, shape and memory are those of the first
// tensor that is read from it or assigned to it.
struct Variable {
  FlatVector container, name;  // characters
  Tensor value;                // data is nullptr before it is known
  Variable* next = nullptr;
};

class OpPlanner;
class OpRun;

struct OpDefinition {
  int builtin = 0;
  const char* name = "";
  std::int32_t max_version = 1;
  Reason (*plan)(OpPlanner&) = nullptr;
  void (*run)(const OpRun&) = nullptr;
};

// The registry made from the folder device/ops. nullptr when there is no such operator.
const OpDefinition* find_op(int builtin);
// The one made from the folder device/signal, of operators that a file calls CUSTOM, by their name.
const OpDefinition* find_custom_op(const FlatVector& name);

// Who knows the quantization of tensors: a file, or constants of compiled code.
struct ScaleSource {
  const void* where = nullptr;
  // The scales (float) of a tensor; false when they cannot be read.
  bool (*scales)(const void* where, std::int32_t tensor, FlatVector& scale) = nullptr;
  // True when all of its zero points are 0.
  bool (*is_symmetric)(const void* where, std::int32_t tensor) = nullptr;
};

// Fills a state with the number that stands for zero.
void clear(const Tensor& tensor);

// One operator as it is being planned.
class OpPlanner {
 public:
  // Compiled code runs on any processor and states how much memory it has: it takes no fast twins
  // of one processor, which ask for more.
  enum class Twins : std::uint8_t { of_this_processor, none };
  OpPlanner(const ScaleSource& scales, const OperatorView& view, const Tensor* tensors,
            Arena& arena, Variable*& variables, Twins twins = Twins::of_this_processor)
      : scales_(scales),
        view_(view),
        tensors_(tensors),
        arena_(arena),
        variables_(variables),
        twins_(twins) {}
  bool may_use_twins() const { return twins_ == Twins::of_this_processor; }

  std::uint32_t inputs() const { return view_.inputs.size(); }
  std::uint32_t outputs() const { return view_.outputs.size(); }
  bool has_input(std::uint32_t i) const {
    return i < inputs() && view_.inputs.at<std::int32_t>(i) >= 0;
  }
  // Expects: has_input(i).
  const Tensor& input(std::uint32_t i) const { return tensors_[view_.inputs.at<std::int32_t>(i)]; }
  // Expects: i < outputs(); the executor has checked that outputs are never left out.
  const Tensor& output(std::uint32_t i) const {
    return tensors_[view_.outputs.at<std::int32_t>(i)];
  }
  std::int32_t input_index(std::uint32_t i) const { return view_.inputs.at<std::int32_t>(i); }

  static constexpr std::uint32_t kAnyNumber = 0xFFFFFFFF;
  // Refuses another number of inputs (the last optional ones may be missing) or outputs.
  Reason expect_arity(std::uint32_t least_inputs, std::uint32_t most_inputs,
                      std::uint32_t outputs = 1) const;
  // Refuses options of another operator, and their absence when they are required.
  Reason expect_options(OptionsTable table) const;
  Reason optional_options(OptionsTable table) const;
  // A field of the options, the default when absent. After a file's damage: the default, and
  // damaged() is true.
  template <typename T>
  T option(int field, T absent) const {
    if (view_.options.exists() && !view_.options.scalar(field, absent)) damaged_ = true;
    return absent;
  }
  bool damaged() const { return damaged_; }
  // What a CUSTOM operator carries, a FlexBuffer as a rule.
  const FlatVector& custom_options() const { return view_.custom_options; }

  // Scale i of input 1 (weights). Expects: i < its scale_count.
  float scale_of(std::int32_t tensor, std::uint32_t i) const;
  // True when all zero points of a tensor are 0.
  bool zero_points_are_zero(std::int32_t tensor) const;
  bool all_scales_positive(std::int32_t tensor) const;

  // Output 0 stands for the variable of that name from here on; a new one when there is none yet.
  // Who plans notes it in the tensor.
  Reason name_variable(const FlatVector& container, const FlatVector& name);
  Variable* named_variable() const { return named_; }
  // Memory of the operator's own that is cleared when the model is reset; nullptr when the arena is
  // full.
  std::uint8_t* keep_state(std::size_t bytes);
  // The variable that input 0 stands for, with room for what `like` holds. Refuses an input that
  // stands for none, and another type or shape than before.
  Reason find_variable(const Tensor& like, Variable*& variable);
  // A text of the options; empty when absent.
  FlatVector option_text(int field) const {
    FlatVector text;
    if (view_.options.exists() && !view_.options.vector(field, 1, text)) damaged_ = true;
    return text;
  }

  // Memory that lives as long as the plan; nullptr when the arena is full (answer Reason::arena).
  template <typename T>
  T* keep(std::size_t n) {
    return arena_.make<T>(n);
  }
  // Keeps the record for run(). False when the arena is full.
  template <typename Params>
  bool keep_params(const Params& params) {
    auto* kept = arena_.make<Params>(1);
    if (kept != nullptr) std::memcpy(static_cast<void*>(kept), &params, sizeof params);
    params_ = kept;
    return kept != nullptr;
  }
  void* params() const { return params_; }

  // The output may lie where input i lies when nobody reads that input later (`last_use`), or
  // always (`view`: the bytes are the same, as in a reshape).
  enum class Share : std::uint8_t { no, last_use, view };
  void share_output_with(std::uint32_t i, Share how) {
    share_input_ = i;
    share_ = how;
  }
  Share share() const { return share_; }
  std::uint32_t share_input() const { return share_input_; }

  void count_macs(std::int64_t macs) { macs_ = macs; }
  std::int64_t macs() const { return macs_; }

 private:
  Variable* new_variable();

  const ScaleSource& scales_;
  const OperatorView& view_;
  const Tensor* tensors_;
  Arena& arena_;
  Variable*& variables_;  // the first of a list
  Twins twins_;
  Variable* named_ = nullptr;
  void* params_ = nullptr;
  std::int64_t macs_ = 0;
  std::uint32_t share_input_ = 0;
  Share share_ = Share::no;
  mutable bool damaged_ = false;
};

// One operator as it runs.
class OpRun {
 public:
  OpRun(const Tensor* tensors, const std::int32_t* inputs, std::int32_t input_count,
        const std::int32_t* outputs, const void* params)
      : tensors_(tensors),
        inputs_(inputs),
        input_count_(input_count),
        outputs_(outputs),
        params_(params) {}

  // nullptr when the input is left out.
  template <typename T>
  const T* input(std::int32_t i) const {
    if (i >= input_count_ || inputs_[i] < 0) return nullptr;
    return reinterpret_cast<const T*>(tensors_[inputs_[i]].data);
  }
  template <typename T>
  T* output(std::int32_t i) const {
    return reinterpret_cast<T*>(tensors_[outputs_[i]].data);
  }
  // The memory of a variable tensor, which an operator reads and writes.
  template <typename T>
  T* state(std::int32_t i) const {
    return reinterpret_cast<T*>(tensors_[inputs_[i]].data);
  }
  const Tensor& input_tensor(std::int32_t i) const { return tensors_[inputs_[i]]; }
  const Tensor& output_tensor(std::int32_t i) const { return tensors_[outputs_[i]]; }
  template <typename Params>
  const Params& params() const {
    return *static_cast<const Params*>(params_);
  }

 private:
  const Tensor* tensors_;
  const std::int32_t* inputs_;
  std::int32_t input_count_;
  const std::int32_t* outputs_;
  const void* params_;
};

}  // namespace tadpole::device

// Answers the reason from the calling plan() unless it is none.
#define TADPOLE_CHECK(reason_expression)                                          \
  do {                                                                            \
    const ::tadpole::device::Reason tadpole_reason = (reason_expression);         \
    if (tadpole_reason != ::tadpole::device::Reason::none) return tadpole_reason; \
  } while (false)
// Answers `reason` unless the condition holds.
#define TADPOLE_REQUIRE(condition, reason) \
  do {                                     \
    if (!(condition)) return (reason);     \
  } while (false)
