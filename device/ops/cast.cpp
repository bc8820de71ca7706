// SPDX-License-Identifier: Apache-2.0
// CAST: numbers as another element type; fractions are cut off, and what does not fit becomes the
// nearest number that does.
#include "device/ops/plan_checks.h"

namespace tadpole::device {
namespace {

struct Number {
  bool is_float = false;
  float real = 0.0F;
  std::int64_t whole = 0;
};

template <typename T>
T element(const std::uint8_t* data, std::int32_t i) {
  T value;
  std::memcpy(&value, data + static_cast<std::size_t>(i) * sizeof(T), sizeof(T));
  return value;
}

Number read(DType type, const std::uint8_t* data, std::int32_t i) {
  switch (type) {
    case DType::float32:
      return {true, element<float>(data, i), 0};
    case DType::int8:
      return {false, 0.0F, element<std::int8_t>(data, i)};
    case DType::uint8:
    case DType::boolean:
      return {false, 0.0F, element<std::uint8_t>(data, i)};
    case DType::int16:
      return {false, 0.0F, element<std::int16_t>(data, i)};
    case DType::int32:
      return {false, 0.0F, element<std::int32_t>(data, i)};
    case DType::uint32:
      return {false, 0.0F, element<std::uint32_t>(data, i)};
    default:
      return {false, 0.0F, element<std::int64_t>(data, i)};
  }
}

std::int64_t whole_of(const Number& number) {
  if (!number.is_float) return number.whole;
  constexpr float kLimit = 9223371487098961920.0F;  // the largest float below 2^63
  if (number.real != number.real) return 0;
  return static_cast<std::int64_t>(clamp(number.real, -kLimit, kLimit));
}

template <typename T>
void put(std::uint8_t* data, std::int32_t i, T value) {
  std::memcpy(data + static_cast<std::size_t>(i) * sizeof(T), &value, sizeof(T));
}

// Whole numbers wrap, as a conversion in C++ does; real ones saturate.
template <typename T>
void put_whole(std::uint8_t* data, std::int32_t i, const Number& number) {
  std::int64_t value = whole_of(number);
  if (number.is_float && sizeof(T) < 8)
    value =
        clamp<std::int64_t>(value, std::numeric_limits<T>::min(), std::numeric_limits<T>::max());
  put(data, i, static_cast<T>(value));
}

void write(DType type, std::uint8_t* data, std::int32_t i, const Number& number) {
  switch (type) {
    case DType::float32:
      put(data, i, number.is_float ? number.real : static_cast<float>(number.whole));
      break;
    case DType::int8:
      put_whole<std::int8_t>(data, i, number);
      break;
    case DType::uint8:
      put_whole<std::uint8_t>(data, i, number);
      break;
    case DType::boolean: {
      const bool set = number.is_float ? number.real != 0.0F : number.whole != 0;
      put<std::uint8_t>(data, i, set ? 1 : 0);
      break;
    }
    case DType::int16:
      put_whole<std::int16_t>(data, i, number);
      break;
    case DType::int32:
      put_whole<std::int32_t>(data, i, number);
      break;
    case DType::uint32:
      put_whole<std::uint32_t>(data, i, number);
      break;
    default:
      put_whole<std::int64_t>(data, i, number);
  }
}

bool is_known(DType type) { return type != DType::uint64 && type != DType::resource; }

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(1, 1));
  TADPOLE_CHECK(op.optional_options(OptionsTable::cast));
  if (!is_known(op.input(0).type)) return Reason::input_type;
  if (!is_known(op.output(0).type)) return Reason::output_type;
  return op.output(0).shape == op.input(0).shape ? Reason::none : Reason::output_shape;
}

void run(const OpRun& op) {
  const DType from = op.input_tensor(0).type;
  const DType to = op.output_tensor(0).type;
  const std::int32_t n = op.output_tensor(0).shape.elements();
  for (std::int32_t i = 0; i < n; ++i)
    write(to, op.output<std::uint8_t>(0), i, read(from, op.input<std::uint8_t>(0), i));
}

}  // namespace

extern const OpDefinition cast_definition = {builtin::kCast, "CAST", 6, plan, run};

}  // namespace tadpole::device
