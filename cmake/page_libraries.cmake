# SPDX-License-Identifier: Apache-2.0
# What the page's build takes from the host: libraries that are headers only, shown to the compiler one by one, because
# the host's other headers are not for the page.
set(headers ${CMAKE_BINARY_DIR}/headers)
file(MAKE_DIRECTORY ${headers})
foreach(library fmt nlohmann toml++ flatbuffers)
  if(NOT IS_DIRECTORY /usr/include/${library})
    message(FATAL_ERROR "There is no /usr/include/${library}; run tools/setup build")
  endif()
  file(CREATE_LINK /usr/include/${library} ${headers}/${library} SYMBOLIC)
endforeach()
target_include_directories(tadpole_options SYSTEM INTERFACE ${headers})
# Everything is compiled once, for threads, and linked twice, without them (for pages that are not isolated) and with:
# atomics work on memory that nobody shares, too. Of -pthread the linker learns in wasm/ alone.
target_compile_options(tadpole_options INTERFACE -pthread)
foreach(name fmt::fmt nlohmann_json::nlohmann_json Threads::Threads)
  add_library(${name} INTERFACE IMPORTED GLOBAL)
endforeach()

# One precompiled header for everything above device/, and libfmt from its source headers.
add_library(tadpole_page_standard STATIC ${CMAKE_SOURCE_DIR}/wasm/standard.cpp)
target_link_libraries(tadpole_page_standard PUBLIC tadpole_options)
# Emscripten's own, as it is: in the plain link too it has to be that of code compiled for threads (wasm/landing_pad.h).
set(unwinder ${EMSCRIPTEN_ROOT_PATH}/system/lib/libunwind)
add_library(tadpole_page_unwinder OBJECT ${unwinder}/src/Unwind-wasm.c)
target_include_directories(tadpole_page_unwinder SYSTEM PRIVATE ${unwinder}/include)
target_compile_options(tadpole_page_unwinder PRIVATE -pthread -fwasm-exceptions -w)
target_compile_definitions(tadpole_page_unwinder PRIVATE __USING_WASM_EXCEPTIONS__ _LIBUNWIND_DISABLE_VISIBILITY_ANNOTATIONS NDEBUG)
target_link_libraries(tadpole_page_standard PUBLIC $<TARGET_OBJECTS:tadpole_page_unwinder>)
target_compile_options(tadpole_page_standard PUBLIC -Xclang -fno-pch-timestamp -fpch-instantiate-templates)
target_precompile_headers(tadpole_page_standard PRIVATE ${CMAKE_SOURCE_DIR}/wasm/standard.h)
set_target_properties(fmt::fmt PROPERTIES INTERFACE_LINK_LIBRARIES tadpole_page_standard)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${CCACHE})
endif()
