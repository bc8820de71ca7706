// SPDX-License-Identifier: Apache-2.0
// Operators of Keras exports on other people's data, byte for byte: the int8 unit tests of CMSIS-NN
// (commit 99f736a6; outputs by the TensorFlow Lite interpreter) and the signal library of
// TensorFlow Lite Micro (commit 90b983c2b).
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "core/tflite/golden_case.h"
#include "device/ops/batch_matmul.h"
#include "device/ops/broadcast.h"
#include "device/ops/test_op.h"
#include "device/ops/unidirectional_sequence_lstm.h"
#include "device/signal/test_flex.h"
#include "tests/shared_data.h"

namespace tadpole {
namespace {

using namespace device;  // NOLINT: every name here is a kernel's

using Case = test::GoldenCase;

Shape shape_of(const Case& c, const std::string& which) {
  Shape s;
  for (const char* axis : {"BATCH_", "HEIGHT_", "WIDTH_", "CHANNEL_"})
    s.dims[s.rank++] = c.number(axis + which);
  return s;
}

TestTensor int8_tensor_of(const Shape& shape, const Int8s& values) {
  TestTensor t = int8s({}, 1.0F, 0);
  t.tensor.shape = shape;
  t.tensor.bytes = shape.elements();
  t.data.resize(values.size());
  std::memcpy(t.data.data(), values.data(), values.size());
  return t;
}

TEST(GoldenFamilies, LargerAndSmallerOnes) {
  TADPOLE_SHARED_OR_SKIP(path, "data/golden-cmsis-nn");
  for (const char* name :
       {"maximum_scalar_1_int8", "maximum_scalar_2_int8", "minimum_scalar_1_int8",
        "minimum_scalar_2_int8", "minimum_broadcast_ch_int8", "minimum_broadcast_height_int8",
        "minimum_broadcast_width_int8"}) {
    const Case c(path / (std::string(name) + ".json"));
    const bool larger = std::string(name).starts_with("max");
    Shape output;
    for (const char* axis : {"OUTPUT_BATCH", "OUTPUT_HEIGHT", "OUTPUT_WIDTH", "OUTPUT_CHANNEL"})
      output.dims[output.rank++] = c.number(axis);
    TestOp op(larger ? builtin::kMaximum : builtin::kMinimum, OptionsTable::maximum_minimum);
    op.input(int8_tensor_of(shape_of(c, "1"), c.array<std::int8_t>("input_tensor_1")));
    op.input(int8_tensor_of(shape_of(c, "2"), c.array<std::int8_t>("input_tensor_2")));
    op.output(int8_tensor_of(output, {}));
    EXPECT_EQ(op.answer<std::int8_t>(), c.array<std::int8_t>("output")) << name;
  }
}

Walk batches_of(const Case& c, const std::string& side) {
  const Shape from{2, {c.number(side + "_BATCH"), c.number(side + "_HEIGHT")}};
  const Shape to{2, {c.number("OUTPUT_BATCH"), c.number("OUTPUT_HEIGHT")}};
  Walk walk;
  EXPECT_TRUE(broadcast_walk(from, to, walk));
  for (std::int32_t i = 0; i < walk.rank; ++i)
    walk.strides[i] *= c.number(side + "_ROWS") * c.number(side + "_COLS");
  return walk;
}

BatchMatmulParams matmul_params(const Case& c) {
  const bool first_turned = c.number("ADJ_X") != 0;
  const bool second_turned = c.number("ADJ_Y") != 0;
  BatchMatmulParams p;
  p.first = batches_of(c, "LHS");
  p.second = batches_of(c, "RHS");
  p.rows = c.number("OUTPUT_ROWS");
  p.columns = c.number("OUTPUT_COLS");
  p.depth = c.number(first_turned ? "LHS_ROWS" : "LHS_COLS");
  p.first_row = first_turned ? 1 : p.depth;
  p.first_depth = first_turned ? p.rows : 1;
  p.second_column = second_turned ? p.depth : 1;
  p.second_depth = second_turned ? 1 : p.columns;
  p.first_zero_point = -c.number("LHS_OFFSET");
  p.second_zero_point = -c.number("RHS_OFFSET");
  p.output_zero_point = c.number("OUTPUT_OFFSET");
  p.multiplier = {c.number("OUTPUT_MULTIPLIER"), c.number("OUTPUT_SHIFT")};
  return p;
}

template <typename T>
void expect_products(const Case& c) {
  std::vector<T> output(c.array<T>("output").size());
  batch_matmul(matmul_params(c), c.array<T>("lhs_input_tensor").data(),
               c.array<T>("rhs_input_tensor").data(), output.data());
  EXPECT_EQ(output, c.array<T>("output")) << c.name();
}

TEST(GoldenFamilies, ProductsOfMatrices) {
  TADPOLE_SHARED_OR_SKIP(path, "data/golden-cmsis-nn");
  for (const Case& c : test::golden_cases(path, {"batch_matmul_1_s8", "batch_matmul_2_s8",
                                                 "batch_matmul_3_s8", "batch_matmul_5_s8"}))
    expect_products<std::int8_t>(c);
  expect_products<std::int16_t>(Case(path / "batch_matmul_4_s16.json"));
}

// The records lost the shapes (a macro over several lines). What is given here is the one shape and
// order of three axes that turn the input into the output; of four axes, there are several that do
// the same to the bytes.
TEST(GoldenFamilies, Transposed) {
  struct Turned {
    const char* name;
    Shape input, output;
    Int32s order;
  };
  TADPOLE_SHARED_OR_SKIP(path, "data/golden-cmsis-nn");
  for (const Turned& t :
       {Turned{"transpose_3dim", {3, {5, 4, 20}}, {3, {5, 20, 4}}, {0, 2, 1}},
        Turned{"transpose_nchw", {4, {4, 3, 9, 19}}, {4, {4, 19, 3, 9}}, {0, 3, 1, 2}}}) {
    const Case c(path / (std::string(t.name) + ".json"));
    TestOp op(builtin::kTranspose, OptionsTable::transpose);
    op.input(int8_tensor_of(t.input, c.array<std::int8_t>("input_tensor")));
    op.constant(int32s({static_cast<std::int32_t>(t.order.size())}, t.order));
    op.output(int8_tensor_of(t.output, {}));
    EXPECT_EQ(op.answer<std::int8_t>(), c.array<std::int8_t>("output")) << t.name;
  }
}

// The arrays of a layer under their names in the set. T with Bias: std::int8_t with std::int32_t,
// or std::int16_t with std::int64_t.
template <typename T, typename Bias>
struct LstmCase {
  explicit LstmCase(const std::filesystem::path& file) : c(file) {
    p.shape = {c.number("BATCH_SIZE"), c.number("TIME_STEPS"), c.number("INPUT_SIZE"),
               c.number("HIDDEN_SIZE"), c.text("TIME_MAJOR") == "true"};
    p.input_zero_point = -c.number("INPUT_ZERO_POINT");
    p.hidden_zero_point = c.number("OUTPUT_ZERO_POINT");
    p.cell_clip = c.number("CELL_CLIP");
    const std::int32_t left = 12 + c.number("CELL_SCALE_POWER");
    p.cell_curve = left >= 0 ? Int16CurveParams{3 << left, 0} : Int16CurveParams{3, -left};
    p.forget_to_cell = multiplier("FORGET_TO_CELL");
    p.input_to_cell = multiplier("INPUT_TO_CELL");
    p.to_hidden = multiplier("OUTPUT");
    const char* names[] = {"input", "forget", "cell", "output"};
    const char* numbers[] = {"INPUT", "FORGET", "CELL", "OUTPUT"};
    for (int gate = 0; gate < kLstmGates; ++gate) {
      const std::string name = names[gate];
      p.from_input[gate] = multiplier(std::string(numbers[gate]) + "_GATE_INPUT");
      p.from_hidden[gate] = multiplier(std::string(numbers[gate]) + "_GATE_HIDDEN");
      input[gate] = c.array<std::int8_t>(name + "_gate_input_weights");
      hidden[gate] = c.array<std::int8_t>(name + "_gate_hidden_weights");
      bias[gate] = c.array<Bias>(name + "_gate_bias");
      weights.input[gate] = input[gate].data();
      weights.hidden[gate] = hidden[gate].data();
      weights.bias[gate] = bias[gate].data();
    }
  }
  QuantizedMultiplier multiplier(const std::string& name) const {
    return {c.number(name + "_MULTIPLIER"), c.number(name + "_SHIFT")};
  }
  std::vector<T> run() {
    const auto cells = static_cast<std::size_t>(p.shape.batches * p.shape.units);
    std::vector<T> state(cells, static_cast<T>(p.hidden_zero_point));
    std::vector<std::int16_t> cell(cells);
    std::vector<std::int16_t> gates(static_cast<std::size_t>(kLstmGates * p.shape.units));
    std::vector<T> output(c.array<T>("output").size());
    unidirectional_sequence_lstm(
        p, weights, c.array<T>("input_tensor").data(),
        LstmState<T, std::int16_t>{state.data(), cell.data(), gates.data()}, output.data());
    return output;
  }

  Case c;
  LstmParams p;
  LstmWeights<std::int8_t, Bias> weights;
  Int8s input[kLstmGates], hidden[kLstmGates];
  std::vector<Bias> bias[kLstmGates];
};

// Two cases of the set are left out: lstm_2 and lstm_one_time_step hold two generations of the set
// in one record, and neither is whole. The older one's arrays are there (input_to_*_w,
// recurrent_*_w, *_gate_bias, output_ref) without its multipliers; the younger one's numbers and
// weights are there (*_gate_input_weights, *_gate_hidden_weights, output) without its biases.
TEST(GoldenFamilies, ALayerOfLstmCells) {
  TADPOLE_SHARED_OR_SKIP(path, "data/golden-cmsis-nn/lstm_1.json");
  LstmCase<std::int8_t, std::int32_t> one(path);
  EXPECT_EQ(one.run(), one.c.array<std::int8_t>("output"));
}

TEST(GoldenFamilies, ALayerOfLstmCellsIn16Bits) {
  TADPOLE_SHARED_OR_SKIP(path, "data/golden-cmsis-nn/lstm_2_s16.json");
  LstmCase<std::int16_t, std::int64_t> one(path);
  EXPECT_EQ(one.run(), one.c.array<std::int16_t>("output"));
}

// Lines of numbers: an input line, then an output line, and so on.
std::vector<std::vector<std::int64_t>> lines_of(const std::filesystem::path& file) {
  std::vector<std::vector<std::int64_t>> out;
  std::ifstream stream(file);
  for (std::string line; std::getline(stream, line);) {
    for (char& c : line) c = (c >= '0' && c <= '9') || c == '-' ? c : ' ';
    std::istringstream words(line);
    out.emplace_back();
    for (std::int64_t value = 0; words >> value;) out.back().push_back(value);
    if (out.back().empty()) out.pop_back();
  }
  return out;
}

template <typename T>
std::vector<T> as(const std::vector<std::int64_t>& numbers) {
  return {numbers.begin(), numbers.end()};
}

TEST(GoldenFamilies, SpectraOfTheSignalLibrary) {
  TADPOLE_SHARED_OR_SKIP(path, "data/golden-tflm-signal/rfft_test1.txt");
  const auto lines = lines_of(path);
  ASSERT_EQ(lines[0][0], 512);
  TestOp op("SignalRfft", flex_map({{"fft_length", 512}}));
  op.input(int16s({400})).output(int16s({514}));
  ASSERT_EQ(op.plan(), Reason::none);
  for (std::size_t i = 1; i + 1 < lines.size(); i += 2) {
    op.set_input(0, as<std::int16_t>(lines[i]));
    op.run();
    ASSERT_EQ(op.values<std::int16_t>(), as<std::int16_t>(lines[i + 1])) << i;
  }
}

TEST(GoldenFamilies, EnergiesOfTheSignalLibrary) {
  TADPOLE_SHARED_OR_SKIP(path, "data/golden-tflm-signal/energy_test1.txt");
  const auto lines = lines_of(path);
  const auto start = static_cast<std::int32_t>(lines[0][0]);
  const auto end = static_cast<std::int32_t>(lines[0][1]);
  TestOp op("SignalEnergy", flex_map({{"start_index", start}, {"end_index", end}}));
  op.input(int16s({514})).output(uint32s({257}));
  ASSERT_EQ(op.plan(), Reason::none);
  for (std::size_t i = 1; i + 1 < lines.size(); i += 2) {
    op.set_input(0, as<std::int16_t>(lines[i]));
    op.run();
    const Uint32s got = op.values<std::uint32_t>();
    const Uint32s wanted = as<std::uint32_t>(lines[i + 1]);
    for (std::int32_t k = start; k < end; ++k)
      ASSERT_EQ(got[static_cast<std::size_t>(k)], wanted[static_cast<std::size_t>(k)]) << i;
  }
}

}  // namespace
}  // namespace tadpole
