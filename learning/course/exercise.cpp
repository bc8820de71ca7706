// SPDX-License-Identifier: Apache-2.0
#include "learning/course/exercise.h"

#include <algorithm>
#include <cstdlib>

#include "core/base/json.h"
#include "core/base/process.h"
#include "core/base/text.h"

namespace tadpole::learning {

extern const char* const kExercisePython;  // python/tadpole/exercise.py, made by CMake

namespace {

constexpr const char* kInterpreter = "/usr/bin/python3";
constexpr double kLimit_s = 20;

bool holds_package(const Path& folder) {
  std::error_code code;
  for (const auto& entry : std::filesystem::directory_iterator(folder / "tadpole", code)) {
    if (entry.path().filename().string().starts_with("_tadpole.")) return true;
  }
  return false;
}

bool wants_tadpole(const std::string& solution, const Json& tests) {
  const auto named = [](const std::string& code) {
    return code.find("tadpole") != std::string::npos;
  };
  return named(solution) || std::any_of(tests.begin(), tests.end(), [&](const Json& test) {
           return named(test.value("code", ""));
         });
}

// A JSON text is a text of Python too.
std::string script(const std::string& solution, const Json& tests, const std::string& starter) {
  Json plain = Json::array();
  for (const Json& test : tests)
    plain.push_back({{"name", test.value("name", "")}, {"code", test.value("code", "")}});
  return "import json, sys, types\n"
         "sys.path.insert(0, '/tadpole')\n"
         "exercise = types.ModuleType('exercise')\n"
         "exec(" +
         json_dump(kExercisePython) +
         ", exercise.__dict__)\n"
         "ran = exercise.run(" +
         json_dump(solution) + ", " + json_dump(plain) +
         ")\n"
         "compile(" +
         json_dump(starter) +
         ", 'the starter', 'exec')\n"
         "print('\\n' + json.dumps(ran))\n";
}

std::vector<std::string> caged(const std::string& sandbox, const std::string& code) {
  std::vector<std::string> command = {sandbox,         "--unshare-all", "--die-with-parent",
                                      "--ro-bind",     "/usr",          "/usr",
                                      "--ro-bind-try", "/lib",          "/lib",
                                      "--ro-bind-try", "/lib64",        "/lib64",
                                      "--symlink",     "usr/bin",       "/bin",
                                      "--proc",        "/proc",         "--dev",
                                      "/dev",          "--tmpfs",       "/tmp"};
  // Debian's BLAS, which numpy wants, is chosen by links there.
  for (const char* more : {"--ro-bind-try", "/etc/alternatives", "/etc/alternatives"})
    command.emplace_back(more);
  if (const Path folder = python_packages(); !folder.empty())
    for (const std::string& more :
         {std::string("--ro-bind"), folder.string(), std::string("/tadpole")})
      command.push_back(more);
  for (const std::string& more :
       {std::string(kInterpreter), std::string("-I"), std::string("-c"), code})
    command.push_back(more);
  return command;
}

ExerciseRun read_run(const Json& json) {
  ExerciseRun run{.status = json_text(json, "status", "error"),
                  .message = json_text(json, "message"),
                  .tests = {}};
  for (const Json& test : json_list(json, "tests"))
    run.tests.push_back(
        {json_text(test, "name"), json_text(test, "status"), json_text(test, "message")});
  return run;
}

}  // namespace

Path python_packages() {
  std::vector<Path> places;
  if (const char* named = std::getenv("TADPOLE_PYTHON")) places.emplace_back(named);
  std::error_code code;
  const Path program = std::filesystem::read_symlink("/proc/self/exe", code);
  if (!code) places.push_back(program.parent_path() / "python");
  const auto found = std::find_if(places.begin(), places.end(), holds_package);
  return found == places.end() ? Path() : std::filesystem::absolute(*found, code);
}

Result<ExerciseRun> run_exercise(const std::string& solution, const Json& tests,
                                 const std::string& starter) {
  const std::string sandbox = find_program("bwrap");
  if (!std::filesystem::exists(kInterpreter) || sandbox.empty())
    return unsupported("it takes /usr/bin/python3 and bubblewrap; install both");
  if (wants_tadpole(solution, tests) && python_packages().empty())
    return unsupported(
        "it imports tadpole, whose Python module was not built; install pybind11-dev and "
        "python3-dev and build again");
  const ProcessRun ran = TADPOLE_TRY(
      run_process(caged(sandbox, script(solution, tests, starter)), {.timeout_s = kLimit_s}));
  if (ran.timed_out) return ExerciseRun{"error", "it runs longer than 20 s", {}};
  const std::vector<std::string> errors = split_lines(ran.errors);
  if (!errors.empty() && errors.back().starts_with("bwrap:"))
    return unsupported("the sandbox does not start here (" + errors.back() + ")");
  if (ran.exit_code != 0 || ran.signal != 0)
    return ExerciseRun{"error", errors.empty() ? "Python ended early" : errors.back(), {}};
  const std::vector<std::string> lines = split_lines(ran.output);
  return read_run(parse_json(lines.empty() ? "" : lines.back()));
}

}  // namespace tadpole::learning
