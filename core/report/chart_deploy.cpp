// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "core/report/charts.h"
#include "core/report/format.h"
#include "core/report/svg.h"

namespace tadpole {
namespace {

// Tensor names can be long paths: the end tells them apart.
std::string short_name(const std::string& name, std::size_t limit) {
  if (name.size() <= limit) return name;
  std::size_t from = name.size() - limit + 1;
  while (from < name.size() && (static_cast<unsigned char>(name[from]) & 0xC0U) == 0x80U) ++from;
  return "\xE2\x80\xA6" + name.substr(from);
}

}  // namespace

std::string layer_error_chart(const std::vector<LayerErrorRow>& layers) {
  if (layers.empty()) return "";
  double most = 10.0;
  const LayerErrorRow* worst = &layers.front();
  for (const LayerErrorRow& layer : layers) {
    if (std::isfinite(layer.sqnr_db)) most = std::max(most, layer.sqnr_db);
    if (layer.sqnr_db < worst->sqnr_db) worst = &layer;
  }
  most = std::min(most * 1.02, 120.0);
  const double height = 17.0 * static_cast<double>(layers.size());
  Svg svg(360, height + 56,
          fmt::format("Signal over rounding noise per layer; the lowest is '{}' with {:.1f} dB.",
                      worst->tensor, worst->sqnr_db));
  Plot plot(svg, {112, 8, 206, height},
            {0, most, "signal to rounding noise (dB)", round_ticks(0, most, 4)}, {0, 1, "", {}});
  double y = 10.0;
  for (const LayerErrorRow& layer : layers) {
    svg.text({106, y + 9.5}, short_name(layer.tensor, 15), "tick", Anchor::end);
    svg.rect({112, y}, plot.at(std::max(0.0, layer.sqnr_db), 0).x - 112, 12,
             &layer == worst ? "f1" : "f0",
             fmt::format("{}: rms error {:.4g} of {:.4g}", layer.tensor, layer.rms_error,
                         layer.signal_rms));
    svg.text({358, y + 9.5}, fmt::format("{:.1f}", layer.sqnr_db), "tick", Anchor::end);
    y += 17.0;
  }
  return svg.finish();
}

namespace {

int last_op_of(const DeploySummary& deploy) {
  int last = static_cast<int>(deploy.operators.size()) - 1;
  for (const PlannedBuffer& buffer : deploy.plan.buffers) last = std::max(last, buffer.last_op);
  return std::clamp(last, 0, 500);
}

void draw_buffer(Svg& svg, const PlannedBuffer& buffer, const PlotBox& box, int ops, double arena) {
  const double column = box.width / ops;
  const int first = std::clamp(buffer.first_op, 0, ops - 1);
  const int last = std::clamp(buffer.last_op, first, ops - 1);
  const double x = box.left + column * first;
  const double width = column * (last - first + 1);
  const double height = box.height * static_cast<double>(buffer.bytes) / arena;
  const double y =
      box.top + box.height - box.height * static_cast<double>(buffer.offset + buffer.bytes) / arena;
  const bool scratch = buffer.name.rfind("scratch", 0) == 0;
  svg.rect({x + 0.75, y + 0.75}, width - 1.5, height - 1.5, scratch ? "buffer scratch" : "buffer",
           fmt::format("{}: {} bytes at {}, operators {} to {}", buffer.name, buffer.bytes,
                       buffer.offset, buffer.first_op, buffer.last_op));
  if (height < 13 || width < 40) return;
  // The next operator's buffer may lie on all but the first column.
  const std::size_t fits = static_cast<std::size_t>((column - 10) / 6.2);
  const std::string name =
      scratch ? "scratch" : short_name(buffer.name, std::max<std::size_t>(4, fits));
  svg.text({x + 5, y + std::min(height / 2 + 4, 15.0)}, name, "buffer-name");
  if (height > 30)
    svg.text({x + 5, y + 28}, byte_text(static_cast<std::int64_t>(buffer.bytes)), "buffer-name");
}

void draw_operators(Svg& svg, const DeploySummary& deploy, const PlotBox& box, int ops) {
  const double column = box.width / ops;
  for (int i = 0; i < ops; ++i) {
    const double x = box.left + column * (i + 0.5);
    svg.text({x, box.top + box.height + 15}, fmt::format("{}", i), "tick", Anchor::middle);
    if (static_cast<std::size_t>(i) >= deploy.operators.size()) continue;
    svg.text_slanted({x + 3, box.top + box.height + 27},
                     short_name(deploy.operators[static_cast<std::size_t>(i)], 18), "tick");
  }
}

}  // namespace

std::string memory_plan_chart(const DeploySummary& deploy) {
  if (deploy.plan.buffers.empty() || deploy.plan.arena_bytes == 0) return "";
  const int ops = last_op_of(deploy) + 1;
  const double arena = static_cast<double>(deploy.plan.arena_bytes);
  const PlotBox box{60, 12, std::max(640.0, 60.0 * ops), 250};
  Svg svg(box.left + box.width + 70, box.top + box.height + 108,
          fmt::format("Memory plan: {} buffers share an arena of {} bytes over {} operators.",
                      deploy.plan.buffers.size(), deploy.plan.arena_bytes, ops),
          "wide");
  Plot plot(svg, box, {0, static_cast<double>(ops), "", {}},
            {0, arena, "offset in the arena (bytes)", round_ticks(0, arena, 5)});
  for (const PlannedBuffer& buffer : deploy.plan.buffers) draw_buffer(svg, buffer, box, ops, arena);
  draw_operators(svg, deploy, box, ops);
  return svg.finish();
}

}  // namespace tadpole
