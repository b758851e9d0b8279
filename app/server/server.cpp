#include "app/server/server.h"

#include "app/server/access_log.h"
#include "app/server/cluster_report.h"
#include "app/server/gate.h"
#include "app/server/rest/generate_endpoints.h"
#include "app/server/rest/history_endpoints.h"
#include "app/server/rest/prompt_endpoints.h"
#include "app/server/rest/rewrite_endpoint.h"
#include "app/server/router.h"
#include "app/server/server_context.h"
#include "app/server/v1/chat_endpoint.h"
#include "app/server/v1/encoder_endpoints.h"
#include "core/base/stopwatch.h"
#include "core/pipeline/load_tokenizer.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

namespace diptych::server {

using nlohmann::ordered_json;

namespace {

constexpr std::chrono::milliseconds kDrainSlice{20};

Family familyOf(const std::string& path) {
    return path.starts_with("/v1/") ? Family::V1 : Family::Rest;
}

// Of a model that is in one place, or of the ranks that it is spread over.
bool isEncoderReady(const ServerContext& context) {
    if (context.clusterStatus)
        return context.clusterStatus().isReady;
    return context.encodesHere ? context.encoderIsWarm.load() : context.encodes;
}

ordered_json health(const ServerContext& context) {
    std::string status = "ok";
    if (context.clusterStatus)
        status = clusterHealth(context.clusterStatus());
    ordered_json object;
    object["status"] = context.isEnding ? "ending" : status;
    object["pipeline_loaded"] = context.drawsPictures && context.options.roles.rest;
    object["encoder_loaded"] = isEncoderReady(context);
    object["encoder_only_mode"] = !(context.drawsPictures && context.options.roles.rest);
    object["version"] = context.options.version;
    object["model"] = context.modelId;
    object["roles"] = toString(context.options.roles);
    object["queue_depth"] = context.engine->queueDepth();
    object["uptime"] = context.uptime.seconds();
    if (context.clusterStatus)
        object["ranks"] = ranksInShort(context.clusterStatus());
    return object;
}

// Loads the text encoder before the first request needs it.
std::shared_ptr<EngineJob> warmUp(ServerContext& context, AccessLog& log) {
    return std::make_shared<EngineJob>(
        "", [&context, &log](ImagePipeline& pipeline, const RunContext& running) -> Status {
            const std::vector<std::int32_t> ids = {0};
            const auto encoded = pipeline.encodeTokens(ids, kDefaultHiddenLayer, running);
            if (!encoded) {
                if (!running.cancelled())
                    log.note("the text encoder could not be loaded: " + encoded.error().message);
                return fail(encoded.error());
            }
            context.encoderWidth = static_cast<int>(encoded->embedding.shape.at(1));
            context.encoderIsWarm = true;
            return Done{};
        });
}

// Which parts of the model are there; what is missing is refused when it is asked for.
Status lookAtModel(ServerContext& context, const PipelineOptions& pipeline) {
    const auto has = [&](Component component) {
        return locateComponent(pipeline.location, component).has_value();
    };
    if (has(Component::Tokenizer)) {
        DIPTYCH_TRY(const auto path, locateComponent(pipeline.location, Component::Tokenizer));
        DIPTYCH_TRY(context.tokenizer, loadTokenizer(path));
    }
    context.encodesHere =
        !pipeline.remoteEncoder && context.tokenizer.has_value() && has(Component::TextEncoder);
    context.encodes = context.encodesHere || pipeline.remoteEncoder;
    context.drawsPictures = has(Component::Transformer) && has(Component::Autoencoder);
    return Done{};
}

} // namespace

class Server::Inside {
  public:
    Inside(ServerOptions options, std::ostream& log)
        : context_(std::move(options)), log_(log, context_.options.logPrompts) {}

    // Those who work go before what they work on.
    ~Inside() {
        http_.reset();
        context_.engine.reset();
    }
    Inside(const Inside&) = delete;
    Inside& operator=(const Inside&) = delete;

    Status open(ServerParts parts) {
        DIPTYCH_TRY_DONE(lookAtModel(context_, parts.pipeline));
        context_.remoteRewriter = parts.remoteRewriter;
        onRequest_ = std::move(parts.onRequest);
        context_.clusterStatus = parts.clusterStatus;
        if (context_.clusterStatus)
            context_.encoderWidth = static_cast<int>(context_.clusterStatus().hiddenSize);
        if (context_.options.roles.rest) {
            DIPTYCH_TRY(ServerHistory::Opened opened,
                        ServerHistory::open(context_.options.dataFolder));
            history_ = std::move(opened.history);
            if (opened.notice)
                log_.note(opened.notice->message);
        }
        DIPTYCH_TRY_DONE(takePort()); // before the model, which may take a while
        EngineOptions options;
        options.limits = context_.options.queue;
        options.threads = parts.threads;
        options.open = [parts]() -> Result<std::unique_ptr<ImagePipeline>> {
            if (parts.prepareThread)
                parts.prepareThread();
            return parts.openPipeline(parts.pipeline);
        };
        DIPTYCH_TRY(context_.engine, Engine::start(std::move(options), context_.metrics));
        context_.modelId = context_.options.modelId.empty() ? context_.engine->spec().name
                                                            : context_.options.modelId;
        addEndpoints();
        return Done{};
    }

    void run(const std::stop_token& stop) {
        // A cluster gets ready by itself, as soon as all ranks are there.
        if (context_.encodesHere && !context_.clusterStatus)
            context_.engine->submit(warmUp(context_, log_));
        http_->start();
        waitFor(stop);
        drain();
        http_->stop();
    }

    std::string address() const {
        const std::string& host = context_.options.host;
        const bool isIpv6 = host.find(':') != std::string::npos;
        return fmt::format("http://{}:{}", isIpv6 ? "[" + host + "]" : host, http_->port());
    }
    int port() const { return http_->port(); }
    const std::string& modelId() const { return context_.modelId; }

  private:
    Status takePort() {
        HttpHooks hooks;
        hooks.admit = [this](const HttpCall& call) { return admit(call); };
        hooks.answer = [this](HttpCall& call) {
            HttpReply reply = router_.answer(call);
            if (call.method == "POST")
                tellLimits(call, reply);
            return reply;
        };
        hooks.refusal = [](const HttpCall& call, int status, const std::string& message) {
            const Family family = familyOf(call.path);
            return status == 503 ? overloadReply(message, family) : errorReply(status, message);
        };
        hooks.finished = [this](const HttpCall& call, const HttpOutcome& outcome) {
            context_.metrics.countRequest(outcome.endpoint.empty() ? "other" : outcome.endpoint,
                                          outcome.status, outcome.seconds, outcome.bytesReceived,
                                          outcome.bytesSent);
            log_.write(call, outcome);
            if (onRequest_)
                onRequest_(
                    {clientOf(call), call.method, call.path, outcome.status, outcome.seconds});
        };
        const ServerOptions& options = context_.options;
        DIPTYCH_TRY(http_,
                    HttpServer::bind(options.host, options.port, options.http, std::move(hooks)));
        return Done{};
    }

    // How many requests of this client may wait, and how many more.
    void tellLimits(const HttpCall& call, HttpReply& reply) const {
        const std::size_t most = context_.options.queue.mostOfAClient;
        const std::size_t waiting = std::min(context_.engine->waitingOf(clientOf(call)), most);
        reply.headers.emplace_back("X-RateLimit-Limit", std::to_string(most));
        reply.headers.emplace_back("X-RateLimit-Remaining", std::to_string(most - waiting));
    }

    std::optional<HttpReply> admit(const HttpCall& call) const {
        if (auto refusal = refuseAtGate(context_.options, call))
            return refusal;
        if (context_.isEnding && call.method == "POST")
            return overloadReply("the server is shutting down", familyOf(call.path), 5);
        return std::nullopt;
    }

    void addEndpoints() {
        const Roles& roles = context_.options.roles;
        router_.add("GET", "/health", [this](const HttpCall&, const std::string&) {
            return jsonReply(health(context_));
        });
        router_.add("GET", "/metrics", [this](const HttpCall&, const std::string&) {
            HttpReply reply;
            reply.contentType = "text/plain; version=0.0.4; charset=utf-8";
            reply.body =
                context_.metrics.page({context_.engine->queueDepth(), http_->activeExchanges(),
                                       context_.uptime.seconds(), context_.options.version});
            if (context_.clusterStatus)
                reply.body += clusterMetrics(context_.clusterStatus());
            return reply;
        });
        if (context_.clusterStatus)
            router_.add("GET", "/cluster/status", [this](const HttpCall&, const std::string&) {
                return jsonReply(clusterStatus(context_.clusterStatus()));
            });
        router_.add("GET", "/", [this](const HttpCall&, const std::string&) {
            return jsonReply({{"name", "Diptych"},
                              {"version", context_.options.version},
                              {"roles", toString(context_.options.roles)}});
        });
        if (roles.encoder || roles.chat)
            addModelList(router_, context_);
        if (roles.encoder)
            addEncoderEndpoints(router_, context_);
        if (roles.chat)
            addChatEndpoint(router_, context_);
        if (!roles.rest)
            return;
        addGenerateEndpoint(router_, context_, *history_);
        addJobEndpoints(router_, context_, *history_, jobs_);
        addPromptEndpoints(router_, context_);
        addChoiceLists(router_, context_);
        addRewriteEndpoints(router_, context_);
        addHistoryEndpoints(router_, *history_);
    }

    static void waitFor(const std::stop_token& stop) {
        std::mutex mutex;
        std::condition_variable_any wake;
        std::unique_lock lock(mutex);
        wake.wait(lock, stop, [] { return false; });
    }

    void drain() {
        context_.isEnding = true;
        const Stopwatch watch;
        const auto most = static_cast<double>(context_.options.drainTime.count());
        while ((!context_.engine->isIdle() || http_->activeExchanges() > 0) &&
               watch.seconds() < most)
            std::this_thread::sleep_for(kDrainSlice);
        context_.engine->cancelAll();
    }

    ServerContext context_;
    AccessLog log_;
    std::function<void(const RequestSeen&)> onRequest_;
    std::unique_ptr<ServerHistory> history_;
    JobRegistry jobs_;
    Router router_;
    std::unique_ptr<HttpServer> http_;
};

Server::Server(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}

Server::~Server() = default;

Result<std::unique_ptr<Server>> Server::open(ServerOptions options, ServerParts parts,
                                             bool withoutKey) {
    if (options.key.empty() && !withoutKey && !isLoopbackHost(options.host))
        return fail(
            ErrorCode::Usage,
            fmt::format("{} can be reached from other machines, and there is no key", options.host),
            "name a variable that holds one with --api-key-env, or say --no-auth to let "
            "everybody ask");
    std::ostream& log = *parts.log;
    auto inside = std::make_unique<Inside>(std::move(options), log);
    DIPTYCH_TRY_DONE(inside->open(std::move(parts)));
    return std::unique_ptr<Server>(new Server(std::move(inside)));
}

std::string Server::address() const {
    return inside_->address();
}

int Server::port() const {
    return inside_->port();
}

const std::string& Server::modelId() const {
    return inside_->modelId();
}

void Server::run(const std::stop_token& stop) {
    inside_->run(stop);
}

} // namespace diptych::server
