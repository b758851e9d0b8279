// The edge between tensor code, which throws, and everyone else, who gets a Result.
#pragma once

#include "core/base/result.h"

#include <exception>
#include <functional>
#include <type_traits>
#include <utility>

namespace diptych {

/// The Error that stands for an exception of tensor code: an ErrorException's own; OutOfMemory for
/// failed allocations on host or device; Internal with libtorch's text in `detail` for anything
/// else.
Error errorFromException(const std::exception& exception);

/// Runs `function` and turns exceptions into an Error. `function` returns T, Result<T> or nothing.
template <typename Function> auto guarded(Function&& function) {
    using Value = std::invoke_result_t<Function>;
    if constexpr (std::is_void_v<Value>) {
        return guarded([&]() -> Done {
            std::invoke(function);
            return Done{};
        });
    } else if constexpr (requires(Value value) { value.error(); }) {
        try {
            return Value(std::invoke(function));
        } catch (const std::exception& exception) {
            return Value(tl::unexpected<Error>(errorFromException(exception)));
        }
    } else {
        return guarded([&]() -> Result<Value> { return std::invoke(function); });
    }
}

} // namespace diptych
