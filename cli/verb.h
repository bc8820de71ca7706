// SPDX-License-Identifier: Apache-2.0
// One verb of the command line per file of cli/verbs/. A verb asks workflow/ and prints; it holds
// no logic.
#pragma once
#include <CLI/CLI.hpp>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "cli/terminal.h"
#include "workflow/project.h"

namespace tadpole {

// What a verb gives back for printing.
struct VerbResult {
  nlohmann::json json = nlohmann::json::object();  // --json: the one object on stdout
  std::string text;                                // else: this text
};

// A verb in the making: its CLI11 command, and what it does once the line was parsed.
class Verb {
 public:
  Verb(CLI::App& app, const std::string& name, const std::string& help);
  CLI::App& command() { return *command_; }
  // The positional PROJECT argument.
  Verb& takes_project(const std::string& type_name = "PROJECT");
  // One flag per option of these recipe tables, with unit, range and default in --help; after
  // parsing they are set on the opened project.
  Verb& takes_options(const std::vector<std::string>& sections);
  void does(std::function<Result<VerbResult>(Progress&)> action) { action_ = std::move(action); }
  // The project named on the line, with the flags set. Fails as Project::open() and Project::set()
  // do.
  Result<Project> open_project() const;
  // The positional argument as it was given.
  Path target() const { return folder_; }
  // The value of a flag of takes_options(), or `otherwise` when it was not given.
  std::string given(const std::string& option, const std::string& otherwise) const;

  bool was_called() const { return command_->parsed(); }
  bool wants_json() const { return json_; }
  Result<VerbResult> run(Progress& progress) const { return action_(progress); }

 private:
  struct Given {
    std::string section, option, value;
  };
  CLI::App* command_;
  bool json_ = false;
  std::string folder_;
  std::vector<std::unique_ptr<Given>> given_;
  std::function<Result<VerbResult>(Progress&)> action_;
};

using Verbs = std::vector<std::unique_ptr<Verb>>;
// Adds every verb of the folder cli/verbs.
Verbs all_verbs(CLI::App& app);

// A stage's answer as a verb prints it.
VerbResult stage_answer(const StageResult& result);

// The whole program: parses, runs, prints. Returns the exit status 0, 1 or 2.
int run_command_line(int argc, const char* const* argv, Progress& progress);

}  // namespace tadpole
