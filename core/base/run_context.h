// How a long operation hears "stop" and tells how far it is: arguments handed down, never globals.
#pragma once

#include "core/base/error.h"

#include <cstdint>
#include <stop_token>
#include <string_view>
#include <vector>

namespace diptych {

/// The phases of a job, in order.
enum class Phase { Load, Encode, Sample, Decode, Save };

/// "load", "encode", "sample", "decode", "save".
std::string_view phaseName(Phase phase);

/// Hears about progress. Called on the thread that does the work; must return quickly.
class ProgressSink {
  public:
    virtual ~ProgressSink() = default;
    /// `done` of `total` units of `phase` are finished; `done` = 0 announces the phase. Units are
    /// shards or bytes (load), prompts (encode), steps as the user asked for them (sample), tiles
    /// (decode), files (save).
    virtual void progress(Phase phase, std::int64_t done, std::int64_t total) = 0;
};

/// Receives small pictures of the unfinished result.
class PreviewSink {
  public:
    virtual ~PreviewSink() = default;
    /// `rgb` holds height × width × 3 bytes, row by row; `step` is the number of finished steps.
    /// The picture shows where the drawing is heading, one pixel for each cell of the latents.
    virtual void preview(int step, int width, int height, const std::vector<std::uint8_t>& rgb) = 0;
};

/// Given to anything that may take longer than 50 ms. Copy it freely; the sinks are borrowed and
/// may be null.
struct RunContext {
    std::stop_token cancel;
    ProgressSink* progress = nullptr;
    PreviewSink* preview = nullptr;

    bool cancelled() const { return cancel.stop_requested(); }
    void report(Phase phase, std::int64_t done, std::int64_t total) const {
        if (progress)
            progress->progress(phase, done, total);
    }
    /// Throws ErrorException with ErrorCode::Cancelled when a stop was requested: for tensor code
    /// inside a guarded edge, called once per transformer block, tile, shard or token.
    void throwIfCancelled() const;
};

/// The error of a job that the user stopped.
Error cancelledError();

} // namespace diptych
