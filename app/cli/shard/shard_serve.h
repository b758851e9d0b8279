// `shard serve`: this process is one rank of a cluster.
#pragma once

#include "app/cli/shard/shard_options.h"

namespace diptych::cli {

/// Runs until the program is told to end. Rank 0 answers over HTTP; the others work for it.
Status serveShard(CommandContext& context, const ShardOptions& options);

} // namespace diptych::cli
