// SPDX-License-Identifier: Apache-2.0
#include "core/tflite/int4.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

#include "core/tflite/inspect.h"
#include "core/tflite/test_graphs.h"
#include "core/tflite/tflite.h"

namespace tadpole {
namespace {

TEST(Int4, TheLowHalfComesFirstAndTheSignIsKept) {
  const std::vector<std::uint8_t> packed = {0x7F, 0x08};
  EXPECT_EQ(unpack_int4(packed, 3), (std::vector<std::uint8_t>{0xFF, 0x07, 0xF8}));  // -1, 7, -8
}

// Makes a tensor of the file one of four-bit numbers: its type, and its data two to a byte.
// numbers: what it holds as int8, which stands in the file once.
Bytes with_int4(Bytes file, std::size_t tensor, const std::vector<std::uint8_t>& numbers) {
  const auto at = std::search(file.begin(), file.end(), numbers.begin(), numbers.end());
  EXPECT_NE(at, file.end());
  for (std::size_t i = 0; i < numbers.size(); i += 2) {
    const unsigned high = i + 1 < numbers.size() ? numbers[i + 1] & 0xFU : 0U;
    at[static_cast<std::ptrdiff_t>(i / 2)] =
        static_cast<std::uint8_t>((numbers[i] & 0xFU) | high << 4U);
  }
  const auto size = static_cast<std::uint32_t>((numbers.size() + 1) / 2);
  std::memcpy(&*(at - 4), &size, sizeof size);
  // The element type is field 1 of the tensor's table: follow the offsets to it.
  const auto word = [&](std::size_t place) {
    std::uint32_t value = 0;
    std::memcpy(&value, file.data() + place, sizeof value);
    return value;
  };
  const auto field = [&](std::size_t table, int id) {
    const std::size_t vtable =
        table - static_cast<std::size_t>(static_cast<std::int32_t>(word(table)));
    return table + (word(vtable + 4 + 2 * static_cast<std::size_t>(id)) & 0xFFFFU);
  };
  const auto entry = [&](std::size_t place, std::size_t i) {  // of a vector of tables
    const std::size_t vector = place + word(place);
    const std::size_t slot = vector + 4 + 4 * i;
    return slot + word(slot);
  };
  const std::size_t subgraph = entry(field(word(0), 2), 0);
  file[field(entry(field(subgraph, 0), tensor), 1)] = 17;
  return file;
}

std::vector<std::uint8_t> answer(Bytes model) {
  Result<TfliteExecutor> executor = TfliteExecutor::create(std::move(model));
  EXPECT_TRUE(executor.ok()) << executor.error().message;
  if (!executor.ok()) return {};
  const std::vector<std::uint8_t> input = {100, 200, 30, 250};
  std::copy(input.begin(), input.end(), executor.value().input(0).begin());
  EXPECT_TRUE(executor.value().run().ok());
  const auto output = executor.value().output(0);
  return {output.begin(), output.end()};
}

Graph graph_of_small_weights() {
  Graph graph = small_int8_graph();
  graph.tensors[1].data = {0xF9, 0x02, 0x07, 0xF8, 0x05, 0xFB, 0x06, 0x03};  // conv: -8..7
  graph.tensors[4].data = {0x01, 0xFE, 0x04, 0xFC, 0x07, 0x03};              // dense
  return graph;
}

TEST(Int4, AModelAnswersAsItsInt8Twin) {
  const Graph graph = graph_of_small_weights();
  const Bytes file = write_tflite(graph).value();
  Bytes packed = with_int4(file, 1, graph.tensors[1].data);
  packed = with_int4(packed, 4, graph.tensors[4].data);
  EXPECT_EQ(read_tflite(packed).value().tensors[1].data, graph.tensors[1].data);
  EXPECT_EQ(answer(packed), answer(file));
}

TEST(Int4, InspectNamesTheTypeOfTheFile) {
  const Graph graph = graph_of_small_weights();
  const Bytes packed = with_int4(write_tflite(graph).value(), 1, graph.tensors[1].data);
  const InspectReport report = inspect_tflite(packed).value();
  EXPECT_EQ(report.tensors[1].type, "int4");
  EXPECT_EQ(report.tensors[1].bytes, 4U);
  EXPECT_EQ(report.tensors[4].type, "int8");
  EXPECT_TRUE(report.runs) << report.reason;
}

TEST(Int4, DataOfAnotherSizeIsDamage) {
  Graph longer = graph_of_small_weights();
  longer.tensors[1].shape = {2, 2, 3, 1};
  longer.tensors[1].data.resize(12, 1);
  const std::vector<std::uint8_t> first(longer.tensors[1].data.begin(),
                                        longer.tensors[1].data.begin() + 8);
  const Result<Graph> read = read_tflite(with_int4(write_tflite(longer).value(), 1, first));
  ASSERT_FALSE(read.ok());
  EXPECT_NE(read.error().message.find("4 bytes of data where shape and type ask for 6"),
            std::string::npos)
      << read.error().message;
}

}  // namespace
}  // namespace tadpole
