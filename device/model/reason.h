// SPDX-License-Identifier: Apache-2.0
// Why a model was refused: one byte on the device, a sentence where there is room for one.
#pragma once
#include "device/model/types.h"

namespace tadpole::device {

enum class Reason : std::uint8_t {
  none = 0,
  // the file
  too_short,
  no_identifier,
  wrong_version,
  bad_root,
  bad_table,
  bad_vector,
  no_subgraph,
  bad_buffer_index,
  bad_buffer_range,
  bad_opcode_index,
  bad_tensor_index,
  too_many_tensors,
  too_many_ops,
  // tensors
  element_type,
  rank_too_high,
  negative_dimension,
  empty_tensor,
  tensor_too_large,
  data_size,
  sparse_tensor,
  custom_quantization,
  // the order of running
  no_inputs_or_outputs,
  read_before_written,
  written_twice,
  writes_constant,
  output_never_written,
  // operators
  unknown_operator,
  operator_version,
  input_count,
  output_count,
  options_type,
  input_type,
  output_type,
  weights_type,
  bias_type,
  hybrid,
  input_shape,
  output_shape,
  weights_shape,
  bias_shape,
  stride,
  dilation,
  filter_size,
  padding,
  activation,
  no_activation,
  depth_multiplier,
  channel_count,
  not_constant,
  quantization_missing,
  scale,
  scale_count,
  zero_point,
  zero_point_not_zero,
  scale_ratio,
  scales_differ,
  softmax_output,
  logistic_output,
  tanh_output,
  beta,
  alpha,
  axis,
  paddings,
  broadcast,
  slice,
  state,
  rank_of_filters,
  weights_format,
  permutation,
  block,
  index,
  element_size,
  l2_output,
  log_softmax_output,
  lstm_form,
  cell_scale,
  variable,
  init_subgraph,
  called_subgraph,
  called_ends,
  called_state,
  custom_options,
  signal_size,
  // memory
  arena,
};

// A phrase that completes "the model is refused: ...". A static text; cannot fail.
const char* reason_text(Reason reason);

// The one-byte answer that goes with a reason.
Status status_of(Reason reason);

}  // namespace tadpole::device
