// SPDX-License-Identifier: Apache-2.0
// Expected numbers come from plain loops over NCHW, written from ONNX's description.
#include "core/onnx/test_onnx.h"

namespace tadpole {
namespace {

struct Case {
  int channels = 1, h = 1, w = 1, filters = 1, groups = 1, kh = 1, kw = 1, stride = 1, dilation = 1;
  int top = 0, left = 0, bottom = 0, right = 0;
  int out_h() const { return (h + top + bottom - (kh - 1) * dilation - 1) / stride + 1; }
  int out_w() const { return (w + left + right - (kw - 1) * dilation - 1) / stride + 1; }
};

std::vector<float> convolved(const Case& k, const std::vector<float>& x,
                             const std::vector<float>& weights, const std::vector<float>& bias) {
  std::vector<float> y;
  const int per_group = k.channels / k.groups;
  for (int o = 0; o < k.filters; ++o) {
    for (int i = 0; i < k.out_h(); ++i) {
      for (int j = 0; j < k.out_w(); ++j) {
        double sum = static_cast<double>(bias[o]);
        for (int c = 0; c < per_group; ++c) {
          for (int a = 0; a < k.kh; ++a) {
            for (int b = 0; b < k.kw; ++b) {
              const int row = i * k.stride - k.top + a * k.dilation;
              const int column = j * k.stride - k.left + b * k.dilation;
              if (row < 0 || row >= k.h || column < 0 || column >= k.w) continue;
              const int from = o / (k.filters / k.groups) * per_group + c;
              sum += static_cast<double>(x[(from * k.h + row) * k.w + column]) *
                     static_cast<double>(weights[((o * per_group + c) * k.kh + a) * k.kw + b]);
            }
          }
        }
        y.push_back(static_cast<float>(sum));
      }
    }
  }
  return y;
}

// Imports and runs a convolution; gives its operators.
std::string check(const Case& k) {
  const std::vector<float> x = numbers(k.channels * k.h * k.w);
  const std::vector<float> weights = numbers(k.filters * (k.channels / k.groups) * k.kh * k.kw, 2);
  const std::vector<float> bias = numbers(k.filters, 3);
  OnnxBuilder builder =
      one_node({1, k.channels, k.h, k.w}, "Conv", {"w", "b"},
               {attribute("group", k.groups), attribute("strides", {k.stride, k.stride}),
                attribute("dilations", {k.dilation, k.dilation}),
                attribute("pads", {k.top, k.left, k.bottom, k.right})});
  builder.constant("w", {k.filters, k.channels / k.groups, k.kh, k.kw}, weights);
  builder.constant("b", {k.filters}, bias);
  const ImportedModel model = imported(builder);
  expect_close(run_imported(model, {x}), convolved(k, x, weights, bias));
  return ops_text(model.graph);
}

TEST(OnnxConv, without_padding_is_valid) {
  EXPECT_EQ(check({.channels = 3, .h = 5, .w = 6, .filters = 4, .kh = 3, .kw = 2}), "CONV_2D");
}

TEST(OnnxConv, padding_like_tflites_is_same) {
  EXPECT_EQ(check({.channels = 2,
                   .h = 5,
                   .w = 7,
                   .filters = 3,
                   .kh = 3,
                   .kw = 3,
                   .top = 1,
                   .left = 1,
                   .bottom = 1,
                   .right = 1}),
            "CONV_2D");
  EXPECT_EQ(check({.channels = 2,
                   .h = 5,
                   .w = 7,
                   .filters = 3,
                   .kh = 3,
                   .kw = 3,
                   .stride = 2,
                   .top = 1,
                   .left = 1,
                   .bottom = 1,
                   .right = 1}),
            "CONV_2D");
}

// With a stride of 2 over an even side .tflite pads behind, PyTorch in front: that needs a PAD.
TEST(OnnxConv, other_padding_becomes_a_pad) {
  EXPECT_EQ(check({.channels = 2,
                   .h = 6,
                   .w = 8,
                   .filters = 3,
                   .kh = 3,
                   .kw = 3,
                   .stride = 2,
                   .top = 1,
                   .left = 1,
                   .bottom = 1,
                   .right = 1}),
            "PAD CONV_2D");
  EXPECT_EQ(check({.channels = 1,
                   .h = 4,
                   .w = 4,
                   .filters = 1,
                   .kh = 2,
                   .kw = 2,
                   .top = 0,
                   .left = 2,
                   .bottom = 1,
                   .right = 0}),
            "PAD CONV_2D");
}

TEST(OnnxConv, a_group_for_every_channel_is_depthwise) {
  EXPECT_EQ(check({.channels = 4,
                   .h = 5,
                   .w = 5,
                   .filters = 4,
                   .groups = 4,
                   .kh = 3,
                   .kw = 3,
                   .top = 1,
                   .left = 1,
                   .bottom = 1,
                   .right = 1}),
            "DEPTHWISE_CONV_2D");
  EXPECT_EQ(check({.channels = 3, .h = 5, .w = 4, .filters = 6, .groups = 3, .kh = 2, .kw = 3}),
            "DEPTHWISE_CONV_2D");
}

TEST(OnnxConv, a_few_groups_and_dilation_stay_a_convolution) {
  EXPECT_EQ(check({.channels = 4,
                   .h = 7,
                   .w = 8,
                   .filters = 6,
                   .groups = 2,
                   .kh = 3,
                   .kw = 2,
                   .dilation = 2}),
            "CONV_2D");
}

TEST(OnnxConv, over_a_series_has_height_1) {
  const std::vector<float> x = numbers(3 * 9), w = numbers(2 * 3 * 3, 2);
  OnnxBuilder builder =
      one_node({-1, 3, 9}, "Conv", {"w"}, {attribute("pads", std::vector<int>{1, 1})});
  const ImportedModel model = imported(builder.constant("w", {2, 3, 3}, w));
  EXPECT_EQ(model.inputs[0].shape, (Dims{1, 1, 9, 3}));
  EXPECT_EQ(model.inputs[0].order_text(), "N1LC (ONNX: NCL)");
  ASSERT_EQ(model.notes.size(), 1U);
  EXPECT_EQ(model.notes[0], "The batch, which was dynamic, is 1.");
  const Case k{
      .channels = 3, .h = 1, .w = 9, .filters = 2, .kh = 1, .kw = 3, .left = 1, .right = 1};
  expect_close(run_imported(model, {x}), convolved(k, x, w, {0, 0}));
}

TEST(OnnxConv, folds_batch_norm_and_relu6_behind_it) {
  const Case k{.channels = 2, .h = 4, .w = 4, .filters = 3, .kh = 3, .kw = 3};
  const std::vector<float> x = numbers(32), w = numbers(54, 2);
  OnnxBuilder builder;
  builder.input("x", {1, 2, 4, 4}).constant("w", {3, 2, 3, 3}, w);
  builder.constant("scale", {3}, {2, 1, -1}).constant("bias", {3}, {0.5F, -1, 2});
  builder.constant("mean", {3}, {1, 0, -1}).constant("variance", {3}, {4, 1, 0.25F});
  builder.constant("low", {}, {0}).constant("high", {}, {6});
  builder.node("Conv", {"x", "w"}, {"c"});
  builder.node("BatchNormalization", {"c", "scale", "bias", "mean", "variance"}, {"n"},
               {attribute("epsilon", 0.0F)});
  builder.node("Clip", {"n", "low", "high"}, {"y"}).output("y");
  const ImportedModel model = imported(builder);
  EXPECT_EQ(ops_text(model.graph), "CONV_2D+relu6");
  std::vector<float> y = convolved(k, x, w, {0, 0, 0});
  const float slope[] = {1, 1, -2}, shift[] = {-0.5F, -1, 0};  // by hand
  for (std::size_t i = 0; i < y.size(); ++i)
    y[i] = std::clamp(y[i] * slope[i / 4] + shift[i / 4], 0.0F, 6.0F);
  expect_close(run_imported(model, {x}), y);
}

// Plain loops: every input pixel is spread over the output, the padding cut off.
std::vector<float> spread(int c_in, int h, int w, int c_out, int k, int stride, int pad, int more,
                          const std::vector<float>& x, const std::vector<float>& weights) {
  const int out_h = (h - 1) * stride + k - 2 * pad + more;
  const int out_w = (w - 1) * stride + k - 2 * pad + more;
  std::vector<float> y(static_cast<std::size_t>(c_out * out_h * out_w), 0.5F);
  for (int c = 0; c < c_in; ++c) {
    for (int i = 0; i < h * w; ++i) {
      for (int o = 0; o < c_out; ++o) {
        for (int t = 0; t < k * k; ++t) {
          const int row = i / w * stride + t / k - pad, column = i % w * stride + t % k - pad;
          if (row < 0 || row >= out_h || column < 0 || column >= out_w) continue;
          y[(o * out_h + row) * out_w + column] +=
              x[c * h * w + i] * weights[(c * c_out + o) * k * k + t];
        }
      }
    }
  }
  return y;
}

std::string check_transposed(int k, int stride, int pad, int more) {
  const std::vector<float> x = numbers(3 * 4 * 5), w = numbers(3 * 2 * k * k, 2);
  OnnxBuilder builder =
      one_node({1, 3, 4, 5}, "ConvTranspose", {"w", "b"},
               {attribute("strides", {stride, stride}), attribute("pads", {pad, pad, pad, pad}),
                attribute("output_padding", {more, more})});
  builder.constant("w", {3, 2, k, k}, w).constant("b", {2}, {0.5F, 0.5F});
  const ImportedModel model = imported(builder);
  expect_close(run_imported(model, {x}), spread(3, 4, 5, 2, k, stride, pad, more, x, w));
  return ops_text(model.graph);
}

TEST(OnnxConv, transposed_gives_what_spreading_gives) {
  EXPECT_EQ(check_transposed(2, 2, 0, 0), "TRANSPOSE_CONV");
  EXPECT_EQ(check_transposed(4, 2, 1, 0), "TRANSPOSE_CONV");
  EXPECT_EQ(check_transposed(3, 1, 1, 0), "TRANSPOSE_CONV");
  EXPECT_EQ(check_transposed(3, 2, 1, 1), "TRANSPOSE_CONV STRIDED_SLICE");
}

TEST(OnnxConv, refuses_what_does_not_fit) {
  OnnxBuilder groups = one_node({1, 4, 3, 3}, "Conv", {"w"}, {attribute("group", 3)});
  EXPECT_NE(refusal(groups.constant("w", {2, 2, 1, 1}, numbers(4)))
                .find("node 0 Conv 'the_Conv' (reads 'x', 'w', gives 'y'): 2 filters of 2 channels "
                      "in 3 groups do not fit 4 channels"),
            std::string::npos);
  OnnxBuilder large = one_node({1, 1, 3, 3}, "Conv", {"w"});
  EXPECT_NE(refusal(large.constant("w", {1, 1, 4, 4}, numbers(16))).find("does not fit into 3"),
            std::string::npos);
  OnnxBuilder three = one_node({1, 1, 3, 3, 3}, "Conv", {"w"});
  EXPECT_NE(refusal(three.constant("w", {1, 1, 1, 1, 1}, {1})).find("Conv1d and Conv2d"),
            std::string::npos);
  OnnxBuilder bias = one_node({1, 1, 3, 3}, "Conv", {"w", "b"});
  bias.constant("w", {2, 1, 1, 1}, {1, 2}).constant("b", {1}, {1});
  EXPECT_NE(refusal(bias).find("its bias has 1 values for 2 channels"), std::string::npos);
  OnnxBuilder stride = one_node({1, 1, 3, 3}, "Conv", {"w"}, {attribute("strides", {0, 1})});
  EXPECT_NE(refusal(stride.constant("w", {1, 1, 1, 1}, {1})).find("strides is [0, 1]"),
            std::string::npos);
  OnnxBuilder computed;
  computed.input("x", {1, 1, 3, 3}).input("w", {1, 1, 1, 1});
  computed.node("Conv", {"x", "w"}, {"y"}).output("y");
  EXPECT_NE(refusal(computed).find("its weights must be constant"), std::string::npos);
  OnnxBuilder dilated =
      one_node({1, 1, 3, 3}, "ConvTranspose", {"w"}, {attribute("dilations", {2, 2})});
  EXPECT_NE(refusal(dilated.constant("w", {1, 1, 2, 2}, numbers(4))).find("dilation"),
            std::string::npos);
}

}  // namespace
}  // namespace tadpole
