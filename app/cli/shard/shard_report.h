// `shard plan`, `status` and `logs`: looking at a cluster before, while and after it runs.
#pragma once

#include "app/cli/shard/shard_options.h"

namespace diptych::cli {

/// What each rank would hold, without starting anything.
Status planShards(CommandContext& context, const ShardOptions& options);

/// What the coordinator says about its ranks.
Status reportShards(CommandContext& context, const ShardOptions& options);

/// The last lines that ranks of `shard up` have written.
Status showShardLogs(CommandContext& context, const ShardOptions& options);

} // namespace diptych::cli
