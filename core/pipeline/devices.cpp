// The table of devices, usable or not.
#include "core/base/file.h"
#include "core/base/system_memory.h"
#include "core/pipeline/image_pipeline.h"
#include "core/tensor/cpu_runtime.h"
#include "core/tensor/torch_compat.h"

#include <fmt/format.h>

#include <sstream>

namespace diptych {

namespace {

std::string processorName() {
    const auto text = readFile("/proc/cpuinfo");
    std::istringstream lines(text.value_or(""));
    for (std::string line; std::getline(lines, line);)
        if (line.starts_with("model name"))
            return line.substr(line.find(':') + 2);
    return "this computer's processor";
}

} // namespace

std::vector<DeviceReport> listDevices() {
    const SystemMemory memory = systemMemory();
    std::vector<DeviceReport> reports;
    reports.push_back({"cpu", true, processorName(), memory.totalBytes, memory.availableBytes});
    const int count = cudaDeviceCount();
    for (int i = 0; i < count; ++i)
        reports.push_back({fmt::format("cuda:{}", i), true, "NVIDIA GPU", 0, 0});
    if (count == 0)
        reports.push_back({"cuda", false,
                           cudaBuilt() ? "libtorch has CUDA, but no NVIDIA GPU answers"
                                       : "this libtorch was built without CUDA",
                           0, 0});
    reports.push_back(
        {"mps", mpsAvailable(), mpsAvailable() ? "Apple GPU" : "only on Apple computers", 0, 0});
    return reports;
}

std::vector<DeviceMemory> listFreeMemory() {
    const std::uint64_t available = systemMemory().availableBytes;
    if (available == 0)
        return {};
    return {{DeviceName{DeviceKind::Cpu, 0}, available + ownBytes()}};
}

int configureProcessor(int threads) {
    return configureCpuRuntime(threads);
}

} // namespace diptych
