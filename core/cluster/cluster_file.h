// cluster.toml: which machines form a cluster, what they hold and where they meet. The page
// docs/cluster.md lists every key.
#pragma once

#include "core/base/result.h"
#include "core/cluster/coordinator.h"
#include "core/cluster/rank_options.h"
#include "core/domain/placement.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace diptych::cluster {

/// One [[rank]].
struct RankEntry {
    std::string host;    ///< a name that this machine has, or one that ssh knows
    std::string address; ///< where the other ranks reach it; empty = what its host name stands for
    double memoryGb = 0.0; ///< that it may use; 0 = not said
    int threads = 0;       ///< 0 = all cores
    std::string device = "auto";
    std::filesystem::path path;        ///< instead of [model] path on this machine
    std::filesystem::path textEncoder; ///< instead of [model] text_encoder
    std::string sshUser;
    std::filesystem::path sshKey;
    /// diptych-cli on this machine; empty = the one that runs `shard up`, elsewhere the one in the
    /// path.
    std::string program;
};

struct ClusterFile {
    std::filesystem::path source; ///< the file itself
    // [model]
    std::filesystem::path path;        ///< a checkpoint folder
    std::filesystem::path textEncoder; ///< instead of the one in it
    std::filesystem::path tokenizer;   ///< likewise
    std::string split = "even";        ///< even, memory, or ranges
    std::string dtype = "auto";
    std::string modelId;
    // [network]
    std::string masterAddress = "127.0.0.1";
    int masterPort = kDefaultPort;
    ClusterTimes times;
    std::int64_t chunkTokens = 512;
    int inFlight = 4;
    bool verifyWeights = true;
    std::string keyVariable = "DIPTYCH_CLUSTER_KEY";
    // [server]
    std::string serverHost = "127.0.0.1";
    int serverPort = 7860;
    std::string apiKeyVariable;
    // [run]
    std::filesystem::path logFolder = "cluster-logs";
    bool restart = true; ///< ranks that die
    std::vector<RankEntry> ranks;
};

/// Reads and checks a file. Relative paths begin at its folder. Errors: FileNotFound,
/// ConfigInvalid (file, line, key and what is wrong; unknown keys too).
Result<ClusterFile> readClusterFile(const std::filesystem::path& path);
/// The same from a text; `path` stands in messages.
Result<ClusterFile> parseClusterFile(std::string_view text, const std::filesystem::path& path);

/// "even", "memory" or ranges. Errors: InvalidInput.
Result<SplitChoice> parseSplitChoice(const std::string& text);

/// Whether an address means the machine that reads it.
bool isLoopbackAddress(std::string_view address);

} // namespace diptych::cluster
