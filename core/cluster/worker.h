// Every rank of a cluster but the first: waits for the coordinator, holds the layers that it is
// given, and passes states on.
#pragma once

#include "core/base/result.h"
#include "core/cluster/rank_options.h"

#include <stop_token>
#include <string>

namespace diptych::cluster {

struct WorkerOptions {
    RankOptions rank;
    int index = 1; ///< which rank, from 1
    std::string coordinator = "127.0.0.1";
    int port = kDefaultPort;
    /// How long to wait between two looks for a coordinator that is not there.
    std::chrono::milliseconds retry{500};
};

/// Works until a stop is requested or the coordinator says that the cluster ends; a coordinator
/// that vanishes without a word is waited for, with the layers kept. Errors: Unsupported (this
/// build has no c10d), InvalidInput (a rank that the cluster does not have), those of opening the
/// checkpoint.
Status runWorker(const WorkerOptions& options, const std::stop_token& stop);

} // namespace diptych::cluster
