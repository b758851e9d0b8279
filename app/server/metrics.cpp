#include "app/server/metrics.h"

#include <fmt/format.h>

namespace diptych::server {

namespace {

template <typename Number>
std::string counter(const char* name, const char* help, Number value, const char* type) {
    return fmt::format("# HELP {0} {1}\n# TYPE {0} {2}\n{0} {3}\n", name, help, type, value);
}

template <typename Number> std::string counter(const char* name, const char* help, Number value) {
    return counter(name, help, value, "counter");
}

} // namespace

void Metrics::countRequest(const std::string& endpoint, int status, double seconds,
                           std::uint64_t bytesReceived, std::uint64_t bytesSent) {
    const std::lock_guard lock(mutex_);
    ++requests_[{endpoint, status}];
    Latency& latency = latencies_[endpoint];
    for (std::size_t i = 0; i < kBounds.size(); ++i)
        latency.below[i] += seconds <= kBounds[i] ? 1 : 0;
    ++latency.count;
    latency.sum += seconds;
    bytesReceived_ += bytesReceived;
    bytesSent_ += bytesSent;
}

void Metrics::countEncoding(std::size_t prompts, std::size_t tokens, double seconds) {
    const std::lock_guard lock(mutex_);
    ++passes_;
    encodedPrompts_ += prompts;
    encodedTokens_ += tokens;
    stageSeconds_["encode"] += seconds;
}

void Metrics::countWriting(std::size_t tokens, double seconds) {
    const std::lock_guard lock(mutex_);
    writtenTokens_ += tokens;
    tokensPerSecond_ = seconds > 0.0 ? static_cast<double>(tokens) / seconds : 0.0;
    stageSeconds_["write"] += seconds;
}

void Metrics::countPictures(std::size_t pictures, const PhaseSeconds& seconds) {
    const std::lock_guard lock(mutex_);
    pictures_ += pictures;
    stageSeconds_["load"] += seconds.load;
    stageSeconds_["encode"] += seconds.encode;
    stageSeconds_["sample"] += seconds.sample;
    stageSeconds_["decode"] += seconds.decode;
}

std::string Metrics::requestLines() const {
    std::string text = "# HELP diptych_requests_total Requests by endpoint and status.\n"
                       "# TYPE diptych_requests_total counter\n";
    for (const auto& [key, count] : requests_)
        text += fmt::format("diptych_requests_total{{endpoint=\"{}\",status=\"{}\"}} {}\n",
                            key.first, key.second, count);
    text += "# HELP diptych_request_seconds From the head of a request to the answer's end.\n"
            "# TYPE diptych_request_seconds histogram\n";
    for (const auto& [endpoint, latency] : latencies_) {
        for (std::size_t i = 0; i < kBounds.size(); ++i)
            text += fmt::format("diptych_request_seconds_bucket{{endpoint=\"{}\",le=\"{}\"}} {}\n",
                                endpoint, kBounds[i], latency.below[i]);
        text += fmt::format("diptych_request_seconds_bucket{{endpoint=\"{0}\",le=\"+Inf\"}} {1}\n"
                            "diptych_request_seconds_sum{{endpoint=\"{0}\"}} {2}\n"
                            "diptych_request_seconds_count{{endpoint=\"{0}\"}} {1}\n",
                            endpoint, latency.count, latency.sum);
    }
    return text;
}

std::string Metrics::page(const Gauges& gauges) const {
    const std::lock_guard lock(mutex_);
    std::string text = fmt::format("# HELP diptych_info The program.\n# TYPE diptych_info gauge\n"
                                   "diptych_info{{version=\"{}\"}} 1\n",
                                   gauges.version);
    text += requestLines();
    text += counter("diptych_queue_depth", "Requests that wait for the engine.", gauges.queueDepth,
                    "gauge");
    text += counter("diptych_active_requests", "Requests that are being answered.",
                    gauges.activeExchanges, "gauge");
    text += counter("diptych_uptime_seconds", "Since the server began to listen.",
                    gauges.uptimeSeconds, "gauge");
    text += counter("diptych_received_bytes_total", "Bodies of requests.", bytesReceived_);
    text += counter("diptych_sent_bytes_total", "Bodies of answers.", bytesSent_);
    text +=
        counter("diptych_encoded_prompts_total", "Prompts encoded for clients.", encodedPrompts_);
    text += counter("diptych_encoded_tokens_total", "Tokens encoded for clients.", encodedTokens_);
    text += counter("diptych_encoder_passes_total",
                    "Passes of the text encoder; one may take several prompts.", passes_);
    text += counter("diptych_written_tokens_total", "Tokens written by the chat and the rewriter.",
                    writtenTokens_);
    text += counter("diptych_tokens_per_second", "Of the text that was written last.",
                    tokensPerSecond_, "gauge");
    text += counter("diptych_pictures_total", "Pictures drawn.", pictures_);
    text += "# HELP diptych_stage_seconds_total Time spent in each stage of the engine.\n"
            "# TYPE diptych_stage_seconds_total counter\n";
    for (const char* stage : {"load", "encode", "sample", "decode", "write"}) {
        const auto found = stageSeconds_.find(stage);
        text += fmt::format("diptych_stage_seconds_total{{stage=\"{}\"}} {}\n", stage,
                            found == stageSeconds_.end() ? 0.0 : found->second);
    }
    return text;
}

} // namespace diptych::server
