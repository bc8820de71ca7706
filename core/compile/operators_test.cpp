// SPDX-License-Identifier: Apache-2.0
// Every operator that has a plain kernel only, alone and in random chains: the generated code gives
// the bytes of the executor that interprets the model, in int8 and in float.
#include <gtest/gtest.h>

#include "core/compile/interpreted_test.h"
#include "core/compile/random_graph_test.h"

namespace tadpole {
namespace {

enum class Numbers { int8, real };

// Grows a graph operator by operator from one input; scales and weights by chance.
class Chain {
 public:
  Chain(Numbers numbers, std::vector<int> input, std::uint64_t seed)
      : numbers_(numbers), make_(seed) {
    current_ = activation(std::move(input));
    make_.graph.inputs = {current_};
  }
  int current() const { return current_; }
  const std::vector<int>& shape() const { return tensor(current_).shape; }
  Rng& rng() { return make_.rng(); }

  Graph done() {
    make_.graph.outputs = {current_};
    return make_.graph;
  }

  GraphOp& op(int builtin, std::vector<int> inputs, std::vector<int> out) {
    const int to = activation(std::move(out));
    current_ = to;
    return make_.op(builtin, std::move(inputs), to);
  }
  // The output has its input's scale.
  GraphOp& moved(int builtin, std::vector<int> inputs, std::vector<int> out) {
    const Quantization q = tensor(current_).quantization;
    GraphOp& made = op(builtin, std::move(inputs), std::move(out));
    make_.graph.tensors[static_cast<std::size_t>(current_)].quantization = q;
    return made;
  }
  void set_output_scale(float scale, int zero_point) {
    if (numbers_ == Numbers::real) return;
    make_.graph.tensors[static_cast<std::size_t>(current_)].quantization = {
        {scale}, {zero_point}, 0};
  }
  int indices(const std::vector<int>& values, std::vector<int> out) {
    GraphTensor t{"indices", DType::int32, std::move(out), {}, {}, false};
    for (const int v : values) {
      const auto* bytes = reinterpret_cast<const std::uint8_t*>(&v);
      t.data.insert(t.data.end(), bytes, bytes + 4);
    }
    return push(std::move(t));
  }
  int indices(const std::vector<int>& values) {
    return indices(values, {static_cast<int>(values.size())});
  }
  // A constant that is added or multiplied.
  int constant(std::vector<int> out) {
    const int made = activation(std::move(out));
    fill(make_.graph.tensors[static_cast<std::size_t>(made)], 1.0);
    return made;
  }
  int weights(std::vector<int> out) {
    if (numbers_ == Numbers::int8) return make_.weights(std::move(out), 0);
    const int made = activation(std::move(out));
    fill(make_.graph.tensors[static_cast<std::size_t>(made)], 0.3);
    return made;
  }
  int bias(int channels) {
    if (numbers_ == Numbers::int8) return make_.bias(channels);
    return constant({channels});
  }
  // An int8 or float tensor of weights with one scale; or of 16 bits.
  int plain_weights(std::vector<int> out, DType type) {
    GraphTensor t{"w", type, std::move(out), {{0.01F}, {0}, 0}, {}, false};
    if (type == DType::float32) t.quantization = {};
    for (std::size_t i = 0; i < t.elements(); ++i) {
      const auto value = static_cast<std::int16_t>(rng().uniform(-100.0, 100.0));
      if (type == DType::int8) t.data.push_back(static_cast<std::uint8_t>(value));
      if (type != DType::int16) continue;
      const auto* bytes = reinterpret_cast<const std::uint8_t*>(&value);
      t.data.insert(t.data.end(), bytes, bytes + 2);
    }
    if (type == DType::float32) fill(t, 0.3);
    return push(std::move(t));
  }
  int state(std::vector<int> out, DType type, std::int64_t zero_point) {
    GraphTensor t{"state", type, std::move(out), {{0.02F}, {zero_point}, 0}, {}, true};
    if (type == DType::float32) t.quantization = {};
    return push(std::move(t));
  }

 private:
  const GraphTensor& tensor(int index) const {
    return make_.graph.tensors[static_cast<std::size_t>(index)];
  }
  int push(GraphTensor t) {
    make_.graph.tensors.push_back(std::move(t));
    return static_cast<int>(make_.graph.tensors.size()) - 1;
  }
  int activation(std::vector<int> out) {
    const int zero_point = static_cast<int>(rng().below(61)) - 30;
    const int made = make_.activation(std::move(out), 0.05F, zero_point);
    GraphTensor& t = make_.graph.tensors[static_cast<std::size_t>(made)];
    if (numbers_ == Numbers::real) t.type = DType::float32, t.quantization = {};
    return made;
  }
  void fill(GraphTensor& t, double sigma) {
    if (t.type == DType::int8) {
      t.data = make_.random_bytes(t.elements());
      return;
    }
    for (std::size_t i = 0; i < t.elements(); ++i) {
      const auto value = static_cast<float>(sigma * rng().normal());
      const auto* bytes = reinterpret_cast<const std::uint8_t*>(&value);
      t.data.insert(t.data.end(), bytes, bytes + 4);
    }
  }

  Numbers numbers_;
  GraphMaker make_;
  int current_ = 0;
};

using Adder = void (*)(Chain&);  // adds one operator

void add_tanh(Chain& c) {
  c.op(builtin::kTanh, {c.current()}, c.shape());
  c.set_output_scale(1.0F / 128.0F, 0);
}
void add_logistic(Chain& c) {
  c.op(builtin::kLogistic, {c.current()}, c.shape());
  c.set_output_scale(1.0F / 256.0F, -128);
}
void add_leaky_relu(Chain& c) {
  c.op(builtin::kLeakyRelu, {c.current()}, c.shape()).options.alpha = 0.2F;
}
void add_hard_swish(Chain& c) { c.op(builtin::kHardSwish, {c.current()}, c.shape()); }
void add_product_per_channel(Chain& c) {
  const int factor = c.constant({c.shape()[3]});
  c.op(builtin::kMul, {c.current(), factor}, c.shape()).options.activation = Activation::relu6;
}
void add_difference_from_a_number(Chain& c) {
  const int number = c.constant({1});
  c.op(builtin::kSub, {number, c.current()}, c.shape());
}
void add_product_with_itself(Chain& c) {
  c.op(builtin::kMul, {c.current(), c.current()}, c.shape());
}
void add_join(Chain& c) {
  std::vector<int> out = c.shape();
  out[3] *= 2;
  c.moved(builtin::kConcatenation, {c.current(), c.current()}, out).options.axis = 3;
}
void add_join_of_rows(Chain& c) {
  std::vector<int> out = c.shape();
  out[1] *= 2;
  c.moved(builtin::kConcatenation, {c.current(), c.current()}, out).options.axis = -3;
}
void add_border(Chain& c) {
  const std::vector<int> in = c.shape();
  const int paddings = c.indices({0, 0, 1, 0, 2, 1, 0, 0}, {4, 2});
  c.moved(builtin::kPad, {c.current(), paddings}, {1, in[1] + 1, in[2] + 3, in[3]});
}
void add_larger_image(Chain& c) {
  const std::vector<int> in = c.shape();
  const int size = c.indices({in[1] * 2, in[2] + 1});
  c.moved(builtin::kResizeNearestNeighbor, {c.current(), size}, {1, in[1] * 2, in[2] + 1, in[3]})
      .options.half_pixel_centers = true;
}
void add_slice(Chain& c) {
  const std::vector<int> in = c.shape();
  const int begin = c.indices({0, -1, 0, 0});
  const int end = c.indices({1, -100, in[2], in[3]});
  const int strides = c.indices({1, -1, 2, 1});
  c.moved(builtin::kStridedSlice, {c.current(), begin, end, strides},
          {1, in[1], (in[2] + 1) / 2, in[3]})
      .options.end_mask = 2;
}
void add_transposed(Chain& c, Padding padding, int filters) {
  const std::vector<int> in = c.shape();
  const int extra = padding == Padding::valid ? 1 : 0;
  const std::vector<int> out = {1, in[1] * 2 + extra, in[2], filters};
  const int shape = c.indices(out);
  const int weights = c.weights({filters, 3, 1, in[3]});
  GraphOp& op = c.op(builtin::kTransposeConv, {shape, weights, c.current(), c.bias(filters)}, out);
  op.options.padding = padding;
  op.options.stride_h = 2;
}
void add_transposed_same(Chain& c) { add_transposed(c, Padding::same, 3); }
void add_transposed_valid(Chain& c) { add_transposed(c, Padding::valid, 5); }

const std::map<std::string, Adder> kAdders = {
    {"tanh", add_tanh},
    {"logistic", add_logistic},
    {"leaky_relu", add_leaky_relu},
    {"hard_swish", add_hard_swish},
    {"product_per_channel", add_product_per_channel},
    {"difference_from_a_number", add_difference_from_a_number},
    {"product_with_itself", add_product_with_itself},
    {"join", add_join},
    {"join_of_rows", add_join_of_rows},
    {"border", add_border},
    {"larger_image", add_larger_image},
    {"slice", add_slice},
    {"transposed_same", add_transposed_same},
    {"transposed_valid", add_transposed_valid},
};

TEST(Operators, each_alone_gives_the_executors_bytes_in_int8_and_in_float) {
  std::map<std::string, Graph> graphs;
  for (const auto& [name, add] : kAdders) {
    for (const Numbers numbers : {Numbers::int8, Numbers::real}) {
      Chain chain(numbers, {1, 4, 5, 3}, 11);
      add(chain);
      graphs[name + (numbers == Numbers::int8 ? "_int8" : "_float")] = chain.done();
    }
  }
  expect_as_interpreted(graphs, "operators");
}

TEST(Operators, random_chains_give_the_executors_bytes) {
  std::map<std::string, Graph> graphs;
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    Chain chain(seed % 3 == 0 ? Numbers::real : Numbers::int8, {1, 3, 4, 2}, seed);
    for (int i = 0; i < 5; ++i) {
      auto adder = kAdders.begin();
      std::advance(adder, static_cast<std::ptrdiff_t>(chain.rng().below(kAdders.size())));
      adder->second(chain);
    }
    graphs[fmt::format("chain_{}", seed)] = chain.done();
  }
  expect_as_interpreted(graphs, "chains");
}

// Two units of rank two over five features with a memory of four; bias, state and weights of the
// types given.
Graph svdf_graph(Numbers numbers, DType remembered, std::int64_t state_zero_point) {
  Chain c(numbers, {1, 5}, 21);
  const DType data = numbers == Numbers::int8 ? DType::int8 : DType::float32;
  const int feature = c.plain_weights({4, 5}, data);
  const int time = c.plain_weights({4, 4}, remembered);
  const int bias = c.bias(2);
  const int state = c.state({1, 16}, remembered, state_zero_point);
  GraphOp& op = c.op(builtin::kSvdf, {c.current(), feature, time, bias, state}, {1, 2});
  op.options.rank = 2;
  op.options.activation = Activation::relu;
  return c.done();
}

// The state's zero point of -50 must be there before the first frame.
TEST(Operators, an_svdf_remembers_as_the_executor_does) {
  expect_as_interpreted({{"svdf_int8", svdf_graph(Numbers::int8, DType::int8, -50)},
                         {"svdf_int16", svdf_graph(Numbers::int8, DType::int16, 0)},
                         {"svdf_float", svdf_graph(Numbers::real, DType::float32, 0)}},
                        "svdf");
}

Graph forgetting(Graph graph) {
  graph.forgets = true;
  return graph;
}

TEST(Operators, a_model_that_forgets_clears_its_state_in_invoke_as_the_executor_does) {
  const Graph svdf = forgetting(svdf_graph(Numbers::int8, DType::int8, -50));
  expect_as_interpreted({{"svdf_forgets", svdf}}, "forgets");
  const CompiledModel model = compile(svdf, {"svdf"}).value();
  EXPECT_FALSE(model.remembers);
  EXPECT_EQ(model.files[0].text.find("reset"), std::string::npos);
}

TEST(Operators, a_model_that_remembers_has_reset_and_others_have_not) {
  const CompiledModel svdf = compile(svdf_graph(Numbers::int8, DType::int8, -50), {"svdf"}).value();
  EXPECT_TRUE(svdf.remembers);
  EXPECT_NE(svdf.files[0].text.find("void reset();"), std::string::npos);
  Chain chain(Numbers::int8, {1, 2, 2, 2}, 1);
  add_tanh(chain);
  const CompiledModel plain = compile(chain.done(), {"plain"}).value();
  EXPECT_FALSE(plain.remembers);
  EXPECT_EQ(plain.files[0].text.find("reset"), std::string::npos);
}

}  // namespace
}  // namespace tadpole
