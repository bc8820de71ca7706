// SPDX-License-Identifier: Apache-2.0
// A .tflite file as it lies in memory or flash: what is where, checked as it is read, nothing
// copied. Source: TensorFlow Lite schema version 3.
#pragma once
#include "device/model/builtin.h"
#include "device/model/flat_view.h"
#include "device/model/reason.h"
#include "device/model/types.h"

namespace tadpole::device {

struct OperatorCodeView {
  int builtin = 0;
  std::int32_t version = 1;
  FlatVector custom_name;  // characters
};

struct TensorView {
  int type = 0;           // as numbered in the file
  FlatVector shape;       // int32
  FlatVector name;        // characters
  FlatVector scale;       // float
  FlatVector zero_point;  // int64
  std::int32_t axis = 0;  // of per-channel quantization
  bool is_variable = false;
  bool is_sparse = false;
  bool custom_quantization = false;
  bool has_data = false;  // constant
  const std::uint8_t* data = nullptr;
  std::size_t data_bytes = 0;
};

struct OperatorView {
  std::uint32_t code = 0;      // index into the operator codes
  FlatVector inputs, outputs;  // int32 tensor indices, -1: left out
  int options_type = 0;
  FlatTable options;          // exists() only when the file has them
  FlatVector custom_options;  // bytes
  FlatVector intermediates;   // int32 tensor indices
};

struct MetadataView {
  FlatVector name;
  FlatVector content;
};

// The name of the metadata entry by which a file says that its variable tensors are cleared before
// every run. Other runtimes pass over it: there the caller resets the model between windows.
inline constexpr char kForgetsEntry[] = "tadpole_forgets";

// The bytes must outlive the view and everything it gives.
class ModelView {
 public:
  // Checks the identifier, the version and that there is a subgraph; the first one is shown. Single
  // entries are checked as they are read.
  Reason open(const std::uint8_t* bytes, std::size_t size);
  // Shows tensors, operators, inputs and outputs of another subgraph. Expects: i < subgraphs().
  Reason show_subgraph(std::uint32_t i);
  std::uint32_t subgraphs() const { return subgraphs_.size(); }

  std::uint32_t operator_codes() const { return codes_.size(); }
  std::uint32_t tensors() const { return tensors_.size(); }
  std::uint32_t operators() const { return operators_.size(); }
  std::uint32_t buffers() const { return buffers_.size(); }
  std::uint32_t metadata_entries() const { return metadata_.size(); }
  const FlatVector& inputs() const { return inputs_; }    // int32
  const FlatVector& outputs() const { return outputs_; }  // int32
  const FlatVector& description() const { return description_; }

  // Expects: i below the count above. On a reason other than none the result is unusable.
  Reason operator_code(std::uint32_t i, OperatorCodeView& out) const;
  Reason tensor(std::uint32_t i, TensorView& out) const;
  Reason operation(std::uint32_t i, OperatorView& out) const;
  Reason metadata(std::uint32_t i, MetadataView& out) const;
  // Whether there is a metadata entry kForgetsEntry; those that cannot be read are passed over.
  bool forgets() const;

  // True for the element types that we hold.
  static bool to_dtype(int type, DType& out);

 private:
  Reason buffer(std::uint32_t i, TensorView& out) const;

  FlatBytes bytes_;
  FlatTable root_, subgraph_;
  FlatVector codes_, subgraphs_, buffers_, metadata_, description_;
  FlatVector tensors_, operators_, inputs_, outputs_;
};

}  // namespace tadpole::device
