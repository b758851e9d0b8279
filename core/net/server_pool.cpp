#include "core/net/server_pool.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

namespace diptych::net {

ServerPool::ServerPool(std::vector<std::shared_ptr<HiddenStatesService>> servers,
                       ServerPoolOptions options)
    : options_(std::move(options)) {
    for (std::shared_ptr<HiddenStatesService>& server : servers) {
        Member member;
        member.service = std::move(server);
        members_.push_back(std::move(member));
    }
}

std::vector<std::size_t> ServerPool::order() const {
    const std::lock_guard lock(mutex_);
    const auto now = options_.now();
    std::vector<std::size_t> indices(members_.size());
    std::iota(indices.begin(), indices.end(), std::size_t{0});
    const auto rank = [&](std::size_t index) {
        const Member& member = members_[index];
        return std::tuple(member.restsUntil > now, member.health.inFlight, index);
    };
    std::sort(indices.begin(), indices.end(),
              [&](std::size_t a, std::size_t b) { return rank(a) < rank(b); });
    return indices;
}

Result<HiddenStates> ServerPool::ask(Member& member, const HiddenStatesQuery& query,
                                     const RunContext& context) {
    {
        const std::lock_guard lock(mutex_);
        ++member.health.inFlight;
    }
    Result<HiddenStates> states = member.service->encode(query, context);
    const std::lock_guard lock(mutex_);
    --member.health.inFlight;
    if (states) {
        member.health.failures = 0;
        member.health.seconds = states->seconds;
        member.health.trouble.clear();
        member.restsUntil = {};
    } else if (states.error().code == ErrorCode::Network ||
               states.error().code == ErrorCode::Remote) {
        ++member.health.failures;
        member.health.trouble = states.error().message;
        member.restsUntil = options_.now() + options_.rest;
    }
    return states;
}

Result<HiddenStates> ServerPool::encode(const HiddenStatesQuery& query, const RunContext& context) {
    std::vector<Error> errors;
    for (const std::size_t index : order()) {
        Result<HiddenStates> states = ask(members_[index], query, context);
        if (states) {
            for (const Error& error : errors)
                states->notices.push_back(
                    {"server_passed_over", fmt::format("{}; {} encoded the prompt instead.",
                                                       error.message, states->server)});
            return states;
        }
        const ErrorCode code = states.error().code;
        if (code != ErrorCode::Network && code != ErrorCode::Remote)
            return states;
        errors.push_back(std::move(states.error()));
    }
    if (errors.size() == 1)
        return fail(std::move(errors.front()));
    std::string all;
    for (const Error& error : errors)
        all += (all.empty() ? "" : "; ") + error.message;
    Error error = errors.empty() ? Error{} : errors.front();
    error.message = fmt::format("none of {} servers encoded the prompt: {}", errors.size(), all);
    return fail(std::move(error));
}

std::string ServerPool::identity() const {
    std::string all;
    for (const Member& member : members_)
        all += (all.empty() ? "" : ", ") + member.service->identity();
    return all;
}

std::vector<ServerHealth> ServerPool::health() const {
    const std::lock_guard lock(mutex_);
    std::vector<ServerHealth> result;
    for (const Member& member : members_) {
        result.push_back(member.health);
        result.back().identity = member.service->identity();
    }
    return result;
}

} // namespace diptych::net
