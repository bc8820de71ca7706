# SPDX-License-Identifier: Apache-2.0
# cmake -DFOLDER=... -DOUTPUT=... -P embed.cmake: page.html, page.css and page.js become string constants in one .cpp.
set(text "// Made by core/report/page/embed.cmake; change the files there.\n#include \"core/report/page/page_text.h\"\n\nnamespace tadpole {\n\n")
foreach(kind IN ITEMS Html Css Js)
  string(TOLOWER ${kind} suffix)
  file(READ ${FOLDER}/page.${suffix} content)
  string(APPEND text "const std::string_view kPage${kind} = R\"tadpole_page(${content})tadpole_page\";\n")
endforeach()
string(APPEND text "\n}  // namespace tadpole\n")
file(WRITE ${OUTPUT} "${text}")
