// SPDX-License-Identifier: Apache-2.0
// The model between training and device: operators over tensors, with quantization. What the
// .tflite reader gives, the optimizer rewrites, the .tflite writer and the compiler take.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "device/model/types.h"

namespace tadpole {

// real = scale[c] * (stored - zero_point[c]). Empty scale: not quantized. One entry: per tensor.
// Many: per channel along axis. Source: TFLite 8-bit quantization specification.
struct Quantization {
  std::vector<float> scale;
  std::vector<std::int64_t> zero_point;
  int axis = 0;
  bool empty() const { return scale.empty(); }
};

struct GraphTensor {
  std::string name;
  DType type = DType::float32;
  std::vector<int> shape;  // NHWC for images; batch first
  Quantization quantization;
  std::vector<std::uint8_t> data;  // little-endian; empty: computed at run time
  bool is_variable = false;
  bool is_constant() const { return !data.empty(); }
  std::size_t elements() const {
    std::size_t n = 1;
    for (const int d : shape) n *= static_cast<std::size_t>(d);
    return n;
  }
  std::size_t bytes() const { return elements() * dtype_bytes(type); }
};

enum class Padding : std::uint8_t { same, valid };
enum class Activation : std::uint8_t {
  none,
  relu,
  relu_n1_to_1,
  relu6,
  tanh,
  sign_bit
};  // .tflite numbering

// The options of all operators in one flat record; an operator reads only its own. Names as in the
// .tflite schema.
struct OpOptions {
  Padding padding = Padding::valid;
  int stride_w = 1, stride_h = 1;
  int dilation_w = 1, dilation_h = 1;
  int depth_multiplier = 1;
  int filter_w = 1, filter_h = 1;
  Activation activation = Activation::none;
  float beta = 1.0F;
  float alpha = 0.0F;
  bool keep_dims = false;
  bool pot_scale_int16 = false;
  std::vector<int> new_shape;
  int axis = 0;          // CONCATENATION
  int num_splits = 0;    // SPLIT, SPLIT_V
  int values_count = 0;  // PACK: inputs, UNPACK: outputs
  int batch_dims = 0;    // GATHER
  int block_size = 0;    // SPACE_TO_DEPTH, DEPTH_TO_SPACE
  int mode = 0;          // MIRROR_PAD: 0 reflect, 1 symmetric
  int in_data_type = 0,
      out_data_type = 0;              // CAST; the second: SHAPE, ARG_MAX, ARG_MIN; as in files
  bool adj_x = false, adj_y = false;  // BATCH_MATMUL: a matrix is stored turned
  bool exclusive = false, reverse = false;   // CUMSUM
  float cell_clip = 0.0F, proj_clip = 0.0F;  // UNIDIRECTIONAL_SEQUENCE_LSTM
  bool time_major = false, diagonal_recurrent_tensors = false;
  std::vector<int> squeeze_dims;
  std::string container, shared_name;                      // VAR_HANDLE
  int init_subgraph_index = 0;                             // CALL_ONCE
  int then_subgraph_index = 0, else_subgraph_index = 0;    // IF
  int cond_subgraph_index = 0, body_subgraph_index = 0;    // WHILE
  bool align_corners = false, half_pixel_centers = false;  // RESIZE_NEAREST_NEIGHBOR
  int rank = 0;                                            // SVDF: filters per unit
  bool asymmetric_quantize_inputs = false;                 // SVDF, hybrid models only
  int begin_mask = 0, end_mask = 0, ellipsis_mask = 0, new_axis_mask = 0,
      shrink_axis_mask = 0;  // STRIDED_SLICE
};

struct GraphOp {
  int builtin =
      0;  // .tflite builtin operator code, e.g. 3 = CONV_2D (device/model/builtin.h names them)
  std::string custom_name;  // when builtin is 32, CUSTOM
  int version = 1;
  std::vector<int> inputs;  // tensor indices; -1: optional input left out
  std::vector<int> outputs;
  OpOptions options;
  std::vector<std::uint8_t> custom_options = {};  // when it is CUSTOM: a FlexBuffer as a rule
  // Tensors without values, of which other runtimes read the scale: of a
  // UNIDIRECTIONAL_SEQUENCE_LSTM of integers four that nobody reads, then one for the hidden
  // values.
  std::vector<int> intermediates = {};
};

struct Graph {
  std::vector<GraphTensor> tensors;
  std::vector<GraphOp> ops;  // in the order they run
  std::vector<int> inputs;
  std::vector<int> outputs;
  std::string description;
  // What variable tensors hold is cleared before every run: each input is a whole of its own, as a
  // window is. Otherwise a model remembers until it is reset, as in TensorFlow Lite, whose files
  // have no word for it; ours say it in their metadata.
  bool forgets = false;
  // Beside this one, which is number 0: those that CALL_ONCE, IF and WHILE name, from 1. They have
  // none of their own.
  std::vector<Graph> subgraphs;
};

}  // namespace tadpole
