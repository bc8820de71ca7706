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
  TensorView view;
  if (model_.tensor(static_cast<std::uint32_t>(tensor), view) != Reason::none) return 0.0F;
  return i < view.scale.size() ? view.scale.at<float>(i) : 0.0F;
}

bool OpPlanner::zero_points_are_zero(std::int32_t tensor) const {
  TensorView view;
  if (model_.tensor(static_cast<std::uint32_t>(tensor), view) != Reason::none) return false;
  for (std::uint32_t i = 0; i < view.zero_point.size(); ++i) {
    if (view.zero_point.at<std::int64_t>(i) != 0) return false;
  }
  return true;
}

bool OpPlanner::all_scales_positive(std::int32_t tensor) const {
  TensorView view;
  if (model_.tensor(static_cast<std::uint32_t>(tensor), view) != Reason::none) return false;
  for (std::uint32_t i = 0; i < view.scale.size(); ++i) {
    if (!is_positive_finite(view.scale.at<float>(i))) return false;
  }
  return true;
}

namespace {

bool same_text(const FlatVector& a, const FlatVector& b) {
  return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size()) == 0);
}

}  // namespace

Reason OpPlanner::name_variable(const FlatVector& container, const FlatVector& name) {
  const bool is_named = !name.empty() || !container.empty();
  Variable* found = is_named ? variables_ : nullptr;
  while (found != nullptr &&
         !(same_text(found->name, name) && same_text(found->container, container)))
    found = found->next;
  if (found == nullptr) {
    found = arena_.make<Variable>(1);
    if (found == nullptr) return Reason::arena;
    *found = Variable();
    found->container = container;
    found->name = name;
    found->next = variables_;
    variables_ = found;
  }
  tensors_[view_.outputs.at<std::int32_t>(0)].variable = found;
  return Reason::none;
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
