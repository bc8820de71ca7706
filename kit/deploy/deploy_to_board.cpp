// SPDX-License-Identifier: Apache-2.0
#include "kit/deploy/deploy_to_board.h"

#include <fmt/core.h>

#include <cstring>

#include "core/base/process.h"
#include "core/data/dataset.h"
#include "core/tflite/tflite.h"
#include "kit/deploy/board_results.h"
#include "kit/deploy/elf_sizes.h"
#include "kit/deploy/input_block.h"
#include "kit/qemu_board.h"

namespace tadpole {
namespace {

constexpr std::uint32_t kGeneratedInputs = 3;
constexpr double kRunTimeout_s = 600.0;

std::span<const std::uint8_t> as_bytes(std::span<const std::int8_t> values) {
  return {reinterpret_cast<const std::uint8_t*>(values.data()), values.size()};
}

// The host's side: the model on the host, and what the board must give for each clip or input.
class Host {
 public:
  static Result<Host> create(const DeployRequest& request) {
    Host host(TADPOLE_TRY(TfliteExecutor::create(request.model)));
    if (request.spotter) {
      host.spotter_ = TADPOLE_TRY(FeatureExtractor::create(request.spotter->features));
      TADPOLE_TRY(host.check_types(request));
      TADPOLE_TRY(host.check_spotter(request));
    } else if (request.sensor) {
      host.sensor_ = request.sensor->features;
      TADPOLE_TRY(host.check_types(request));
      TADPOLE_TRY(host.check_labels(request, request.sensor->labels));
    }
    return host;
  }

  const GraphTensor& input() const { return tensor(executor_.graph().inputs[0]); }
  const GraphTensor& output() const { return tensor(executor_.graph().outputs[0]); }

  const Graph& graph() const { return executor_.graph(); }

  // Of the features of one clip or sample, or of the inputs of one run.
  std::size_t item_bytes() const { return static_cast<std::size_t>(runs_) * places_.bytes; }
  int runs() const { return runs_; }

  // item: as it went to the board.
  std::vector<std::int8_t> features(const Bytes& item) const {
    std::vector<std::int8_t> map(item_bytes());
    const Quantization& q = input().quantization;
    const device::Quantization quantization{q.scale[0], static_cast<std::int32_t>(q.zero_point[0])};
    if (sensor_) {
      sensor_(item, quantization, map);
    } else {
      std::vector<std::int16_t> clip(item.size() / 2);
      std::memcpy(clip.data(), item.data(), item.size());
      spotter_->extract_int8(clip, quantization.scale, quantization.zero_point, map);
    }
    return map;
  }

  // A model that streams begins anew and answers to the last of the rows. Valid until the next
  // call.
  Result<std::span<const std::uint8_t>> infer(std::span<const std::uint8_t> bytes) {
    if (runs_ > 1) executor_.reset();
    const std::size_t step = bytes.size() / static_cast<std::size_t>(runs_);
    for (std::size_t at = 0; at < bytes.size(); at += step) {
      for (std::size_t i = 0; i < places_.offsets.size(); ++i) {
        const std::span<std::uint8_t> input = executor_.input(i);
        std::memcpy(input.data(), bytes.data() + at + places_.offsets[i], input.size());
      }
      TADPOLE_TRY(executor_.run());
    }
    return executor_.output(0);
  }

 private:
  explicit Host(TfliteExecutor executor)
      : executor_(std::move(executor)), places_(input_places(executor_.graph())) {}
  const GraphTensor& tensor(int index) const {
    return executor_.graph().tensors[static_cast<std::size_t>(index)];
  }

  Outcome check_types(const DeployRequest& request) const {
    if (graph().inputs.size() != 1) {
      return unsupported(fmt::format("{} has {} inputs, the firmware fills one with features",
                                     request.model_name, graph().inputs.size()));
    }
    if (input().type == DType::int8 && output().type == DType::int8 &&
        input().quantization.scale.size() == 1 && output().quantization.scale.size() == 1)
      return Done{};
    return unsupported(fmt::format(
        "{} takes {} and gives {}, the firmware needs int8 with one scale; optimize the model "
        "first",
        request.model_name, dtype_name(input().type), dtype_name(output().type)));
  }

  Outcome check_labels(const DeployRequest& request, const std::vector<std::string>& labels) const {
    if (labels.empty() || output().bytes() == labels.size()) return Done{};
    return wrong_use(
        fmt::format("{} has {} outputs and {} labels were given; give one label for each",
                    request.model_name, output().bytes(), labels.size()));
  }

  Outcome check_spotter(const DeployRequest& request) {
    const auto shape = spotter_->shape();
    if (request.spotter->streams) runs_ = shape[0];
    const auto values = static_cast<std::size_t>(shape[0]) * static_cast<std::size_t>(shape[1]);
    if (item_bytes() != values) {
      return Error{fmt::format(
          "{} takes {} input values, the features of one second are {} x {}; use the features that "
          "it was trained on",
          request.model_name, input().bytes(), shape[0], shape[1])};
    }
    return check_labels(request, request.spotter->labels);
  }

  TfliteExecutor executor_;
  InputPlaces places_;
  std::unique_ptr<FeatureExtractor> spotter_;
  decltype(SensorOptions::features) sensor_;
  int runs_ = 1;  // of the model, for one clip
};

Result<std::vector<Bytes>> sensor_inputs(const DeployRequest& request) {
  if (request.raw_samples.empty())
    return wrong_use("no samples were given; the firmware is tested on at least one");
  for (const Bytes& raw : request.raw_samples) {
    if (raw.size() == request.raw_samples[0].size()) continue;
    return Error{
        fmt::format("a sample has {} bytes, another {}; the firmware takes samples of one "
                    "size, resize them first",
                    request.raw_samples[0].size(), raw.size())};
  }
  return request.raw_samples;
}

// What goes to the board, one item per clip or input, already as bytes.
Result<std::vector<Bytes>> board_inputs(const DeployRequest& request, const Host& host) {
  if (request.sensor) return sensor_inputs(request);
  std::vector<Bytes> items;
  for (const std::vector<std::int16_t>& clip : request.clips) {
    if (clip.size() != kClipSamples) {
      return Error{fmt::format("clip {} has {} samples, expected {}; fit it to one second first",
                               items.size(), clip.size(), kClipSamples)};
    }
    items.emplace_back(clip.size() * 2);
    std::memcpy(items.back().data(), clip.data(), items.back().size());
  }
  if (request.spotter && items.empty())
    return wrong_use("no clips were given; the firmware is tested on at least one");
  if (request.spotter) return items;
  items = request.inputs;
  for (std::uint32_t seed = 1; request.inputs.empty() && seed <= kGeneratedInputs; ++seed)
    items.push_back(TADPOLE_TRY(input_block(host.graph(), generated_inputs(host.graph(), seed))));
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].size() == host.item_bytes()) continue;
    return Error{fmt::format("input {} has {} bytes, {} takes {}; give the raw bytes of its {}", i,
                             items[i].size(), request.model_name, host.item_bytes(),
                             host.graph().inputs.size() == 1
                                 ? "first input tensor"
                                 : "input tensors, each at the next multiple of eight bytes")};
  }
  return items;
}

Result<BoardRun> run_firmware(const FirmwareProject& project, const std::vector<Bytes>& items,
                              const Application& application) {
  Bytes all;
  for (const Bytes& item : items) all.insert(all.end(), item.begin(), item.end());
  std::error_code ignored;
  std::filesystem::remove(project.run_folder() / "stream.raw", ignored);
  const char* file = application.spotter  ? "clips.raw"
                     : application.sensor ? "samples.raw"
                                          : "inputs.bin";
  TADPOLE_TRY(write_file(project.run_folder() / file, all));
  const BoardRun run = TADPOLE_TRY(
      run_on_qemu(project.image(), {.folder = project.run_folder(), .timeout_s = kRunTimeout_s}));
  if (run.exit_code != 0) {
    return Error{
        fmt::format("the firmware ended with code {}; it printed: {}", run.exit_code, run.serial)};
  }
  return run;
}

// Fills host_equal, compared and difference.
Outcome compare(const DeployRequest& request, Host& host, const std::vector<Bytes>& items,
                const std::vector<BoardResultRow>& rows, DeployReport& report) {
  for (std::size_t i = 0; i < rows.size() && report.difference.empty(); ++i) {
    const std::string where = fmt::format("{} {}",
                                          request.spotter  ? "clip"
                                          : request.sensor ? "sample"
                                                           : "input",
                                          i);
    std::span<const std::uint8_t> input = items[i];
    std::vector<std::int8_t> features;
    if (request.spotter || request.sensor) {
      features = host.features(items[i]);
      input = as_bytes(features);
      report.difference = first_difference(where + ": feature", rows[i].features, input);
    }
    const auto output = TADPOLE_TRY(host.infer(input));
    if (report.difference.empty())
      report.difference = first_difference(where + ": output", rows[i].output, output);
    report.compared += 1;
  }
  report.host_equal = report.difference.empty();
  return Done{};
}

void fill_counts(const std::vector<BoardResultRow>& rows, const Board& board,
                 DeployReport& report) {
  std::int64_t features = 0;
  std::int64_t inference = 0;
  for (const BoardResultRow& row : rows) {
    features += row.features_instructions;
    inference += row.inference_instructions;
  }
  const auto count = static_cast<std::int64_t>(rows.size());
  report.features_instructions = (features + count / 2) / count;
  report.inference_instructions = (inference + count / 2) / count;
  const auto both =
      static_cast<double>(report.features_instructions + report.inference_instructions);
  report.clock_hz = board.clock_hz;
  report.estimated_ms = board.estimated_ms(both);
  report.estimated_mj = board.estimated_mj(both);
}

Outcome fill_sizes(const FirmwareProject& project, const BoardRun& run, DeployReport& report) {
  const Bytes image = TADPOLE_TRY(read_bytes(project.image()));
  const ElfSizes sizes = TADPOLE_TRY(elf_sizes(image));
  report.stack_bytes = TADPOLE_TRY(printed_stack(run.serial));
  report.flash_bytes = sizes.flash_bytes;
  report.ram_bytes = sizes.ram_bytes + report.stack_bytes;
  return Done{};
}

}  // namespace

Outcome check_fit(const CompiledModel& model, const Board& board, const std::string& model_name) {
  const auto constants = static_cast<std::int64_t>(model.constant_bytes);
  if (constants > board.flash_bytes) {
    return Error{fmt::format(
        "{} does not fit {}: its constants take {} bytes and the board has {} bytes of flash; make "
        "the model smaller or choose a larger board",
        model_name, board.name, constants, board.flash_bytes)};
  }
  const auto arena = static_cast<std::int64_t>(model.plan.arena_bytes);
  if (arena + board.stack_bytes > board.ram_bytes) {
    return Error{
        fmt::format("{} does not fit {}: its arena takes {} bytes and the board has {} bytes of "
                    "RAM, {} of them "
                    "for the stack; use smaller inputs or fewer channels, or choose a larger board",
                    model_name, board.name, arena, board.ram_bytes, board.stack_bytes)};
  }
  return Done{};
}

Bytes generated_input(const GraphTensor& input, std::uint32_t seed) {
  Bytes bytes;
  std::uint32_t s = seed * 2654435769U;
  const auto put = [&bytes](const auto value) {
    const auto* raw = reinterpret_cast<const std::uint8_t*>(&value);
    bytes.insert(bytes.end(), raw, raw + sizeof value);
  };
  for (std::size_t i = 0; i < input.elements(); ++i) {
    s = s * 1664525U + 1013904223U;
    switch (dtype_bytes(input.type)) {
      case 1:
        put(static_cast<std::uint8_t>(s >> 24U));
        break;
      case 2:
        put(static_cast<std::uint16_t>(s >> 16U));
        break;
      case 8:
        put(static_cast<std::int64_t>(s));
        break;
      default:
        if (input.type == DType::float32)
          put(static_cast<float>(static_cast<std::int8_t>(s >> 24U)) / 64.0F);
        else
          put(s);
    }
  }
  return bytes;
}

std::vector<Bytes> generated_inputs(const Graph& graph, std::uint32_t seed) {
  std::vector<Bytes> inputs;
  for (std::size_t i = 0; i < graph.inputs.size(); ++i) {
    const GraphTensor& tensor = graph.tensors[static_cast<std::size_t>(graph.inputs[i])];
    inputs.push_back(generated_input(tensor, seed + static_cast<std::uint32_t>(i) * 1000));
  }
  return inputs;
}

Result<DeployReport> deploy_to_board(const DeployRequest& request, Progress& progress) {
  const Board board = TADPOLE_TRY(find_board(request.board));
  const Application application{request.spotter, request.sensor};
  progress.begin("deploy to " + board.name, 4);
  const Graph graph = TADPOLE_TRY(read_tflite(request.model));
  const CompiledModel model =
      TADPOLE_TRY(compile(graph, {.name = "model", .target = Target::cortex_m4}));
  TADPOLE_TRY(check_fit(model, board, request.model_name));
  Host host = TADPOLE_TRY(Host::create(request));
  const std::vector<Bytes> items = TADPOLE_TRY(board_inputs(request, host));

  progress.update(1, "build the firmware");
  const FirmwareProject project =
      TADPOLE_TRY(write_firmware_project(model, board, application, request.folder));
  DeployReport report;
  report.board = board.name;
  report.application = project.application;
  report.folder = project.folder;
  report.flash_limit_bytes = board.flash_bytes;
  report.ram_limit_bytes = board.ram_bytes;
  report.arena_bytes = static_cast<std::int64_t>(model.plan.arena_bytes);
  report.constant_bytes = static_cast<std::int64_t>(model.constant_bytes);
  report.plan = model.plan;
  report.runs_per_clip = host.runs();
  if (!runs_programs()) {
    report.not_run =
        "the page cannot run the virtual board; download the project and deploy it "
        "with the program: tadpole deploy";
    progress.end();
    return report;
  }
  TADPOLE_TRY(build_firmware(project));
  if (progress.stop_requested()) return Error{"deploy: stopped", ErrorKind::cancelled};

  progress.update(2, "run it on the board");
  const BoardRun run = TADPOLE_TRY(run_firmware(project, items, application));
  const Bytes written = TADPOLE_TRY(read_bytes(
      project.run_folder() / (application.has_features() ? "results.bin" : "outputs.bin")));
  const auto rows =
      TADPOLE_TRY(parse_results(written, application.has_features() ? host.item_bytes() : 0,
                                host.output().bytes(), items.size()));

  progress.update(3, "compare with the host");
  report.serial = run.serial;
  TADPOLE_TRY(fill_sizes(project, run, report));
  fill_counts(rows, board, report);
  TADPOLE_TRY(compare(request, host, items, rows, report));
  progress.end();
  return report;
}

nlohmann::json to_json(const DeployReport& r) {
  return {{"board", r.board},
          {"application", r.application},
          {"folder", r.folder.string()},
          {"flash_bytes", r.flash_bytes},
          {"flash_limit_bytes", r.flash_limit_bytes},
          {"ram_bytes", r.ram_bytes},
          {"ram_limit_bytes", r.ram_limit_bytes},
          {"arena_bytes", r.arena_bytes},
          {"constant_bytes", r.constant_bytes},
          {"stack_bytes", r.stack_bytes},
          {"instructions",
           {{"features", r.features_instructions}, {"inference", r.inference_instructions}}},
          {"runs_per_clip", r.runs_per_clip},
          {"estimate",
           {{"is_estimate", true},
            {"clock_hz", r.clock_hz},
            {"ms", r.estimated_ms},
            {"mj", r.estimated_mj},
            {"from",
             "exact instruction counts; cycles, clock and power are assumed, see the board's "
             "board.toml"}}},
          {"host_equal", r.host_equal},
          {"compared", r.compared},
          {"difference", r.difference},
          {"not_run", r.not_run}};
}

}  // namespace tadpole
