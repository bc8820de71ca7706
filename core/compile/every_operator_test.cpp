// SPDX-License-Identifier: Apache-2.0
// Every operator of device/ops and device/signal, compiled, gives the bytes of the executor. The
// registries are the list: an operator without a case here fails the test.
#include <gtest/gtest.h>

#include <set>

#include "core/compile/interpreted_test.h"
#include "core/compile/one_op_test.h"
#include "core/compile/operator_source.h"
#include "device/signal/test_flex.h"

namespace tadpole {
namespace {

using device::flex_map;
namespace b = builtin;

using Graphs = std::map<std::string, Graph>;

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

// "gather_1", "gather_2", ...
void add(Graphs& graphs, const OneOp& op) {
  const Graph graph = op.graph();
  const std::string name =
      lower(graph.ops[0].builtin == b::kCustom ? graph.ops[0].custom_name
                                               : builtin_name(graph.ops[0].builtin));
  int number = 1;
  while (graphs.count(name + "_" + std::to_string(number)) > 0) ++number;
  graphs[name + "_" + std::to_string(number)] = graph;
}

Graphs one_value_at_a_time() {
  Graphs g;
  for (const int code :
       {b::kAbs,   b::kCeil,     b::kCos,  b::kElu,    b::kExp,   b::kFloor,     b::kHardSwish,
        b::kLog,   b::kLogistic, b::kNeg,  b::kRelu,   b::kRelu6, b::kReluN1To1, b::kRound,
        b::kRsqrt, b::kSin,      b::kSqrt, b::kSquare, b::kTanh,  b::kZerosLike})
    add(g, OneOp(code).in(real({2, 5})).out(real({2, 5})));
  for (const int code : {b::kAbs, b::kElu, b::kExp, b::kLog, b::kReluN1To1, b::kRsqrt})
    add(g, OneOp(code).in(int8s({2, 5}, 0.05F, -128)).out(int8s({2, 5}, 0.04F, -5)));
  for (const int code : {b::kRelu, b::kRelu6, b::kLeakyRelu, b::kAbs})
    add(g, OneOp(code).in(int16s({3, 3})).out(int16s({3, 3})));
  add(g, OneOp(b::kLogistic).in(int16s({7})).out(int16s({7}, 1.0F / 32768.0F)));
  add(g, OneOp(b::kTanh).in(int16s({7})).out(int16s({7}, 1.0F / 32768.0F)));
  add(g, OneOp(b::kLogicalNot).in(bools({5})).out(bools({5})));
  add(g, OneOp(b::kCast).in(real({4})).out(typed(DType::int32, {4})));
  add(g, OneOp(b::kCast).in(int8s({4}, 1.0F, 0)).out(real({4})));
  add(g, OneOp(b::kQuantize).in(real({4})).out(int16s({4})));
  add(g, OneOp(b::kDequantize).in(int16s({4})).out(real({4})));
  add(g, OneOp(b::kSoftmax).in(int16s({2, 4})).out(int16s({2, 4}, 1.0F / 32768.0F)));
  add(g, OneOp(b::kLogSoftmax).in(real({2, 4})).out(real({2, 4})));
  add(g, OneOp(b::kLogSoftmax).in(int8s({2, 4}, 0.1F, 0)).out(int8s({2, 4}, 1.0F / 16.0F, 127)));
  add(g, OneOp(b::kL2Normalization).in(real({2, 4})).out(real({2, 4})));
  add(g, OneOp(b::kL2Normalization).in(int8s({2, 4})).out(int8s({2, 4}, 1.0F / 128.0F, 0)));
  add(g, OneOp(b::kPrelu).in(real({2, 3})).in(chance(real({3}))).out(real({2, 3})));
  add(g, OneOp(b::kPrelu).in(int8s({2, 3})).in(chance(int8s({3}))).out(int8s({2, 3}, 0.2F, 0)));
  add(g, OneOp(b::kCumsum).in(real({3, 4})).in(number(1)).out(real({3, 4})));
  add(g, OneOp(b::kCumsum)
             .set(&OpOptions::reverse, true)
             .in(int8s({3, 4}))
             .in(number(0))
             .out(int8s({3, 4}, 0.2F, 3)));
  return g;
}

Graphs two_values() {
  Graphs g;
  for (const int code : {b::kDiv, b::kFloorDiv, b::kFloorMod, b::kMaximum, b::kMinimum,
                         b::kSquaredDifference, b::kAddN, b::kAdd, b::kSub, b::kMul}) {
    add(g, OneOp(code).in(real({2, 3})).in(chance(real({2, 3}))).out(real({2, 3})));
  }
  for (const int code : {b::kMaximum, b::kMinimum})
    add(g, OneOp(code).in(int8s({2, 3})).in(chance(int8s({3}))).out(int8s({2, 3})));
  add(g, OneOp(b::kSquaredDifference)
             .in(int8s({2, 3}))
             .in(chance(int8s({2, 1})))
             .out(int8s({2, 3}, 0.9F, -128)));
  add(g, OneOp(b::kAddN).in(int8s({4})).in(chance(int8s({4}))).out(int8s({4}, 0.1F, 0)));
  add(g, OneOp(b::kDiv)
             .in(typed(DType::int32, {4}))
             .in(list({3, -7, 2, 9}))
             .out(typed(DType::int32, {4})));
  for (const int code : {b::kAdd, b::kSub, b::kMul})
    add(g, OneOp(code).in(int16s({2, 3})).in(chance(int16s({2, 3}))).out(int16s({2, 3}, 0.02F)));
  for (const int code :
       {b::kEqual, b::kNotEqual, b::kLess, b::kLessEqual, b::kGreater, b::kGreaterEqual}) {
    add(g, OneOp(code).in(real({2, 3})).in(chance(real({3}))).out(bools({2, 3})));
    add(g, OneOp(code).in(int8s({6})).in(chance(int8s({6}, 0.1F, 0))).out(bools({6})));
    const GraphTensor wide = typed(DType::int64, {3});
    add(g, OneOp(code).in(wide).in(chance(wide)).out(bools({3})));
  }
  for (const int code : {b::kLogicalAnd, b::kLogicalOr})
    add(g, OneOp(code).in(bools({6})).in(chance(bools({6}))).out(bools({6})));
  add(g, OneOp(b::kSelectV2)
             .in(bools({2, 1}))
             .in(chance(real({2, 3})))
             .in(chance(real({})))
             .out(real({2, 3})));
  return g;
}

Graphs reductions() {
  Graphs g;
  for (const int code : {b::kSum, b::kMean, b::kReduceMax, b::kReduceMin}) {
    add(g, OneOp(code).in(real({2, 3, 2})).in(list({1})).out(real({2, 2})));
    add(g, OneOp(code).in(int8s({2, 3, 2})).in(list({0, 2})).out(int8s({3})));
  }
  add(g, OneOp(b::kMean).in(int16s({2, 3})).in(list({1})).out(int16s({2}, 0.002F)));
  for (const int code : {b::kReduceAll, b::kReduceAny})
    add(g, OneOp(code).in(bools({3, 2})).in(list({1})).out(bools({3})));
  for (const int code : {b::kArgMax, b::kArgMin}) {
    add(g, OneOp(code).in(real({3, 4})).in(number(1)).out(typed(DType::int64, {3})));
    add(g, OneOp(code).in(int8s({3, 4})).in(number(0)).out(typed(DType::int32, {4})));
  }
  return g;
}

// PADV2, GATHER and others that move numbers: of float, int8 and wider types.
Graphs moves() {
  Graphs g;
  for (const GraphTensor& like : {real({}), int8s({}), int16s({})}) {
    const auto t = [&](Dims shape) {
      GraphTensor made = like;
      made.shape = std::move(shape);
      return made;
    };
    add(g, OneOp(b::kTranspose).in(t({2, 3, 4})).in(list({2, 0, 1})).out(t({4, 2, 3})));
    add(g, OneOp(b::kSlice).in(t({3, 4})).in(list({1, 0})).in(list({2, 3})).out(t({2, 3})));
    add(g, OneOp(b::kGather).in(t({3, 2})).in(list({2, 0, 2, 1})).out(t({4, 2})));
    add(g, OneOp(b::kBroadcastTo).in(t({2, 1})).in(list({3, 2, 2})).out(t({3, 2, 2})));
    add(g, OneOp(b::kReverseV2).in(t({2, 3})).in(list({1})).out(t({2, 3})));
    add(g, OneOp(b::kConcatenation)
               .set(&OpOptions::axis, 1)
               .in(t({2, 1}))
               .in(chance(t({2, 2})))
               .out(t({2, 3})));
    add(g, OneOp(b::kPack)
               .set(&OpOptions::axis, 1)
               .set(&OpOptions::values_count, 2)
               .in(t({3}))
               .in(chance(t({3})))
               .out(t({3, 2})));
    add(g, OneOp(b::kUnpack)
               .set(&OpOptions::axis, 0)
               .set(&OpOptions::values_count, 2)
               .in(t({2, 3}))
               .out(t({3}))
               .out(t({3})));
    add(g, OneOp(b::kSplit)
               .set(&OpOptions::num_splits, 2)
               .in(number(1))
               .in(t({2, 4}))
               .out(t({2, 2}))
               .out(t({2, 2})));
    add(g, OneOp(b::kSplitV)
               .set(&OpOptions::num_splits, 2)
               .in(t({4}))
               .in(list({1, 3}))
               .in(number(0))
               .out(t({1}))
               .out(t({3})));
    add(g, OneOp(b::kStridedSlice)
               .in(t({3, 4}))
               .in(list({0, 1}))
               .in(list({3, 4}))
               .in(list({2, 2}))
               .out(t({2, 2})));
    add(g, OneOp(b::kPad)
               .in(t({2, 2}))
               .in(with(typed(DType::int32, {2, 2}), std::vector<std::int32_t>{1, 0, 0, 2}))
               .out(t({3, 4})));
    add(g, OneOp(b::kReshape).in(t({2, 3})).in(list({3, 2})).out(t({3, 2})));
    add(g, OneOp(b::kDynamicUpdateSlice)
               .in(t({3, 4}))
               .in(chance(t({2, 2})))
               .in(list({1, 5}))
               .out(t({3, 4})));
  }
  for (const GraphTensor& like : {real({}), int8s({})}) {
    const auto t = [&](Dims shape) {
      GraphTensor made = like;
      made.shape = std::move(shape);
      return made;
    };
    const GraphTensor none = with(typed(DType::int32, {2, 2}), std::vector<std::int32_t>(4, 0));
    add(g, OneOp(b::kSpaceToDepth)
               .set(&OpOptions::block_size, 2)
               .in(t({1, 2, 4, 1}))
               .out(t({1, 1, 2, 4})));
    add(g, OneOp(b::kDepthToSpace)
               .set(&OpOptions::block_size, 2)
               .in(t({1, 1, 2, 4}))
               .out(t({1, 2, 4, 1})));
    add(g, OneOp(b::kSpaceToBatchNd)
               .in(t({1, 2, 4, 1}))
               .in(list({2, 2}))
               .in(none)
               .out(t({4, 1, 2, 1})));
    add(g, OneOp(b::kBatchToSpaceNd)
               .in(t({4, 1, 2, 1}))
               .in(list({2, 2}))
               .in(none)
               .out(t({1, 2, 4, 1})));
    add(g, OneOp(b::kMirrorPad)
               .in(t({4}))
               .in(with(typed(DType::int32, {1, 2}), std::vector<std::int32_t>{2, 1}))
               .out(t({7})));
    add(g, OneOp(b::kGatherNd)
               .in(t({2, 2}))
               .in(with(typed(DType::int32, {3, 2}), std::vector<std::int32_t>{1, 0, 0, 1, 1, 1}))
               .out(t({3})));
    add(g, OneOp(b::kPadV2)
               .in(t({2}))
               .in(with(typed(DType::int32, {1, 2}), std::vector<std::int32_t>{1, 2}))
               .in(chance(t({1})))
               .out(t({5})));
    add(g, OneOp(b::kResizeBilinear).in(t({1, 2, 3, 2})).in(list({4, 5})).out(t({1, 4, 5, 2})));
    add(g,
        OneOp(b::kResizeNearestNeighbor).in(t({1, 2, 3, 2})).in(list({4, 5})).out(t({1, 4, 5, 2})));
  }
  add(g, OneOp(b::kExpandDims).in(real({3})).in(number(0)).out(real({1, 3})));
  add(g, OneOp(b::kSqueeze).in(real({1, 3})).out(real({3})));
  add(g, OneOp(b::kShape).in(real({2, 3})).out(typed(DType::int32, {2})));
  add(g, OneOp(b::kFill).in(list({3})).in(real({})).out(real({3})));
  const GraphTensor numbers = typed(DType::int32, {3});
  add(g, OneOp(b::kEmbeddingLookup).in(numbers).in(chance(real({4, 2}))).out(real({3, 2})));
  add(g, OneOp(b::kBroadcastArgs).in(numbers).in(list({2, 1})).out(numbers));
  return g;
}

GraphTensor weights(Dims shape, int channels, int axis) {
  GraphTensor t = chance(typed(DType::int8, std::move(shape)));
  for (int c = 0; c < channels; ++c) {
    t.quantization.scale.push_back(0.01F + 0.003F * static_cast<float>(c));
    t.quantization.zero_point.push_back(0);
  }
  t.quantization.axis = axis;
  return t;
}

GraphTensor bias64(int channels) { return chance(typed(DType::int64, {channels})); }

// Layers of 16-bit activations, layers of floats with int8 weights, and batched products.
Graphs layers() {
  Graphs g;
  const auto same = [](OneOp op) { return op.set(&OpOptions::padding, Padding::same); };
  const GraphTensor image = int16s({1, 4, 5, 3}, 0.001F);
  add(g, same(OneOp(b::kConv2d))
             .in(image)
             .in(weights({2, 3, 3, 3}, 2, 0))
             .in(bias64(2))
             .out(int16s({1, 4, 5, 2}, 0.002F)));
  add(g, same(OneOp(b::kDepthwiseConv2d))
             .in(image)
             .in(weights({1, 3, 3, 3}, 3, 3))
             .in(bias64(3))
             .out(int16s({1, 4, 5, 3}, 0.002F)));
  add(g, OneOp(b::kFullyConnected)
             .in(int16s({2, 6}))
             .in(weights({4, 6}, 4, 0))
             .in(bias64(4))
             .out(int16s({2, 4}, 0.002F)));
  add(g, same(OneOp(b::kTransposeConv))
             .in(list({1, 4, 4, 2}))
             .in(weights({2, 3, 3, 3}, 2, 0))
             .in(int16s({1, 4, 4, 3}))
             .in(bias64(2))
             .out(int16s({1, 4, 4, 2}, 0.002F)));
  const GraphTensor pixels = real({1, 4, 5, 3});
  add(g, same(OneOp(b::kConv2d))
             .in(pixels)
             .in(weights({2, 3, 3, 3}, 2, 0))
             .in(chance(real({2})))
             .out(real({1, 4, 5, 2})));
  add(g, same(OneOp(b::kDepthwiseConv2d))
             .in(pixels)
             .in(weights({1, 3, 3, 3}, 3, 3))
             .in(chance(real({3})))
             .out(real({1, 4, 5, 3})));
  add(g, OneOp(b::kFullyConnected)
             .in(real({2, 6}))
             .in(weights({4, 6}, 1, 0))
             .in(chance(real({4})))
             .out(real({2, 4})));
  const auto pool = [](int code) {
    OneOp op(code);
    op.options().filter_h = op.options().filter_w = 2;
    return op;
  };
  for (const int code : {b::kAveragePool2d, b::kMaxPool2d})
    add(g, pool(code).in(int16s({1, 3, 3, 2})).out(int16s({1, 2, 2, 2})));
  add(g, pool(b::kL2Pool2d).in(real({1, 3, 3, 2})).out(real({1, 2, 2, 2})));
  add(g,
      OneOp(b::kBatchMatmul).in(real({2, 1, 3})).in(chance(real({2, 3, 2}))).out(real({2, 1, 2})));
  add(g, OneOp(b::kBatchMatmul)
             .set(&OpOptions::adj_y, true)
             .in(int8s({2, 3}))
             .in(chance(int8s({2, 3})))
             .out(int8s({2, 2}, 0.3F, 1)));
  return g;
}

GraphTensor gate_weights(bool is_float, Dims shape, std::uint64_t seed) {
  return chance(is_float ? real(std::move(shape)) : int8s(std::move(shape), 0.01F, 0), seed);
}

// Two units over three steps of two numbers.
OneOp lstm(bool is_float) {
  OneOp op(b::kUnidirectionalSequenceLstm);
  op.options().activation = Activation::tanh;
  op.options().cell_clip = 10.0F;
  op.in(is_float ? real({1, 3, 2}) : int8s({1, 3, 2}, 0.02F, 4));
  for (std::uint64_t i = 0; i < 4; ++i) op.in(gate_weights(is_float, {2, 2}, i));
  for (std::uint64_t i = 4; i < 8; ++i) op.in(gate_weights(is_float, {2, 2}, i));
  op.left_out().left_out().left_out();  // peephole
  for (std::uint64_t i = 8; i < 12; ++i)
    op.in(chance(is_float ? real({2}) : typed(DType::int32, {2}), i));
  op.left_out().left_out();  // projection
  op.in(remembered(is_float ? real({1, 2}) : int8s({1, 2}, 1.0F / 128.0F, 5)));
  op.in(remembered(is_float ? real({1, 2}) : int16s({1, 2}, 1.0F / 2048.0F)));
  for (int i = 0; i < 4; ++i) op.left_out();  // normalization
  op.out(is_float ? real({1, 3, 2}) : int8s({1, 3, 2}, 1.0F / 128.0F, 5));
  return op;
}

Graphs memories() {
  Graphs g;
  for (const bool is_float : {true, false}) add(g, lstm(is_float));
  OneOp svdf(b::kSvdf);
  svdf.options().rank = 1;
  svdf.in(real({1, 3})).in(chance(real({2, 3}))).in(chance(real({2, 4}))).left_out();
  add(g, svdf.in(remembered(real({1, 8}))).out(real({1, 2})));
  return g;
}

Graphs forgetting(Graphs graphs) {
  for (auto& [name, graph] : graphs) graph.forgets = true;
  return graphs;
}

GraphTensor words(Dims shape) { return typed(DType::int16, std::move(shape)); }
GraphTensor counts(Dims shape) { return typed(DType::uint32, std::move(shape)); }
GraphTensor sizes(const std::vector<std::int16_t>& values) {
  return with(words({static_cast<int>(values.size())}), values);
}

Graphs signals() {
  Graphs g;
  add(g,
      OneOp("SignalDelay", flex_map({{"delay_length", 3}})).in(words({2, 4})).out(words({2, 4})));
  add(g, OneOp("SignalEnergy", flex_map({{"end_index", 3}, {"start_index", 1}}))
             .in(words({8}))
             .out(counts({4})));
  add(g,
      OneOp("SignalFftAutoScale", {}).in(words({6})).out(words({6})).out(typed(DType::int32, {})));
  add(g, OneOp("SignalFilterBank", flex_map({{"num_channels", 1}}))
             .in(counts({3}))
             .in(sizes({1, 2, 3}))
             .in(sizes({4, 5, 6}))
             .in(sizes({0, 2}))
             .in(sizes({0, 2}))
             .in(sizes({2, 1}))
             .out(typed(DType::uint64, {1})));
  add(g,
      OneOp("SignalFilterBankLog", flex_map({{"input_correction_bits", 3}, {"output_scale", 1600}}))
          .in(counts({5}))
          .out(words({5})));
  add(g, OneOp("SignalFilterBankSquareRoot", {})
             .in(typed(DType::uint64, {5}))
             .in(number(1))
             .out(counts({5})));
  add(g,
      OneOp("SignalFilterBankSpectralSubtraction", flex_map({{"alternate_one_minus_smoothing", 0},
                                                             {"alternate_smoothing", 16384},
                                                             {"clamping", 0},
                                                             {"min_signal_remaining", 4096},
                                                             {"num_channels", 2},
                                                             {"one_minus_smoothing", 8192},
                                                             {"smoothing", 8192},
                                                             {"smoothing_bits", 4},
                                                             {"spectral_subtraction_bits", 14}}))
          .in(counts({2}))
          .out(counts({2}))
          .out(counts({2})));
  add(g, OneOp("SignalFramer", flex_map({{"frame_size", 3}, {"frame_step", 2}, {"prefill", 1}}))
             .in(words({4}))
             .out(words({2, 3}))
             .out(bools({})));
  add(g, OneOp("SignalFramer", flex_map({{"frame_size", 5}, {"frame_step", 2}, {"prefill", 0}}))
             .in(words({2}))
             .out(words({1, 5}))
             .out(bools({})));
  add(g,
      OneOp("SignalOverlapAdd", flex_map({{"frame_step", 2}})).in(words({2, 3})).out(words({4})));
  add(g, OneOp("SignalOverlapAdd", flex_map({{"frame_step", 2}})).in(real({2, 3})).out(real({4})));
  add(g, OneOp("SignalPCAN", flex_map({{"snr_shift", 6}}))
             .in(counts({2}))
             .in(chance(counts({2})))
             .in(chance(words({125})))
             .out(counts({2})));
  add(g, OneOp("SignalRfft", flex_map({{"T", 7}, {"fft_length", 512}}))
             .in(words({512}))
             .out(words({514})));
  add(g, OneOp("SignalStacker", flex_map({{"num_channels", 2},
                                          {"stacker_left_context", 1},
                                          {"stacker_right_context", 1},
                                          {"stacker_step", 2}}))
             .in(words({2}))
             .out(words({6}))
             .out(bools({})));
  add(g, OneOp("SignalWindow", flex_map({{"shift", 12}}))
             .in(words({2, 4}))
             .in(chance(words({4})))
             .out(words({2, 4})));
  add(g, OneOp("CIRCULAR_BUFFER", flex_map({{"cycles_max", 1}}))
             .in(int8s({1, 1, 1, 4}))
             .out(int8s({1, 3, 1, 4})));
  add(g, OneOp("TFLite_Detection_PostProcess", flex_map({{"max_detections", 3},
                                                         {"max_classes_per_detection", 1},
                                                         {"nms_iou_threshold", 0.5F},
                                                         {"nms_score_threshold", 0.25F},
                                                         {"num_classes", 2},
                                                         {"y_scale", 10.0F},
                                                         {"x_scale", 10.0F},
                                                         {"h_scale", 5.0F},
                                                         {"w_scale", 5.0F}}))
             .in(real({1, 4, 4}))
             .in(chance(real({1, 4, 3})))
             .in(chance(real({4, 4})))
             .out(real({1, 3, 4}))
             .out(real({1, 3}))
             .out(real({1, 3}))
             .out(real({1})));
  return g;
}

GraphTensor handle() { return typed(DType::resource, {}); }

// Starts at {1, 2} by CALL_ONCE; every run adds the input.
Graph counting() {
  OpOptions named;
  named.shared_name = "sum";
  OpOptions once;
  once.init_subgraph_index = 1;
  Graph init;
  init.tensors = {handle(), with(real({2}), std::vector<float>{1, 2})};
  init.ops = {{b::kVarHandle, "", 1, {}, {0}, named}, {b::kAssignVariable, "", 1, {0, 1}, {}, {}}};
  Graph graph;
  graph.tensors = {real({2}), handle(), real({2}), real({2})};
  graph.ops = {{b::kCallOnce, "", 1, {}, {}, once},
               {b::kVarHandle, "", 1, {}, {1}, named},
               {b::kReadVariable, "", 1, {1}, {2}, {}},
               {b::kAdd, "", 1, {2, 0}, {3}, {}},
               {b::kAssignVariable, "", 1, {1, 3}, {}, {}}};
  graph.inputs = {0};
  graph.outputs = {3};
  graph.subgraphs = {init};
  return graph;
}

TEST(EveryOperator, one_value_at_a_time) {
  expect_as_interpreted(one_value_at_a_time(), "one_value");
}
TEST(EveryOperator, of_two_values) { expect_as_interpreted(two_values(), "two_values"); }
TEST(EveryOperator, that_reduces) { expect_as_interpreted(reductions(), "reductions"); }
TEST(EveryOperator, that_moves_numbers) { expect_as_interpreted(moves(), "moves"); }
TEST(EveryOperator, that_is_a_layer_of_another_scheme) {
  expect_as_interpreted(layers(), "layers");
}
TEST(EveryOperator, that_remembers) { expect_as_interpreted(memories(), "memories"); }
TEST(EveryOperator, that_would_remember_in_a_model_that_forgets) {
  expect_as_interpreted(forgetting(memories()), "forgotten");
}
TEST(EveryOperator, of_signal_processing) { expect_as_interpreted(signals(), "signals"); }
TEST(EveryOperator, variables_and_what_fills_them_first) {
  const Graphs counts = {{"counting", counting()}};
  expect_as_interpreted(counts, "variables");
  expect_as_interpreted(forgetting(counts), "kept_variables");
}

TEST(EveryOperator, stands_in_one_of_the_cases_above) {
  std::set<const device::OpDefinition*> met;
  for (const Graphs& graphs : {one_value_at_a_time(), two_values(), reductions(), moves(), layers(),
                               memories(), signals(), Graphs{{"counting", counting()}}}) {
    for (const auto& [name, graph] : graphs) {
      for (const GraphOp& op : graph.ops) met.insert(find_operator_source(op)->definition);
    }
  }
  for (const OperatorSource& source : operator_sources()) {
    const int code = source.definition->builtin;
    const bool chooses = code == b::kIf || code == b::kWhile;
    EXPECT_EQ(met.count(source.definition), chooses ? 0U : 1U) << source.definition->name;
  }
  EXPECT_GE(operator_sources().size(), 100U);
}

// IF and WHILE run on the host alone.
TEST(EveryOperator, that_chooses_what_runs_is_refused_by_name) {
  for (const int code : {b::kIf, b::kWhile}) {
    const auto compiled =
        compile(OneOp(code).in(bools({})).in(real({2})).out(real({2})).graph(), {});
    ASSERT_FALSE(compiled.ok());
    EXPECT_NE(compiled.error().message.find(builtin_name(code)), std::string::npos);
    EXPECT_NE(compiled.error().message.find("cannot choose"), std::string::npos)
        << compiled.error().message;
  }
}

TEST(EveryOperator, is_where_its_source_is_said_to_be) {
  for (const OperatorSource& source : operator_sources())
    EXPECT_TRUE(std::filesystem::exists(Path(TADPOLE_SOURCE_DIR) / source.file)) << source.file;
}

}  // namespace
}  // namespace tadpole
