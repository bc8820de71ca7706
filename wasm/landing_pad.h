// SPDX-License-Identifier: Apache-2.0
// Where a landing pad of the page's code and the C++ runtime meet, as each thread's own. LLVM 14
// declares it by itself as shared memory while libunwind's is a thread's own, so that a module with
// threads would catch nothing by its type; it takes a declaration that stands here already. Every
// file that catches needs this header: standard.h has it.
#pragma once

extern "C" {
struct TadpoleLandingPad {
  unsigned index;
  const char* table;
  unsigned selector;
};
extern __thread struct TadpoleLandingPad __wasm_lpad_context;
}
// What is not used is not declared to the code generator.
[[gnu::used]] static inline void* tadpole_landing_pad() { return &__wasm_lpad_context; }
