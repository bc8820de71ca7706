// SPDX-License-Identifier: Apache-2.0
// The generated files: <name>.h (surface), <name>.cpp (plan, layers, invoke), <name>_weights.h
// (tables of numbers).
#pragma once
#include <map>
#include <vector>

#include "core/compile/compiler.h"
#include "core/compile/step.h"

namespace tadpole {

struct Layout {
  MemoryPlan plan;
  std::map<int, std::size_t> tensors;  // offsets by tensor; aliases share one
  std::map<int, std::size_t> scratch;  // by operator
};

std::vector<SourceFile> emit_model(const Graph& graph, const CompileOptions& options,
                                   const std::vector<Step>& steps, const Layout& layout);

// Bytes of all tables.
std::size_t table_bytes(const std::vector<Step>& steps);

}  // namespace tadpole
