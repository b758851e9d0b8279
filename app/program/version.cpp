#include "app/program/version.h"

namespace diptych::program {

const char* const kVersion = DIPTYCH_VERSION;

} // namespace diptych::program
