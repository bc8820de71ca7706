// SPDX-License-Identifier: Apache-2.0
// The inside of learn.h: an answer per thread, the way from Result to it, options as lines.
#pragma once
#include <new>
#include <nlohmann/json.hpp>
#include <span>
#include <string>

#include "core/base/files.h"
#include "core/base/json.h"
#include "core/base/options.h"
#include "core/base/result.h"

namespace tadpole::learn {

struct Answer {
  std::string text;
  Bytes bytes;
};
Answer& answer();  // of this thread

Answer json_answer(const nlohmann::json& json);
template <typename T>
Answer bytes_answer(std::span<const T> values, const nlohmann::json& json) {
  const auto* first = reinterpret_cast<const std::uint8_t*>(values.data());
  return {json_dump(json), Bytes(first, first + values.size_bytes())};
}

inline Error out_of_memory() {
  return Error{"this needs more memory than there is; take fewer or smaller samples"};
}

// Runs work, which gives a Result<Answer>, and keeps the answer or the sentence. 1: it went well.
template <typename Work>
int answered(Work&& work) {
  const auto guarded = [&]() -> Result<Answer> {
    try {
      return work();
    } catch (const std::bad_alloc&) {
      return out_of_memory();
    }
  };
  Result<Answer> result = guarded();
  const bool good = result.ok();
  answer() = good ? std::move(result).value() : Answer{result.error().message, {}};
  return good ? 1 : 0;
}

// The same for a create: work gives a Result<Handle>; a null pointer when it failed.
template <typename Handle, typename Work>
Handle* created(Work&& work) {
  Handle* made = nullptr;
  answered([&]() -> Result<Answer> {
    Result<Handle> result = work();
    if (!result.ok()) return result.error();
    made = new Handle(std::move(result).value());
    return Answer{};
  });
  return made;
}

// Sets every line "name=value" of the text. Fails for a line that is none, an unknown name, a value
// out of range.
Outcome set_options(OptionSet& options, const char* text);

// Every value is a number. Fails with the first that is none.
Outcome check_numbers(std::span<const float> values, const std::string& what);

inline std::size_t at(int i) { return static_cast<std::size_t>(i); }

}  // namespace tadpole::learn
