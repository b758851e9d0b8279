// The program's version, from CMake.
#pragma once

namespace diptych::cli {

extern const char* const kVersion; ///< e.g. "0.1.0"

} // namespace diptych::cli
