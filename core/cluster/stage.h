// One rank's layers at work: frames in, frames out. Knows nothing of machines and connections.
#pragma once

#include "core/cluster/frame.h"
#include "core/cluster/layer_split.h"
#include "core/models/qwen3_continuation.h"
#include "core/models/qwen3_text_model.h"

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace diptych::cluster {

/// What a stage has done so far. May be read by all threads.
struct StageCounters {
    std::atomic<std::uint64_t> layerForwards{0}; ///< frames times layers
    std::atomic<std::uint64_t> tokens{0};        ///< rows that came in
    std::atomic<std::uint64_t> nanoseconds{0};   ///< of computing
    std::atomic<std::uint64_t> texts{0};         ///< open now
    std::atomic<std::uint64_t> keptBytes{0};     ///< keys and values held for them
};

class Stage {
  public:
    /// `name` stands in errors. Both are kept.
    Stage(std::shared_ptr<const models::Qwen3TextModel> part, std::string name);

    /// Does what the frame asks for and returns what goes to the next rank; nothing when the work
    /// ends here without an answer. The first rank takes token ids, [S, 1] int64. Results and
    /// failures of earlier ranks come back as they are. What goes wrong becomes a failure, and its
    /// text is dropped; nothing is thrown. One thread at a time.
    std::optional<Frame> process(Frame frame);

    const StageCounters& counters() const { return counters_; }
    const models::Qwen3TextModel& part() const { return *part_; }

  private:
    std::optional<Frame> encode(Frame frame);
    std::optional<Frame> extend(Frame frame);
    std::optional<Frame> end(const Frame& frame);
    models::Qwen3Continuation& textOf(const Frame& frame);
    void drop(std::uint64_t request);
    at::Tensor states(const Frame& frame) const;
    Frame answer(const Frame& frame, const at::Tensor& values) const;

    std::shared_ptr<const models::Qwen3TextModel> part_;
    std::string name_;
    std::map<std::uint64_t, std::unique_ptr<models::Qwen3Continuation>> texts_;
    StageCounters counters_;
};

/// Bytes of keys and values for `capacity` tokens of one text in `layers` layers, as float32 or
/// what the model computes in.
std::uint64_t keptBytesOf(const models::Qwen3TextModel& part, std::int64_t capacity);

} // namespace diptych::cluster
