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
foreach(name fmt::fmt nlohmann_json::nlohmann_json Threads::Threads)
  add_library(${name} INTERFACE IMPORTED GLOBAL)
endforeach()

# One precompiled header for everything above device/, and libfmt from its source headers.
add_library(tadpole_page_standard STATIC ${CMAKE_SOURCE_DIR}/wasm/standard.cpp)
target_link_libraries(tadpole_page_standard PUBLIC tadpole_options)
target_compile_options(tadpole_page_standard PUBLIC -Xclang -fno-pch-timestamp -fpch-instantiate-templates)
target_precompile_headers(tadpole_page_standard PRIVATE ${CMAKE_SOURCE_DIR}/wasm/standard.h)
set_target_properties(fmt::fmt PROPERTIES INTERFACE_LINK_LIBRARIES tadpole_page_standard)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${CCACHE})
endif()
