#include "app/train/machine_options.h"

#include "core/domain/placement.h"
#include "core/pipeline/image_pipeline.h"
#include "core/tensor/cpu_runtime.h"
#include "core/tensor/device.h"

#include <ATen/Context.h>

#include <CLI/CLI.hpp>

namespace diptych::train {

void addMachineOptions(CLI::App& command, MachineOptions& options) {
    command.add_option("--device", options.device, "auto, cpu, cuda or cuda:N")
        ->capture_default_str();
    command
        .add_option("--dtype", options.dtype,
                    "what activations are computed in; auto: bfloat16 where the hardware "
                    "multiplies it, else float32")
        ->check(CLI::IsMember({"auto", "float32", "bfloat16"}))
        ->capture_default_str();
    command.add_option("--threads", options.threads, "processor threads, 0 = all cores");
}

Result<Machine> prepareMachine(const MachineOptions& options) {
    configureProcessor(options.threads);
    DIPTYCH_TRY(const DeviceName name, parseDeviceName(options.device));
    Machine machine;
    DIPTYCH_TRY(machine.device, resolveDevice(name));
    at::globalContext().setAllowTF32CuBLAS(true);
    at::globalContext().setAllowTF32CuDNN(true);
    const bool multiplies = !machine.device.is_cpu() || multipliesBFloat16();
    if (options.dtype == "bfloat16" || (options.dtype == "auto" && multiplies))
        machine.computeType = at::kBFloat16;
    return machine;
}

} // namespace diptych::train
