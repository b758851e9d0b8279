// The program's version, from CMake.
#pragma once

namespace diptych::program {

extern const char* const kVersion; ///< e.g. "0.1.0"

} // namespace diptych::program
