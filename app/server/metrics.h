// What the server counts, as Prometheus reads it.
#pragma once

#include "core/pipeline/image_pipeline.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <utility>

namespace diptych::server {

/// Numbers of the moment, asked for when the page is written.
struct Gauges {
    std::size_t queueDepth = 0;
    std::size_t activeExchanges = 0;
    double uptimeSeconds = 0.0;
    std::string version;
};

/// May be used by all threads.
class Metrics {
  public:
    void countRequest(const std::string& endpoint, int status, double seconds,
                      std::uint64_t bytesReceived, std::uint64_t bytesSent);
    /// Prompts that were encoded in one pass.
    void countEncoding(std::size_t prompts, std::size_t tokens, double seconds);
    void countWriting(std::size_t tokens, double seconds);
    void countPictures(std::size_t pictures, const PhaseSeconds& seconds);

    /// Text format 0.0.4.
    std::string page(const Gauges& gauges) const;

  private:
    static constexpr std::array kBounds = {0.005, 0.025, 0.1, 0.5, 1.0, 2.5, 10.0, 60.0, 300.0};

    struct Latency {
        std::array<std::uint64_t, kBounds.size()> below{}; ///< each counts the earlier ones too
        std::uint64_t count = 0;
        double sum = 0.0; ///< seconds
    };

    std::string requestLines() const;

    mutable std::mutex mutex_;
    std::map<std::pair<std::string, int>, std::uint64_t> requests_; // guarded by mutex_, as all
    std::map<std::string, Latency> latencies_;
    std::map<std::string, double> stageSeconds_;
    std::uint64_t bytesReceived_ = 0;
    std::uint64_t bytesSent_ = 0;
    std::uint64_t encodedTokens_ = 0;
    std::uint64_t encodedPrompts_ = 0;
    std::uint64_t passes_ = 0;
    std::uint64_t writtenTokens_ = 0;
    double tokensPerSecond_ = 0.0; // of the last text
    std::uint64_t pictures_ = 0;
};

} // namespace diptych::server
