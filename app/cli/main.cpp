// diptych-cli: the streams, signals and variables of a real process around runCli.
#include "app/cli/cli.h"
#include "app/cli/program/transport.h"
#include "app/program/process.h"

#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include <unistd.h>

int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    const diptych::program::SignalWatcher signals;
    diptych::cli::CliEnvironment environment{
        .input = std::cin,
        .output = std::cout,
        .error = std::cerr,
        .errorIsTerminal = ::isatty(STDERR_FILENO) == 1,
        .resources = diptych::program::findResources(),
        .templates = diptych::program::findTemplates(),
        .cancel = signals.token(),
        .openPipeline = diptych::openImagePipeline,
        .listDevices = diptych::listDevices,
        .runBenchmark = diptych::runBenchmark,
        .configureProcessor = diptych::configureProcessor,
        .openTransport = diptych::cli::openTransport,
        .variable = [](const std::string& name) -> std::optional<std::string> {
            const char* const value = std::getenv(name.c_str());
            return value ? std::optional<std::string>(value) : std::nullopt;
        },
    };
    return diptych::cli::runCli(arguments, environment);
}
