// SPDX-License-Identifier: Apache-2.0
// Result<T>: a value or the reason why there is none. The world may fail (files, network, learner's
// input): return Result; the caller may not break a contract: TADPOLE_EXPECT.
#pragma once
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <variant>

namespace tadpole {

enum class ErrorKind {
  failed,       // the world failed: exit status 1
  wrong_use,    // the caller asked for something that does not exist: exit status 2
  unsupported,  // a thing Tadpole does not do (yet): exit status 1
  cancelled,    // stopped by the user; what was done so far is kept
};

// One sentence: what was found, what was expected, what to do.
struct [[nodiscard]] Error {
  std::string message;
  ErrorKind kind = ErrorKind::failed;
};

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value)
      : state_(std::in_place_index<0>, std::move(value)) {}  // NOLINT: implicit by design
  Result(Error error)
      : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT: implicit by design
  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }
  // Expects: ok().
  T& value() & { return std::get<0>(state_); }
  const T& value() const& { return std::get<0>(state_); }
  T&& value() && { return std::get<0>(std::move(state_)); }
  // Expects: !ok().
  const Error& error() const { return std::get<1>(state_); }

 private:
  std::variant<T, Error> state_;
};

struct Done {};  // the value of an action that gives nothing back
using Outcome = Result<Done>;

inline Error wrong_use(std::string message) { return {std::move(message), ErrorKind::wrong_use}; }
inline Error unsupported(std::string message) {
  return {std::move(message), ErrorKind::unsupported};
}

}  // namespace tadpole

// Gives the value, or returns the error from the calling function. One per statement.
#define TADPOLE_TRY(expression)                              \
  __extension__({                                            \
    auto&& tadpole_result = (expression);                    \
    if (!tadpole_result.ok()) return tadpole_result.error(); \
    std::move(tadpole_result).value();                       \
  })

// The caller broke the contract: stop with the condition. Never for input data.
#define TADPOLE_EXPECT(condition)                                                           \
  do {                                                                                      \
    if (!(condition)) {                                                                     \
      std::fprintf(stderr, "%s:%d: broken contract: %s\n", __FILE__, __LINE__, #condition); \
      std::abort();                                                                         \
    }                                                                                       \
  } while (false)
