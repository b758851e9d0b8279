// The command line of diptych-train.
#pragma once

#include <filesystem>
#include <iosfwd>
#include <stop_token>
#include <string>
#include <vector>

namespace diptych::train {

/// Runs one command and gives the exit status: 0 done, 1 internal fault, 2 usage, 3 bad input, 4
/// device or memory, 130 stopped (the run is saved and goes on with the same command).
int runTrain(const std::vector<std::string>& arguments, std::stop_token cancel,
             const std::filesystem::path& resources, std::ostream& output, std::ostream& error);

} // namespace diptych::train
