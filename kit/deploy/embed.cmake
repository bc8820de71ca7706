# SPDX-License-Identifier: Apache-2.0
# cmake -DROOT=... -DFILES=a;b;... -DOUTPUT=x.cpp -P embed.cmake: writes the files' text as an array of EmbeddedFile.
# Paths in FILES are relative to ROOT. The delimiter of the raw strings must not occur in any file.
set(text "// SPDX-License-Identifier: Apache-2.0\n// Made by kit/deploy/embed.cmake.\n")
string(APPEND text "#include \"kit/deploy/embedded_sources.h\"\n\nnamespace tadpole {\nnamespace {\n")
string(APPEND text "constexpr EmbeddedFile kFiles[] = {\n")
file(WRITE ${OUTPUT}.new "${text}")
foreach(name IN LISTS FILES)
  file(READ ${ROOT}/${name} content)
  file(APPEND ${OUTPUT}.new "{\"${name}\", R\"TADPOLE(")
  file(APPEND ${OUTPUT}.new "${content}")
  file(APPEND ${OUTPUT}.new ")TADPOLE\"},\n")
endforeach()
file(APPEND ${OUTPUT}.new "};\n}  // namespace\n\nstd::span<const EmbeddedFile> embedded_sources() { return kFiles; }\n\n")
file(APPEND ${OUTPUT}.new "}  // namespace tadpole\n")
file(RENAME ${OUTPUT}.new ${OUTPUT})
