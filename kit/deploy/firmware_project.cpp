// SPDX-License-Identifier: Apache-2.0
#include "kit/deploy/firmware_project.h"

#include <fmt/core.h>

#include <algorithm>

#include "core/base/process.h"
#include "core/base/text.h"
#include "core/data/dataset.h"
#include "core/dsp/device_options.h"
#include "kit/deploy/embedded_sources.h"
#include "kit/deploy/firmware_text.h"
#include "kit/deploy/source_text.h"

namespace tadpole {
namespace {

bool is_keyword(const std::string& label) {
  return label != "silence" && label != "unknown" && label != "_silence_" && label != "_unknown_";
}

int rest_class(const std::vector<std::string>& labels) {
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (labels[i] == "silence" || labels[i] == "_silence_") return static_cast<int>(i);
  }
  return -1;
}

std::vector<std::string> board_files(const std::string& board) {
  const std::string folder = "firmware/boards/" + board + "/";
  std::vector<std::string> files;
  for (const EmbeddedFile& file : embedded_sources()) {
    if (file.path.starts_with(folder)) files.emplace_back(file.path);
  }
  return files;
}

std::vector<std::string> cpp_files(const std::vector<std::string>& paths, const std::string& but) {
  std::vector<std::string> sources;
  for (const std::string& path : paths) {
    if (path.ends_with(".cpp") && !path.starts_with(but)) sources.push_back(path);
  }
  sources.emplace_back("generated/model.cpp");
  return sources;
}

// The first line of the compiler that says error, or its last words.
std::string first_error(const std::string& text) {
  for (const std::string& line : split(text, '\n')) {
    if (line.find("error:") != std::string::npos || line.find("overflowed by") != std::string::npos)
      return trim(line);
  }
  return trim(text.size() > 300 ? text.substr(text.size() - 300) : text);
}

}  // namespace

Result<std::string> app_config_text(const SpotterOptions& options, const std::string& name_space) {
  const device::FrontEndOptions features = TADPOLE_TRY(device_options(options.features));
  const device::SmootherOptions& s = options.smoothing;
  std::string labels;
  std::string keywords;
  for (const std::string& label : options.labels) {
    labels += (labels.empty() ? "" : ", ") + c_string(label);
    keywords += std::string(keywords.empty() ? "" : ", ") + (is_keyword(label) ? "true" : "false");
  }
  const int hop_rows = std::max(1, options.hop_ms / options.features.stride_ms);
  std::string text = generated_heading("The keyword spotter's labels, features and smoothing.");
  text +=
      "#pragma once\n#include <cstddef>\n\n#include \"device/dsp/front_end_options.h\"\n"
      "#include \"device/stream/posterior_smoother.h\"\n\nnamespace " +
      name_space + " {\n\n";
  text += front_end_source(features, "kFeatures");
  text += fmt::format(
      "\ninline constexpr std::size_t kLabelCount = {};\n"
      "inline constexpr const char* kLabels[kLabelCount] = {{{}}};\n"
      "inline constexpr bool kIsKeyword[kLabelCount] = {{{}}};  // the others are never reported\n",
      options.labels.size(), labels, keywords);
  text += fmt::format(
      "inline constexpr int kClipSamples = {};\n"
      "inline constexpr int kHopRows = {};  // new feature rows from one inference to the next\n",
      kClipSamples, hop_rows);
  text += fmt::format(
      "inline constexpr tadpole::device::SmootherOptions kSmoothing = {{\n    .average_window_ms = "
      "{},\n"
      "    .threshold = {},\n    .suppression_ms = {},\n    .minimum_count = {},\n    .rest_class "
      "= {},\n}};\n",
      s.average_window_ms, s.threshold, s.suppression_ms, s.minimum_count,
      rest_class(options.labels));
  return text + "\n}  // namespace " + name_space + "\n";
}

Result<std::string> sensor_config_text(const SensorOptions& options,
                                       const std::string& name_space) {
  if (options.front_end.type.empty()) {
    return unsupported(
        "the device has no code for these features; choose another kind in [preprocess]");
  }
  std::string labels;
  for (const std::string& label : options.labels)
    labels += (labels.empty() ? "" : ", ") + c_string(label);
  std::string text = generated_heading("The labels and the front end of the sensor.");
  text += "#pragma once\n#include <cstddef>\n\n#include \"firmware/app/score.h\"\n";
  for (const std::string& file : options.front_end.includes) text += "#include \"" + file + "\"\n";
  text += "\nnamespace " + name_space + " {\n\n";
  text += options.front_end.definition;
  text += fmt::format("\nusing FrontEnd = {};\n", options.front_end.type);
  text += fmt::format(
      "inline constexpr std::size_t kLabelCount = {};  // 0: the output is a number\n"
      "inline constexpr const char* kLabels[kLabelCount + 1] = {{{}}};\n",
      options.labels.size(), labels.empty() ? "\"\"" : labels + ", \"\"");
  text += fmt::format(
      "inline constexpr tadpole::app::Score kScore = tadpole::app::Score::{};\n"
      "inline constexpr float kThreshold = {:.9e}f;\n",
      options.score.empty() ? "none" : options.score, options.threshold);
  return text + "\n}  // namespace " + name_space + "\n";
}

Result<FirmwareProject> write_firmware_project(const CompiledModel& model, const Board& board,
                                               const Application& application, const Path& folder) {
  const FirmwareProject project{folder, application.name()};
  std::vector<std::string_view> generated;
  for (const SourceFile& file : model.files) {
    TADPOLE_TRY(write_if_changed(folder / "generated" / file.path, file.text));
    generated.push_back(file.text);
  }
  std::string config;
  if (application.has_features()) {
    config = application.spotter ? TADPOLE_TRY(app_config_text(*application.spotter))
                                 : TADPOLE_TRY(sensor_config_text(*application.sensor));
    TADPOLE_TRY(write_if_changed(folder / "generated/app_config.h", config));
    generated.push_back(config);
  }
  std::vector<std::string> wanted = board_files(board.name);
  wanted.insert(wanted.end(), model.needs.begin(), model.needs.end());
  wanted.insert(wanted.end(), {"firmware/app/" + project.application + ".cpp",
                               "firmware/boards/hosted/port.cpp", "LICENSE"});
  const std::vector<std::string> files = TADPOLE_TRY(with_dependencies(wanted, generated));
  TADPOLE_TRY(write_embedded(files, folder));
  const ProjectText text{board, project.application, cpp_files(files, "firmware/boards/hosted/"),
                         cpp_files(files, "firmware/boards/" + board.name + "/")};
  TADPOLE_TRY(write_if_changed(folder / "Makefile", makefile_text(text)));
  TADPOLE_TRY(write_if_changed(folder / "README.md", readme_text(text)));
  TADPOLE_TRY(make_folder(project.run_folder()));
  return project;
}

Outcome build_firmware(const FirmwareProject& project) {
  for (const char* tool : {"make", "arm-none-eabi-g++"}) {
    if (!find_program(tool).empty()) continue;
    return Error{fmt::format(
        "{} is not in PATH, and firmware is built with it; install Debian's packages make, "
        "gcc-arm-none-eabi, libnewlib-arm-none-eabi and libstdc++-arm-none-eabi-newlib",
        tool)};
  }
  const auto run = TADPOLE_TRY(run_process(
      {"make", "-s", "-j2", "-C", project.folder.string(), "image.elf"}, {.timeout_s = 600.0}));
  if (run.timed_out) return Error{"building the firmware took more than 600 s and was stopped"};
  if (run.exit_code != 0 || run.signal != 0) {
    return Error{fmt::format("the firmware does not build: {}; run make in {} to see all",
                             first_error(run.errors), project.folder.string())};
  }
  return Done{};
}

}  // namespace tadpole
