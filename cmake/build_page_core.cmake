# SPDX-License-Identifier: Apache-2.0
# cmake -DROOT=<checkout> -P build_page_core.cmake: the core of the page in build/wasm, which all builds share.
# Every call of the compiler starts a Python: Debian's own, not the one that a version manager puts first in PATH (half a second each).
if(NOT DEFINED ENV{EMSDK_PYTHON} AND EXISTS /usr/bin/python3)
  set(ENV{EMSDK_PYTHON} /usr/bin/python3)
endif()
if(NOT EXISTS ${ROOT}/build/wasm/build.ninja)
  execute_process(COMMAND ${CMAKE_COMMAND} --preset wasm WORKING_DIRECTORY ${ROOT} OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
endif()
execute_process(COMMAND ${CMAKE_COMMAND} --build --preset wasm --target tadpole_core tadpole_core_threads tadpole_learn_page
                WORKING_DIRECTORY ${ROOT} COMMAND_ERROR_IS_FATAL ANY)
