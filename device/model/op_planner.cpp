// SPDX-License-Identifier: Apache-2.0
#include "device/model/op_definition.h"

namespace tadpole::device {

Reason OpPlanner::expect_arity(std::uint32_t least_inputs, std::uint32_t most_inputs,
                               std::uint32_t output_count) const {
  if (inputs() < least_inputs || inputs() > most_inputs) return Reason::input_count;
  for (std::uint32_t i = 0; i < least_inputs; ++i) {
    if (!has_input(i)) return Reason::input_count;
  }
  return outputs() == output_count ? Reason::none : Reason::output_count;
}

Reason OpPlanner::expect_options(OptionsTable table) const {
  const bool fits = view_.options.exists() && view_.options_type == static_cast<int>(table);
  return fits ? Reason::none : Reason::options_type;
}

Reason OpPlanner::optional_options(OptionsTable table) const {
  if (!view_.options.exists()) return Reason::none;
  return expect_options(table);
}

float OpPlanner::scale_of(std::int32_t tensor, std::uint32_t i) const {
  FlatVector scale;
  if (!scales_.scales(scales_.where, tensor, scale)) return 0.0F;
  return i < scale.size() ? scale.at<float>(i) : 0.0F;
}

bool OpPlanner::zero_points_are_zero(std::int32_t tensor) const {
  return scales_.is_symmetric(scales_.where, tensor);
}

bool OpPlanner::all_scales_positive(std::int32_t tensor) const {
  FlatVector scale;
  if (!scales_.scales(scales_.where, tensor, scale)) return false;
  for (std::uint32_t i = 0; i < scale.size(); ++i) {
    if (!is_positive_finite(scale.at<float>(i))) return false;
  }
  return true;
}

namespace {

bool same_text(const FlatVector& a, const FlatVector& b) {
  return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size()) == 0);
}

}  // namespace

void clear(const Tensor& tensor) {
  const int zero = tensor.type == DType::int8 ? tensor.zero_point : 0;
  std::memset(tensor.data, zero, static_cast<std::size_t>(tensor.bytes));
}

Variable* OpPlanner::new_variable() {
  auto* made = arena_.make<Variable>(1);
  if (made == nullptr) return nullptr;
  *made = Variable();
  made->next = variables_;
  variables_ = made;
  return made;
}

Reason OpPlanner::name_variable(const FlatVector& container, const FlatVector& name) {
  named_ = variables_;
  while (named_ != nullptr &&
         !(same_text(named_->name, name) && same_text(named_->container, container)))
    named_ = named_->next;
  if (named_ != nullptr) return Reason::none;
  named_ = new_variable();
  if (named_ == nullptr) return Reason::arena;
  named_->container = container;
  named_->name = name;
  return Reason::none;
}

std::uint8_t* OpPlanner::keep_state(std::size_t bytes) {
  Variable* variable = new_variable();
  if (variable == nullptr) return nullptr;
  Tensor& value = variable->value;
  value.type = DType::uint8;
  value.bytes = static_cast<std::int32_t>(bytes);
  value.data = arena_.make<std::uint8_t>(bytes);
  return value.data;
}

Reason OpPlanner::find_variable(const Tensor& like, Variable*& variable) {
  variable = input(0).variable;
  if (variable == nullptr) return Reason::variable;
  Tensor& value = variable->value;
  if (value.data == nullptr) {
    value = like;
    value.data = arena_.make<std::uint8_t>(static_cast<std::size_t>(like.bytes));
    return value.data != nullptr ? Reason::none : Reason::arena;
  }
  const bool same = value.type == like.type && value.bytes == like.bytes;
  return same ? Reason::none : Reason::variable;
}

}  // namespace tadpole::device
