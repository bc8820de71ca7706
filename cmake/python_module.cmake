# SPDX-License-Identifier: Apache-2.0
# Whether Python's module can be built: TADPOLE_PYTHON_REFUSAL says why not, or is empty. Its libraries must then be
# position independent, everywhere in the build.
option(TADPOLE_PYTHON "Build Python's module when pybind11 and python3-dev are there" ON)
set(TADPOLE_PYTHON_REFUSAL "")
if(NOT TADPOLE_PYTHON OR CMAKE_CROSSCOMPILING OR TADPOLE_SANITIZE)
  set(TADPOLE_PYTHON_REFUSAL "it is switched off in this build (TADPOLE_PYTHON, another machine, or sanitizers)")
  return()
endif()
# The system's, not one that stands before it on PATH and lacks headers and numpy.
if(NOT DEFINED Python_EXECUTABLE AND EXISTS /usr/bin/python3)
  set(Python_EXECUTABLE /usr/bin/python3)
endif()
find_package(Python COMPONENTS Interpreter Development.Module QUIET)
find_package(pybind11 CONFIG QUIET)
if(NOT Python_Development.Module_FOUND OR NOT pybind11_FOUND)
  set(TADPOLE_PYTHON_REFUSAL "pybind11 or Python's headers are missing: install pybind11-dev and python3-dev")
  message(STATUS "Python's module is not built: ${TADPOLE_PYTHON_REFUSAL}")
  return()
endif()
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
add_compile_options($<$<CXX_COMPILER_ID:GNU>:-fno-semantic-interposition>)
