// SPDX-License-Identifier: Apache-2.0
#include "core/compile/emit_model.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "core/compile/emit_plain.h"
#include "core/compile/emit_planned.h"
#include "core/compile/table_text.h"

namespace tadpole {
namespace {

std::string shape_text(const GraphTensor& t) {
  return t.shape.empty() ? "scalar" : fmt::format("{}", fmt::join(t.shape, "x"));
}

// A tensor's name, safe inside a comment and not longer than a line bears.
std::string comment_name(const std::string& name) {
  std::string text;
  for (const char c : name.substr(0, name.find(';')))
    text += c >= ' ' && c <= '~' && c != '\\' && c != '"' ? c : '_';
  return text.size() > 60 ? "..." + text.substr(text.size() - 57) : text;
}

std::string thousands(std::int64_t n) {
  if (n < 1000) return std::to_string(n);
  return fmt::format("{},{:03}", thousands(n / 1000), n % 1000);
}

const char* generated_note() {
  return "// Made by Tadpole from a trained model; do not edit: change the model and compile "
         "again.\n";
}

std::string quantization_lines(const GraphTensor& t, const std::string& which) {
  if (t.quantization.scale.size() != 1) return "";
  return fmt::format(
      "// real = scale * (stored - zero point)\n"
      "inline constexpr float k{0}Scale = {1};\ninline constexpr int k{0}ZeroPoint = {2};\n",
      which, float_literal(t.quantization.scale[0]), t.quantization.zero_point[0]);
}

// What is kept in memory of its own: tensors of the plan, by index. A graph that forgets clears its
// variable tensors before every run; resource variables stay.
struct States {
  std::vector<int> remembered, cleared;
};

States states_of(const LoweredGraph& lowered, const Layout& layout) {
  States states;
  for (const auto& [tensor, offset] : layout.tensors) {
    if (!lowered.graph.tensors[static_cast<std::size_t>(tensor)].is_variable) continue;
    const bool cleared = lowered.graph.forgets && tensor < lowered.first_variable;
    (cleared ? states.cleared : states.remembered).push_back(tensor);
  }
  return states;
}

// The stored number that means zero: the bytes that a cleared state is filled with.
int cleared_byte(const GraphTensor& t) {
  if (t.type != DType::int8 || t.quantization.zero_point.empty()) return 0;
  return static_cast<int>(t.quantization.zero_point[0]) & 0xFF;
}

// A state whose zero is no zero byte must be cleared before the first run.
bool starts_unclear(const Graph& graph, const std::vector<int>& states) {
  return std::any_of(states.begin(), states.end(), [&](int t) {
    return cleared_byte(graph.tensors[static_cast<std::size_t>(t)]) != 0;
  });
}

std::string clear_states_text(const Graph& graph, const std::vector<int>& states) {
  std::string text;
  for (const int t : states) {
    const GraphTensor& state = graph.tensors[static_cast<std::size_t>(t)];
    text += fmt::format("  std::memset({}, {}, {});\n", tensor_at("unsigned char", t),
                        cleared_byte(state), state.bytes());
  }
  return text;
}

std::string reset_text(const Graph& graph, const std::vector<int>& states) {
  std::string text = "void reset() {\n" + clear_states_text(graph, states);
  if (starts_unclear(graph, states)) text += "  is_clear = true;\n";
  return text + "}\n\n";
}

bool has_planned(const std::vector<Step>& steps) {
  return std::any_of(steps.begin(), steps.end(), [](const Step& s) { return s.is_planned; });
}

bool has_inits(const LoweredGraph& lowered) {
  return lowered.first_init < static_cast<int>(lowered.graph.ops.size());
}

// A model that has something to do before its first run, beside clearing its memory.
bool has_start(const LoweredGraph& lowered, const std::vector<Step>& steps) {
  return has_planned(steps) || has_inits(lowered);
}

// clear(), for models that remember, and start().
std::string start_text(const LoweredGraph& lowered, const std::vector<Step>& steps,
                       const Layout& layout) {
  std::string text = "bool is_started = false;\n\n";
  const bool clears = remembers(lowered, steps, layout);
  if (clears) {
    text += "void clear() {\n" +
            clear_states_text(lowered.graph, states_of(lowered, layout).remembered);
    if (has_planned(steps)) text += "  planned.reset();\n";
    for (const Step& step : steps) {
      if (step.op >= lowered.first_init) text += "  " + step.call + "\n";
    }
    text += "}\n\n";
  }
  text += "void start() {\n  if (is_started) return;\n  is_started = true;\n";
  if (has_planned(steps)) {
    text +=
        "  // Planned before, for pointers of up to 64 bits: it can, and has the memory that it "
        "needs.\n"
        "  static_assert(sizeof(void*) <= PlannedOps::kWidestPointer);\n"
        "  if (planned.plan(kPlanned, arena + kPlannedMemory, kPlannedBytes) != Reason::none)\n"
        "    __builtin_trap();\n";
  }
  return text + (clears ? "  clear();\n}\n\n" : "}\n\n");
}

// "Input" and "input" of the first, "Input1" and "input_1" of the next.
std::string numbered(const char* name, std::size_t i) {
  return i == 0 ? std::string(name) : fmt::format("{}{}", name, i);
}
std::string accessor(const char* name, std::size_t i) {
  return i == 0 ? std::string(name) : fmt::format("{}_{}", name, i);
}

const GraphTensor& output_of(const Graph& graph, std::size_t i) {
  return graph.tensors[static_cast<std::size_t>(graph.outputs[i])];
}

// Outputs that no operator computes.
std::vector<Table> constant_outputs(const Graph& graph) {
  std::vector<Table> tables;
  for (std::size_t i = 0; i < graph.outputs.size(); ++i) {
    if (output_of(graph, i).is_constant())
      tables.push_back(constant_table(numbered("kOutput", i), "an output that is constant",
                                      output_of(graph, i)));
  }
  return tables;
}

std::string output_pointer(const Graph& graph, std::size_t i) {
  const GraphTensor& out = output_of(graph, i);
  if (!out.is_constant()) return tensor_at(c_type_name(out.type), graph.outputs[i]);
  return fmt::format("reinterpret_cast<const {}*>({})", c_type_name(out.type),
                     numbered("kOutput", i));
}

// The inputs and outputs behind the first ones.
std::string other_places_text(const Graph& graph) {
  std::string text;
  for (std::size_t i = 1; i < graph.inputs.size(); ++i) {
    const GraphTensor& t = graph.tensors[static_cast<std::size_t>(graph.inputs[i])];
    text += fmt::format("\ninline constexpr std::size_t k{}Bytes = {};  // {} {}\n{}{}* {}();\n",
                        numbered("Input", i), t.bytes(), dtype_name(t.type), shape_text(t),
                        quantization_lines(t, numbered("Input", i)), c_type_name(t.type),
                        accessor("input", i));
  }
  for (std::size_t i = 1; i < graph.outputs.size(); ++i) {
    const GraphTensor& t = output_of(graph, i);
    text += fmt::format(
        "\ninline constexpr std::size_t k{}Bytes = {};  // {} {}\n{}const {}* {}();\n",
        numbered("Output", i), t.bytes(), dtype_name(t.type), shape_text(t),
        quantization_lines(t, numbered("Output", i)), c_type_name(t.type), accessor("output", i));
  }
  return text;
}

std::string accessors_text(const Graph& graph, bool starts) {
  std::string text;
  for (std::size_t i = 0; i < graph.inputs.size(); ++i) {
    const GraphTensor& t = graph.tensors[static_cast<std::size_t>(graph.inputs[i])];
    text += fmt::format(fmt::runtime(starts ? "{}* {}() {{\n  start();\n  return {};\n}}\n\n"
                                            : "{}* {}() {{ return {}; }}\n\n"),
                        c_type_name(t.type), accessor("input", i),
                        tensor_at(c_type_name(t.type), graph.inputs[i]));
  }
  for (std::size_t i = 0; i < graph.outputs.size(); ++i) {
    text +=
        fmt::format("const {}* {}() {{ return {}; }}\n\n", c_type_name(output_of(graph, i).type),
                    accessor("output", i), output_pointer(graph, i));
  }
  return text;
}

std::string header_text(const LoweredGraph& lowered, const CompileOptions& options,
                        const std::vector<Step>& steps, const Layout& layout) {
  const Graph& graph = lowered.graph;
  const GraphTensor& in = graph.tensors[static_cast<std::size_t>(graph.inputs[0])];
  const GraphTensor& out = graph.tensors[static_cast<std::size_t>(graph.outputs[0])];
  std::string text = generated_note();
  text += fmt::format("#pragma once\n#include <cstddef>\n#include <cstdint>\n\nnamespace {} {{\n\n",
                      options.name);
  text += fmt::format(
      "inline constexpr std::size_t kArenaBytes = {};  // all the RAM that the model has, but its "
      "stack\n",
      layout.plan.arena_bytes);
  text += fmt::format("inline constexpr std::size_t kInputBytes = {};   // {} {}{}\n",
                      input_places(graph).bytes, dtype_name(in.type), shape_text(in),
                      graph.inputs.size() > 1 ? ", and behind it the other inputs" : "");
  text += quantization_lines(in, "Input");
  text += fmt::format("inline constexpr std::size_t kOutputBytes = {};  // {} {}\n", out.bytes(),
                      dtype_name(out.type), shape_text(out));
  text += quantization_lines(out, "Output");
  text += fmt::format(
      "\n// Write the input here before every invoke(): running the model overwrites it.\n{}* "
      "input();\n"
      "// Runs the model once. Cannot fail.\nvoid invoke();\n"
      "// Valid until the next input is written.\nconst {}* output();\n",
      c_type_name(in.type), c_type_name(out.type));
  text += other_places_text(graph);
  if (remembers(lowered, steps, layout))
    text += "// Forgets all earlier inputs, as before the first one.\nvoid reset();\n";
  if (!options.keep_tensors.empty()) {
    text +=
        "// [kArenaBytes] After invoke() the tensors that were to be kept lie in it.\n"
        "const unsigned char* kept();\n";
  }
  text += fmt::format("\n}}  // namespace {}\n", options.name);
  return text;
}

std::string plan_text(const Graph& graph, const Layout& layout, std::size_t planned) {
  std::string text = "// Where everything lies: bytes from the start of the arena.\n";
  for (const auto& [tensor, offset] : layout.tensors) {
    const GraphTensor& t = graph.tensors[static_cast<std::size_t>(tensor)];
    text += fmt::format("constexpr std::size_t {} = {};  // {} {}, {} bytes, \"{}\"\n",
                        tensor_name(tensor), offset, dtype_name(t.type), shape_text(t), t.bytes(),
                        comment_name(t.name));
  }
  for (const auto& [op, offset] : layout.scratch) {
    text += fmt::format("constexpr std::size_t {} = {};  // working memory of operator {}\n",
                        scratch_name(op), offset, op);
  }
  if (layout.planned) {
    text += fmt::format(
        "constexpr std::size_t kPlannedMemory = {}, kPlannedBytes = {};  // that planned operators "
        "keep\n",
        *layout.planned, planned);
  }
  return text;
}

std::string layer_title(const Graph& graph, const Step& step) {
  const GraphOp& op = graph.ops[static_cast<std::size_t>(step.op)];
  const auto computed = std::find_if(op.inputs.begin(), op.inputs.end(), [&](int t) {
    return t >= 0 && !graph.tensors[static_cast<std::size_t>(t)].is_constant();
  });
  const int first = computed != op.inputs.end() ? *computed : op.inputs[0];
  const GraphTensor& in = graph.tensors[static_cast<std::size_t>(first)];
  const GraphTensor& out = graph.tensors[static_cast<std::size_t>(op.outputs[0])];
  std::string text = fmt::format("// {}  {} -> {}  \"{}\"\n//    {}", step.op, shape_text(in),
                                 shape_text(out), comment_name(out.name), step.kernel);
  if (step.multiply_adds > 0)
    text += fmt::format(", {} multiply-adds", thousands(step.multiply_adds));
  return text + "\n";
}

bool has_fast_kernel(const std::set<std::string>& includes) {
  return std::any_of(includes.begin(), includes.end(), [](const std::string& path) {
    return path.find("/cortex_m/") != std::string::npos;
  });
}

std::string source_text(const LoweredGraph& lowered, const CompileOptions& options,
                        const std::vector<Step>& steps, const Layout& layout) {
  const Graph& graph = lowered.graph;
  std::set<std::string> includes;
  for (const Step& step : steps) includes.insert(step.includes.begin(), step.includes.end());
  std::string text = generated_note();
  text += fmt::format("#include \"{}.h\"\n\n#include <cstring>\n\n", options.name);
  for (const std::string& include : includes) text += fmt::format("#include \"{}\"\n", include);
  text += fmt::format("#include \"{}_weights.h\"\n\n", options.name);
  text += planned_externals(graph, steps);
  text += fmt::format("namespace {} {{\nnamespace {{\n\n", options.name);
  text += "using namespace tadpole::device;  // NOLINT: generated\n";
  if (has_fast_kernel(includes))
    text += "using namespace tadpole::device::cortex_m;  // NOLINT: generated\n";
  text += "\nalignas(8) unsigned char arena[kArenaBytes];\n\n";
  text +=
      "template <typename T>\nT* at(std::size_t offset) {\n"
      "  return static_cast<T*>(static_cast<void*>(arena + offset));\n}\n\n";
  text += plan_text(graph, layout, planned_bytes(steps)) + "\n";
  const auto [states, cleared] = states_of(lowered, layout);
  const bool starts = has_start(lowered, steps);
  const bool unclear = !starts && starts_unclear(graph, states);
  if (unclear) text += "bool is_clear = false;\n\n";
  text += fmt::format(
      "static_assert(kArenaBytes == {}, \"the plan and the header belong together\");\n\n",
      layout.plan.arena_bytes);
  for (const Step& step : steps) {
    if (!step.layer.empty()) text += layer_title(graph, step) + step.layer + "\n\n";
  }
  text += planned_records(graph, steps);
  if (starts) text += start_text(lowered, steps, layout);
  text += "}  // namespace\n\n";
  text += accessors_text(graph, starts);
  if (!options.keep_tensors.empty()) text += "const unsigned char* kept() { return arena; }\n\n";
  if (starts && remembers(lowered, steps, layout)) {
    text += "void reset() {\n  start();\n  clear();\n}\n\n";
  } else if (!states.empty()) {
    text += reset_text(graph, states);
  }
  text += "void invoke() {\n";
  if (starts) text += "  start();\n";
  if (unclear) text += "  if (!is_clear) reset();\n";
  if (!cleared.empty())
    text += "  // Every input is a whole of its own.\n" + clear_states_text(graph, cleared);
  for (const Step& step : steps) {
    if (step.op < lowered.first_init) text += "  " + step.call + "\n";
  }
  return text + fmt::format("}}\n\n}}  // namespace {}\n", options.name);
}

std::string weights_text(const Graph& graph, const CompileOptions& options,
                         const std::vector<Step>& steps) {
  std::string text = generated_note();
  text += fmt::format("#pragma once\n#include <cstdint>\n\nnamespace {} {{\nnamespace {{\n\n",
                      options.name);
  for (const Step& step : steps) {
    for (const Table& table : step.tables) text += table_text(table);
  }
  for (const Table& output : constant_outputs(graph)) text += table_text(output);
  return text + fmt::format("\n}}  // namespace\n}}  // namespace {}\n", options.name);
}

}  // namespace

bool remembers(const LoweredGraph& lowered, const std::vector<Step>& steps, const Layout& layout) {
  return has_inits(lowered) || !states_of(lowered, layout).remembered.empty() ||
         std::any_of(steps.begin(), steps.end(), [](const Step& s) { return s.remembers; });
}

std::vector<SourceFile> emit_model(const LoweredGraph& lowered, const CompileOptions& options,
                                   const std::vector<Step>& steps, const Layout& layout) {
  return {{options.name + ".h", header_text(lowered, options, steps, layout)},
          {options.name + ".cpp", source_text(lowered, options, steps, layout)},
          {options.name + "_weights.h", weights_text(lowered.graph, options, steps)}};
}

}  // namespace tadpole
