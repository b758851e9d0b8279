#include "core/cluster/inside/messages.h"

#include "core/base/text.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <type_traits>
#include <utility>

namespace diptych::cluster {

namespace {

using nlohmann::json;

std::string dumped(const json& object) {
    return object.dump(-1, ' ', false, json::error_handler_t::replace);
}

// A member of the type of `fallback`, which also stands for one of another type.
template <typename T> T member(const json& object, const char* name, T fallback) {
    const auto found = object.find(name);
    if (found == object.end())
        return fallback;
    if constexpr (std::is_same_v<T, std::string>)
        return found->is_string() ? found->get<std::string>() : fallback;
    else
        return found->is_number() ? found->get<T>() : fallback;
}

// What a stranger may have written, as a short text for a log.
std::string spoken(std::string text) {
    constexpr std::size_t kLongest = 200;
    text.resize(std::min(text.size(), kLongest));
    for (char& letter : text)
        if (static_cast<unsigned char>(letter) < 0x20 || letter == 0x7F)
            letter = ' ';
    return toValidUtf8(text);
}

std::optional<json> objectIn(const std::string& text) {
    json object = json::parse(text, nullptr, false);
    if (!object.is_object())
        return std::nullopt;
    return object;
}

json workAsJson(const RankWork& work) {
    return {{"layer_forwards", work.layerForwards},
            {"tokens", work.tokens},
            {"compute_seconds", work.computeSeconds},
            {"send_seconds", work.sendSeconds},
            {"serialisation_seconds", work.serialisationSeconds},
            {"frames", work.frames},
            {"state_bytes", work.stateBytes},
            {"result_bytes", work.resultBytes},
            {"waiting", work.waiting},
            {"texts", work.texts},
            {"kept_bytes", work.keptBytes}};
}

RankWork workIn(const json& object) {
    RankWork work;
    work.layerForwards = member(object, "layer_forwards", work.layerForwards);
    work.tokens = member(object, "tokens", work.tokens);
    work.computeSeconds = member(object, "compute_seconds", work.computeSeconds);
    work.sendSeconds = member(object, "send_seconds", work.sendSeconds);
    work.serialisationSeconds = member(object, "serialisation_seconds", work.serialisationSeconds);
    work.frames = member(object, "frames", work.frames);
    work.stateBytes = member(object, "state_bytes", work.stateBytes);
    work.resultBytes = member(object, "result_bytes", work.resultBytes);
    work.waiting = member(object, "waiting", work.waiting);
    work.texts = member(object, "texts", work.texts);
    work.keptBytes = member(object, "kept_bytes", work.keptBytes);
    return work;
}

json planAsJson(const PlanMessage& message) {
    json members = json::array();
    for (const PlanMember& entry : message.members)
        members.push_back({{"rank", entry.rank},
                           {"incarnation", entry.incarnation},
                           {"first", entry.layers.first},
                           {"end", entry.layers.end}});
    return {{"generation", message.generation}, {"members", std::move(members)}};
}

} // namespace

std::string toText(const EpochMessage& message) {
    return dumped({{"epoch", message.epoch},
                   {"version", message.version},
                   {"heartbeat_ms", message.heartbeatMs},
                   {"join_timeout_ms", message.joinTimeoutMs},
                   {"world_size", message.worldSize},
                   {"wants_digests", message.wantsDigests ? 1 : 0}});
}

std::optional<EpochMessage> readEpoch(const std::string& text) {
    const auto object = objectIn(text);
    if (!object)
        return std::nullopt;
    EpochMessage message;
    message.epoch = member(*object, "epoch", std::string());
    message.version = member(*object, "version", std::string());
    message.heartbeatMs = member(*object, "heartbeat_ms", message.heartbeatMs);
    message.joinTimeoutMs = member(*object, "join_timeout_ms", message.joinTimeoutMs);
    message.worldSize = member(*object, "world_size", message.worldSize);
    message.wantsDigests = member(*object, "wants_digests", 1) != 0;
    return message;
}

std::string toText(const JoinMessage& message) {
    return dumped({{"incarnation", message.incarnation},
                   {"version", message.version},
                   {"host", message.host},
                   {"config_digest", message.configDigest},
                   {"memory_bytes", message.memoryBytes},
                   {"proof", message.proof}});
}

std::optional<JoinMessage> readJoin(const std::string& text) {
    const auto object = objectIn(text);
    if (!object)
        return std::nullopt;
    JoinMessage message;
    message.incarnation = member(*object, "incarnation", std::string());
    message.version = spoken(member(*object, "version", std::string()));
    message.host = spoken(member(*object, "host", std::string()));
    message.configDigest = member(*object, "config_digest", std::string());
    message.memoryBytes = member(*object, "memory_bytes", message.memoryBytes);
    message.proof = member(*object, "proof", std::string());
    return message;
}

std::string toText(const AnswerMessage& message) {
    return dumped({{"reason", message.reason}, {"may_wait", message.mayWait ? 1 : 0}});
}

std::optional<AnswerMessage> readAnswer(const std::string& text) {
    const auto object = objectIn(text);
    if (!object)
        return std::nullopt;
    return AnswerMessage{spoken(member(*object, "reason", std::string())),
                         member(*object, "may_wait", 0) != 0};
}

std::string toText(const BeatMessage& message) {
    return dumped({{"incarnation", message.incarnation},
                   {"count", message.count},
                   {"phase", static_cast<int>(message.phase)},
                   {"generation", message.generation},
                   {"message", message.message},
                   {"work", workAsJson(message.work)}});
}

std::optional<BeatMessage> readBeat(const std::string& text) {
    const auto object = objectIn(text);
    if (!object)
        return std::nullopt;
    BeatMessage message;
    message.incarnation = member(*object, "incarnation", std::string());
    message.count = member(*object, "count", message.count);
    const int phase = member(*object, "phase", 0);
    if (phase >= 0 && phase <= static_cast<int>(WorkerPhase::Left))
        message.phase = static_cast<WorkerPhase>(phase);
    message.generation = member(*object, "generation", message.generation);
    message.message = member(*object, "message", std::string());
    if (const auto work = object->find("work"); work != object->end() && work->is_object())
        message.work = workIn(*work);
    return message;
}

std::string toText(const PlanMessage& message) {
    json object = planAsJson(message);
    object["proof"] = message.proof;
    return dumped(object);
}

std::optional<PlanMessage> readPlan(const std::string& text) {
    const auto object = objectIn(text);
    if (!object || !object->contains("members") || !(*object)["members"].is_array())
        return std::nullopt;
    PlanMessage message;
    message.generation = member(*object, "generation", message.generation);
    message.proof = member(*object, "proof", std::string());
    for (const json& entry : (*object)["members"]) {
        if (!entry.is_object())
            return std::nullopt;
        message.members.push_back(
            {member(entry, "rank", 0),
             member(entry, "incarnation", std::string()),
             {member(entry, "first", std::int64_t{0}), member(entry, "end", std::int64_t{0})}});
    }
    return message;
}

std::string toText(const BoundMessage& message) {
    return dumped({{"error", message.error},
                   {"weight_bytes", message.weightBytes},
                   {"digests", message.digests}});
}

std::optional<BoundMessage> readBound(const std::string& text) {
    const auto object = objectIn(text);
    if (!object)
        return std::nullopt;
    BoundMessage message;
    message.error = member(*object, "error", std::string());
    message.weightBytes = member(*object, "weight_bytes", message.weightBytes);
    const auto digests = object->find("digests");
    if (digests != object->end() && digests->is_object())
        for (const auto& [name, digest] : digests->items())
            if (digest.is_string())
                message.digests.emplace(name, digest.get<std::string>());
    return message;
}

std::string provenText(const JoinMessage& message, const std::string& epoch, int rank) {
    return fmt::format("join {} {} {}", epoch, rank, message.incarnation);
}

std::string provenText(const PlanMessage& message, const std::string& epoch) {
    return fmt::format("plan {} {}", epoch, dumped(planAsJson(message)));
}

std::string callersKey(int rank) {
    return fmt::format("callers/{}", rank);
}

std::string joinKey(int rank, std::int64_t number) {
    return fmt::format("join/{}/{}", rank, number);
}

std::string answerKey(const std::string& incarnation) {
    return "answer/" + incarnation;
}

std::string beatKey(const std::string& incarnation) {
    return "beat/" + incarnation;
}

std::string boundKey(std::uint64_t generation, int rank) {
    return fmt::format("bound/{}/{}", generation, rank);
}

std::string goKey(std::uint64_t generation) {
    return fmt::format("go/{}", generation);
}

} // namespace diptych::cluster
