// What coordinator and workers tell each other through the store, as JSON texts. Unknown members
// are ignored, missing ones have their defaults; what is no JSON object reads as nothing.
#pragma once

#include "core/cluster/cluster_status.h"
#include "core/cluster/layer_split.h"
#include "core/cluster/weight_digests.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace diptych::cluster {

/// Under "epoch": one run of the coordinator.
struct EpochMessage {
    std::string epoch; ///< random
    std::string version;
    int heartbeatMs = 1000;
    int joinTimeoutMs = 10'000;
    int worldSize = 0;
    bool wantsDigests = true; ///< of the weights
};

/// Under "join/RANK/NUMBER": one run of a worker. Every run has a number of its own, which
/// "callers/RANK" counts, so that nobody writes over another's words.
struct JoinMessage {
    std::string incarnation; ///< random
    std::string version;
    std::string host;
    std::string configDigest;
    std::uint64_t memoryBytes = 0;
    std::string proof; ///< of the key, over epoch, rank and incarnation
};

enum class WorkerPhase { Waiting, Loading, Serving, Broken, Left };

/// Under "answer/INCARNATION": what the coordinator thinks of a run that may not take part, or not
/// yet. Without a reason it may.
struct AnswerMessage {
    std::string reason;
    bool mayWait = false; ///< the rank has somebody; this run is next
};

/// Under "beat/INCARNATION", at every heartbeat.
struct BeatMessage {
    std::string incarnation;
    std::uint64_t count = 0;
    WorkerPhase phase = WorkerPhase::Waiting;
    std::uint64_t generation = 0; ///< which one the phase is about
    std::string message;          ///< what broke
    RankWork work;
};

struct PlanMember {
    int rank = 0;
    std::string incarnation;
    LayerRange layers;
};

/// Under "plan": a generation, that is, who has which layers until somebody leaves.
struct PlanMessage {
    std::uint64_t generation = 0;
    std::vector<PlanMember> members; ///< in the order of the ring
    std::string proof;               ///< of the key, over epoch and plan
};

/// Under "bound/GENERATION/RANK": a worker has its layers, or could not get them.
struct BoundMessage {
    std::string error; ///< empty = all is well
    std::uint64_t weightBytes = 0;
    WeightDigests digests;
};

std::string toText(const EpochMessage& message);
std::string toText(const JoinMessage& message);
std::string toText(const AnswerMessage& message);
std::string toText(const BeatMessage& message);
std::string toText(const PlanMessage& message);
std::string toText(const BoundMessage& message);

std::optional<EpochMessage> readEpoch(const std::string& text);
std::optional<JoinMessage> readJoin(const std::string& text);
std::optional<AnswerMessage> readAnswer(const std::string& text);
std::optional<BeatMessage> readBeat(const std::string& text);
std::optional<PlanMessage> readPlan(const std::string& text);
std::optional<BoundMessage> readBound(const std::string& text);

/// What the proofs are about.
std::string provenText(const JoinMessage& message, const std::string& epoch, int rank);
std::string provenText(const PlanMessage& message, const std::string& epoch);

/// Names in the store.
std::string callersKey(int rank);
std::string joinKey(int rank, std::int64_t number);
std::string answerKey(const std::string& incarnation);
std::string beatKey(const std::string& incarnation);
std::string boundKey(std::uint64_t generation, int rank);
std::string goKey(std::uint64_t generation);
inline constexpr const char* kEpochKey = "epoch";
inline constexpr const char* kPlanKey = "plan";
inline constexpr const char* kEndingKey = "ending";

} // namespace diptych::cluster
