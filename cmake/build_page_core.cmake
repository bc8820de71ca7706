# SPDX-License-Identifier: Apache-2.0
# cmake -DROOT=<checkout> -P build_page_core.cmake: the core of the page in build/wasm, which all builds share.
if(NOT EXISTS ${ROOT}/build/wasm/build.ninja)
  execute_process(COMMAND ${CMAKE_COMMAND} --preset wasm WORKING_DIRECTORY ${ROOT} OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
endif()
execute_process(COMMAND ${CMAKE_COMMAND} --build --preset wasm --target tadpole_core tadpole_core_threads tadpole_learn_page
                WORKING_DIRECTORY ${ROOT} COMMAND_ERROR_IS_FATAL ANY)
