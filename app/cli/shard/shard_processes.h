// `shard up` and `stop`: all ranks of a cluster.toml as processes of this machine, or through ssh.
#pragma once

#include "app/cli/shard/shard_options.h"

#include <filesystem>
#include <string>
#include <vector>

namespace diptych::cli {

/// Starts every rank, writes what they say into log files, starts again what dies, and ends all
/// when the program is told to end. Errors: Usage (no file, a flag that only one rank can have),
/// those of reading it; Remote, when a rank cannot be started at all.
Status runShards(CommandContext& context, const ShardOptions& options);

/// Ends the `shard up` that runs with this file. Errors: InvalidInput (none runs), Remote (it does
/// not end).
Status stopShards(CommandContext& context, const ShardOptions& options);

/// Where a rank of `shard up` writes.
std::filesystem::path shardLogFile(const cluster::ClusterFile& file, int rank);

/// How a rank is started: a program and its arguments; for another machine ssh, which reads the
/// cluster's key as a line from its standard input. `told`: flags that stand in the place of the
/// file's words.
std::vector<std::string> shardCommand(const cluster::ClusterFile& file, int rank,
                                      const std::string& ownProgram, bool hasKey,
                                      const std::vector<std::string>& told = {});

/// Whether a host of a file is this machine.
bool isThisMachine(const std::string& host);

} // namespace diptych::cli
