// SPDX-License-Identifier: Apache-2.0
// Post-training quantization: float graph + calibration samples -> int8 graph.
// Source: Jacob et al., Quantization and Training of Neural Networks for Efficient
// Integer-Arithmetic-Only Inference (2018); TFLite 8-bit quantization specification (symmetric
// per-channel weights, asymmetric int8 activations).
#pragma once
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/graph/graph.h"

namespace tadpole {

struct LayerError {
  std::string tensor;      // output tensor's name
  double rms_error = 0.0;  // of int8 against float, in real units
  double signal_rms = 0.0;
  double sqnr_db = 0.0;  // signal to quantization noise ratio
};

// How the range of an activation is chosen from what the calibration samples show.
// min_max: all of it. percentile: without the outermost 0.01 % on each side. mse: the range whose
// int8 steps give the smallest squared error.
enum class CalibrationMethod { min_max, percentile, mse };
// Fails with the list of names.
Result<CalibrationMethod> parse_calibration(const std::string& name);

// per_kernel: all output channels of a kernel share one scale, so that weights of one value stay of
// one value (clusters).
enum class KernelScale { per_channel, per_kernel };
// How a model keeps its numbers. int8: weights and activations. int16x8: int8 weights, symmetric
// int16 activations, 64-bit biases: nearly float's answers for half its memory. dynamic_range: int8
// weights; activations stay float and are rounded to int8 as the model runs.
enum class QuantizationScheme { int8, int16x8, dynamic_range };
const std::vector<std::string>& scheme_names();
// Fails with the list of names.
Result<QuantizationScheme> parse_scheme(const std::string& name);

struct PostTrainingOptions {
  QuantizationScheme scheme = QuantizationScheme::int8;
  // Cross-layer equalization before anything else, see equalize.h. Cost: the float graph runs once
  // more per sample.
  bool equalize = false;
  CalibrationMethod calibration = CalibrationMethod::min_max;
  // Moves what rounding the kernels changes of the mean output into the bias. Source: Nagel et al.,
  // Data-Free Quantization (2019).
  bool bias_correction = false;
  // Fixes the input's quantization (features that are born int8; not of int16x8); scale 0: from
  // calibration.
  float input_scale = 0.0F;
  int input_zero_point = 0;
  KernelScale kernel_scale = KernelScale::per_channel;
};

struct QuantizedModel {
  Graph graph;                     // in and out as the scheme says: int8, int16 or float
  std::vector<LayerError> layers;  // in running order, over the calibration samples
};

// Real values to int8: round half away from zero, clamp.
std::vector<std::int8_t> quantize_values(std::span<const float> values, float scale,
                                         int zero_point);

// graph: float, as Model::lower() gives it. samples: [n][input values] real values, from training
// data only. Kernels: symmetric int8, per output channel for convolutions, per tensor for fully
// connected layers; biases: int32 of input scale * kernel scale; activations: asymmetric int8 with
// an exact 0; softmax and logistic: 1/256, -128; tanh: 1/128, 0 (int16x8: biases of 64 bits,
// symmetric activations of 16 over all that the samples show, softmax, logistic and tanh 1/32768;
// dynamic_range: kernels alone, of layers that have such kernels); pools and reshapes: as their
// input; what is joined shares one scale; a range that training has learnt (FAKE_QUANT, see
// fake_quant.h) stands for what samples show; what an SVDF remembers: 16 bits (of a graph that
// remembers, the samples are frames that follow each other, from a cleared state); of an LSTM the
// hidden values as its output, the cells 16 bits with a power of two that holds what they were at
// any step, one scale for each gate's kernels, no bias correction, and no int8 weights in
// dynamic_range. Cost: the float
// graph runs once per sample (twice unless min_max), then both graphs once. Fails when an operator
// has no int8 form (named), with no samples, on a value that is no number in samples, weights or
// activations, and when the model gives the same output for samples that differ.
Result<QuantizedModel> quantize_post_training(const Graph& graph,
                                              std::span<const std::vector<float>> samples,
                                              const PostTrainingOptions& options,
                                              Progress& progress);

}  // namespace tadpole
