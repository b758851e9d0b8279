#include "core/cluster/inside/c10d.h"

#include "core/base/stopwatch.h"

#include <ATen/ATen.h>
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>

#include <fmt/format.h>

#include <mutex>
#include <set>
#include <utility>
#include <vector>

#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

namespace diptych::cluster {

namespace {

/// Headers and payloads have a tag each: what is expected is always clear.
constexpr int kHeaderTag = 1;
constexpr int kPayloadTag = 2;
/// A rank may have nothing to say for days; that it lives is found out elsewhere.
constexpr std::chrono::hours kPatience{24 * 365};

std::uint64_t nanosecondsOf(const Stopwatch& watch) {
    return static_cast<std::uint64_t>(watch.seconds() * 1e9);
}

[[noreturn]] void throwNetwork(std::string message, std::string hint, std::string detail) {
    throw ErrorException(
        Error{ErrorCode::Network, std::move(message), std::move(hint), std::move(detail), {}});
}

// What libtorch says, without the stack that it likes to add.
std::string reasonOf(const std::exception& exception) {
    if (const auto* torchError = dynamic_cast<const c10::Error*>(&exception))
        return torchError->what_without_backtrace();
    const std::string text = exception.what();
    return text.substr(0, text.find('\n'));
}

// Asks politely first: a store that is not there makes libtorch write warnings while it tries.
bool somebodyListens(const std::string& address, int port) {
    addrinfo wanted{};
    wanted.ai_family = AF_UNSPEC;
    wanted.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (::getaddrinfo(address.c_str(), std::to_string(port).c_str(), &wanted, &found) != 0)
        return false;
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner(found, &::freeaddrinfo);
    for (const addrinfo* entry = found; entry; entry = entry->ai_next) {
        const int descriptor =
            ::socket(entry->ai_family, entry->ai_socktype | SOCK_CLOEXEC, entry->ai_protocol);
        if (descriptor < 0)
            continue;
        const bool isThere = ::connect(descriptor, entry->ai_addr, entry->ai_addrlen) == 0;
        ::close(descriptor);
        if (isThere)
            return true;
    }
    return false;
}

c10::intrusive_ptr<c10d::TCPStore> openStore(const std::string& address, int port, bool isServer,
                                             std::chrono::milliseconds timeout) {
    c10d::TCPStoreOptions options;
    options.port = static_cast<std::uint16_t>(port);
    options.isServer = isServer;
    options.waitWorkers = false;
    options.timeout = timeout;
    return c10::make_intrusive<c10d::TCPStore>(address, options);
}

template <typename Function> auto asking(Function function) {
    try {
        return function();
    } catch (const std::exception& exception) {
        throwNetwork("the coordinator of the cluster does not answer any more",
                     "look whether its process runs", reasonOf(exception));
    }
}

class TcpStore final : public Store {
  public:
    explicit TcpStore(c10::intrusive_ptr<c10d::TCPStore> store) : store_(std::move(store)) {}

    void set(const std::string& key, const std::string& value) override {
        asking([&] { store_->set(key, {value.begin(), value.end()}); });
    }

    std::optional<std::string> find(const std::string& key) override {
        return asking([&]() -> std::optional<std::string> {
            if (!store_->check({key}))
                return std::nullopt;
            const std::vector<std::uint8_t> value = store_->get(key);
            return std::string(value.begin(), value.end());
        });
    }

    std::int64_t count(const std::string& key) override {
        return asking([&] { return store_->add(key, 1); });
    }

    int port() const override { return store_->getPort(); }

  private:
    c10::intrusive_ptr<c10d::TCPStore> store_;
};

class GlooGroup final : public Group {
  public:
    GlooGroup(c10::intrusive_ptr<c10d::ProcessGroupGloo> group, const GroupOptions& options)
        : group_(std::move(group)), seed_(options.seed), counters_(options.counters) {}

    void send(int to, const Frame& frame) override {
        const Stopwatch summing;
        FrameHeader header = valueOrThrow(encodeHeader(frame, seed_));
        counters_->sumNanoseconds += nanosecondsOf(summing);
        const Stopwatch watch;
        const auto asTensor =
            at::from_blob(header.data(), {static_cast<std::int64_t>(header.size())}, at::kByte);
        transfer(to, [&] {
            std::vector<at::Tensor> tensors{asTensor};
            return group_->send(tensors, to, kHeaderTag);
        });
        if (frame.payload.defined())
            transfer(to, [&] {
                std::vector<at::Tensor> tensors{frame.payload};
                return group_->send(tensors, to, kPayloadTag);
            });
        counters_->sendNanoseconds += nanosecondsOf(watch);
        ++counters_->frames;
        const bool isAnswer = frame.kind == FrameKind::Result || frame.kind == FrameKind::Failure;
        (isAnswer ? counters_->resultBytes : counters_->stateBytes) += payloadBytes(frame).size();
    }

    std::optional<Frame> receive(int from) override {
        FrameHeader header;
        const auto asTensor =
            at::from_blob(header.data(), {static_cast<std::int64_t>(header.size())}, at::kByte);
        const bool isThere = transfer(from, [&] {
            std::vector<at::Tensor> tensors{asTensor};
            return group_->recv(tensors, from, kHeaderTag);
        });
        if (!isThere)
            return std::nullopt;
        AnnouncedFrame announced = valueOrThrow(decodeHeader(header, seed_));
        if (announced.frame.payload.defined()) {
            const bool isWhole = transfer(from, [&] {
                std::vector<at::Tensor> tensors{announced.frame.payload};
                return group_->recv(tensors, from, kPayloadTag);
            });
            if (!isWhole)
                return std::nullopt;
        }
        const Stopwatch summing;
        valueOrThrow(checkPayload(announced, seed_));
        counters_->sumNanoseconds += nanosecondsOf(summing);
        return std::move(announced.frame);
    }

    void abort() override {
        const std::lock_guard lock(mutex_);
        aborted_ = true;
        for (c10d::Work* work : waiting_)
            work->abort();
    }

  private:
    using Work = c10::intrusive_ptr<c10d::Work>;

    // False when it was aborted.
    template <typename Start> bool transfer(int peer, Start start) {
        Work work;
        try {
            {
                const std::lock_guard lock(mutex_);
                if (aborted_)
                    return false;
                work = start();
                waiting_.insert(work.get());
            }
            const bool isDone = work->wait(kPatience);
            forget(work);
            return isDone;
        } catch (const std::exception& exception) {
            forget(work);
            if (isAborted())
                return false;
            throwNetwork(fmt::format("the connection to member {} broke", peer), "",
                         reasonOf(exception));
        }
    }

    void forget(const Work& work) {
        const std::lock_guard lock(mutex_);
        waiting_.erase(work.get());
    }

    bool isAborted() {
        const std::lock_guard lock(mutex_);
        return aborted_;
    }

    c10::intrusive_ptr<c10d::ProcessGroupGloo> group_;
    std::uint64_t seed_;
    LinkCounters* counters_;
    std::mutex mutex_;
    bool aborted_ = false; // guarded by mutex_, as all below
    std::set<c10d::Work*> waiting_;
};

} // namespace

Status engineIsThere() {
    return Done{};
}

std::unique_ptr<Store> hostStore(int port, std::chrono::milliseconds timeout) {
    try {
        return std::make_unique<TcpStore>(openStore("localhost", port, true, timeout));
    } catch (const std::exception& exception) {
        throwNetwork(fmt::format("the cluster's port {} cannot be used", port),
                     "another process may have it; name another one with MASTER_PORT, "
                     "--master-port or master_port",
                     reasonOf(exception));
    }
}

std::unique_ptr<Store> connectStore(const std::string& address, int port,
                                    std::chrono::milliseconds timeout) {
    if (!somebodyListens(address, port))
        throwNetwork(fmt::format("there is no coordinator at {}:{}", address, port),
                     "start rank 0 there", "");
    try {
        return std::make_unique<TcpStore>(openStore(address, port, false, timeout));
    } catch (const std::exception& exception) {
        throwNetwork(fmt::format("the coordinator at {}:{} does not answer", address, port),
                     "look whether its process runs", reasonOf(exception));
    }
}

std::unique_ptr<Group> joinGroup(const GroupOptions& options) {
    try {
        auto group = c10d::ProcessGroupGloo::Options::create(options.timeout);
        group->devices.push_back(
            options.ownAddress.empty()
                ? c10d::ProcessGroupGloo::createDefaultDevice()
                : c10d::ProcessGroupGloo::createDeviceForHostname(options.ownAddress));
        group->threads = 1; // of collective operations, of which there are none
        // A client of its own: connecting waits inside the store.
        const auto store = c10::make_intrusive<c10d::PrefixStore>(
            options.name, openStore(options.address, options.port, false, options.timeout));
        return std::make_unique<GlooGroup>(
            c10::make_intrusive<c10d::ProcessGroupGloo>(store, options.rank, options.size, group),
            options);
    } catch (const ErrorException&) {
        throw;
    } catch (const std::exception& exception) {
        throwNetwork("the ranks could not be connected with each other",
                     "every rank must reach every other one; address = … in its [[rank]] says "
                     "under which address",
                     reasonOf(exception));
    }
}

} // namespace diptych::cluster
