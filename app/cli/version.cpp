#include "app/cli/version.h"

namespace diptych::cli {

const char* const kVersion = DIPTYCH_VERSION;

} // namespace diptych::cli
