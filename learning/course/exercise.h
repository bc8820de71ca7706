// SPDX-License-Identifier: Apache-2.0
// Runs a Python exercise in a cage: its solution, then each of its tests, by the same code as the
// page does (python/tadpole/exercise.py).
#pragma once
#include "learning/course/program.h"

namespace tadpole::learning {

struct ExerciseTest {
  std::string name, status, message;  // status: pass, fail, error
};
struct ExerciseRun {
  std::string status;   // pass, fail, error
  std::string message;  // what ended the program itself
  std::vector<ExerciseTest> tests;
};

// solution: the program; tests: [{name, code}]; starter: must be Python too. Fails (unsupported)
// when nothing could be run here: no Python, no bubblewrap, a sandbox that does not start, or code
// that wants tadpole where Python's module was not built; says which. Longer than 20 s: error.
// Cost: a start of Python.
Result<ExerciseRun> run_exercise(const std::string& solution, const Json& tests,
                                 const std::string& starter);

// The folder that holds Python's package tadpole with its C++ part: $TADPOLE_PYTHON, or python/
// beside the program. Empty: there is none.
Path python_packages();

}  // namespace tadpole::learning
