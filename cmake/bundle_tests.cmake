# SPDX-License-Identifier: Apache-2.0
# cmake -DBUNDLE=<file.cpp> "-DFILES=<a_test.cpp;b_test.cpp>" -P bundle_tests.cmake: one file of several tests, which share headers and
# instances of templates. What a test keeps to itself stays its own: its nameless namespace gets the file's name here. Lines and
# __FILE__ are those of the tests.
set(all "// Made of tests by cmake/bundle_tests.cmake.\n")
foreach(file IN LISTS FILES)
  file(READ ${file} text)
  cmake_path(GET file STEM name)
  string(REGEX REPLACE "[^a-zA-Z0-9]" "_" name "${name}")
  string(REGEX REPLACE "(^|\n)namespace {" "\\1namespace in_${name} {" text "${text}")
  string(APPEND all "#line 1 \"${file}\"\n${text}\n")
endforeach()
file(WRITE ${BUNDLE} "${all}")
