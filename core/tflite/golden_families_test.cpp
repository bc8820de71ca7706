// SPDX-License-Identifier: Apache-2.0
// Operators of Keras exports on other people's data, byte for byte: the int8 unit tests of CMSIS-NN
// (commit 99f736a6; outputs by the TensorFlow Lite interpreter) and the signal library of
// TensorFlow Lite Micro (commit 90b983c2b).
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "device/ops/batch_matmul.h"
#include "device/ops/broadcast.h"
#include "device/ops/test_op.h"
#include "device/ops/unidirectional_sequence_lstm.h"
#include "device/signal/test_flex.h"
#include "tests/shared_data.h"

namespace tadpole {
namespace {

using namespace device;  // NOLINT: every name here is a kernel's

class Case {
 public:
  explicit Case(const std::filesystem::path& file) {
    std::ifstream stream(file);
    json_ = nlohmann::json::parse(stream);
  }
  std::int32_t number(const std::string& key) const {
    return std::stoi(json_["config"][key].get<std::string>());
  }
  std::string text(const std::string& key) const { return json_["config"][key]; }
  template <typename T>
  std::vector<T> array(const std::string& key) const {
    return json_["arrays"][key]["values"].get<std::vector<T>>();
  }
  Shape shape(const std::string& which) const {
    Shape s;
    for (const char* axis : {"BATCH_", "HEIGHT_", "WIDTH_", "CHANNEL_"})
      s.dims[s.rank++] = number(axis + which);
    return s;
  }

 private:
  nlohmann::json json_;
};

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
    op.input(int8_tensor_of(c.shape("1"), c.array<std::int8_t>("input_tensor_1")));
    op.input(int8_tensor_of(c.shape("2"), c.array<std::int8_t>("input_tensor_2")));
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

TEST(GoldenFamilies, ProductsOfMatrices) {
  TADPOLE_SHARED_OR_SKIP(path, "data/golden-cmsis-nn");
  for (const int i : {1, 2, 3, 5}) {
    const Case c(path / ("batch_matmul_" + std::to_string(i) + "_s8.json"));
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
    Int8s output(c.array<std::int8_t>("output").size());
    batch_matmul(p, c.array<std::int8_t>("lhs_input_tensor").data(),
                 c.array<std::int8_t>("rhs_input_tensor").data(), output.data());
    EXPECT_EQ(output, c.array<std::int8_t>("output")) << i;
  }
}

// The arrays of a layer under their names in the set.
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
      bias[gate] = c.array<std::int32_t>(name + "_gate_bias");
      weights.input[gate] = input[gate].data();
      weights.hidden[gate] = hidden[gate].data();
      weights.bias[gate] = bias[gate].data();
    }
  }
  QuantizedMultiplier multiplier(const std::string& name) const {
    return {c.number(name + "_MULTIPLIER"), c.number(name + "_SHIFT")};
  }
  Int8s run() {
    const auto cells = static_cast<std::size_t>(p.shape.batches * p.shape.units);
    Int8s state(cells, static_cast<std::int8_t>(p.hidden_zero_point));
    std::vector<std::int16_t> cell(cells);
    std::vector<std::int16_t> gates(static_cast<std::size_t>(kLstmGates * p.shape.units));
    Int8s output(c.array<std::int8_t>("output").size());
    unidirectional_sequence_lstm(
        p, weights, c.array<std::int8_t>("input_tensor").data(),
        LstmState<std::int8_t, std::int16_t>{state.data(), cell.data(), gates.data()},
        output.data());
    return output;
  }

  Case c;
  LstmParams p;
  LstmWeights<std::int8_t, std::int32_t> weights;
  Int8s input[kLstmGates], hidden[kLstmGates];
  Int32s bias[kLstmGates];
};

// The other two cases of the set are left out: their records mix the arrays and numbers of two data
// sets under one name.
TEST(GoldenFamilies, ALayerOfLstmCells) {
  TADPOLE_SHARED_OR_SKIP(path, "data/golden-cmsis-nn/lstm_1.json");
  LstmCase one(path);
  EXPECT_EQ(one.run(), one.c.array<std::int8_t>("output"));
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
