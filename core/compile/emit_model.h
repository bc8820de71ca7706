// SPDX-License-Identifier: Apache-2.0
// The generated files: <name>.h (surface), <name>.cpp (plan, layers, invoke), <name>_weights.h
// (tables of numbers).
#pragma once
#include <map>
#include <optional>
#include <vector>

#include "core/compile/compiler.h"
#include "core/compile/lower_variables.h"
#include "core/compile/step.h"

namespace tadpole {

struct Layout {
  MemoryPlan plan;
  std::map<int, std::size_t> tensors;  // offsets by tensor; aliases share one
  std::map<int, std::size_t> scratch;  // by operator
  std::optional<std::size_t> planned;  // where what planned operators keep begins
};

std::vector<SourceFile> emit_model(const LoweredGraph& lowered, const CompileOptions& options,
                                   const std::vector<Step>& steps, const Layout& layout);

// Whether a run depends on those before it: the code then has reset().
bool remembers(const LoweredGraph& lowered, const std::vector<Step>& steps, const Layout& layout);

}  // namespace tadpole
