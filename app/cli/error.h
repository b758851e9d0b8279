// How a failure leaves the program: its exit status and its two lines, or its JSON.
#pragma once

#include "core/base/error.h"

#include <iosfwd>

namespace diptych::cli {

/// 1 internal, 2 usage, 3 bad input, 4 device or memory, 5 network, 130 cancelled.
int exitStatus(ErrorCode code);

struct ErrorStyle {
    bool json = false;   ///< one line: {"error":{"code","message","hint","detail"}}
    bool detail = false; ///< a third line with Error::detail, for developers
};

/// Two lines, `error: …` and `hint: …`, or one line of JSON.
void printError(std::ostream& stream, const Error& error, ErrorStyle style);

} // namespace diptych::cli
