// diptych-train: trains the bundled model.
#include "app/cli/process.h"
#include "app/train/train_commands.h"

#include <iostream>
#include <string>
#include <vector>

int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    const diptych::cli::SignalWatcher signals;
    return diptych::train::runTrain(arguments, signals.token(), diptych::cli::findResources(),
                                    std::cout, std::cerr);
}
