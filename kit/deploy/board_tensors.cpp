// SPDX-License-Identifier: Apache-2.0
#include "kit/deploy/board_tensors.h"

#include <fmt/format.h>

#include <algorithm>

#include "kit/deploy/firmware_project.h"
#include "kit/deploy/input_block.h"
#include "kit/qemu_board.h"

namespace tadpole {
namespace {

constexpr double kRunTimeout_s = 600.0;

// One image that keeps some of the tensors.
struct Image {
  CompiledModel model;
  std::size_t arena_bytes() const { return model.plan.arena_bytes; }
};

// But not those that a compiled model does not have: what remembers, and names of variables.
std::vector<int> computed_tensors(const Graph& graph) {
  std::vector<int> tensors;
  for (const GraphOp& op : graph.ops) {
    for (const int t : op.outputs) {
      if (t < 0) continue;
      const GraphTensor& tensor = graph.tensors[static_cast<std::size_t>(t)];
      if (!tensor.is_variable && tensor.type != DType::resource) tensors.push_back(t);
    }
  }
  return tensors;
}

// Compiles images until every tensor is kept by one of them and each fits the board: halves what
// does not.
Outcome divide(const Graph& graph, const Board& board, const std::vector<int>& tensors,
               std::vector<Image>& images) {
  Image image{TADPOLE_TRY(
      compile(graph, {.name = "model", .target = Target::cortex_m4, .keep_tensors = tensors}))};
  const auto room = static_cast<std::size_t>(board.ram_bytes - board.stack_bytes) - 4096;
  if (image.arena_bytes() <= room) {
    images.push_back(std::move(image));
    return Done{};
  }
  if (tensors.size() < 2) {
    return Error{fmt::format(
        "the model's tensor {} ('{}') does not fit beside what it is made of: {} bytes, {} has {} "
        "for them; choose a larger board",
        tensors[0], graph.tensors[static_cast<std::size_t>(tensors[0])].name, image.arena_bytes(),
        board.name, room)};
  }
  const auto middle = tensors.begin() + static_cast<std::ptrdiff_t>(tensors.size() / 2);
  TADPOLE_TRY(divide(graph, board, {tensors.begin(), middle}, images));
  return divide(graph, board, {middle, tensors.end()}, images);
}

Result<Bytes> run_image(const Image& image, const Board& board, const Bytes& inputs,
                        const Path& folder) {
  const FirmwareProject project = TADPOLE_TRY(
      write_firmware_project(image.model, board, Application{.dumps_tensors = true}, folder));
  TADPOLE_TRY(build_firmware(project));
  TADPOLE_TRY(write_file(project.run_folder() / "inputs.bin", inputs));
  const BoardRun run = TADPOLE_TRY(
      run_on_qemu(project.image(), {.folder = project.run_folder(), .timeout_s = kRunTimeout_s}));
  if (run.exit_code != 0) {
    return Error{
        fmt::format("the firmware ended with code {}; it printed: {}", run.exit_code, run.serial)};
  }
  return read_bytes(project.run_folder() / "tensors.bin");
}

// Takes the kept tensors out of the arenas that the firmware wrote, one per input.
Outcome take_apart(const Graph& graph, const Image& image, const Bytes& arenas,
                   std::vector<std::map<int, Bytes>>& found) {
  if (arenas.size() != found.size() * image.arena_bytes()) {
    return Error{
        fmt::format("the firmware wrote {} bytes, expected {} times {}; did it stop early?",
                    arenas.size(), found.size(), image.arena_bytes())};
  }
  for (std::size_t i = 0; i < found.size(); ++i) {
    const std::uint8_t* arena = arenas.data() + i * image.arena_bytes();
    for (const KeptTensor& kept : image.model.kept) {
      const std::size_t bytes = graph.tensors[static_cast<std::size_t>(kept.tensor)].bytes();
      found[i][kept.tensor] = Bytes(arena + kept.offset, arena + kept.offset + bytes);
    }
  }
  return Done{};
}

}  // namespace

Result<std::vector<std::map<int, Bytes>>> board_tensors(const Graph& graph, const Board& board,
                                                        const std::vector<std::vector<Bytes>>& runs,
                                                        const Path& folder, Progress& progress) {
  std::vector<Image> images;
  TADPOLE_TRY(divide(graph, board, computed_tensors(graph), images));
  Bytes all;
  for (const std::vector<Bytes>& inputs : runs) {
    const Bytes block = TADPOLE_TRY(input_block(graph, inputs));
    all.insert(all.end(), block.begin(), block.end());
  }
  std::vector<std::map<int, Bytes>> found(runs.size());
  progress.begin("run on " + board.name, static_cast<std::int64_t>(images.size()));
  for (std::size_t i = 0; i < images.size(); ++i) {
    if (progress.stop_requested()) return Error{"verify: stopped", ErrorKind::cancelled};
    const Bytes arenas = TADPOLE_TRY(run_image(images[i], board, all, folder));
    TADPOLE_TRY(take_apart(graph, images[i], arenas, found));
    progress.update(static_cast<std::int64_t>(i + 1), fmt::format("{} tensors", found[0].size()));
  }
  progress.end();
  return found;
}

}  // namespace tadpole
