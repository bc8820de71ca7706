// SPDX-License-Identifier: Apache-2.0
// The passes in order: check the graph, pick a kernel per operator, plan the memory, write the
// code.
#include "core/compile/compiler.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/compile/builtin.h"
#include "core/compile/check_graph.h"
#include "core/compile/emit_model.h"
#include "core/compile/emit_planned.h"
#include "core/compile/lower_variables.h"
#include "core/compile/memory_plan.h"
#include "core/compile/select_kernels.h"
#include "core/compile/table_text.h"

namespace tadpole {
namespace {

// The tensor whose bytes a tensor's bytes are: itself, or what a reshape renames.
class Aliases {
 public:
  explicit Aliases(const Graph& graph) {
    for (const GraphOp& op : graph.ops) {
      if (is_alias(graph, op)) of_[op.outputs[0]] = root(op.inputs[0]);
    }
  }
  int root(int tensor) const {
    const auto found = of_.find(tensor);
    return found == of_.end() ? tensor : found->second;
  }

 private:
  std::map<int, int> of_;
};

// Items of the plan: one per computed tensor that is no alias, then one per scratch.
struct PlanInput {
  std::vector<PlanItem> items;
  std::map<int, int> item_of_tensor;
  std::map<int, int> item_of_scratch;
  int planned = -1;  // what planned operators keep; -1: there are none
  std::vector<PlanOverlap> overlaps;
  std::map<int, std::size_t> within;  // where inputs lie in the one item that holds them
};

// Several inputs are one item.
void add_inputs(const Graph& graph, PlanInput& plan) {
  if (graph.inputs.size() < 2) return;
  const InputPlaces places = input_places(graph);
  plan.items.push_back({"inputs", places.bytes, 0, 0});
  for (std::size_t i = 0; i < places.offsets.size(); ++i) {
    plan.item_of_tensor[graph.inputs[i]] = 0;
    plan.within[graph.inputs[i]] = places.offsets[i];
  }
}

void add_tensor(const Graph& graph, int root, int op, PlanInput& plan) {
  const GraphTensor& t = graph.tensors[static_cast<std::size_t>(root)];
  if (t.is_constant()) return;
  const auto [found, is_new] =
      plan.item_of_tensor.try_emplace(root, static_cast<int>(plan.items.size()));
  if (is_new) plan.items.push_back({t.name, t.bytes(), op, op});
  PlanItem& item = plan.items[static_cast<std::size_t>(found->second)];
  item.first_op = std::min(item.first_op, op);
  item.last_op = std::max(item.last_op, op);
}

PlanInput lifetimes(const Graph& graph, const std::vector<Step>& steps, const Aliases& aliases) {
  PlanInput plan;
  add_inputs(graph, plan);
  for (const int input : graph.inputs) add_tensor(graph, aliases.root(input), 0, plan);
  for (int op = 0; op < static_cast<int>(graph.ops.size()); ++op) {
    const GraphOp& o = graph.ops[static_cast<std::size_t>(op)];
    if (is_silent(graph, o)) continue;  // nothing runs
    for (const int t : o.inputs) {
      if (t >= 0) add_tensor(graph, aliases.root(t), op, plan);
    }
    for (const int t : o.outputs) add_tensor(graph, aliases.root(t), op, plan);
  }
  const int end = std::max(0, static_cast<int>(graph.ops.size()) - 1);
  for (const int output : graph.outputs) add_tensor(graph, aliases.root(output), end, plan);
  for (const auto& [tensor, item] : plan.item_of_tensor) {
    if (!graph.tensors[static_cast<std::size_t>(tensor)].is_variable) continue;
    plan.items[static_cast<std::size_t>(item)].first_op = 0;  // nothing may lie over it, ever
    plan.items[static_cast<std::size_t>(item)].last_op = end;
  }
  if (const std::size_t kept = planned_bytes(steps)) {
    plan.planned = static_cast<int>(plan.items.size());
    plan.items.push_back({"kept by planned operators", kept, 0, end});
  }
  for (const Step& step : steps) {
    if (step.scratch_bytes == 0) continue;
    plan.item_of_scratch[step.op] = static_cast<int>(plan.items.size());
    plan.items.push_back(
        {fmt::format("scratch of operator {}", step.op), step.scratch_bytes, step.op, step.op});
  }
  return plan;
}

bool is_given(const Graph& graph, const Aliases& aliases, int root) {
  return std::any_of(graph.outputs.begin(), graph.outputs.end(),
                     [&](int output) { return aliases.root(output) == root; });
}

void add_overlaps(const Graph& graph, const std::vector<Step>& steps, const Aliases& aliases,
                  PlanInput& plan) {
  for (const Step& step : steps) {
    if (!step.in_place) continue;
    const GraphOp& op = graph.ops[static_cast<std::size_t>(step.op)];
    const int root = aliases.root(op.inputs[step.in_place->input]);
    const auto input = plan.item_of_tensor.find(root);
    const auto output = plan.item_of_tensor.find(aliases.root(op.outputs[0]));
    if (graph.tensors[static_cast<std::size_t>(root)].is_variable) continue;
    if (is_given(graph, aliases, root)) continue;  // read when all is done
    if (plan.within.count(root) > 0) continue;     // its neighbours may be read later
    if (input == plan.item_of_tensor.end() || output == plan.item_of_tensor.end()) continue;
    if (plan.items[static_cast<std::size_t>(input->second)].last_op != step.op)
      continue;  // still read later
    plan.overlaps.push_back(
        {input->second, output->second, step.in_place->distance, step.in_place->exactly});
  }
}

// Numbers of 64 bits lie at multiples of eight where every size is one.
void align_wide_numbers(const Graph& graph, PlanInput& plan) {
  constexpr std::size_t kWide = 8;
  const auto is_wide = [&](const auto& entry) {
    return dtype_bytes(graph.tensors[static_cast<std::size_t>(entry.first)].type) == kWide;
  };
  if (std::none_of(plan.item_of_tensor.begin(), plan.item_of_tensor.end(), is_wide)) return;
  const auto round = [](std::size_t& bytes) { bytes = (bytes + kWide - 1) / kWide * kWide; };
  for (PlanItem& item : plan.items) round(item.bytes);
  for (PlanOverlap& overlap : plan.overlaps) round(overlap.distance);
}

Layout lay_out(const Graph& graph, const std::vector<Step>& steps) {
  const Aliases aliases(graph);
  PlanInput input = lifetimes(graph, steps, aliases);
  add_overlaps(graph, steps, aliases, input);
  align_wide_numbers(graph, input);
  Layout layout;
  layout.plan = plan_memory(input.items, input.overlaps);
  const auto offset = [&](int item) {
    return layout.plan.buffers[static_cast<std::size_t>(item)].offset;
  };
  for (const auto& [tensor, item] : input.item_of_tensor) {
    const auto place = input.within.find(tensor);
    layout.tensors[tensor] = offset(item) + (place == input.within.end() ? 0 : place->second);
  }
  for (const auto& [op, item] : input.item_of_scratch) layout.scratch[op] = offset(item);
  if (input.planned >= 0) layout.planned = offset(input.planned);
  for (const GraphOp& op : graph.ops) {
    if (!is_alias(graph, op)) continue;
    const auto root = layout.tensors.find(aliases.root(op.outputs[0]));
    if (root != layout.tensors.end()) layout.tensors[op.outputs[0]] = root->second;
  }
  return layout;
}

// The graph whose memory is planned: what is to be kept lives to the end, as outputs do.
Graph keeping(Graph graph, const std::vector<int>& tensors) {
  graph.outputs.insert(graph.outputs.end(), tensors.begin(), tensors.end());
  return graph;
}

Result<std::vector<KeptTensor>> kept_tensors(const std::vector<int>& tensors,
                                             const Layout& layout) {
  std::vector<KeptTensor> kept;
  for (const int t : tensors) {
    const auto place = layout.tensors.find(t);
    if (place == layout.tensors.end())
      return wrong_use(fmt::format("tensor {} cannot be kept: no operator computes it", t));
    kept.push_back({t, place->second});
  }
  return kept;
}

std::vector<std::string> needed_files(const std::vector<Step>& steps) {
  std::set<std::string> files;
  for (const Step& step : steps) {
    files.insert(step.includes.begin(), step.includes.end());
    files.insert(step.needs.begin(), step.needs.end());
  }
  return {files.begin(), files.end()};
}

Outcome check_fit(const CompiledModel& model, const CompileOptions& options) {
  if (options.ram_limit_bytes > 0 && model.plan.arena_bytes > options.ram_limit_bytes) {
    return Error{
        fmt::format("the model needs {} bytes of RAM for its tensors, the board leaves {}; use "
                    "fewer channels, a "
                    "shorter input or a bigger board",
                    model.plan.arena_bytes, options.ram_limit_bytes)};
  }
  if (options.flash_limit_bytes > 0 && model.constant_bytes > options.flash_limit_bytes) {
    return Error{
        fmt::format("the model needs {} bytes of flash for its weights alone, the board leaves {}; "
                    "use a smaller "
                    "model or a bigger board",
                    model.constant_bytes, options.flash_limit_bytes)};
  }
  return Done{};
}

}  // namespace

InputPlaces input_places(const Graph& graph) {
  constexpr std::size_t kAlignment = 8;
  InputPlaces places;
  for (const int input : graph.inputs) {
    places.offsets.push_back((places.bytes + kAlignment - 1) / kAlignment * kAlignment);
    places.bytes = places.offsets.back() + graph.tensors[static_cast<std::size_t>(input)].bytes();
  }
  return places;
}

Result<CompiledModel> compile(const Graph& model_graph, const CompileOptions& options) {
  const LoweredGraph lowered = TADPOLE_TRY(lower_variables(model_graph));
  const Graph& graph = lowered.graph;
  TADPOLE_TRY(check_graph(graph, options));
  TADPOLE_TRY(check_shapes(graph));
  std::vector<Step> steps = TADPOLE_TRY(select_kernels(graph, options.target));
  number_planned(graph, steps);
  const Layout layout = lay_out(keeping(graph, options.keep_tensors), steps);
  CompiledModel model;
  model.files = emit_model(lowered, options, steps, layout);
  model.plan = layout.plan;
  model.constant_bytes = table_bytes(steps) + planned_record_bytes(steps, graph);
  model.needs = needed_files(steps);
  model.remembers = remembers(lowered, steps, layout);
  model.kept = TADPOLE_TRY(kept_tensors(options.keep_tensors, layout));
  TADPOLE_TRY(check_fit(model, options));
  return model;
}

}  // namespace tadpole
