// SPDX-License-Identifier: Apache-2.0
// A model for a microcontroller. Options: size<=BYTES, macs<=N, arena<=BYTES, type=int8,
// input=1x49x10x1, output=1x4, operators="CONV_2D,FULLY_CONNECTED" (no others).
#include <algorithm>

#include "core/base/text.h"
#include "core/tflite/inspect.h"
#include "learning/artefact/artefact.h"

namespace tadpole::learning {
namespace {

void check_type(const Submission& given, const InspectReport& report,
                std::vector<Finding>& findings) {
  const std::string wanted = given.block.option("type");
  if (wanted.empty()) return;
  std::string other;
  for (const std::vector<int>* side : {&report.inputs, &report.outputs}) {
    for (const int index : *side) {
      const InspectTensor& tensor = report.tensors[static_cast<std::size_t>(index)];
      if (tensor.type != wanted) other = tensor.type;
    }
  }
  findings.push_back({"type", other.empty(),
                      other.empty() ? "Inputs and outputs are " + wanted + "."
                                    : "An input or output is " + other + ", " + wanted +
                                          " is wanted; quantize the model first."});
}

void check_shape(const Submission& given, const char* option, const InspectReport& report,
                 const std::vector<int>& indices, std::vector<Finding>& findings) {
  const std::string wanted = given.block.option(option);
  if (wanted.empty()) return;
  const std::string found =
      indices.empty() ? "none"
                      : shape_text(report.tensors[static_cast<std::size_t>(indices[0])].shape);
  const bool pass = found == wanted && indices.size() == 1;
  findings.push_back({option, pass,
                      pass ? std::string("The ") + option + " is " + found + "."
                           : std::string("The ") + option + " is " + found + ", " + wanted +
                                 " is wanted; check the features and the classes."});
}

void check_operators(const Submission& given, const InspectReport& report,
                     std::vector<Finding>& findings) {
  const std::string list = given.block.option("operators");
  if (list.empty()) return;
  std::vector<std::string> allowed;
  for (const std::string& one : split(list, ',')) allowed.push_back(trim(one));
  std::string other;
  for (const InspectOp& op : report.ops) {
    if (std::find(allowed.begin(), allowed.end(), op.name) == allowed.end()) other = op.name;
  }
  findings.push_back({"operators", other.empty(),
                      other.empty()
                          ? "It has only operators that are allowed."
                          : "It has the operator " + other + "; allowed are " + list + "."});
}

class Tflite final : public ArtefactChecker {
 public:
  std::vector<std::string> bounds() const override { return {"size<", "macs<", "arena<"}; }
  std::vector<Finding> check(const Submission& given) const override {
    std::vector<Finding> findings;
    const Result<InspectReport> read = inspect_tflite(given.bytes);
    if (!read.ok())
      return {{"model", false, "This is no model we can read: " + read.error().message + "."}};
    const InspectReport& report = read.value();
    findings.push_back({"model", report.runs,
                        report.runs ? "A model of " + std::to_string(report.ops.size()) +
                                          " operators that runs here."
                                    : "The model does not run here: " + report.reason + "."});
    keeps(given, "size", Bound::at_most, static_cast<double>(given.bytes.size()), "bytes",
          findings);
    keeps(given, "macs", Bound::at_most, static_cast<double>(report.macs), "multiplications",
          findings);
    keeps(given, "arena", Bound::at_most, static_cast<double>(report.arena_bytes),
          "bytes of working memory", findings);
    check_type(given, report, findings);
    check_shape(given, "input", report, report.inputs, findings);
    check_shape(given, "output", report, report.outputs, findings);
    check_operators(given, report, findings);
    return findings;
  }
};

}  // namespace

std::unique_ptr<ArtefactChecker> make_checker_tflite() { return std::make_unique<Tflite>(); }

}  // namespace tadpole::learning
