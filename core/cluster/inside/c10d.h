// libtorch's distributed engine as the cluster uses it: a store that all ranks reach, and groups of
// processes that send frames to each other. The only door to c10d.
#pragma once

#include "core/cluster/frame.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace diptych::cluster {

/// Texts by name, on the coordinator's machine. One thread at a time. Every call throws
/// ErrorException(Network) when the coordinator does not answer any more.
class Store {
  public:
    virtual ~Store() = default;
    virtual void set(const std::string& key, const std::string& value) = 0;
    /// Nothing when there is no such key; does not wait for it.
    virtual std::optional<std::string> find(const std::string& key) = 0;
    /// Counts up by one, from 0, and gives the new number; of two callers each gets one of its own.
    virtual std::int64_t count(const std::string& key) = 0;
    virtual int port() const = 0;
};

/// Counted by a group. May be read by all threads.
struct LinkCounters {
    std::atomic<std::uint64_t> frames{0};      ///< sent
    std::atomic<std::uint64_t> stateBytes{0};  ///< payloads of states that were sent
    std::atomic<std::uint64_t> resultBytes{0}; ///< payloads of results and failures that were sent
    std::atomic<std::uint64_t> sendNanoseconds{0};
    std::atomic<std::uint64_t> sumNanoseconds{0}; ///< headers and sums, both directions
};

/// The members of a generation, connected with each other. `send` and `receive` may be called by
/// one thread each at the same time.
class Group {
  public:
    virtual ~Group() = default;

    /// Returns when the frame is handed over. Throws ErrorException: Network (the connection
    /// broke), InvalidInput (a payload that does not travel).
    virtual void send(int to, const Frame& frame) = 0;
    /// Waits for the next frame. Throws ErrorException: Network (the connection broke), Remote (a
    /// frame that was refused). Nothing after `abort`.
    virtual std::optional<Frame> receive(int from) = 0;
    /// Ends all waiting, now and later. By any thread.
    virtual void abort() = 0;
};

/// Whether this build has c10d and Gloo, else why not.
Status engineIsThere();

/// Begins to listen at `port` (0 = any free one). Throws ErrorException: Network (the port is
/// taken), Unsupported.
std::unique_ptr<Store> hostStore(int port, std::chrono::milliseconds timeout);

/// Throws ErrorException: Network (nobody listens there), Unsupported.
std::unique_ptr<Store> connectStore(const std::string& address, int port,
                                    std::chrono::milliseconds timeout);

struct GroupOptions {
    std::string address; ///< of the coordinator's store
    int port = 0;
    std::string name; ///< of this generation; members give the same
    int rank = 0;
    int size = 0;
    std::string ownAddress; ///< where this rank can be reached; empty = its host's name
    std::chrono::milliseconds timeout{10'000};
    std::uint64_t seed = 0;           ///< of the frames' sums
    LinkCounters* counters = nullptr; ///< borrowed
};

/// Returns when all members are connected. Throws ErrorException: Network (they are not within the
/// timeout), Unsupported.
std::unique_ptr<Group> joinGroup(const GroupOptions& options);

} // namespace diptych::cluster
