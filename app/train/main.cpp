// diptych-train: trains the bundled model.
#include "app/program/process.h"
#include "app/train/train_commands.h"

#include <iostream>
#include <string>
#include <vector>

int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    const diptych::program::SignalWatcher signals;
    return diptych::train::runTrain(arguments, signals.token(), diptych::program::findResources(),
                                    std::cout, std::cerr);
}
