// SPDX-License-Identifier: Apache-2.0
// What the signal operators share when they are planned. They are TensorFlow Lite Micro's signal
// library as operators; names of options and tensors are theirs.
#pragma once
#include "device/model/op_definition.h"
#include "device/signal/flex_map.h"

namespace tadpole::device {

// One option after the other; the first that is missing or out of range is remembered.
class SignalOptions {
 public:
  explicit SignalOptions(const OpPlanner& op) { good_ = map_.open(op.custom_options()); }

  std::int32_t number(const char* name, std::int32_t least, std::int32_t most) {
    std::int64_t value = 0;
    good_ = good_ && map_.read(name, value) && value >= least && value <= most;
    return good_ ? static_cast<std::int32_t>(value) : least;
  }
  float real(const char* name) {
    float value = 0.0F;
    good_ = good_ && map_.read(name, value);
    return value;
  }
  // A positive finite real number.
  float positive(const char* name) {
    float value = 0.0F;
    good_ = good_ && map_.read(name, value) && is_positive_finite(value);
    return good_ ? value : 1.0F;
  }
  bool has(const char* name) const {
    std::int64_t value = 0;
    return map_.read(name, value);
  }
  bool flag(const char* name) { return number(name, 0, 1) != 0; }
  Reason reason() const { return good_ ? Reason::none : Reason::custom_options; }

 private:
  FlexMap map_;
  bool good_ = false;
};

inline Reason expect_input(const OpPlanner& op, std::uint32_t i, DType type) {
  return op.input(i).type == type ? Reason::none : Reason::input_type;
}
inline Reason expect_output(const OpPlanner& op, std::uint32_t i, DType type,
                            std::int32_t elements) {
  if (op.output(i).type != type) return Reason::output_type;
  return op.output(i).shape.elements() == elements ? Reason::none : Reason::signal_size;
}

// Memory that is cleared when the model is reset.
template <typename T>
inline Reason keep_state(OpPlanner& op, std::size_t n, T*& state) {
  state = reinterpret_cast<T*>(op.keep_state(n * sizeof(T)));
  return state != nullptr ? Reason::none : Reason::arena;
}

inline constexpr std::int32_t kMostSamples = 1 << 16;

}  // namespace tadpole::device
