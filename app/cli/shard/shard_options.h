// What the shard command is told: flags, the variables that torchrun, Slurm and Kubernetes set, and
// cluster.toml, put together.
#pragma once

#include "app/cli/command.h"
#include "core/cluster/cluster_file.h"
#include "core/pipeline/model_folder.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace diptych::cli {

/// As given; empty or missing = not given.
struct ShardOptions {
    std::string action;
    std::filesystem::path clusterFile;
    std::optional<std::int64_t> rank;
    std::optional<std::int64_t> worldSize;
    std::string masterAddress;
    std::optional<std::int64_t> masterPort;
    std::string layers;
    std::string keyVariable;
    bool wantsKey = true;
    std::string name;
    std::string address;
    std::optional<double> memoryGb;
    std::string host;
    std::optional<std::int64_t> port;
    std::string apiKeyVariable;
    bool auth = true;
    std::string modelId;
    int lines = 20;
};

/// One rank's settings, whatever they came from: flags win over variables, these over the file.
struct ShardSettings {
    cluster::ClusterFile file; ///< with what flags and variables say put in
    int rank = 0;
    int worldSize = 1;
    std::string name;    ///< of this host
    std::string address; ///< where the others reach this rank; may be empty
    std::uint64_t memoryBytes = 0;
    Placement placement;
    ModelLocation location;
    std::filesystem::path textEncoder;
};

/// The file when one is named, else what the flags alone make of it. Errors: as readClusterFile.
Result<cluster::ClusterFile> clusterFileOf(CommandContext& context, const ShardOptions& options);

/// The file, for what can only be done with one. Errors: Usage (none is named), as clusterFileOf.
Result<cluster::ClusterFile> namedClusterFile(CommandContext& context, const ShardOptions& options);

/// Errors: Usage (no rank, one that does not exist, a split that is no split), FileNotFound (the
/// model), those of `clusterFileOf`.
Result<ShardSettings> settleShard(CommandContext& context, const ShardOptions& options);

/// The cluster's shared key; empty where there is none. Errors: Usage, when other machines take
/// part without one.
Result<std::string> clusterKey(CommandContext& context, const ShardOptions& options,
                               const cluster::ClusterFile& file);

/// The name of this computer.
std::string hostName();

} // namespace diptych::cli
