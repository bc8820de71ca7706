// SPDX-License-Identifier: Apache-2.0
#include "workflow/verify.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>

#include "core/base/process.h"
#include "core/graph/all_outputs.h"
#include "core/graph/operator_name.h"
#include "core/tflite/tflite.h"
#include "device/model/builtin.h"
#include "kit/deploy/board_tensors.h"
#include "kit/deploy/deploy_to_board.h"

namespace tadpole {
namespace {

constexpr std::uint32_t kGeneratedInputs = 3;
constexpr double kRuntimeTimeout_s = 300.0;

using Tensors = std::map<int, Bytes>;  // by index, of one run

// What another machine computed, set against the host.
struct Match {
  int tensor = 0;
  std::size_t values = 0, differing = 0;  // over all inputs
  double largest = 0.0;                   // integers: steps; float: share of the largest value
  std::string first;                      // where it differs first
};

struct Against {
  std::string name;
  std::vector<Match> matches;
  double most_steps = 0.0, most_share = 0.0;  // that are allowed
};

// A folder that goes when its owner does, unless the user named one.
class Workplace {
 public:
  explicit Workplace(Path named) : path_(std::move(named)) {
    if (!path_.empty()) return;
    own_ = true;
    path_ = std::filesystem::temp_directory_path() /
            fmt::format("tadpole_verify_{}_{}", ::getpid(), count()++);
  }
  Workplace(const Workplace&) = delete;
  Workplace& operator=(const Workplace&) = delete;
  ~Workplace() {
    std::error_code ignored;
    if (own_) std::filesystem::remove_all(path_, ignored);
  }
  const Path& path() const { return path_; }

 private:
  static int& count() {
    static int made = 0;
    return made;
  }
  Path path_;
  bool own_ = false;
};

const GraphTensor& tensor_of(const Graph& graph, int index) {
  return graph.tensors[static_cast<std::size_t>(index)];
}

double value_at(DType type, const Bytes& bytes, std::size_t i) {
  const auto read = [&](auto value) {
    std::memcpy(&value, bytes.data() + i * sizeof value, sizeof value);
    return static_cast<double>(value);
  };
  switch (type) {
    case DType::float32:
      return read(0.0F);
    case DType::int8:
      return read(std::int8_t{});
    case DType::int16:
      return read(std::int16_t{});
    case DType::int32:
      return read(std::int32_t{});
    case DType::int64:
      return read(std::int64_t{});
    case DType::uint32:
    case DType::resource:
      return read(std::uint32_t{});
    case DType::uint64:
      return read(std::uint64_t{});
    case DType::uint8:
    case DType::boolean:
      return read(std::uint8_t{});
  }
  return 0.0;
}

// Adds one run of one tensor to its match.
void add_run(const GraphTensor& tensor, std::size_t run, const Bytes& host, const Bytes& other,
             const std::string& name, Match& match) {
  const std::size_t count = tensor.elements();
  double most = 0.0;
  for (std::size_t i = 0; i < count; ++i)
    most = std::max(most, std::fabs(value_at(tensor.type, host, i)));
  const double unit = tensor.type == DType::float32 ? std::max(most, 1e-6) : 1.0;
  for (std::size_t i = 0; i < count; ++i) {
    const double ours = value_at(tensor.type, host, i);
    const double theirs = value_at(tensor.type, other, i);
    const bool equal = ours == theirs || (std::isnan(ours) && std::isnan(theirs));
    if (equal) continue;
    const double away = std::fabs(ours - theirs) / unit;
    match.largest = std::max(match.largest, std::isnan(away) ? HUGE_VAL : away);
    match.differing += 1;
    if (match.first.empty()) {
      match.first = fmt::format("input {}, value {}: {:.6g} on the host, {:.6g} on {}", run, i,
                                ours, theirs, name);
    }
  }
  match.values += count;
}

double allowed(const Against& against, const GraphTensor& tensor) {
  return tensor.type == DType::float32 ? against.most_share : against.most_steps;
}

// The first tensor that is further away than it may be; nullptr: none.
const Match* first_apart(const Against& against, const Graph& graph) {
  for (const Match& match : against.matches)
    if (match.largest > allowed(against, tensor_of(graph, match.tensor))) return &match;
  return nullptr;
}

// Every tensor that an operator computes, in running order, with the operator.
struct Computed {
  int op = 0, tensor = 0;
};
std::vector<Computed> computed(const Graph& graph) {
  std::vector<Computed> list;
  for (std::size_t op = 0; op < graph.ops.size(); ++op) {
    for (const int t : graph.ops[op].outputs) {
      if (t >= 0 && !tensor_of(graph, t).is_variable) list.push_back({static_cast<int>(op), t});
    }
  }
  return list;
}

void compare(const Graph& graph, const std::vector<Tensors>& host,
             const std::vector<Tensors>& other, Against& against) {
  for (const Computed& one : computed(graph)) {
    Match match{.tensor = one.tensor};
    for (std::size_t run = 0; run < host.size(); ++run) {
      const auto theirs = other[run].find(one.tensor);
      if (theirs == other[run].end()) continue;
      add_run(tensor_of(graph, one.tensor), run, host[run].at(one.tensor), theirs->second,
              against.name, match);
    }
    if (match.values > 0) against.matches.push_back(std::move(match));
  }
}

// Bytes of all inputs of one run, in the model's order.
using Inputs = std::vector<Bytes>;

Result<std::vector<Inputs>> read_inputs(const Graph& graph, const Path& file) {
  std::vector<Inputs> runs;
  if (file.empty()) {
    for (std::uint32_t seed = 1; seed <= kGeneratedInputs; ++seed)
      runs.push_back(generated_inputs(graph, seed));
    return runs;
  }
  if (graph.inputs.size() != 1) {
    return wrong_use(
        fmt::format("the model has {} inputs, a file of inputs fits models with one; "
                    "leave --inputs away",
                    graph.inputs.size()));
  }
  const Bytes all = TADPOLE_TRY(read_bytes(file));
  const std::size_t size = tensor_of(graph, graph.inputs[0]).bytes();
  if (all.empty() || all.size() % size != 0) {
    return wrong_use(fmt::format(
        "{} has {} bytes, the model's input takes {}; give a whole number of inputs, one after the "
        "other",
        file.string(), all.size(), size));
  }
  for (auto at = all.begin(); at != all.end(); at += static_cast<std::ptrdiff_t>(size))
    runs.push_back({Bytes(at, at + static_cast<std::ptrdiff_t>(size))});
  return runs;
}

Result<std::vector<Tensors>> host_tensors(TfliteExecutor& executor,
                                          const std::vector<Inputs>& runs) {
  executor.keep_all_tensors();
  std::vector<Tensors> found;
  for (const Inputs& inputs : runs) {
    for (std::size_t i = 0; i < inputs.size(); ++i)
      std::copy(inputs[i].begin(), inputs[i].end(), executor.input(i).begin());
    TADPOLE_TRY(executor.run());
    Tensors tensors;
    for (const Computed& one : computed(executor.graph())) {
      const auto bytes = executor.tensor(static_cast<std::size_t>(one.tensor));
      tensors[one.tensor] = Bytes(bytes.begin(), bytes.end());
    }
    found.push_back(std::move(tensors));
  }
  return found;
}

Result<std::vector<Tensors>> ask_board(const Graph& graph, const std::vector<Inputs>& runs,
                                       const VerifyOptions& options, const Path& folder,
                                       Progress& progress) {
  const Board board = TADPOLE_TRY(find_board(options.board));
  auto found = board_tensors(graph, board, runs, folder, progress);
  if (found.ok()) return found;
  return Error{fmt::format("{} cannot run the model: {}; --board none leaves it out", board.name,
                           found.error().message),
               found.error().kind};
}

Result<Tensors> ask_runtime_once(const Graph& all, const Inputs& inputs,
                                 const VerifyOptions& options, const Path& folder) {
  Bytes joined;
  for (const Bytes& one : inputs) joined.insert(joined.end(), one.begin(), one.end());
  TADPOLE_TRY(write_file(folder / "input.bin", joined));
  std::vector<std::string> words = options.runtime;
  for (const Path& file : {folder / "model.tflite", folder / "input.bin", folder})
    words.push_back(file.string());
  const ProcessRun run = TADPOLE_TRY(run_process(words, {.timeout_s = kRuntimeTimeout_s}));
  if (run.timed_out || run.signal != 0 || run.exit_code != 0) {
    const std::string said = run.errors.empty() ? run.output : run.errors;
    return Error{fmt::format("the runtime '{}' {}; it said: {}", options.runtime[0],
                             run.timed_out ? "took longer than 5 minutes"
                                           : fmt::format("ended with status {}", run.exit_code),
                             said.substr(0, 400))};
  }
  Tensors tensors;
  for (std::size_t i = 0; i < all.outputs.size(); ++i) {
    Bytes bytes = TADPOLE_TRY(read_bytes(folder / fmt::format("{}.bin", i)));
    const GraphTensor& tensor = tensor_of(all, all.outputs[i]);
    if (bytes.size() != tensor.bytes()) {
      return Error{fmt::format("the runtime gave {} bytes for tensor '{}', expected {}",
                               bytes.size(), tensor.name, tensor.bytes())};
    }
    tensors[all.outputs[i]] = std::move(bytes);
  }
  return tensors;
}

Result<std::vector<Tensors>> ask_runtime(const Graph& graph, const std::vector<Inputs>& runs,
                                         const VerifyOptions& options, const Path& folder,
                                         Progress& progress) {
  const bool remembers =
      (!graph.forgets && std::any_of(graph.tensors.begin(), graph.tensors.end(),
                                     [](const GraphTensor& t) { return t.is_variable; })) ||
      std::any_of(graph.ops.begin(), graph.ops.end(), [](const GraphOp& op) {
        return op.builtin == builtin::kVarHandle || op.builtin == builtin::kCustom;
      });
  const Graph all = all_outputs(graph);
  const auto file = TADPOLE_TRY(write_tflite(all));
  TADPOLE_TRY(write_file(folder / "model.tflite", file));
  // Started anew for each input, the runtime would have forgotten the ones before.
  const std::size_t count = remembers ? 1 : runs.size();
  progress.begin("run in the other runtime", static_cast<std::int64_t>(count));
  std::vector<Tensors> found(runs.size());
  for (std::size_t i = 0; i < count; ++i) {
    if (progress.stop_requested()) return Error{"verify: stopped", ErrorKind::cancelled};
    found[i] = TADPOLE_TRY(ask_runtime_once(all, runs[i], options, folder));
    progress.update(static_cast<std::int64_t>(i + 1), "");
  }
  progress.end();
  return found;
}

nlohmann::json to_json(const Against& against, const Graph& graph) {
  nlohmann::json tensors = nlohmann::json::array();
  double worst = 0.0;
  for (const Computed& one : computed(graph)) {
    const auto match = std::find_if(against.matches.begin(), against.matches.end(),
                                    [&](const Match& m) { return m.tensor == one.tensor; });
    if (match == against.matches.end()) continue;
    const GraphTensor& tensor = tensor_of(graph, one.tensor);
    worst = std::max(worst, match->largest);
    tensors.push_back(
        {{"tensor", one.tensor},
         {"name", tensor.name},
         {"op",
          fmt::format("{} {}", one.op, operator_name(graph.ops[static_cast<std::size_t>(one.op)]))},
         {"type", dtype_name(tensor.type)},
         {"values", match->values},
         {"differing", match->differing},
         {"largest", match->largest}});
  }
  return {{"name", against.name},
          {"agrees", first_apart(against, graph) == nullptr},
          {"tensors", std::move(tensors)},
          {"worst", worst}};
}

std::string table_text(const Against& against, const Graph& graph) {
  std::string text;
  for (const Computed& one : computed(graph)) {
    const auto match = std::find_if(against.matches.begin(), against.matches.end(),
                                    [&](const Match& m) { return m.tensor == one.tensor; });
    if (match == against.matches.end() || match->differing == 0) continue;
    const GraphTensor& tensor = tensor_of(graph, one.tensor);
    text += fmt::format(
        "  {:3} {:22} {:8} of {:8} values differ, by up to {}\n", one.op,
        operator_name(graph.ops[static_cast<std::size_t>(one.op)]), match->differing, match->values,
        tensor.type == DType::float32 ? fmt::format("{:.1e} of the largest", match->largest)
                                      : fmt::format("{:.0f} steps", match->largest));
  }
  return text;
}

std::string to_text(const Against& against, const Graph& graph) {
  std::size_t values = 0;
  std::size_t differing = 0;
  for (const Match& match : against.matches) {
    values += match.values;
    differing += match.differing;
  }
  std::string text =
      fmt::format("{}: {} tensors, {} values, ", against.name, against.matches.size(), values);
  if (differing == 0) return text + "all equal\n";
  text += fmt::format("{} differ\n", differing) + table_text(against, graph);
  if (const Match* apart = first_apart(against, graph)) {
    text += fmt::format("  first apart in tensor {} ('{}'): {}\n", apart->tensor,
                        tensor_of(graph, apart->tensor).name, apart->first);
  }
  return text;
}

}  // namespace

Result<InferAnswer> verify(const Path& model, const VerifyOptions& options, Progress& progress) {
  Bytes bytes = TADPOLE_TRY(read_bytes(model));
  Result<TfliteExecutor> made = TfliteExecutor::create(bytes);
  if (!made.ok()) return Error{model.string() + ": " + made.error().message, made.error().kind};
  TfliteExecutor executor = std::move(made).value();
  // With the numbers of the weights, which the executor leaves in its bytes.
  const Graph graph = TADPOLE_TRY(read_tflite(bytes));
  const std::vector<Inputs> runs = TADPOLE_TRY(read_inputs(graph, options.inputs));
  const std::vector<Tensors> host = TADPOLE_TRY(host_tensors(executor, runs));
  const Workplace place(options.folder);
  std::vector<Against> others;
  if (!options.board.empty()) {
    Against board{.name = options.board, .most_share = options.share};
    compare(graph, host,
            TADPOLE_TRY(ask_board(graph, runs, options, place.path() / "firmware", progress)),
            board);
    others.push_back(std::move(board));
  }
  if (!options.runtime.empty()) {
    Against runtime{.name = "the other runtime",
                    .most_steps = static_cast<double>(options.steps),
                    .most_share = options.share};
    compare(graph, host,
            TADPOLE_TRY(ask_runtime(graph, runs, options, place.path() / "runtime", progress)),
            runtime);
    others.push_back(std::move(runtime));
  }
  InferAnswer answer;
  answer.json = {{"model", model.string()},
                 {"inputs", runs.size()},
                 {"operators", graph.ops.size()},
                 {"against", nlohmann::json::array()}};
  answer.text = fmt::format("{}: {} operators ran on the host on {} inputs\n", model.string(),
                            graph.ops.size(), runs.size());
  bool agrees = true;
  for (const Against& other : others) {
    answer.json["against"].push_back(to_json(other, graph));
    answer.text += to_text(other, graph);
    agrees = agrees && first_apart(other, graph) == nullptr;
  }
  answer.json["agrees"] = agrees;
  return answer;
}

}  // namespace tadpole
