// The first rank of a cluster: holds the first layers, knows the others, and offers the whole as
// one text model.
//
// The ranks find each other through a store on this machine. As soon as all are there and their
// weights have proved to be the same, they form a generation: a ring of connections in which states
// go from layer to layer. When a rank leaves, the generation is over: what was under way fails with
// the rank's name, the others keep their weights and wait, and the next generation begins when the
// rank is back.
#pragma once

#include "core/base/result.h"
#include "core/base/run_context.h"
#include "core/checkpoint/host_tensor.h"
#include "core/cluster/cluster_status.h"
#include "core/cluster/layer_split.h"
#include "core/cluster/rank_options.h"
#include "core/generation/generate_tokens.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace diptych::cluster {

/// How layers are shared out.
struct SplitChoice {
    enum class Kind { Even, Memory, Given };
    Kind kind = Kind::Even;
    LayerSplit given; ///< with Kind::Given; when ranks are missing the rest shares evenly
};

struct CoordinatorOptions {
    RankOptions rank;
    int worldSize = 1;              ///< ranks, this one included
    int port = kDefaultPort;        ///< of the store; 0 = any free one
    std::vector<std::string> hosts; ///< of all ranks, for status before they come; may be empty
    SplitChoice split;
    ClusterTimes times;
    /// Prompts are read in pieces of this many tokens, which follow each other through the ranks.
    /// A piece reads as the same piece does on one machine, to the last bit.
    std::int64_t chunkTokens = 512;
    bool verifyWeights = true;
};

/// Sizes of the whole model.
struct ClusterModelFacts {
    std::int64_t layerCount = 0;
    std::int64_t hiddenSize = 0;
    std::int64_t vocabularySize = 0;
    std::int64_t contextLength = 0; ///< tokens
    std::string dtype;              ///< of the weights; empty until the first layers are bound
};

/// May be used by all threads; requests of different threads are under way at the same time.
class Coordinator {
  public:
    /// Takes the port and begins to wait for the others. Errors: Network (the port is taken),
    /// Unsupported (this build has no c10d), InvalidInput (the split does not fit the model), those
    /// of opening the checkpoint.
    static Result<std::shared_ptr<Coordinator>> start(CoordinatorOptions options);
    /// Tells the workers to end and waits for them, at most a few heartbeats.
    ~Coordinator();
    Coordinator(const Coordinator&) = delete;
    Coordinator& operator=(const Coordinator&) = delete;

    int port() const;
    ClusterModelFacts model() const;
    ClusterStatus status() const;
    /// True when the cluster works; false after `time`.
    bool waitUntilReady(std::chrono::milliseconds time) const;

    /// Hidden states [S, D] float32 of each prompt at `layer` (Hugging Face numbering), each as the
    /// unsplit model gives them when it is asked for one. Errors: InvalidInput (no tokens, unknown
    /// ids, no such layer), Cancelled, Device (the cluster is not ready, or a rank was lost: it is
    /// named), and what ranks report.
    Result<std::vector<HostTensor>> encode(std::span<const std::vector<std::int32_t>> prompts,
                                           int layer, bool finalNorm, const RunContext& context);

    /// A text of at most `capacity` tokens, whose keys and values every rank keeps for its layers
    /// until the scorer is destroyed. Its errors: as `encode`; InvalidInput beyond the capacity. A
    /// text does not survive the loss of a rank.
    std::unique_ptr<generation::TokenScorer> startText(std::int64_t capacity);

  private:
    class Inside;
    class Text;
    explicit Coordinator(std::shared_ptr<Inside> inside);

    std::shared_ptr<Inside> inside_;
};

} // namespace diptych::cluster
