// The command line as a function: arguments in, exit status out.
#pragma once

#include "app/cli/cli_environment.h"

#include <span>
#include <string>

namespace diptych::cli {

/// Runs one command. `arguments` are without the program's name. Returns the exit status (see
/// `exitStatus`); never throws.
int runCli(std::span<const std::string> arguments, CliEnvironment& environment);

} // namespace diptych::cli
