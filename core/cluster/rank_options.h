// What every rank of a cluster is started with, whatever its role.
#pragma once

#include "core/domain/placement.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace diptych::cluster {

inline constexpr int kDefaultPort = 29400;

struct RankOptions {
    std::filesystem::path textEncoder; ///< folder or file, as LocalTextEncoder::load takes it
    Placement placement;               ///< its text encoder's device and the weights' format
    std::string host;                  ///< how status and errors call this machine
    /// Where the others reach this machine; empty = what its host name stands for.
    std::string address;
    std::string key;     ///< shared by all ranks; empty = everybody may join
    std::string version; ///< of the program: ranks of different versions do not work together
    std::filesystem::path digestCache; ///< empty = digests are made anew each time
    std::uint64_t memoryBytes = 0;     ///< that the rank may use; 0 = not known
    /// Called on every thread that computes, before it does; may be empty.
    std::function<void()> prepareThread;
    /// A line about what happens; called on several threads; may be empty.
    std::function<void(const std::string&)> log;
};

/// What the coordinator decides for all.
struct ClusterTimes {
    std::chrono::milliseconds heartbeat{1000};
    /// A rank that is silent for this long is given up, even when its connection looks whole.
    std::chrono::milliseconds deadAfter{30'000};
    std::chrono::milliseconds joinTimeout{10'000};     ///< for connecting all ranks with each other
    std::chrono::milliseconds requestTimeout{600'000}; ///< for one step through all ranks
    /// After this long without a rank the others share its layers; 0 = they wait for it.
    std::chrono::milliseconds redistributeAfter{0};
};

} // namespace diptych::cluster
