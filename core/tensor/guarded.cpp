#include "core/tensor/guarded.h"

#include <c10/util/Exception.h>

#include <new>
#include <string>

namespace diptych {

Error errorFromException(const std::exception& exception) {
    if (const auto* known = dynamic_cast<const ErrorException*>(&exception))
        return known->error();
    std::string detail = exception.what();
    bool outOfMemory = dynamic_cast<const std::bad_alloc*>(&exception) != nullptr;
    if (const auto* torchError = dynamic_cast<const c10::Error*>(&exception)) {
        detail = torchError->what_without_backtrace();
        // The CPU allocator throws a plain c10::Error, so its text has to tell.
        outOfMemory = dynamic_cast<const c10::OutOfMemoryError*>(&exception) != nullptr ||
                      detail.find("can't allocate memory") != std::string::npos ||
                      detail.find("not enough memory") != std::string::npos;
    }
    if (outOfMemory)
        return Error{ErrorCode::OutOfMemory,
                     "there is not enough memory for this",
                     "draw a smaller picture, close other programs, or use --dtype bfloat16",
                     std::move(detail),
                     {}};
    return Error{ErrorCode::Internal,
                 "an internal error occurred",
                 "please report this with the detail below (--debug shows it)",
                 std::move(detail),
                 {}};
}

} // namespace diptych
