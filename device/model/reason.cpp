// SPDX-License-Identifier: Apache-2.0
#include "device/model/reason.h"

namespace tadpole::device {

const char* reason_text(Reason reason) {
  switch (reason) {
    case Reason::none:
      return "no reason";
    case Reason::too_short:
      return "the file is too short to be a model";
    case Reason::no_identifier:
      return "the file does not carry the identifier TFL3";
    case Reason::wrong_version:
      return "the schema version is not 3";
    case Reason::bad_root:
      return "the root table lies outside the file";
    case Reason::bad_table:
      return "a table lies outside the file";
    case Reason::bad_vector:
      return "a list is longer than the file";
    case Reason::no_subgraph:
      return "there is no subgraph";
    case Reason::bad_buffer_index:
      return "a tensor names a buffer that is not there";
    case Reason::bad_buffer_range:
      return "a buffer lies outside the file";
    case Reason::bad_opcode_index:
      return "an operator names an operator code that is not there";
    case Reason::bad_tensor_index:
      return "an operator or the model names a tensor that is not there";
    case Reason::too_many_tensors:
      return "there are too many tensors";
    case Reason::too_many_ops:
      return "there are too many operators";
    case Reason::element_type:
      return "a tensor has an element type that is not supported";
    case Reason::rank_too_high:
      return "a tensor has more than 6 dimensions";
    case Reason::negative_dimension:
      return "a tensor has a negative dimension (dynamic shape)";
    case Reason::empty_tensor:
      return "a tensor has a dimension of 0";
    case Reason::tensor_too_large:
      return "a tensor is larger than 2 GB";
    case Reason::data_size:
      return "a constant's data does not have the size that its shape and type ask for";
    case Reason::sparse_tensor:
      return "a tensor is stored sparsely; store it densely";
    case Reason::custom_quantization:
      return "a tensor has custom quantization";
    case Reason::no_inputs_or_outputs:
      return "the model has no inputs or no outputs";
    case Reason::read_before_written:
      return "a tensor is read before any operator wrote it";
    case Reason::written_twice:
      return "a tensor is written by two operators, or is an input and written";
    case Reason::writes_constant:
      return "a constant is written: it is an input of the model or an operator's output";
    case Reason::output_never_written:
      return "an output of the model is never written";
    case Reason::unknown_operator:
      return "this operator is not supported";
    case Reason::operator_version:
      return "this version of the operator is not supported";
    case Reason::input_count:
      return "the number of inputs is wrong";
    case Reason::output_count:
      return "the number of outputs is wrong";
    case Reason::options_type:
      return "the options belong to another operator";
    case Reason::input_type:
      return "the input's element type is not supported";
    case Reason::output_type:
      return "the output's element type does not go with the input's";
    case Reason::weights_type:
      return "the weights' element type does not go with the input's";
    case Reason::bias_type:
      return "the bias is not int32 (int8 models), float32 (float models) or of a width that the "
             "operator sums in (int16 models)";
    case Reason::hybrid:
      return "float activations with int8 weights (hybrid) are not supported in this operator; "
             "convert the model to full int8 or float";
    case Reason::input_shape:
      return "the input's shape does not fit the operator";
    case Reason::output_shape:
      return "the output's shape is not what the input and the options give";
    case Reason::weights_shape:
      return "the weights' shape does not fit the input";
    case Reason::bias_shape:
      return "the bias does not have one value per output channel";
    case Reason::stride:
      return "a stride is out of range";
    case Reason::dilation:
      return "a dilation is out of range";
    case Reason::filter_size:
      return "the filter's size is out of range";
    case Reason::padding:
      return "the padding mode is unknown";
    case Reason::activation:
      return "the fused activation is not supported (none, relu, relu6, relu_n1_to_1 are)";
    case Reason::no_activation:
      return "a fused activation is not supported in this operator; let it stand alone";
    case Reason::depth_multiplier:
      return "output channels are no multiple of input channels";
    case Reason::channel_count:
      return "input channels are no multiple of the filter's channels";
    case Reason::not_constant:
      return "an input that must be constant is computed at run time";
    case Reason::quantization_missing:
      return "an int8 or int16 tensor has no scale and zero point";
    case Reason::scale:
      return "a scale is not a positive finite number";
    case Reason::scale_count:
      return "the number of scales is neither 1 nor the number of output channels";
    case Reason::zero_point:
      return "a zero point is outside the element type's range, or not 0 in 16 bits";
    case Reason::zero_point_not_zero:
      return "the weights' zero point is not 0 (symmetric weights are expected)";
    case Reason::scale_ratio:
      return "the ratio of input and output scales is out of range";
    case Reason::scales_differ:
      return "input and output must have the same scale and zero point";
    case Reason::softmax_output:
      return "the output of softmax must have scale 1/256 and zero point -128 (int8), 1/65536 and "
             "-32768 (int16 of int8), or 1/32768 and 0 (int16 of int16)";
    case Reason::logistic_output:
      return "the output of logistic must have scale 1/256 and zero point -128 (int8), or 1/32768 "
             "and "
             "0 (int16)";
    case Reason::tanh_output:
      return "the output of tanh must have scale 1/128 and zero point 0 (int8), or 1/32768 and 0 "
             "(int16)";
    case Reason::beta:
      return "beta is not a positive finite number";
    case Reason::alpha:
      return "alpha is not a finite number of 0 or more";
    case Reason::axis:
      return "an axis is out of range";
    case Reason::paddings:
      return "the paddings do not fit the shapes";
    case Reason::broadcast:
      return "the inputs' shapes do not broadcast to the output's";
    case Reason::slice:
      return "begin, end and strides do not cut the output's shape out of the input";
    case Reason::state:
      return "the state is no variable tensor of the shape that the weights ask for";
    case Reason::rank_of_filters:
      return "the number of filters is no multiple of the rank";
    case Reason::weights_format:
      return "the weights are stored in a shuffled format";
    case Reason::permutation:
      return "the permutation does not name every axis once";
    case Reason::block:
      return "the block size does not go with the shapes";
    case Reason::index:
      return "a constant index lies outside the tensor";
    case Reason::element_size:
      return "an axis or a block is longer than this operator takes";
    case Reason::l2_output:
      return "the int8 output of l2_normalization must have scale 1/128 and zero point 0";
    case Reason::log_softmax_output:
      return "the int8 output of log_softmax must have scale 1/16 and zero point 127";
    case Reason::lstm_form:
      return "this form of LSTM (coupled gates, peephole, projection or layer normalization) is "
             "not "
             "supported; convert a plain LSTM layer, or unroll it";
    case Reason::cell_scale:
      return "the scale of the LSTM's cell state is no power of two from 2^-15 to 2^-9";
    case Reason::variable:
      return "a resource variable has another type or shape elsewhere, or no VAR_HANDLE made it";
    case Reason::init_subgraph:
      return "CALL_ONCE names no subgraph, one with inputs or outputs, or one that calls another";
    case Reason::called_subgraph:
      return "IF or WHILE names a subgraph that is not there, or subgraphs call each other in a "
             "circle, too deeply (8 at most) or too often (64 calls at most)";
    case Reason::called_ends:
      return "a called subgraph does not take and give what the operator does (as many tensors, of "
             "the same types and shapes; the condition of a WHILE gives one bool)";
    case Reason::called_state:
      return "a subgraph that two operators call has a variable tensor; call it once, or use a "
             "resource variable";
    case Reason::custom_options:
      return "the custom options are damaged, or one is missing or out of range";
    case Reason::signal_size:
      return "a size in the options does not go with the tensors' shapes";
    case Reason::arena:
      return "the arena is too small";
  }
  return "an unknown reason";
}

Status status_of(Reason reason) {
  switch (reason) {
    case Reason::none:
      return Status::ok;
    case Reason::arena:
      return Status::out_of_memory;
    case Reason::element_type:
    case Reason::rank_too_high:
    case Reason::negative_dimension:
    case Reason::no_inputs_or_outputs:
    case Reason::sparse_tensor:
    case Reason::custom_quantization:
    case Reason::unknown_operator:
    case Reason::operator_version:
    case Reason::hybrid:
    case Reason::weights_format:
      return Status::unsupported;
    default:
      break;
  }
  if (reason <= Reason::bad_tensor_index) return Status::malformed;
  if (reason >= Reason::input_shape && reason <= Reason::bias_shape) return Status::bad_shape;
  return Status::bad_argument;
}

}  // namespace tadpole::device
