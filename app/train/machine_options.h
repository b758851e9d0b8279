// On what and how exactly a training run computes: options that every command has.
#pragma once

#include "core/base/result.h"

#include <ATen/core/Tensor.h>

#include <string>

namespace CLI {
class App;
}

namespace diptych::train {

struct MachineOptions {
    std::string device = "auto";
    std::string dtype = "auto";
    int threads = 0;
};

void addMachineOptions(CLI::App& command, MachineOptions& options);

struct Machine {
    at::Device device = at::kCPU;
    at::ScalarType computeType = at::kFloat; ///< in which activations flow
};

/// Sets up threads and finds the device. Errors: Device.
Result<Machine> prepareMachine(const MachineOptions& options);

} // namespace diptych::train
