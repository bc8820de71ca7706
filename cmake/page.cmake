# SPDX-License-Identifier: Apache-2.0
# The tool chain of the page: Debian's Emscripten 3.1.6 (preset wasm). It looks for its helper acorn where Debian's
# node keeps its modules, whichever node is first in PATH.
set(EMSCRIPTEN_ROOT_PATH /usr/share/emscripten)
include(${EMSCRIPTEN_ROOT_PATH}/cmake/Modules/Platform/Emscripten.cmake)
if(NOT DEFINED ENV{NODE_PATH})
  set(ENV{NODE_PATH} /usr/share/nodejs)
  set(CMAKE_CXX_LINKER_LAUNCHER env NODE_PATH=/usr/share/nodejs)
endif()
# Four floats at a time. Exceptions cost nothing until one is thrown (some readers of JSON catch them).
set(CMAKE_CXX_FLAGS_INIT "-msimd128 -fwasm-exceptions")
set(CMAKE_C_FLAGS_INIT "-msimd128")
# wasm-opt inlines what has one caller, [[gnu::noinline]] or not; a kernel in a large function finds no registers.
set(CMAKE_EXE_LINKER_FLAGS_INIT "-fwasm-exceptions -sBINARYEN_EXTRA_PASSES=--one-caller-inline-max-function-size=20")
set(CMAKE_CXX_FLAGS_RELEASE "-O3 -DNDEBUG" CACHE STRING "")
