#include "core/base/system_memory.h"

#include "core/base/file.h"

#include <fstream>
#include <sstream>
#include <string>

namespace diptych {

namespace {

// A line such as "MemTotal:  24576 kB" of a file under /proc, in bytes; 0 when there is none.
std::uint64_t procBytes(const char* path, const std::string& key) {
    const auto text = readFile(path);
    std::istringstream lines(text ? *text : std::string());
    for (std::string line; std::getline(lines, line);) {
        std::istringstream fields(line);
        std::string name;
        std::uint64_t kibibytes = 0;
        if (fields >> name >> kibibytes && name == key)
            return kibibytes * 1024;
    }
    return 0;
}

} // namespace

SystemMemory systemMemory() {
    return {procBytes("/proc/meminfo", "MemTotal:"), procBytes("/proc/meminfo", "MemAvailable:")};
}

std::uint64_t ownBytes() {
    return procBytes("/proc/self/status", "RssAnon:");
}

std::uint64_t peakResidentBytes() {
    return procBytes("/proc/self/status", "VmHWM:");
}

void resetPeakResidentBytes() {
    std::ofstream("/proc/self/clear_refs") << 5; // resets VmHWM (man 5 proc)
}

} // namespace diptych
