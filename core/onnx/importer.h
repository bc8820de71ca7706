// SPDX-License-Identifier: Apache-2.0
// What the files of operators/ share: the tensors known so far, the graph in the making, and
// the sentences of refusals. One node is imported at a time.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/onnx/import_onnx.h"
#include "core/onnx/read_onnx.h"
#include "device/model/builtin.h"

namespace tadpole {

// A tensor of ONNX: a constant, or memory that is computed.
struct OnnxValue {
  std::shared_ptr<const OnnxTensor> constant;  // null: computed
  int tensor = -1;                             // of the graph, when computed
  Dims dims;                                   // as ONNX sees it
  Layout layout;
  bool is_sole = false;  // one node alone reads it: what made it may be changed
};

// How inputs of three and four axes are taken: as the operators that read them want it, channels
// last, or as ONNX has them.
enum class InputOrder { as_wanted, channels_last, plain };

class Importer {
 public:
  Importer(const OnnxModel& model, InputOrder order) : model_(model), order_(order) {}
  Result<ImportedModel> run();

  const OnnxNode& node() const { return *node_; }
  std::int64_t opset() const { return model_.opset; }
  // "cannot import this ONNX model: node 3 Conv 'c1' (reads 'x', gives 'y'): <what>"
  Error refuse(const std::string& what) const;

  // Inputs of the node. Expects for all but has_input(): has_input(i).
  bool has_input(std::size_t i) const;
  const OnnxValue& input(std::size_t i) const;
  bool is_constant(std::size_t i) const { return input(i).constant != nullptr; }
  // The constant; fails when the input is left out or computed.
  Result<const OnnxTensor*> real_constant(std::size_t i, const std::string& what) const;
  Result<std::vector<std::int64_t>> whole_constant(std::size_t i, const std::string& what) const;
  // The computed tensor; fails for a constant or when it is left out.
  Result<OnnxValue> computed(std::size_t i) const;
  // Of input i, which is constant and optional, or of an attribute (older opsets).
  Result<std::vector<std::int64_t>> wholes_of(std::size_t i, const std::string& attribute) const;
  // One axis, counted from the front; fails when it is outside the rank.
  Result<int> front_axis(std::int64_t axis, std::size_t rank) const;

  // Output i of the node. Fails when it has too many elements or axes.
  Outcome give(std::size_t i, OnnxValue value);
  void give_constant(OnnxTensor constant);
  // The same memory, counted as dims in `layout`.
  Outcome give_view(const OnnxValue& of, Dims dims, Layout layout);
  // A computed tensor whose memory is `axes` of dims.
  Outcome give_stored(std::size_t i, int tensor, Dims dims, const std::vector<int>& axes);

  // The graph.
  Graph& graph() { return graph_; }
  const Dims& shape(int tensor) const {
    return graph_.tensors[static_cast<std::size_t>(tensor)].shape;
  }
  int real_tensor(const std::string& what, Dims dims, std::vector<float> values);
  int whole_tensor(const std::string& what, Dims dims, std::vector<int> values);
  // Adds an operator; gives its output, of type float32.
  int add(int builtin, std::vector<int> inputs, Dims dims, OpOptions options = {});
  // The tensor in another shape of as many elements: a RESHAPE only where it differs.
  int reshaped(int tensor, const Dims& dims);
  // The value's memory in the order of axes and the shape of it. Fails when the elements would have
  // to be moved and there is no TRANSPOSE.
  Result<int> arranged(const OnnxValue& value, const std::vector<int>& axes);
  // The axes in which it lies; of several ways the one that needs no RESHAPE.
  std::optional<std::vector<int>> axes_in_place(const OnnxValue& value) const;
  // The same, or ONNX's own when it lies in no order of axes.
  std::vector<int> axes_of(const OnnxValue& value) const;
  // As a picture [N, H, W, C] (of height 1 for three axes). Fails for another rank.
  Result<int> picture(const OnnxValue& value);

  // The operator that made the value, when nobody else reads it and it applies no activation yet.
  GraphOp* sole_maker(const OnnxValue& value);
  bool is_never_negative(int tensor) const;
  // The nodes that read a tensor, and how often the model does.
  std::vector<const OnnxNode*> readers(const std::string& name) const;
  bool is_output(const std::string& name) const;
  // This node's output was made already, as part of another one.
  void import_later_as(const OnnxNode& later, std::function<Outcome(Importer&)> how);

  void note(std::string sentence);

 private:
  Outcome check_model() const;
  void count_readers();
  Outcome add_input(const OnnxInput& input);
  Outcome import_nodes();
  Outcome add_output(const std::string& name, ImportedModel& model);
  bool wants_channels_last(const std::string& name, std::size_t rank) const;
  std::string unused_name(const std::string& wanted);
  int push(GraphTensor tensor);
  int add_named(const std::string& name, int builtin, std::vector<int> inputs, Dims dims,
                OpOptions options);
  void drop_unused();
  Result<int> moved(const OnnxValue& value, const std::vector<int>& axes);

  const OnnxModel& model_;
  InputOrder order_;
  Graph graph_;
  const OnnxNode* node_ = nullptr;
  std::map<std::string, OnnxValue> values_;
  std::map<std::string, std::vector<const OnnxNode*>> readers_;
  std::set<const OnnxNode*> needed_;
  std::map<const OnnxNode*, std::function<Outcome(Importer&)>> later_;
  std::map<int, int> maker_;                      // tensor -> operator
  std::map<std::pair<int, Dims>, int> reshapes_;  // (source, shape) -> tensor
  std::map<int, int> reshape_source_;
  std::set<std::string> names_;
  std::map<std::string, int> name_numbers_;
  std::vector<ImportedTensor> inputs_;
  std::vector<std::string> notes_;
};

// One file of operators/ gives the operators of a group.
struct OnnxOperator {
  const char* type;
  Outcome (*import)(Importer&);
};
using OnnxOperators = std::vector<OnnxOperator>;
// nullptr: there is none.
const OnnxOperator* find_onnx_operator(const std::string& type);
// What to write instead of an operator that we lack; a part of a sentence.
std::string rewrite_of(const std::string& type);

// "1x8x49x10"
std::string dims_text(const Dims& dims);

}  // namespace tadpole
