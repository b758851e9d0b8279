// What all endpoints share: settings, the engine, and how a request waits for it.
#pragma once

#include "app/server/engine.h"
#include "app/server/metrics.h"
#include "app/server/replies.h"
#include "app/server/server_options.h"
#include "app/server/template_source.h"
#include "core/base/stopwatch.h"
#include "core/cluster/cluster_status.h"
#include "core/tokenizer/tokenizer.h"

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace diptych::server {

/// May be used by all threads.
struct ServerContext {
    ServerOptions options;
    Metrics metrics;
    std::unique_ptr<Engine> engine;
    TemplateSource templates;
    std::optional<Tokenizer> tokenizer; ///< of the text encoder; counts and cuts tokens
    std::string modelId;                ///< as /v1/models names it
    bool drawsPictures = false;         ///< there is a transformer and an autoencoder
    bool encodes = false;               ///< there is a text encoder, here or far away
    bool encodesHere = false;
    std::shared_ptr<PromptRewriter> remoteRewriter;        ///< null = the model's own
    std::function<cluster::ClusterStatus()> clusterStatus; ///< empty = the model is in one place
    std::atomic<bool> encoderIsWarm{false};                ///< its weights are in memory
    std::atomic<int> encoderWidth{0};                      ///< of hidden states; 0 = not known yet
    std::atomic<bool> isEnding{false};                     ///< takes no new work
    Stopwatch uptime;

    explicit ServerContext(ServerOptions given)
        : options(std::move(given)), templates(options.templates) {}
};

/// Who takes turns with whom: the address, or what a proxy on this machine says about it.
std::string clientOf(const HttpCall& call);

/// Puts the job into the line and waits until it is over, the other side hangs up or the deadline
/// has passed; the latter two stop it. Nothing when it has succeeded, else the answer.
std::optional<HttpReply> runJob(ServerContext& context, const HttpCall& call, Family family,
                                const std::shared_ptr<EngineJob>& job);

/// The same in two parts, for those who do something while they wait. The answer of a refusal.
std::optional<HttpReply> submitJob(ServerContext& context, Family family,
                                   const std::shared_ptr<EngineJob>& job);

} // namespace diptych::server
