#include "core/pipeline/devices.h"

#include "core/base/file.h"
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

Result<c10::Device> resolveDevice(const DeviceName& name) {
    switch (name.kind) {
    case DeviceKind::Cpu:
        return c10::Device(c10::kCPU);
    case DeviceKind::Auto:
        if (cudaDeviceCount() > 0)
            return c10::Device(c10::kCUDA, 0);
        return c10::Device(mpsAvailable() ? c10::kMPS : c10::kCPU);
    case DeviceKind::Cuda:
        if (name.index < cudaDeviceCount())
            return c10::Device(c10::kCUDA, static_cast<c10::DeviceIndex>(name.index));
        break;
    case DeviceKind::Mps:
        if (mpsAvailable())
            return c10::Device(c10::kMPS, 0);
        break;
    }
    return fail(Error{ErrorCode::Device,
                      fmt::format("device {} is not available", toString(name)),
                      "'diptych-cli devices' lists what is usable; --device cpu always works",
                      "",
                      {toString(name)}});
}

HostMemory hostMemory() {
    HostMemory memory;
    const auto text = readFile("/proc/meminfo");
    std::istringstream words(text.value_or(""));
    std::string key;
    for (std::string line; std::getline(words, line);) {
        std::istringstream fields(line);
        std::uint64_t kibibytes = 0;
        fields >> key >> kibibytes;
        if (key == "MemTotal:")
            memory.totalBytes = kibibytes * 1024;
        else if (key == "MemAvailable:")
            memory.freeBytes = kibibytes * 1024;
    }
    return memory;
}

std::vector<DeviceReport> listDevices() {
    const HostMemory memory = hostMemory();
    std::vector<DeviceReport> reports;
    reports.push_back({"cpu", true, processorName(), memory.totalBytes, memory.freeBytes});
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

int configureProcessor(int threads) {
    return configureCpuRuntime(threads);
}

} // namespace diptych
