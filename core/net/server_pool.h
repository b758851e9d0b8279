// Several servers of the same model as one: the least busy that is well goes first, and when one
// fails the next is asked.
#pragma once

#include "core/net/hidden_states.h"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace diptych::net {

/// One server of a pool as it was last seen.
struct ServerHealth {
    std::string identity;
    int inFlight = 0;     ///< requests that wait for it
    int failures = 0;     ///< since its last success
    double seconds = 0.0; ///< that its last success took; 0 = none yet
    std::string trouble;  ///< the message of its last failure; empty after a success
};

struct ServerPoolOptions {
    /// A server that failed is asked last for so long.
    std::chrono::milliseconds rest{30'000};
    std::function<std::chrono::steady_clock::time_point()> now = std::chrono::steady_clock::now;
};

class ServerPool final : public HiddenStatesService {
  public:
    /// `servers` in the order of preference, at least one.
    explicit ServerPool(std::vector<std::shared_ptr<HiddenStatesService>> servers,
                        ServerPoolOptions options = {});

    /// Tries one server after the other. Errors: that of the only server; Network when all of
    /// several failed, naming each and why; what is wrong with the query itself, and Cancelled, at
    /// once.
    Result<HiddenStates> encode(const HiddenStatesQuery& query, const RunContext& context) override;

    /// The identities of all, since any of them may answer.
    std::string identity() const override;

    std::vector<ServerHealth> health() const;

  private:
    struct Member {
        std::shared_ptr<HiddenStatesService> service;
        ServerHealth health;
        std::chrono::steady_clock::time_point restsUntil;
    };

    std::vector<std::size_t> order() const;
    Result<HiddenStates> ask(Member& member, const HiddenStatesQuery& query,
                             const RunContext& context);

    ServerPoolOptions options_;
    mutable std::mutex mutex_;
    std::vector<Member> members_; // their state is guarded by mutex_, the list does not change
};

} // namespace diptych::net
