// SPDX-License-Identifier: Apache-2.0
// One operator planned and run on tensors of a test's own, without a file around it.
#pragma once
#include <gtest/gtest.h>

#include <initializer_list>
#include <string>
#include <vector>

#include "device/model/op_definition.h"

namespace tadpole::device {

using Bytes8 = std::vector<std::uint8_t>;

struct TestTensor {
  Tensor tensor;
  Bytes8 data;  // empty: filled by the operator
};

template <typename T>
TestTensor tensor_of(DType type, std::initializer_list<std::int32_t> dims,
                     const std::vector<T>& values, float scale = 0.0F, std::int32_t zero = 0) {
  TestTensor t;
  t.tensor.type = type;
  for (const std::int32_t dim : dims) t.tensor.shape.dims[t.tensor.shape.rank++] = dim;
  t.tensor.bytes = t.tensor.shape.elements() * static_cast<std::int32_t>(dtype_bytes(type));
  t.tensor.scale = scale;
  t.tensor.zero_point = zero;
  t.tensor.scale_count = scale != 0.0F ? 1 : 0;
  t.data.resize(values.size() * sizeof(T));
  if (!values.empty()) std::memcpy(t.data.data(), values.data(), t.data.size());
  return t;
}

using Dims = std::initializer_list<std::int32_t>;
inline TestTensor real(Dims dims, const std::vector<float>& values = {}) {
  return tensor_of(DType::float32, dims, values);
}
inline TestTensor int8s(Dims dims, float scale, std::int32_t zero,
                        const std::vector<std::int8_t>& values = {}) {
  return tensor_of(DType::int8, dims, values, scale, zero);
}
inline TestTensor int32s(Dims dims, const std::vector<std::int32_t>& values = {}) {
  return tensor_of(DType::int32, dims, values);
}
inline TestTensor int64s(Dims dims, const std::vector<std::int64_t>& values = {}) {
  return tensor_of(DType::int64, dims, values);
}
inline TestTensor bools(Dims dims, const std::vector<std::uint8_t>& values = {}) {
  return tensor_of(DType::boolean, dims, values);
}

class TestOp {
 public:
  explicit TestOp(int builtin, OptionsTable table = OptionsTable::none)
      : definition_(find_op(builtin)), table_(table) {}
  // A CUSTOM operator and the bytes of its options.
  TestOp(const std::string& name, Bytes8 options)
      : definition_(find_custom_op(letters(name))), custom_(std::move(options)) {}

  TestOp& input(TestTensor tensor) { return add(std::move(tensor), inputs_); }
  TestOp& constant(TestTensor tensor) {
    tensor.tensor.is_constant = true;
    return add(std::move(tensor), inputs_);
  }
  TestOp& variable(TestTensor tensor) {
    tensor.tensor.is_variable = true;
    return add(std::move(tensor), inputs_);
  }
  TestOp& left_out() {
    inputs_.push_back(-1);
    return *this;
  }
  TestOp& output(TestTensor tensor) { return add(std::move(tensor), outputs_); }
  template <typename T>
  TestOp& option(int field, T value) {
    const auto at = static_cast<std::size_t>(field);
    if (fields_.size() <= at) fields_.resize(at + 1);
    fields_[at].assign(sizeof value, 0);
    std::memcpy(fields_[at].data(), &value, sizeof value);
    return *this;
  }

  Reason plan() {
    if (definition_ == nullptr) return Reason::unknown_operator;
    for (std::size_t i = 0; i < data_.size(); ++i) tensors_[i].data = data_[i].data();
    OperatorView view;
    view.inputs = list(inputs_);
    view.outputs = list(outputs_);
    view.options_type = static_cast<int>(table_);
    if (table_ != OptionsTable::none) view.options = options();
    view.custom_options =
        FlatVector({custom_.data(), custom_.size()}, 0, static_cast<std::uint32_t>(custom_.size()));
    arena_ = Arena(memory_.data(), memory_.size());
    const ScaleSource source{this, scales, is_symmetric};
    OpPlanner planner(source, view, tensors_.data(), arena_, variables_);
    const Reason reason = definition_->plan(planner);
    if (planner.named_variable() != nullptr)
      tensors_[static_cast<std::size_t>(outputs_[0])].variable = planner.named_variable();
    params_ = planner.params();
    return planner.damaged() ? Reason::bad_table : reason;
  }
  void run() {
    definition_->run(OpRun(tensors_.data(), inputs_.data(),
                           static_cast<std::int32_t>(inputs_.size()), outputs_.data(), params_));
  }
  template <typename T>
  std::vector<T> values(std::size_t output = 0) const {
    const Bytes8& bytes = data_[static_cast<std::size_t>(outputs_[output])];
    std::vector<T> out(bytes.size() / sizeof(T));
    std::memcpy(out.data(), bytes.data(), bytes.size());
    return out;
  }
  // Plans, runs, gives output 0; a refusal fails the test.
  template <typename T>
  std::vector<T> answer() {
    const Reason reason = plan();
    EXPECT_EQ(reason, Reason::none) << reason_text(reason);
    if (reason != Reason::none) return {};
    run();
    return values<T>();
  }
  // Writes the numbers of input i anew, for operators that remember.
  template <typename T>
  void set_input(std::size_t i, const std::vector<T>& numbers) {
    Bytes8& bytes = data_[static_cast<std::size_t>(inputs_[i])];
    std::memcpy(bytes.data(), numbers.data(), bytes.size());
  }

 private:
  static FlatVector letters(const std::string& name) {
    return {{reinterpret_cast<const std::uint8_t*>(name.data()), name.size()},
            0,
            static_cast<std::uint32_t>(name.size())};
  }
  static FlatVector list(const std::vector<std::int32_t>& indices) {
    return {{reinterpret_cast<const std::uint8_t*>(indices.data()), indices.size() * 4},
            0,
            static_cast<std::uint32_t>(indices.size())};
  }
  TestOp& add(TestTensor tensor, std::vector<std::int32_t>& list) {
    list.push_back(static_cast<std::int32_t>(tensors_.size()));
    tensor.data.resize(static_cast<std::size_t>(tensor.tensor.bytes));
    tensors_.push_back(tensor.tensor);
    data_.push_back(std::move(tensor.data));
    return *this;
  }
  // One scale a tensor.
  const Tensor& tensor(std::int32_t i) const { return tensors_[static_cast<std::size_t>(i)]; }
  static bool scales(const void* self, std::int32_t i, FlatVector& scale) {
    const Tensor& t = static_cast<const TestOp*>(self)->tensor(i);
    scale = FlatVector({reinterpret_cast<const std::uint8_t*>(&t.scale), sizeof t.scale}, 0,
                       t.scale_count);
    return true;
  }
  static bool is_symmetric(const void* self, std::int32_t i) {
    return static_cast<const TestOp*>(self)->tensor(i).zero_point == 0;
  }
  // A FlatBuffers table: its layout at 4, behind that its fields in places of eight bytes.
  FlatTable options() {
    const std::size_t layout_bytes = 4 + 2 * fields_.size();
    const std::size_t at = (4 + layout_bytes + 7) / 8 * 8;
    flat_.assign(at + 8 + 8 * fields_.size(), 0);
    const auto put = [this](std::size_t where, auto value) {
      std::memcpy(flat_.data() + where, &value, sizeof value);
    };
    put(4, static_cast<std::uint16_t>(layout_bytes));
    put(6, static_cast<std::uint16_t>(8 + 8 * fields_.size()));
    put(at, static_cast<std::int32_t>(at - 4));
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      if (fields_[i].empty()) continue;
      put(8 + 2 * i, static_cast<std::uint16_t>(8 + 8 * i));
      std::memcpy(flat_.data() + at + 8 + 8 * i, fields_[i].data(), fields_[i].size());
    }
    FlatTable table;
    EXPECT_TRUE(FlatTable::open({flat_.data(), flat_.size()}, at, table));
    return table;
  }

  const OpDefinition* definition_;
  OptionsTable table_ = OptionsTable::none;
  Bytes8 custom_, flat_;
  std::vector<Bytes8> fields_, data_;
  std::vector<Tensor> tensors_;
  std::vector<std::int32_t> inputs_, outputs_;
  std::vector<std::uint8_t> memory_ = std::vector<std::uint8_t>(std::size_t{1} << 18U);
  Variable* variables_ = nullptr;
  Arena arena_;
  void* params_ = nullptr;
};

using Reals = std::vector<float>;
using Int8s = std::vector<std::int8_t>;
using Int32s = std::vector<std::int32_t>;
using Bools = std::vector<std::uint8_t>;

}  // namespace tadpole::device
