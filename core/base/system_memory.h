// How much memory this computer has and this process takes.
#pragma once

#include <cstdint>

namespace diptych {

/// Bytes; 0 where the system does not tell.
struct SystemMemory {
    std::uint64_t totalBytes = 0;
    std::uint64_t availableBytes = 0; ///< what a program could take without swapping
};
SystemMemory systemMemory();

/// Bytes that this process has for itself, files it reads not counted; 0 = unknown.
std::uint64_t ownBytes();

/// The most bytes this process has had resident so far; 0 = unknown.
std::uint64_t peakResidentBytes();

/// Makes `peakResidentBytes` start again from what is resident now, where the system allows it.
void resetPeakResidentBytes();

} // namespace diptych
