// Result<T>: a value, or an Error that says what happened and what to try next.
#pragma once

#include "core/base/error.h"

#include <tl/expected.hpp>

#include <string>
#include <utility>

namespace diptych {

template <typename T> using Result = tl::expected<T, Error>;

/// The success of a function that has nothing to return: `return Done{};`
struct Done {};
using Status = Result<Done>;

/// `return fail(ErrorCode::FileNotFound, "no file at x.png", "check the path");`
inline tl::unexpected<Error> fail(ErrorCode code, std::string message, std::string hint = {},
                                  std::string detail = {}) {
    return tl::unexpected<Error>(
        Error{code, std::move(message), std::move(hint), std::move(detail), {}});
}

inline tl::unexpected<Error> fail(Error error) {
    return tl::unexpected<Error>(std::move(error));
}

/// The value, or the error thrown as ErrorException: for tensor code inside a guarded edge.
template <typename T> T valueOrThrow(Result<T> result) {
    if (!result)
        throw ErrorException(std::move(result.error()));
    return std::move(*result);
}

} // namespace diptych

#define DIPTYCH_TRY_CONCAT_INNER(a, b) a##b
#define DIPTYCH_TRY_CONCAT(a, b) DIPTYCH_TRY_CONCAT_INNER(a, b)
#define DIPTYCH_TRY_NAMED(name, declaration, ...)                                                  \
    auto name = (__VA_ARGS__);                                                                     \
    if (!name)                                                                                     \
        return ::diptych::fail(std::move(name.error()));                                           \
    declaration = std::move(*name)

/// `DIPTYCH_TRY(auto text, readTextFile(path));` declares `text`, or returns the error to the
/// caller.
#define DIPTYCH_TRY(declaration, ...)                                                              \
    DIPTYCH_TRY_NAMED(DIPTYCH_TRY_CONCAT(tryResult, __LINE__), declaration, __VA_ARGS__)

/// `DIPTYCH_TRY_DONE(writeFile(path, bytes));` for a Status: goes on, or returns the error.
#define DIPTYCH_TRY_DONE(...)                                                                      \
    if (auto tryStatus = (__VA_ARGS__); !tryStatus)                                                \
    return ::diptych::fail(std::move(tryStatus.error()))
