// The window's queue on the disk: what waits, in order, and what was being drawn when the program
// died.
#pragma once

#include "core/base/result.h"
#include "core/domain/generation_request.h"
#include "core/history/database.h"

#include <cstdint>
#include <span>
#include <vector>

namespace diptych::history {

enum class StoredJobState {
    Waiting,
    Running,
    Interrupted, ///< it was running when the program ended
};

struct StoredJob {
    std::int64_t id = 0; ///< the queue's own, above 0
    StoredJobState state = StoredJobState::Waiting;
    std::int64_t submittedMs = 0; ///< since 1970, UTC
    GenerationRequest request;

    bool operator==(const StoredJob&) const = default;
};

/// Works on a database that outlives it, on the one thread that uses that database; errors as
/// HistoryStore. It belongs to one running program: a second window may not use it.
class QueueStore {
  public:
    explicit QueueStore(Database& database) : database_(database) {}

    /// The stored jobs in order, as they were left: call it once, before anything is put. What was
    /// running comes back, and is stored, as Interrupted. A job whose request cannot be read any
    /// more is left out, and deleted.
    Result<std::vector<StoredJob>> load();

    /// Stores a job at the end, or, when there is one with this id, in its place.
    Status put(const StoredJob& job);
    Status setState(std::int64_t id, StoredJobState state);
    /// The jobs in this order; those that are not named stay behind these in their old order.
    Status setOrder(std::span<const std::int64_t> ids);
    Status remove(std::int64_t id);
    Status clear();

  private:
    Database& database_;
};

} // namespace diptych::history
