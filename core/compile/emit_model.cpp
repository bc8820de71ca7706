// SPDX-License-Identifier: Apache-2.0
#include "core/compile/emit_model.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "core/compile/emit_plain.h"

namespace tadpole {
namespace {

constexpr std::size_t kLineWidth = 110;

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

std::string number_text(std::int8_t v) { return std::to_string(static_cast<int>(v)); }
std::string number_text(std::int16_t v) { return std::to_string(static_cast<int>(v)); }
std::string number_text(std::int32_t v) {
  return v == INT32_MIN ? std::string("-2147483647 - 1") : std::to_string(v);
}
std::string number_text(float v) { return float_literal(v); }
std::string number_text(const ChannelRow& v) {
  return fmt::format("{{{}, {}}}", number_text(v.bias), number_text(v.multiplier));
}

template <typename T>
std::string table_text(const Table& table, const std::vector<T>& values, const char* type) {
  std::string text = fmt::format("// {}\nalignas(4) constexpr {} {}[{}] = {{", table.comment, type,
                                 table.name, values.size());
  std::string line;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::string number = number_text(values[i]) + (i + 1 < values.size() ? "," : "");
    if (line.size() + number.size() > kLineWidth) {
      text += "\n    " + line;
      line.clear();
    }
    line += number;
  }
  return text + "\n    " + line + "};\n";
}

std::string table_text(const Table& table) {
  if (const auto* bytes = std::get_if<std::vector<std::int8_t>>(&table.values)) {
    return table_text(table, *bytes, "std::int8_t");
  }
  if (const auto* halves = std::get_if<std::vector<std::int16_t>>(&table.values)) {
    return table_text(table, *halves, "std::int16_t");
  }
  if (const auto* words = std::get_if<std::vector<std::int32_t>>(&table.values)) {
    return table_text(table, *words, "std::int32_t");
  }
  if (const auto* rows = std::get_if<std::vector<ChannelRow>>(&table.values)) {
    return table_text(table, *rows, "tadpole::device::cortex_m::Channel");
  }
  return table_text(table, std::get<std::vector<float>>(table.values), "float");
}

const char* generated_note() {
  return "// Made by Tadpole from a trained model; do not edit: change the model and compile "
         "again.\n";
}

std::string quantization_lines(const GraphTensor& t, const char* which) {
  if (t.quantization.scale.size() != 1) return "";
  return fmt::format(
      "// real = scale * (stored - zero point)\n"
      "inline constexpr float k{0}Scale = {1};\ninline constexpr int k{0}ZeroPoint = {2};\n",
      which, float_literal(t.quantization.scale[0]), t.quantization.zero_point[0]);
}

// What the model remembers from one run to the next: tensors of the plan, by index.
std::vector<int> remembered(const Graph& graph, const Layout& layout) {
  std::vector<int> list;
  for (const auto& [tensor, offset] : layout.tensors) {
    if (graph.tensors[static_cast<std::size_t>(tensor)].is_variable) list.push_back(tensor);
  }
  return list;
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

std::string reset_text(const Graph& graph, const std::vector<int>& states) {
  std::string text = "void reset() {\n";
  for (const int t : states) {
    const GraphTensor& state = graph.tensors[static_cast<std::size_t>(t)];
    text += fmt::format("  std::memset({}, {}, {});\n", tensor_at("unsigned char", t),
                        cleared_byte(state), state.bytes());
  }
  if (starts_unclear(graph, states)) text += "  is_clear = true;\n";
  return text + "}\n\n";
}

std::string header_text(const Graph& graph, const CompileOptions& options, const Layout& layout) {
  const GraphTensor& in = graph.tensors[static_cast<std::size_t>(graph.inputs[0])];
  const GraphTensor& out = graph.tensors[static_cast<std::size_t>(graph.outputs[0])];
  std::string text = generated_note();
  text += fmt::format("#pragma once\n#include <cstddef>\n#include <cstdint>\n\nnamespace {} {{\n\n",
                      options.name);
  text += fmt::format(
      "inline constexpr std::size_t kArenaBytes = {};  // all the RAM that the model has, but its "
      "stack\n",
      layout.plan.arena_bytes);
  text += fmt::format("inline constexpr std::size_t kInputBytes = {};   // {} {}\n", in.bytes(),
                      dtype_name(in.type), shape_text(in));
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
  if (!remembered(graph, layout).empty())
    text += "// Forgets all earlier inputs, as before the first one.\nvoid reset();\n";
  if (!options.keep_tensors.empty()) {
    text +=
        "// [kArenaBytes] After invoke() the tensors that were to be kept lie in it.\n"
        "const unsigned char* kept();\n";
  }
  text += fmt::format("\n}}  // namespace {}\n", options.name);
  return text;
}

std::string plan_text(const Graph& graph, const Layout& layout) {
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

std::string source_text(const Graph& graph, const CompileOptions& options,
                        const std::vector<Step>& steps, const Layout& layout) {
  std::set<std::string> includes;
  for (const Step& step : steps) includes.insert(step.includes.begin(), step.includes.end());
  std::string text = generated_note();
  text += fmt::format("#include \"{}.h\"\n\n#include <cstring>\n\n", options.name);
  for (const std::string& include : includes) text += fmt::format("#include \"{}\"\n", include);
  text += fmt::format("#include \"{}_weights.h\"\n\nnamespace {} {{\nnamespace {{\n\n",
                      options.name, options.name);
  text += "using namespace tadpole::device;  // NOLINT: generated\n";
  if (has_fast_kernel(includes))
    text += "using namespace tadpole::device::cortex_m;  // NOLINT: generated\n";
  text += "\nalignas(8) unsigned char arena[kArenaBytes];\n\n";
  text +=
      "template <typename T>\nT* at(std::size_t offset) {\n"
      "  return static_cast<T*>(static_cast<void*>(arena + offset));\n}\n\n";
  text += plan_text(graph, layout) + "\n";
  const std::vector<int> states = remembered(graph, layout);
  const bool unclear = starts_unclear(graph, states);
  if (unclear) text += "bool is_clear = false;\n\n";
  text += fmt::format(
      "static_assert(kArenaBytes == {}, \"the plan and the header belong together\");\n\n",
      layout.plan.arena_bytes);
  for (const Step& step : steps) {
    if (!step.layer.empty()) text += layer_title(graph, step) + step.layer + "\n\n";
  }
  text += "}  // namespace\n\n";
  const GraphTensor& in = graph.tensors[static_cast<std::size_t>(graph.inputs[0])];
  const GraphTensor& out = graph.tensors[static_cast<std::size_t>(graph.outputs[0])];
  text += fmt::format("{}* input() {{ return {}; }}\n\nconst {}* output() {{ return {}; }}\n\n",
                      c_type_name(in.type), tensor_at(c_type_name(in.type), graph.inputs[0]),
                      c_type_name(out.type), tensor_at(c_type_name(out.type), graph.outputs[0]));
  if (!options.keep_tensors.empty()) text += "const unsigned char* kept() { return arena; }\n\n";
  if (!states.empty()) text += reset_text(graph, states);
  text += "void invoke() {\n";
  if (unclear) text += "  if (!is_clear) reset();\n";
  for (const Step& step : steps) text += "  " + step.call + "\n";
  return text + fmt::format("}}\n\n}}  // namespace {}\n", options.name);
}

std::string weights_text(const CompileOptions& options, const std::vector<Step>& steps) {
  std::string text = generated_note();
  text += fmt::format("#pragma once\n#include <cstdint>\n\nnamespace {} {{\nnamespace {{\n\n",
                      options.name);
  for (const Step& step : steps) {
    for (const Table& table : step.tables) text += table_text(table);
  }
  return text + fmt::format("\n}}  // namespace\n}}  // namespace {}\n", options.name);
}

}  // namespace

std::size_t table_bytes(const std::vector<Step>& steps) {
  std::size_t bytes = 0;
  for (const Step& step : steps) {
    for (const Table& table : step.tables) {
      bytes += std::visit([](const auto& v) { return v.size() * sizeof(v[0]); }, table.values);
    }
  }
  return bytes;
}

std::vector<SourceFile> emit_model(const Graph& graph, const CompileOptions& options,
                                   const std::vector<Step>& steps, const Layout& layout) {
  return {{options.name + ".h", header_text(graph, options, layout)},
          {options.name + ".cpp", source_text(graph, options, steps, layout)},
          {options.name + "_weights.h", weights_text(options, steps)}};
}

}  // namespace tadpole
