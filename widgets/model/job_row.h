// What the queue's item model tells about a job, so that a panel can show it without knowing the
// queue.
#pragma once

#include <qnamespace.h>

#include <cstdint>

namespace diptych::widgets {

using JobNumber = std::uint64_t; ///< from 1; 0 = none

enum class JobRowState { Waiting, Running, Stopping, Failed, Cancelled };

enum JobRole {
    JobNumberRole = Qt::UserRole + 1, ///< JobNumber
    JobStateRole,                     ///< JobRowState as int
    JobFractionRole,                  ///< 0…1 of a running job
    JobStatusRole,                    ///< QString: what it does, or why it failed
    JobDetailsRole,                   ///< QString: all there is to know about a failure
};

} // namespace diptych::widgets
